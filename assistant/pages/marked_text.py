"""Cuts a section of an entry into paragraphs and list items, with the quoted span marked. The text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ITEM = re.compile(r"\s*[-・]\s+")
_LABEL = re.compile(r"[^:：\s「（(]{1,12}[:：](?!//)")
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: inside the quote or not; ``label`` is the ``行動:`` at the head of a list item."""

    text: str
    marked: bool = False
    label: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together: the items of a list, or the lines of running text."""

    listed: bool
    lines: tuple[tuple[Piece, ...], ...]


def paragraphs(body: str, start: int, end: int, quote: tuple[int, int] | None = None) -> tuple[Paragraph, ...]:
    """Return the paragraphs of ``body[start:end]``; ``quote`` is a span of ``body``."""
    done: list[Paragraph] = []
    lines: list[tuple[Piece, ...]] = []
    listed, last = False, start
    for line in _LINE.finditer(body, start, end):
        if not line[0].strip():
            continue
        item = _ITEM.match(body, line.start(), line.end())
        if lines and (bool(item) != listed or (not item and "\n\n" in body[last : line.start()])):
            done.append(Paragraph(listed, tuple(lines)))
            lines = []
        listed, last = bool(item), line.end()
        lines.append(tuple(_pieces(body, item.end() if item else line.start(), line.end(), quote, listed)))
    return (*done, Paragraph(listed, tuple(lines))) if lines else tuple(done)


def _pieces(body: str, start: int, end: int, quote: tuple[int, int] | None, listed: bool) -> Iterator[Piece]:
    label = _LABEL.match(body, start, end) if listed else None
    if label:
        yield Piece(label[0], label=True)
        start = label.end()
    a, b = quote or (end, end)
    a, b = min(max(a, start), end), min(max(b, start), end)
    for text, marked in ((body[start:a], False), (body[a:b], True), (body[b:end], False)):
        if text:
            yield Piece(text, marked)
