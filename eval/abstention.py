"""Does the assistant hold back where nothing answers, and answer where something does?

Questions that nothing answers, or that assume wrongly (``unanswerable.jsonl``), beside the retrieval questions and controls that
must be answered. The dev half of the ids tunes the ladder, the test half confirms; the rules were written with both in view,
and ``fresh`` questions were written after them or by another hand. Intervals are Wilson's over questions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.answering import Answer, Assistant, Question, QuestionError
from assistant.answering.judging.strength import Signs, signs
from eval.guideline import shown
from eval.metrics import Metric, mean, share
from eval.samples import DatasetError, read_samples
from prompts import load

HELD_BACK = ("ask", "nothing", "decline", "care", "untaken")
CORRECTED = ("false-premise", "false-claim", "renamed")
KINDS = ("other-world", "out-of-scope", "near-miss", "nonsense", "vague", "unknown-scheme", "illegal", "distress")
CONTROLS = ("true-claim", "no-alarm", "lawful", "in-field")
HALVES = ("dev", "test", "fresh")
LAST_SEEN = {"u": 290, "c": 78, "q": 253}  # by the letter of the id; later questions are fresh
STEPS = 20  # points of the risk–coverage curve
_EXCERPT = 300  # characters of an answer
_NO_PARTICULAR = {said for key, said in load("evidence").texts.items() if key.startswith("particular.")}


@dataclass(frozen=True, slots=True)
class Probe:
    """A question with its kind; ``relevant`` (entry id → grade) when something answers it."""

    id: str
    question: str
    kind: str
    role: str = "co"
    relevant: Mapping[str, int] | None = None

    @property
    def answerable(self) -> bool:
        """Tell whether the knowledge answers it."""
        return self.kind == "answerable" or self.kind in CONTROLS

    @property
    def half(self) -> str:
        """Return ``fresh`` for a question that no rule has seen, else ``dev`` or ``test`` by the hash of the id."""
        letter, _, number = self.id.partition("-")
        if int(number.rstrip("ab")) > LAST_SEEN[letter]:
            return "fresh"
        return "test" if hashlib.sha256(self.id.encode()).digest()[0] % 2 else "dev"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a probe: the verdict, whether a premise was corrected, care given, and a relevant entry cited; and what was said.

    ``unspoken``: a thing of the question, or a particular such as it asks for, was said to be in none of the entries. That alone
    does not count as held back.
    """

    probe: Probe
    verdict: str
    corrected: bool = False
    cared: bool = False
    cites_relevant: bool = False
    signs: Signs | None = None
    said: str = ""
    unspoken: bool = False

    @property
    def held_back(self) -> bool:
        """Tell whether nothing was answered as if it were so; a corrected premise and a kind word count as held back."""
        return self.verdict in HELD_BACK or self.corrected or self.cared

    @property
    def right(self) -> bool:
        """Tell whether it is what the kind asks for."""
        if self.probe.kind in CORRECTED:
            return self.corrected
        if self.probe.kind == "distress":
            return self.cared
        if self.probe.kind in KINDS:
            return self.held_back
        if self.cared:
            return self.cites_relevant
        return self.verdict not in HELD_BACK and not (self.probe.kind in CONTROLS and self.corrected)

    def credit(self) -> float:
        """Return 1 for a right outcome, 0 for an answer that was withheld, −1 for a wrong one (an answer beside the point too)."""
        if not self.right:
            return 0.0 if self.probe.answerable and not self.corrected else -1.0
        return 1.0 if not self.probe.relevant or self.cites_relevant else -1.0


@dataclass(frozen=True, slots=True)
class AbstentionResult:
    """Metrics by half, points of the curve on the test half, and what went wrong (dev in full)."""

    metrics: Mapping[str, Sequence[Metric]]
    curve: Sequence[tuple[float, float, float]]
    wrong: Sequence[Mapping[str, str]]

    def as_json(self) -> dict[str, Any]:
        """Return the result as JSON values."""
        return {
            "metrics": {half: [asdict(m) for m in found] for half, found in self.metrics.items()},
            "curve": [{"threshold": t, "coverage": c, "risk": r} for t, c, r in self.curve],
            "wrong": list(self.wrong),
        }

    def as_text(self) -> str:
        """Return the tables for a terminal."""
        lines = ["| | " + " | ".join(HALVES) + " |", "|---" * (len(HALVES) + 1) + "|"]
        for row in zip(*(self.metrics[half] for half in HALVES), strict=True):
            lines.append(f"| {row[0].name} | " + " | ".join(map(shown, row)) + " |")
        points = ", ".join(f"{coverage:.2f}→{risk:.2f}" for _, coverage, risk in self.curve)
        lines += ["", f"risk by coverage (test half, strength alone): {points}", "", "wrong:"]
        return "\n".join([*lines, *(f"- {w['id']} {w['kind']} {w['verdict']} {w['question']}" for w in self.wrong)])


