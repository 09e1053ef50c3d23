"""Suite: is every citation real, retrieved, visible and verbatim, and does it carry its sentence (ALCE)?

Retrieved means: for this question the system itself took the entry out of the knowledge. Either a search found it, or the
writer fetched it by a name that stands in the program or in a found entry (the institution that a text sends to, the
formula of a calculation, the window for somebody in distress), or the guideline check fetched the playbook of a clause
that it mended, or a glossary explains a term that stands in the answer. An id that came from elsewhere (a question, a document, a model's words) was never fetched, and fails.
The writer's fetching is seen at its desk, before anything is cited; what verification looks up afterwards counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answering import Assistant
from assistant.answering.answer import ROLES, Answer, Citation, Question, Sentence
from assistant.answering.evidence import Evidence
from assistant.answering.judge import Judgement
from assistant.answering.writing.desk import Desk
from assistant.answering.written import Check, EvidenceWriter, Writer, Written
from eval.entailment import lacks, reliability
from eval.hashes import sha256_of
from eval.report.labels import value_label
from eval.samples import read_samples
from eval.suite import Measure, Score, Setup, SuiteResult, Table, no_progress
from eval.tampering import Paraphrase, read_paraphrases
from knowledge.entries import Entry, Policy
from knowledge.filters import Viewer
from knowledge.search import KnowledgeBase
from knowledge.words import fold

QUESTIONS = 150
FILES = ("retrieval-hard.jsonl", "retrieval-smoke.jsonl")
LABELLED = "paraphrases.jsonl"
_MENDS = {"2-5": "playbook-policy", "3-1": "playbook-sales"}  # clause → what the check fetches to mend it
_FACTUAL = ("verified", "paraphrase", "unverified")
_CHECKS = {
    "exists": "出典が実在",
    "retrieved": "この質問で検索された",
    "visible": "見てよい人の出典",
    "verbatim": "引用が原文どおり",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer with its sample, the ids of what was retrieved for it, and whose eyes it had."""

    sample: str
    answer: Answer
    retrieved: frozenset[str]
    viewer: Viewer


def run(setup: Setup) -> SuiteResult:
    """Ask the own questions in every role in turn, and judge every citation."""
    samples = [s for name in FILES for s in read_samples(setup.datasets / name)][:QUESTIONS]
    questions = [(sample.id, sample.question) for sample in samples]
    asked = asked_of(setup.knowledge, setup.today, questions, progress=setup.progress, writer=setup.writer)
    return SuiteResult(
        suite="citations",
        measures=judge(asked, setup.knowledge.catalog.get),
        tables=(_reliability(read_paraphrases(setup.datasets / LABELLED)),),
        data={name: sha256_of(setup.datasets / name) for name in (*FILES, LABELLED)},
        notes=(
            "支えの判定は言葉・数・打ち消し・反対語の規則によるものです。規則がどれだけ正しいかは、下の表のとおりです。見落とす偽りもあります。",
            "言語モデルを使わない回答の文は原文の引用なので、支えの値は 1 に近くなります。言語モデルに書かせたときに、差が出ます。",
            "n は出典か文の数です。同じ回答の出典は独立でないので、失敗がないときの区間は狭めです。",
        ),
    )


