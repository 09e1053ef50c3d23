"""Citation marks in running text, taken out of a stream: [1], 【1】, ［1］, [1][2], [1,2], (出典1).

A mark may be cut anywhere between two chunks; what may still become one is held back, never more than a mark's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 40  # characters of a mark; longer is text
_DIGIT = r"[0-9０-９]"
_SPACE = r"[ \u3000]{0,3}"
_NUMBER = rf"{_SPACE}(?:出典|資料)?{_SPACE}{_DIGIT}{{1,3}}{_SPACE}"
_LIST = rf"{_NUMBER}(?:[,，、・]{_NUMBER})*"
_MARK = re.compile(rf"[\[［【〔]{_LIST}[\]］】〕]|[(（](?={_SPACE}(?:出典|資料)){_LIST}[)）]")
_OPENERS = "[［【〔(（"
_INSIDE = frozenset("0123456789０１２３４５６７８９ \u3000出典資料,，、・")
_NUMERAL = re.compile(rf"{_DIGIT}+")


@dataclass(frozen=True, slots=True)
class Cited:
    """The numbers of the sources that stand at one place of a text, in order."""

    numbers: tuple[int, ...]


class MarkerReader:
    """Takes a text in chunks and yields its words and, apart from them, what they cite."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, chunk: str) -> Iterator[str | Cited]:
        """Yield what is certain after this chunk."""
        text = self._held + chunk
        keep = _unfinished(text)
        self._held = text[keep:]
        yield from _parts(text[:keep])

    def close(self) -> Iterator[str | Cited]:
        """Yield what was held back; the text has ended."""
        text, self._held = self._held, ""
        yield from _parts(text)


def read_markers(text: str) -> list[str | Cited]:
    """Return a whole text as words and citations in their order; neighbouring words are one string."""
    return list(_parts(text))


def _parts(text: str) -> Iterator[str | Cited]:
    at = 0
    for mark in _MARK.finditer(text):
        if len(mark[0]) > LONGEST:
            continue
        if mark.start() > at:
            yield text[at : mark.start()]
        yield Cited(tuple(int(number) for number in _NUMERAL.findall(mark[0])))
        at = mark.end()
    if at < len(text):
        yield text[at:]


def _unfinished(text: str) -> int:
    """Return where a mark may begin that the text does not end yet, or the text's length."""
    for start in range(len(text) - 1, max(-1, len(text) - LONGEST), -1):
        if text[start] in _OPENERS:
            return start
        if text[start] not in _INSIDE:
            break
    return len(text)