def read_probes(folder: Path) -> list[Probe]:
    """Read every question of the folder: retrieval sets (answerable), controls, and the unanswerable."""
    sets = sorted(folder.glob("retrieval-*.jsonl"))
    probes = [
        Probe(s.id, s.question, "answerable" if s.relevant else "other-world", s.role, _best(s.relevant))
        for path in sets
        for s in read_samples(path)
    ]
    for name in ("abstention-controls.jsonl", "unanswerable.jsonl"):
        try:
            lines = (folder / name).read_text(encoding="utf-8").splitlines()
            rows = [json.loads(line) for line in lines if line.strip()]
            probes += [Probe(r["id"], r["question"], r["kind"], r.get("role", "co")) for r in rows]
        except (OSError, ValueError, KeyError) as error:
            raise DatasetError(f"{folder / name} を読み取れません。") from error
    return probes


def _best(relevant: Mapping[str, int]) -> Mapping[str, int] | None:
    return {entry: grade for entry, grade in relevant.items() if grade == 2} or None


def run(
    probes: Sequence[Probe], assistant: Assistant, progress: Callable[[int, int], None] = lambda _d, _t: None
) -> list[Outcome]:
    """Ask every question and return what came of it."""
    outcomes = []
    for done, probe in enumerate(probes, 1):
        outcomes.append(ask(probe, assistant))
        progress(done, len(probes))
    return outcomes


def ask(probe: Probe, assistant: Assistant) -> Outcome:
    """Ask one question; a text that cannot be taken at all is held back."""
    understood = read = answer = None
    try:
        for event in assistant.stream(Question(text=probe.question, role=probe.role)):
            understood = event.understood or understood
            read = event.evidence or read
            answer = event.answer or answer
    except QuestionError:
        return Outcome(probe, "untaken")
    if answer is None or understood is None or read is None:
        raise AssertionError("a stream ends with an answer")
    kinds = {block.kind for block in answer.blocks}
    return Outcome(
        probe,
        answer.judgement,
        corrected="correction" in kinds,
        cared="care" in kinds,
        cites_relevant=_cites(answer, probe.relevant or {}),
        signs=signs(understood, read),
        unspoken=any(_lacks(s.text, read.unspoken) for s in answer.sentences() if s.status == "note"),
        said="".join(s.text for s in answer.sentences())[:_EXCERPT],
    )


def _lacks(said: str, unspoken: Sequence[str]) -> bool:
    return said in _NO_PARTICULAR or any(thing in said for thing in unspoken)


def summary(outcomes: Sequence[Outcome]) -> AbstentionResult:
    """Return the metrics of both halves, the curve of the test half, and what went wrong."""
    halves = {half: [o for o in outcomes if o.probe.half == half] for half in HALVES}
    wrong = [
        {
            "id": o.probe.id,
            "kind": o.probe.kind,
            "verdict": o.verdict,
            "question": o.probe.question if h == "dev" else "",
        }
        for h, found in halves.items()
        for o in found
        if not o.right
    ]
    return AbstentionResult({h: _metrics(found) for h, found in halves.items()}, curve(halves["test"]), wrong)


def curve(outcomes: Sequence[Outcome]) -> list[tuple[float, float, float]]:
    """Return (threshold, coverage, risk) if strength alone decided: share answered, and share of the answered that is wrong."""
    strengths = sorted((o.signs.strength(), _good(o)) for o in outcomes if o.signs and o.probe.kind not in CORRECTED)
    points = []
    for step in range(STEPS):
        kept = strengths[len(strengths) * step // STEPS :]
        if kept:
            risk = sum(not good for _, good in kept) / len(kept)
            points.append((round(kept[0][0], 3), round(len(kept) / len(strengths), 3), round(risk, 3)))
    return points


def _good(outcome: Outcome) -> bool:
    return outcome.probe.answerable and (not outcome.probe.relevant or outcome.cites_relevant)


def _metrics(outcomes: Sequence[Outcome]) -> list[Metric]:
    answerable = [o for o in outcomes if o.probe.kind == "answerable"]
    controls = [o for o in outcomes if o.probe.kind in CONTROLS]
    others = [o for o in outcomes if not o.probe.answerable]
    found = [
        share("answered though unanswerable", sum(not o.right for o in others), len(others)),
        share("refused though answerable", sum(not o.right for o in answerable), len(answerable)),
        share("corrected though answerable", sum(o.corrected for o in answerable), len(answerable)),
        share("answered and no word of what is missing", sum(not (o.right or o.unspoken) for o in others), len(others)),
        share(
            "said to miss something though answerable",
            sum(o.unspoken for o in (*answerable, *controls)),
            len(answerable) + len(controls),
        ),
        share("controls refused or corrected", sum(not o.right for o in controls), len(controls)),
        mean("credit (right 1, withheld 0, wrong -1)", [o.credit() for o in outcomes]),
    ]
    for kind in dict.fromkeys((*KINDS, *CORRECTED, *CONTROLS)):
        of_kind = [o for o in outcomes if o.probe.kind == kind]
        found.append(share(f"right: {kind}", sum(o.right for o in of_kind), len(of_kind)))
    return found


def _cites(answer: Answer, relevant: Mapping[str, int]) -> bool:
    return any(source.entry_id in relevant for source in answer.sources)
