"""Sentences taken from entries word for word, each with its place, and the numbering of the sources they come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from assistant.answering.answer import Citation, NewerEdition, Sentence, Source
from ingest.loaders.tables import SEPARATOR, is_row
from ingest.orders import left_out
from knowledge.entries import Case, Entry, Policy, Section

_SENTENCE = re.compile(r"(?:「[^「」]*」|『[^『』]*』|（[^（）]*）|[^。！？\n「『（⚫●➢])+[。！？]?|[「『（⚫●➢]")
_LABEL = re.compile(r"^(?:-\s*)?([^:：\s「]{1,12})[:：]\s*")
Span = tuple[int, int]


class Sources:
    """Numbers the entries that an answer cites, from 1, in the order in which they are first quoted."""

    def __init__(self, today: date, newer: Callable[[Entry], NewerEdition | None] = lambda _entry: None) -> None:
        self._today = today
        self.newer = newer
        self._numbered: dict[str, Source] = {}

    def number(self, entry: Entry) -> int:
        """Return the number of an entry, giving it the next one when it is new."""
        if entry.id not in self._numbered:
            policy = entry if isinstance(entry, Policy) else None
            self._numbered[entry.id] = Source(
                number=len(self._numbered) + 1,
                entry_id=entry.id,
                kind=entry.kind,
                title=entry.title,
                origin=entry.origin,
                outcome=entry.outcome if isinstance(entry, Case) else "",
                publisher=policy.publisher if policy else "",
                url=policy.url if policy else "",
                as_of=entry.as_of,
                valid_until=policy.valid_until if policy else None,
                expired=policy.expired(self._today) if policy else False,
                confirmed=policy.confirmed if policy else True,
                guessed=policy.guessed if policy else (),
                newer=self.newer(entry),
            )
        return self._numbered[entry.id].number

    def listed(self) -> tuple[Source, ...]:
        """Return every numbered source in order."""
        return tuple(self._numbered.values())

    def quote(self, entry: Entry, section: Section, span: Span) -> Sentence:
        """Return ``entry.body[span]`` as a sentence that cites its own place (verification happens later)."""
        start, end = span
        text = entry.body[start:end]
        citation = Citation(
            number=self.number(entry),
            entry_id=entry.id,
            anchor=section.anchor,
            quote=text,
            start=start,
            end=end,
            page=section.page,
        )
        return Sentence(text=text, citations=(citation,))

    def section(
        self,
        entry: Entry,
        anchor: str,
        most: int = 3,
        score: Callable[[str], float] | None = None,
        length: int = 240,
    ) -> tuple[Sentence, ...]:
        """Return up to ``most`` sentences of a section (the best by ``score``, else the first) within ``length`` characters.

        Sentences stay in the order of the text; at least one is returned if the section has any.
        """
        section = next((s for s in entry.sections if s.anchor == anchor), None)
        if section is None:
            return ()
        spans = sentence_spans(entry.body, section.start, section.end)
        return tuple(self.quote(entry, section, span) for span in _chosen(entry.body, spans, most, score, length))

    def labelled(self, entry: Entry, anchor: str, label: str) -> tuple[Sentence, ...]:
        """Return what stands after ``- label:`` in a section, sentence by sentence."""
        section = next((s for s in entry.sections if s.anchor == anchor), None)
        span = labelled_span(entry.body, section, label) if section else None
        if section is None or span is None:
            return ()
        return tuple(self.quote(entry, section, s) for s in sentence_spans(entry.body, *span))


def note(text: str) -> Sentence:
    """Return a remark about the search itself; it claims nothing about the field."""
    return Sentence(text=text, status="note")


def sentence_spans(body: str, start: int, end: int) -> list[Span]:
    """Return the spans of the sentences in ``body[start:end]``; a 。 inside 「」 does not end a sentence.

    List markers and ``label:`` heads of lines are left out of the spans, and sentences that give orders to a machine are left out
    altogether: they are never quoted.
    """
    spans: list[Span] = []
    for a, b in _pieces(body, start, end):
        while a < b and (body[a].isspace() or body[a] in "-・"):
            a += 1
        while b > a and body[b - 1].isspace():
            b -= 1
        at_line_start = body.rfind("\n", start, a) == a - 1 or body[max(start, a - 2) : a].strip("- \n") == ""
        label = _LABEL.match(body[a:b]) if at_line_start else None
        if label and label.end() < b - a:
            a += label.end()
        if b - a >= 2:
            spans.append((a, b))
        elif spans and body[a:b] in "「『（":
            spans[-1] = (spans[-1][0], b)
    out = left_out([body[a:b] for a, b in spans])
    return [span for span, gone in zip(spans, out, strict=True) if not gone]


def _pieces(body: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of a text with their margins; the row of a table is one piece, whatever stands in its cells."""
    if SEPARATOR.strip() not in body[start:end]:
        yield from (match.span() for match in _SENTENCE.finditer(body, start, end))
        return
    at = start
    while at < end:
        line = min(end, body.find("\n", at, end) + 1 or end)
        if is_row(body[at:line]):
            yield at, line
        else:
            yield from (match.span() for match in _SENTENCE.finditer(body, at, line))
        at = line


def labelled_span(body: str, section: Section, label: str) -> Span | None:
    """Return the span of the text after ``- label:`` up to the next labelled line."""
    found = re.compile(rf"^\s*-\s*{re.escape(label)}\s*[:：]\s*", re.MULTILINE).search(body, section.start, section.end)
    if not found:
        return None
    following = re.compile(r"^\s*-\s*[^:：\n]{1,12}[:：]", re.MULTILINE).search(body, found.end(), section.end)
    end = following.start() if following else section.end
    while end > found.end() and body[end - 1].isspace():
        end -= 1
    return found.end(), end


def _chosen(
    body: str, spans: Sequence[Span], most: int, score: Callable[[str], float] | None, length: int
) -> Iterable[Span]:
    ranked = sorted(spans, key=lambda s: -score(body[s[0] : s[1]])) if score else list(spans)
    chosen: list[Span] = []
    used = 0
    for span in ranked[:most]:
        if chosen and used + span[1] - span[0] > length:
            break
        chosen.append(span)
        used += span[1] - span[0]
    return sorted(chosen)
