"""The values of a question and its answer. An answer is blocks of sentences; a sentence carries its citations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.answering.guideline.findings import Finding
from assistant.charts import Chart

ROLES: Mapping[str, str] = {"co": "コーディネーター", "cco": "チーフコーディネーター", "owner": "事業者"}
INTENTS: Mapping[str, str] = {
    "similar": "似た事例",
    "contrast": "成功と失敗の対比",
    "mentor": "進め方の助言",
    "plan": "行動計画",
    "policy": "制度・資料の確認",
}
#: 確認済: the source says it in these words. 言い換え: it says the same in other words. 根拠未確認: no permitted source was
#: found to say it. 計算: worked out from the numbers of the question. 案内: about the search itself.
STATUSES: Mapping[str, str] = {
    "verified": "確認済",
    "paraphrase": "言い換え",
    "unverified": "根拠未確認",
    "computed": "計算",
    "note": "案内",
}
MAX_QUESTION = 8_000  # characters


class QuestionError(ValueError):
    """A question that cannot be taken; the message is the Japanese sentence the user sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Premise:
    """Something the answer assumes of the client: a coded field, the word it was read from, and whether a person set it."""

    field: str
    code: str
    label: str
    word: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, by whom, and under which premises.

    ``premises`` (field → codes) are set by a person and filter; ``removed`` (``field:code``) are not to be inferred again;
    ``earlier`` are the previous questions of the conversation, oldest first.
    """

    text: str
    role: str = "co"
    hub: str = ""
    intent: str = ""
    premises: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A source that a sentence used: ``entry.body[start:end]`` is ``quote``, at ``anchor`` (on ``page`` of a document)."""

    number: int
    entry_id: str
    anchor: str
    quote: str
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an answer with its verification (a key of STATUSES) and, if it failed, the reason."""

    text: str
    status: str = "unverified"
    citations: tuple[Citation, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A labelled line of a block with one cell for each column (one cell where the block has no columns)."""

    label: str
    cells: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of an answer.

    ``kind``: figures, summary, case, contrast, clause, cause, action, avoid, referral, policy, correction, questions, nothing or terms.
    ``facts`` are short labels (業種, 規模 …) read from the entry's fields.
    """

    kind: str
    heading: str
    sentences: tuple[Sentence, ...] = ()
    rows: tuple[Row, ...] = ()
    columns: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    entry_id: str = ""
    chart: Chart | None = None

    def all_sentences(self) -> Iterator[Sentence]:
        """Yield the sentences of the block and of its rows."""
        yield from self.sentences
        for row in self.rows:
            for cell in row.cells:
                yield from cell

    def changed(self, change: Callable[[Sentence], Sentence | None]) -> Block:
        """Return the block with every sentence changed; those for which None comes back are left out, with rows then empty."""

        def kept(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
            return tuple(s for s in map(change, sentences) if s is not None)

        rows = [Row(label=row.label, cells=tuple(kept(cell) for cell in row.cells)) for row in self.rows]
        return replace(self, sentences=kept(self.sentences), rows=tuple(row for row in rows if any(row.cells)))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerEdition:
    """The entry that supersedes a source; ``guessed`` tells that its being newer was only read from the texts."""

    entry_id: str
    title: str
    guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An entry that the answer cites, by its number in this answer.

    ``guessed`` names the facts of freshness that nobody has confirmed.
    """

    number: int
    entry_id: str
    kind: str
    title: str
    origin: str
    outcome: str = ""
    publisher: str = ""
    url: str = ""
    as_of: date | None = None
    valid_until: date | None = None
    expired: bool = False
    confirmed: bool = True
    guessed: tuple[str, ...] = ()
    newer: NewerEdition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Blocks with citations, the sources they cite, and what the answer was made from.

    ``judgement``: a verdict of ``judge``. ``findings`` are what the guideline check met. ``searched`` counts the entries that were looked through, by kind.
    ``writer``: the model that worded it, "" when it is made of quotes alone.
    """

    question: str
    role: str
    intent: str
    judgement: str
    premises: tuple[Premise, ...]
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]
    notices: tuple[str, ...]
    searched: Mapping[str, int]
    as_of: date
    writer: str = ""
    findings: tuple[Finding, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def written_by(self) -> str:
        """Return who wrote the answer, in words: a model, or nobody but the entries."""
        return self.writer or "根拠のみ"

    def sentences(self) -> Iterator[Sentence]:
        """Yield every sentence in reading order."""
        for block in self.blocks:
            yield from block.all_sentences()
