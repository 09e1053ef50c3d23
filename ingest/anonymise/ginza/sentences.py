"""A text cut into the pieces the model is asked about, so that the same sentence is asked once."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: More characters than this are cut at the last comma or space: the model sees 17 words to each side and no further.
LONGEST = 300
_END = re.compile(r"[。！？!?\n\r]+[」』）)]*| [｜|] ")  # folding makes ｜ a plain |
_SOFT = re.compile(r"[、，,;；\s]")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence or table cell that holds a letter, in order and without overlap."""
    at = 0
    for mark in [*_END.finditer(text), None]:
        end = mark.end() if mark else len(text)
        yield from _pieces(text, at, end)
        at = end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end:
        stop = end
        if end - start > LONGEST:
            soft = [m.end() for m in _SOFT.finditer(text, start + LONGEST // 2, start + LONGEST)]
            stop = soft[-1] if soft else start + LONGEST
        if any(c.isalpha() for c in text[start:stop]):
            yield start, stop
        start = stop
