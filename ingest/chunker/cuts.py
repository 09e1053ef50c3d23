"""Where a text may be cut: after 「。」 and line ends, never inside a number, a table row or a quotation of figures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

Span = tuple[int, int]

_NUMBER = re.compile(r"\d+(?:[.,．，]\d+)+|\d{2,}")
_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？]+[」』）)]*|\n+|$)")
_ROW = re.compile(r"^(?:.* ｜ .*|[ \t　]*｜ .*)$", re.MULTILINE)  # see ingest.loaders.tables
_MARK = re.compile(r"[「」]|[0-9０-９]+")
_ARROW = re.compile(r"[→⇒➡]")
_FIGURE_BEFORE = re.compile(r"(?<![\d.,．，])\d[\d.,．，]*[^\s\d、。]{0,6}\s{0,3}$")
_FIGURE_AFTER = re.compile(r"\s{0,3}[^\s\d、。]{0,12}\d[\d.,．，]*")
_ITEM = re.compile(
    r"^[ \t　]*(?:[0-9０-９]{1,2}[．.、)） 　]|[(（][0-9０-９a-zA-Zア-ンｱ-ﾝ一二三四五六七八九十]{1,3}[)）]|[①-⑳]"
    r"|[ア-ン][．.、)） 　]|[一二三四五六七八九十]{1,3}[、．. 　])",
    re.MULTILINE,
)


class Cuts:
    """Cuts pieces of about ``length`` characters out of a text, in time linear in the text."""

    def __init__(self, body: str, length: int) -> None:
        self._body = body
        self._length = length
        self._whole = _merged([*_rows(body, length), *_quotations(body, length), *_changes(body)], length)
        self._starts = [start for start, _ in self._whole]

    def split(self, start: int, end: int, items: bool = False) -> Iterator[Span]:
        """Yield spans of at most about ``length`` characters, trimmed of white space, cut between sentences.

        With ``items`` a cut before a numbered item (項, 号, ア, (2)) is preferred to one inside it.
        """
        begin = at = item = start
        for piece_end in self._ends(start, end):
            if items and _ITEM.match(self._body, at):
                item = at
            while piece_end - begin > self._length and at > begin:
                cut = item if item > begin + self._length // 3 else at
                yield from trimmed(self._body, begin, cut)
                begin = cut
            at = piece_end
        yield from trimmed(self._body, begin, end)

    def _ends(self, start: int, end: int) -> Iterator[int]:
        at = start
        for match in _SENTENCE.finditer(self._body, start, end):
            if match.end() == match.start() or (match.end() < end and self._within(match.end())):
                continue
            while match.end() - at > 2 * self._length:  # one endless sentence (a table, a list without stops)
                at = self._forced(at)
                yield at
            at = match.end()
            yield at

    def _forced(self, at: int) -> int:
        """Return the best cut in the ``length`` characters after ``at``: after a mark, else anywhere but in a number."""
        low, high = at + self._length // 2, at + self._length
        comma = max(self._body.rfind(mark, low, high) for mark in ("、", " ", ","))
        cut = self._before_number(at, comma + 1 if comma > at else high)
        whole = self._within(cut)
        if not whole:
            return cut
        return whole[0] if whole[0] > at else whole[1]

    def _within(self, cut: int) -> Span | None:
        """Return the span that must stay whole and that a cut would divide."""
        place = bisect_right(self._starts, cut) - 1
        return self._whole[place] if place >= 0 and self._whole[place][0] < cut < self._whole[place][1] else None

    def _before_number(self, at: int, cut: int) -> int:
        """Return ``cut``, or the start of the number that it would divide."""
        for number in _NUMBER.finditer(self._body, max(at, cut - 40), cut + 40):
            if at < number.start() < cut < number.end():
                return number.start()
        return cut


def trimmed(body: str, start: int, end: int) -> Iterator[Span]:
    """Yield the span without white space at its ends, or nothing when it holds no text."""
    while start < end and body[start].isspace():
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end


def _rows(body: str, length: int) -> Iterator[Span]:
    if "｜ " not in body:
        return
    for row in _ROW.finditer(body):
        if row.end() - row.start() <= length:
            yield row.span()


def _quotations(body: str, length: int) -> Iterator[Span]:
    """Yield 「…」 of up to ``length`` characters with a figure inside."""
    opened: list[int] = []
    figure = -1  # where the last figure stands
    for mark in _MARK.finditer(body):
        if mark.group() == "「":
            opened.append(mark.start())
        elif mark.group() != "」":
            figure = mark.start()
        elif opened:
            start = opened.pop()
            if figure > start and mark.end() - start <= length:
                yield start, mark.end()


def _changes(body: str) -> Iterator[Span]:
    """Yield figures that an arrow joins, as in 1,200万円 → 1,350万円."""
    for arrow in _ARROW.finditer(body):
        before = _FIGURE_BEFORE.search(body[max(0, arrow.start() - 60) : arrow.start()])
        after = _FIGURE_AFTER.match(body, arrow.end(), arrow.end() + 60)
        if before and after:
            yield arrow.start() - len(before.group()), after.end()


def _merged(spans: list[Span], length: int) -> list[Span]:
    """Return the spans in order and apart, those that overlap joined up to ``length``."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if not merged or start >= merged[-1][1]:
            merged.append((start, end))
        elif end - merged[-1][0] <= length:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
    return merged
