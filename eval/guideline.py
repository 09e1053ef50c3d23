"""Does the guideline check find what breaks a clause, and leave alone what does not? And what does it find in own answers?

``guideline.jsonl`` holds sentences and short answers, each written for one clause as a violation or as its fair neighbour.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.answering import Assistant, Question
from assistant.answering.guideline.check import violations
from assistant.answering.guideline.findings import CLAUSES, DONE
from assistant.answering.guideline.hearing import Heard, nothing_heard
from assistant.answering.guideline.wording import sentences
from eval.metrics import Metric, share
from eval.samples import DatasetError, Sample

HALVES = ("dev", "test", "fresh")
LAST_SEEN = 338  # the rules were written with everything up to here in view


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text written for a clause: ``bad`` when it breaks it."""

    id: str
    clause: str
    bad: bool
    text: str

    @property
    def half(self) -> str:
        """Return ``fresh`` for texts that no rule has seen, else ``dev`` or ``test`` by the hash of the id."""
        if int(self.id.removeprefix("g-")) > LAST_SEEN:
            return "fresh"
        return "test" if hashlib.sha256(self.id.encode()).digest()[0] % 2 else "dev"

    def found(self, heard: Heard = nothing_heard) -> set[str]:
        """Return the clauses that the check says it breaks: by the rules, and by what is ``heard`` beside them."""
        return {clause for clause, _, _ in violations(sentences(self.text), heard)}


@dataclass(frozen=True, slots=True)
class GuidelineResult:
    """Precision and recall by half and clause, what was done in own answers, and the mistakes of the halves that rules have seen."""

    metrics: Mapping[str, Sequence[Metric]]
    answers: Sequence[Metric]
    mistakes: Sequence[Mapping[str, str]]

    def as_json(self) -> dict[str, Any]:
        """Return the result as JSON values."""
        return {
            "metrics": {half: [asdict(m) for m in found] for half, found in self.metrics.items()},
            "answers": [asdict(m) for m in self.answers],
            "mistakes": list(self.mistakes),
        }

    def as_text(self) -> str:
        """Return the tables for a terminal."""
        lines = ["| | " + " | ".join(HALVES) + " |", "|---" * (len(HALVES) + 1) + "|"]
        for row in zip(*(self.metrics[half] for half in HALVES), strict=True):
            lines.append(f"| {row[0].name} | " + " | ".join(map(shown, row)) + " |")
        if self.answers:
            lines += ["", "| own answers | |", "|---|---|", *(f"| {m.name} | {shown(m)} |" for m in self.answers)]
        return "\n".join(
            [*lines, "", *(f"- {m['id']} {m['clause']} → {m['found']} {m['text']}" for m in self.mistakes)]
        )


def read_labelled(path: Path) -> list[Labelled]:
    """Read the labelled set; raise DatasetError when it cannot be used."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        labelled = [Labelled(r["id"], r["clause"], r["bad"], r["text"]) for r in rows]
    except (OSError, ValueError, KeyError) as error:
        raise DatasetError(f"{path} を読み取れません。") from error
    unknown = [item.id for item in labelled if item.clause not in CLAUSES]
    if unknown:
        raise DatasetError(f"{path} の {unknown[0]} の条は、調べられる条にありません。")
    return labelled


def run(
    labelled: Sequence[Labelled],
    samples: Sequence[Sample] = (),
    assistant: Assistant | None = None,
    progress: Callable[[int, int], None] = lambda _d, _t: None,
) -> GuidelineResult:
    """Check every labelled text, and the answers to the samples."""
    found = {item.id: item.found() for item in labelled}
    metrics = {half: _metrics([i for i in labelled if i.half == half], found) for half in HALVES}
    mistakes = [
        {
            "id": i.id,
            "clause": i.clause,
            "found": ",".join(sorted(found[i.id])),
            "text": i.text if i.half == "dev" else "",
        }
        for i in labelled
        if (i.clause not in found[i.id] if i.bad else found[i.id])
    ]
    return GuidelineResult(metrics, _answers(samples, assistant, progress) if assistant else (), mistakes)


def shown(metric: Metric) -> str:
    """Return a share with its interval, or a dash without samples."""
    if metric.mean is None or metric.low is None or metric.high is None:
        return "–"
    return f"{metric.mean:.3f} ({metric.low:.3f}–{metric.high:.3f}, n={metric.n})"


def _metrics(labelled: Sequence[Labelled], found: Mapping[str, set[str]]) -> list[Metric]:
    bad, fair = [i for i in labelled if i.bad], [i for i in labelled if not i.bad]
    caught = sum(i.clause in found[i.id] for i in bad)
    blamed = sum(bool(found[i.id]) for i in fair)
    metrics = [
        share("recall", caught, len(bad)),
        share("precision", caught, caught + blamed),
        share("fair texts blamed", blamed, len(fair)),
    ]
    for clause in CLAUSES:
        own = [i for i in bad if i.clause == clause]
        hits = sum(clause in found[i.id] for i in own)
        wrong = sum(clause in found[i.id] for i in fair)
        metrics += [share(f"{clause} recall", hits, len(own)), share(f"{clause} precision", hits, hits + wrong)]
    return metrics


def _answers(samples: Sequence[Sample], assistant: Assistant, progress: Callable[[int, int], None]) -> list[Metric]:
    """Return for each way in which an answer was handled the share of answers with such a finding, and that of each clause."""
    done: Counter[str] = Counter()
    for number, sample in enumerate(samples, 1):
        answer = assistant.answer(Question(text=sample.question, role=sample.role))
        done.update({f.done for f in answer.findings} | {f"{f.clause} {f.done}" for f in answer.findings})
        progress(number, len(samples))
    return [
        share(f"answers with a finding {name}", done[name], len(samples))
        for name in (*DONE, *sorted(done.keys() - DONE.keys()))
    ]
