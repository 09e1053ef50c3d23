"""Suite: asked for success beside failure: do both sides stand there, or is absence told; are premises shared; parted where told?"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.answering.answer import Answer, Block, Question, Sentence
from eval.case_slices import case_slices
from eval.halves import half_of
from eval.hashes import sha256_of
from eval.samples import DatasetError
from eval.suite import Measure, Score, Setup, SuiteResult
from knowledge.contrast import BAD, GOOD, PARTED
from knowledge.entries import Case
from knowledge.filters import Filters, Viewer

_FILE = "contrast.jsonl"
_PREMISES = ("industry", "topics", "owner_type", "owner_traits", "stage", "size")
_EXCERPT = 300
_NONE = re.compile(r"ありません|見つか(?:りません|っていません|らない)|まだな(?:い|く)")
_WITHHELD = ("nothing", "ask")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for a contrast; ``group`` is the corpus' group that answers it, "" when the corpus has no counterpart.

    ``premises`` (field → codes) are what a counterpart would have to share; they are given where there is none.
    """

    id: str
    role: str
    group: str
    question: str
    premises: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def half(self) -> str:
        """Return ``dev`` or ``test``."""
        return half_of(self.id)


def read_requests(path: Path) -> list[Request]:
    """Read the requests; raise DatasetError with the line that cannot be used."""
    requests = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            requests.append(Request(**json.loads(line)))
        except (TypeError, ValueError) as error:
            raise DatasetError(f"{path.name} の {number} 行目が読めません。") from error
    return requests


def run(setup: Setup) -> SuiteResult:
    """Ask every request with the intent set to contrast; what the intent is read as is judged elsewhere."""
    path = setup.datasets / _FILE
    requests = read_requests(path)
    cases = {e.id: e for e in setup.knowledge.browse(Filters(("case",)), Viewer()) if isinstance(e, Case)}
    scores: dict[str, list[Score]] = {"sides": [], "absence": [], "shared": [], "parted": []}
    for done, request in enumerate(requests, 1):
        answer = setup.assistant.answer(Question(text=request.question, role=request.role, intent="contrast"))
        for name, (value, why) in judged(request, answer, cases).items():
            scores[name].append(_score(request, answer, value, why, cases))
        setup.progress(done, len(requests))
    labels = {
        "sides": "成功と失敗の両側が並んだ割合",
        "absence": "対になる事例がないときに、ないと言うか、根拠が足りないと答えた割合",
        "shared": "並んだ二つの前提(業種・論点など)が重なる割合",
        "parted": "分かれ目として、想定した事例の分かれ目の文が両側で引用された割合",
    }
    return SuiteResult(
        suite="contrast",
        measures=tuple(Measure(name=n, label=labels[n], scores=tuple(s)) for n, s in scores.items()),
        data={_FILE: sha256_of(path)},
        notes=(
            "要望は一人の書き手が同梱の事例を見て書いたもので、実際の相談者の言葉ではありません。",
            "outcome が partial の組は、失敗ではなく一部成功の事例と対になっています。成功と失敗が並んだとは数えません。",
        ),
    )


def there(premises: Mapping[str, Sequence[str]], cases: Mapping[str, Case]) -> tuple[list[str], list[str]]:
    """Return the ids of the successes and of the failures that share every premise."""
    shared = [c for c in cases.values() if all(set(c.facets().get(f, ())) & set(v) for f, v in premises.items())]
    return [c.id for c in shared if c.outcome in GOOD], [c.id for c in shared if c.outcome in BAD]


def judged(request: Request, answer: Answer, cases: Mapping[str, Case]) -> dict[str, tuple[float, str]]:
    """Return measure → (0–1, why not 1) for one answer; ``cases`` are all cases by id."""
    tables = [b for b in answer.blocks if b.kind == "contrast"]
    if not request.group:
        notes = [s.text for b in answer.blocks for s in b.all_sentences() if s.status == "note"]
        withheld = answer.judgement in _WITHHELD and not tables
        said = withheld or any(_NONE.search(note) for note in notes)
        why = "対になる事例がないと言わずに、別の前提の対を並べた" if tables else "対になる事例がないと言わなかった"
        return {"absence": (float(said), "" if said else why)}
    pairs = [_sides(table) for table in tables]
    complete = [p for p in pairs if _outcome(p[0], cases) in GOOD and _outcome(p[1], cases) in BAD]
    result = {"sides": (float(bool(complete)), "" if complete else "成功と失敗の両側が並んでいない")}
    if complete:
        overlaps = [_overlap(cases[good], cases[bad]) for good, bad in complete]
        result["shared"] = (sum(overlaps) / len(overlaps), f"前提の重なり {overlaps}")
    expected = {c.id for c in cases.values() if c.contrast_group == request.group}
    best = max((len(expected & set(_parted(t, cases))) for t in tables), default=0)
    result["parted"] = (min(best, 2) / 2, f"想定 {sorted(expected)}、引用 {[_parted(t, cases) for t in tables]}")
    return result


def _sides(table: Block) -> tuple[str, str]:
    cited = [[c.entry_id for row in table.rows for s in _cell(row.cells, i) for c in s.citations] for i in (0, 1)]
    return (cited[0] or [""])[0], (cited[1] or [""])[0]


def _cell(cells: Sequence[tuple[Sentence, ...]], i: int) -> tuple[Sentence, ...]:
    return cells[i] if i < len(cells) else ()


def _parted(table: Block, cases: Mapping[str, Case]) -> list[str]:
    rows = [row for row in table.rows if row.label == PARTED]
    sentences = [s for row in rows for cell in row.cells for s in cell]
    cited = [c for s in sentences for c in s.citations]
    return sorted({c.entry_id for c in cited if c.entry_id in cases and c.quote in cases[c.entry_id].text_of(PARTED)})


def _outcome(entry_id: str, cases: Mapping[str, Case]) -> str:
    return cases[entry_id].outcome if entry_id in cases else ""


def _overlap(one: Case, other: Case) -> float:
    a, b = one.facets(), other.facets()
    told = [f for f in _PREMISES if a.get(f) and b.get(f)]
    return sum(bool(set(a[f]) & set(b[f])) for f in told) / len(told) if told else 0.0


def _score(request: Request, answer: Answer, value: float, why: str, cases: Mapping[str, Case]) -> Score:
    text = "".join(s.text for b in answer.blocks for s in b.all_sentences())[:_EXCERPT]
    slices = {"role": request.role, "half": request.half, "intent": "contrast"}
    if request.group:
        group = [c for c in cases.values() if c.contrast_group == request.group]
        slices |= case_slices(group) | {"outcome": "failure" if {c.outcome for c in group} & set(BAD) else "partial"}
    else:
        slices["counterpart"] = "one-sided" if any(there(request.premises, cases)) else "nothing"
    return Score(sample=request.id, value=value, slices=slices, question=request.question, answer=text, why=why)
