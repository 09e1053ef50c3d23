"""Finds a quote in the stored text of what it cites: exactly, folded, or nearly; what comes back is the source's own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.answering.answer import Citation
from assistant.answering.verification.folding import folded, letters
from knowledge.entries import Entry, Section

MIN_FOLDED = 12  # characters; shorter strings match by chance
MIN_SHARE = 0.85  # of a quote must stand in the source in one piece
_TRIES = 8  # places at which the core of a quote is looked at; a text that repeats itself must not take long
_ENDS = "。！？!?\n"
_BULLETS = "-・•●⚫➢*"
_OPEN, _CLOSE = "「『（(", "」』）)"
_LONGEST = 400  # characters of a sentence on each side of a quote; tables and code have none


def find_quote(citation: Citation, entry: Entry) -> Citation | None:
    """Return the citation at the place where the entry really has the quote (width and punctuation aside), or None."""
    section = section_of(citation, entry)
    if section is None or not citation.quote.strip():
        return None
    if (
        section.start <= citation.start < citation.end <= section.end
        and entry.body[citation.start : citation.end] == citation.quote
    ):
        return citation
    at = entry.body.find(citation.quote, section.start, section.end)
    if at >= 0:
        return replace(citation, start=at, end=at + len(citation.quote))
    wanted = letters(citation.quote)
    if len(wanted) < MIN_FOLDED or wanted not in letters(entry.body[section.start : section.end]):
        return None
    stored, places = folded(entry.body[section.start : section.end], section.start)
    at = stored.find(wanted)
    return _at(citation, entry, places[at][0], places[at + len(wanted) - 1][1]) if at >= 0 else None


def find_near_quote(citation: Citation, entry: Entry) -> Citation | None:
    """Return the citation with the sentence of the source that has at least MIN_SHARE of the quote in one piece, or None.

    A piece that long holds the middle of the quote, so only places of the middle are looked at.
    """
    section = section_of(citation, entry)
    wanted = letters(citation.quote)
    if section is None or len(wanted) < MIN_FOLDED:
        return None
    need = max(MIN_FOLDED, -int(-MIN_SHARE * len(wanted) // 1))
    spare = len(wanted) - need
    stored, places = folded(entry.body[section.start : section.end], section.start)
    core = wanted[spare : len(wanted) - spare]
    best = (0, 0, 0)
    for at in _occurrences(stored, core):
        start, end, left, right = at, at + len(core), spare, len(wanted) - spare
        while left > 0 and start > 0 and stored[start - 1] == wanted[left - 1]:
            start, left = start - 1, left - 1
        while right < len(wanted) and end < len(stored) and stored[end] == wanted[right]:
            end, right = end + 1, right + 1
        best = max(best, (end - start, start, end))
    length, start, end = best
    if length < need:
        return None
    return _at(citation, entry, *whole_sentences(entry.body, section, places[start][0], places[end - 1][1]))


def section_of(citation: Citation, entry: Entry) -> Section | None:
    """Return the section that a citation opens, if the entry has it."""
    return next((s for s in entry.sections if s.anchor == citation.anchor), None)


def whole_sentences(body: str, section: Section, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the sentences that it stands in, within the section; speech in 「」 stays whole."""
    first, last = max(section.start, start - _LONGEST), min(section.end, end + _LONGEST)
    depth = 0
    while start > first and not (depth <= 0 and body[start - 1] in _ENDS):
        depth += (body[start - 1] in _CLOSE) - (body[start - 1] in _OPEN)
        start -= 1
    depth = sum(c in _OPEN for c in body[start:end]) - sum(c in _CLOSE for c in body[start:end])
    while end < last and not (depth <= 0 and body[end - 1] in _ENDS):
        depth += (body[end] in _OPEN) - (body[end] in _CLOSE)
        end += 1
        if depth < 0 and body[end - 1] == "\n":
            break
    while start < end and (body[start].isspace() or body[start] in _BULLETS):
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    return start, end


def _occurrences(text: str, part: str) -> Iterator[int]:
    at = -1
    for _ in range(_TRIES):
        at = text.find(part, at + 1)
        if at < 0:
            return
        yield at


def _at(citation: Citation, entry: Entry, start: int, end: int) -> Citation:
    return replace(citation, start=start, end=end, quote=entry.body[start:end])
