"""Sentences of entries as a plan says them: word for word, cited, and none of them twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.answering.quoting import Span, labelled_span, sentence_spans
from assistant.plans.plan import Cited, Said
from knowledge.entries import Entry, Section
from knowledge.search import KnowledgeBase

_LONGEST = 300  # characters of a quoted sentence
Likeness = Callable[[str], float]


class Quotes:
    """Quotes from entries for one plan and remembers what has been quoted."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._used: set[tuple[str, int, int]] = set()

    def likeness(self, text: str) -> Likeness:
        """Return the scorer of sentences: the share of ``text``'s words, rare ones counting more, that they have (0 to 1)."""
        terms = self._knowledge.terms
        weights = self._knowledge.rarity({t for line in text.split("\n") for t in terms(line)})
        total = sum(weights.values())

        def score(sentence: str) -> float:
            return sum(weights[t] for t in weights.keys() & terms(sentence)) / total if total else 0.0

        return score

    def first(self, entry: Entry, anchor: str, most: int = 1) -> tuple[Said, ...]:
        """Return the first sentences of a section that have not been quoted yet."""
        section = _section(entry, anchor)
        return self._take(entry, section, self._open(entry, section)[:most]) if section else ()

    def nearest(
        self, entry: Entry, anchor: str, score: Likeness, most: int = 1, least: float = 0.0
    ) -> tuple[Said, ...]:
        """Return the sentences of a section that score above ``least``, best first, none quoted before."""
        section = _section(entry, anchor)
        if section is None:
            return ()
        rated = [(score(entry.body[a:b]), (a, b)) for a, b in self._open(entry, section)]
        ranked = sorted((r for r in rated if r[0] > least), key=lambda r: (-r[0], r[1]))
        return self._take(entry, section, [span for _, span in ranked[:most]])

    def labelled(self, entry: Entry, anchor: str, label: str, most: int = 1) -> tuple[Said, ...]:
        """Return the first sentences after ``- label:`` in a section."""
        section = _section(entry, anchor)
        span = labelled_span(entry.body, section, label) if section else None
        if section is None or span is None:
            return ()
        spans = [s for s in sentence_spans(entry.body, *span) if (entry.id, *s) not in self._used]
        return self._take(entry, section, spans[:most])

    def said(self, entry: Entry, section: Section, span: Span) -> Said:
        """Return ``entry.body[span]`` as said by the entry, and remember it."""
        self._used.add((entry.id, *span))
        text = entry.body[slice(*span)]
        cited = Cited(
            entry_id=entry.id, anchor=section.anchor, quote=text, start=span[0], end=span[1], title=entry.title[:400]
        )
        return Said(text=text, by="source", cited=(cited,))

    def _take(self, entry: Entry, section: Section, spans: Sequence[Span]) -> tuple[Said, ...]:
        return tuple(self.said(entry, section, span) for span in spans)

    def _open(self, entry: Entry, section: Section) -> list[Span]:
        return [
            span
            for span in sentence_spans(entry.body, section.start, section.end)
            if (entry.id, *span) not in self._used and span[1] - span[0] <= _LONGEST
        ]


def _section(entry: Entry, anchor: str) -> Section | None:
    return next((s for s in entry.sections if s.anchor == anchor), None)