class _Watching:
    """A writer, and the ids of what it fetched for the answer that it wrote last."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.fetched: set[str] = set()

    def write(self, desk: Desk, judgement: Judgement, check: Check) -> Iterator[Written]:
        """Write as the writer does."""
        self.fetched = set()

        def lookup(entry_id: str) -> Entry | None:
            entry = desk.lookup(entry_id)
            if entry is not None:
                self.fetched.add(entry.id)
            return entry

        yield from self._writer.write(replace(desk, lookup=lookup), judgement, check)


def asked_of(
    knowledge: KnowledgeBase,
    today: date,
    questions: Sequence[tuple[str, str]],
    hub: str = "",
    progress: Callable[[int, int], None] = no_progress,
    writer: Writer | None = None,
) -> list[Asked]:
    """Ask (id, question) one by one, in every role in turn, with the eyes of a hub; the evidence writer writes unless another does."""
    watched, roles, asked = _Watching(writer or EvidenceWriter()), tuple(ROLES), []
    assistant = Assistant(knowledge, lambda: today, writer=watched)
    for number, (sample, text) in enumerate(questions):
        question = Question(text=text, role=roles[number % len(roles)], hub=hub)
        found: frozenset[str] = frozenset()
        for event in assistant.stream(question):
            if event.evidence:
                found = found_in(event.evidence)
            if event.answer:
                mended = {_MENDS[f.clause] for f in event.answer.findings if f.done == "mended" and f.clause in _MENDS}
                retrieved = found | watched.fetched | mended | explaining(event.answer, knowledge.catalog.get)
                asked.append(Asked(sample, event.answer, retrieved, Viewer(hub)))
        progress(number + 1, len(questions))
    return asked


def explaining(answer: Answer, lookup: Callable[[str], Entry | None]) -> frozenset[str]:
    """Return the ids of the glossaries that explain a term which stands elsewhere in the answer."""
    found = set()
    for row in (row for block in answer.blocks if block.kind == "terms" for row in block.rows):
        own = {s.text for cell in row.cells for s in cell}
        used = any(fold(row.label) in fold(s.text) for s in answer.sentences() if s.text not in own)
        for cited in {c.entry_id for cell in row.cells for s in cell for c in s.citations} if used else ():
            entry = lookup(cited)
            if isinstance(entry, Policy) and entry.category == "glossary":
                found.add(cited)
    return frozenset(found)


def found_in(evidence: Evidence) -> frozenset[str]:
    """Return the ids of every entry that was retrieved."""
    single = (*evidence.cases, *evidence.clauses, *evidence.policies, *evidence.playbooks, *evidence.stated)
    paired = (hit for pair in evidence.pairs for hit in (pair.good, pair.bad))
    return frozenset(hit.entry.id for hit in (*single, *paired))


def judge(asked: Sequence[Asked], lookup: Callable[[str], Entry | None]) -> tuple[Measure, ...]:
    """Return a measure for each rule on citations (one score a citation), and precision and recall by sentence."""
    scores: dict[str, list[Score]] = {name: [] for name in (*_CHECKS, "recall", "precision")}
    for one in asked:
        for number, sentence in enumerate(one.answer.sentences()):

            def add(name: str, value: float, why: str, place: str, said: Sentence = sentence, of: Asked = one) -> None:
                scores[name].append(
                    Score(
                        sample=place,
                        value=value,
                        slices={"role": of.answer.role, "intent": of.answer.intent, "status": said.status},
                        question=of.answer.question,
                        answer=said.text,
                        why=why,
                    )
                )

            place = f"{one.sample}/{one.answer.role}/{number}"
            for count, citation in enumerate(sentence.citations):
                for name, holds in _rules(citation, lookup(citation.entry_id), one.retrieved, one.viewer).items():
                    add(
                        name,
                        float(holds),
                        "" if holds else f"{citation.entry_id}: {citation.quote}",
                        f"{place}/{count}",
                    )
            if sentence.status not in _FACTUAL:
                continue
            quotes = [citation.quote for citation in sentence.citations]
            reason = lacks(sentence.text, quotes)
            add("recall", float(not reason), reason, place)
            for count, right in enumerate(needed(sentence.text, quotes)):
                add(
                    "precision", float(right), "" if right else "支えていないか、なくても足りる出典", f"{place}/{count}"
                )
    labels = {**_CHECKS, "recall": "文が出典に支えられている", "precision": "要る出典である"}
    return tuple(Measure(name=name, label=labels[name], scores=tuple(found)) for name, found in scores.items())


def needed(sentence: str, quotes: Sequence[str]) -> list[bool]:
    """Tell for each quote whether it is right in ALCE's sense: all wrong when together they do not carry the sentence."""
    if lacks(sentence, quotes):
        return [False] * len(quotes)
    return [
        not lacks(sentence, [quote]) or bool(lacks(sentence, [*quotes[:i], *quotes[i + 1 :]]))
        for i, quote in enumerate(quotes)
    ]


def _reliability(rows: Sequence[Paraphrase]) -> Table:
    """Return how often the rule is right on sentences in other words and on their falsified twins, all labelled by hand."""
    labelled = [("", row.text, row.quote) for row in rows]
    labelled += [(kind, text, row.quote) for row in rows for kind, text in row.tampered]
    counts = [
        (f"偽り: {value_label('way', kind)}" if kind else "正しい言い換え", right, n)
        for kind, (right, n) in reliability(labelled).items()
    ]
    return Table(
        title="支えの規則の確かめ(人手の文で、規則の判定が合った数)",
        columns=("文", "合った数", "文の数", "割合"),
        rows=tuple((label, str(right), str(n), f"{right / n:.2f}") for label, right, n in counts),
    )


def _rules(citation: Citation, entry: Entry | None, retrieved: Collection[str], viewer: Viewer) -> dict[str, bool]:
    return {
        "exists": entry is not None,
        "retrieved": citation.entry_id in retrieved,
        "visible": entry is not None and viewer.may_see(entry),
        "verbatim": entry is not None
        and bool(citation.quote)
        and entry.body[citation.start : citation.end] == citation.quote,
    }
