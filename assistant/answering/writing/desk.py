"""What every writer works with: the question as understood, the evidence, the numbered sources and the words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.answering.answer import Block, Row
from assistant.answering.evidence import Evidence
from assistant.answering.quoting import Sources, note
from assistant.answering.understand import Understood
from assistant.answering.writing.glossary import Glossary
from assistant.plans.arithmetic.figures import Answer as Figure
from knowledge import taxonomy
from knowledge.entries import Case, Entry
from prompts import Prompt


@dataclass(frozen=True, slots=True)
class Desk:
    """A writer's desk; ``lookup`` fetches an entry by id if the viewer may see it; ``figures`` is what was calculated.

    ``glossary`` knows the trade terms. ``heard`` tells which clauses a sentence seems to break though it has none of the listed words.
    """

    understood: Understood
    evidence: Evidence
    sources: Sources
    words: Prompt
    today: date
    lookup: Callable[[str], Entry | None]
    figures: tuple[Figure, ...] = ()
    heard: Callable[[str], tuple[str, ...]] = lambda _sentence: ()
    glossary: Glossary = field(default_factory=Glossary)

    @property
    def role(self) -> str:
        """Return the role for which is written."""
        return self.understood.question.role

    def say(self, key: str, **values: object) -> str:
        """Return a text in the words of the role."""
        return self.words.say(key, self.role, **values)

    def notes(self, kind: str, heading: str, keys: Sequence[str], **values: object) -> Block:
        """Return a block of remarks about the search."""
        return Block(kind=kind, heading=heading, sentences=tuple(note(self.say(k, **values)) for k in keys))

    def row(self, label: str, entry: Entry, anchor: str, most: int, length: int = 240, ranked: bool = False) -> Row:
        """Return a one-cell row with sentences of a section: the first ones, or those nearest to the question."""
        score = self.evidence.score if ranked else None
        return Row(label=label, cells=(self.sources.section(entry, anchor, most, score, length),))


def filled(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Leave out rows that have nothing in any cell."""
    return tuple(row for row in rows if any(row.cells))


def case_facts(case: Case) -> tuple[str, ...]:
    """Return the premises of a case as short labels."""
    facts = (
        taxonomy.INDUSTRIES.label_of(case.industry),
        taxonomy.SIZES.label_of(case.size),
        taxonomy.OWNER_TYPES.label_of(case.owner_type),
        *(taxonomy.OWNER_TRAITS.label_of(t) for t in case.owner_traits),
        taxonomy.STAGES.label_of(case.stage),
        *(taxonomy.TOPICS.label_of(t) for t in case.topics),
        case.period.replace("/", "〜"),
    )
    return tuple(fact for fact in facts if fact)


def case_heading(case: Case) -> str:
    """Return outcome and title; the title alone when the outcome is not told."""
    return f"{taxonomy.OUTCOMES.label_of(case.outcome)}｜{case.title}" if case.outcome else case.title
