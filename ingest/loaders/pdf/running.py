"""Running heads, feet and page numbers: found by their place on the page, and dropped."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ingest.loaders.pdf.pages.items import Block, Row
from ingest.loaders.pdf.pages.page import Page
from ingest.loaders.pdf.pages.strips import Strip

_FEW = 4  # pages; shorter documents repeat nothing by rule
_OFTEN = 0.6
_EDGE = 3  # lines at the top and at the bottom that may be running ones
_RIM = 0.15  # of the height of the page, at the top and at the bottom
_SAME_HEIGHT = 8.0  # points
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[-–−]?(?:p\.?)?#(?:/#)?(?:ページ|頁)?[-–−]?")

Key = tuple[str, int]


def drop_running(pages: Sequence[Page]) -> list[list[Block]]:
    """Return the blocks of each page without running lines; a page keeps all when they would be most of it.

    A line is a running one when it stands at the same height near the top or bottom of most pages and differs at
    most in a number that counts with the pages; a bare page number is one on any first or last line.
    """
    edges = [_edges(page) for page in pages]
    often = _often(edges)
    kept = []
    for number, (page, rows) in enumerate(zip(pages, edges, strict=True), 1):
        numbers = {id(row) for row in (rows[:1] + rows[-1:]) if _PAGE_NUMBER.fullmatch(_shape(row))}
        running = {
            id(row) for row in rows if _at_rim(row, page.height) and any(key in often for key in _keys(row, number))
        }
        if _length(r for r in rows if id(r) in running - numbers) > 0.5 * _length(_lines(page)):
            running = set()
        kept.append([[row for row in block if id(row) not in running | numbers] for block in page.blocks])
    return kept


def _often(edges: Sequence[Sequence[Row]]) -> set[Key]:
    with_text = sum(bool(rows) for rows in edges)
    if with_text < _FEW:
        return set()
    counted: Counter[Key] = Counter()
    for number, rows in enumerate(edges, 1):
        counted.update({key for row in rows for key in _keys(row, number)})
    return {key for key, n in counted.items() if n >= _OFTEN * with_text}


def _edges(page: Page) -> list[Row]:
    """Return the lines nearest to the top and to the bottom of a page, tables left out, from the top."""
    rows = sorted(
        (row for block in page.blocks for row in block if all(isinstance(i, Strip) for i in row)),
        key=lambda row: row[0].top,
    )
    return rows if len(rows) <= 2 * _EDGE else rows[:_EDGE] + rows[-_EDGE:]


def _keys(row: Row, number: int) -> Iterator[Key]:
    """Yield what a running line has in common with those of other pages: its text, or all but a number that counts."""
    text = _text(row)
    height = round(row[0].top / _SAME_HEIGHT)
    yield text, height
    for found in _DIGITS.finditer(text):
        if len(found[0]) <= 4:
            yield f"{text[: found.start()]}#{int(found[0]) - number}#{text[found.end() :]}", height


def _text(row: Row) -> str:
    return unicodedata.normalize("NFKC", "".join(i.text for i in row if isinstance(i, Strip))).replace(" ", "")


def _shape(row: Row) -> str:
    return _DIGITS.sub("#", _text(row).lower())


def _at_rim(row: Row, height: float) -> bool:
    middle = (row[0].top + row[0].bottom) / 2
    return not _RIM * height < middle < (1 - _RIM) * height


def _lines(page: Page) -> list[Row]:
    return [row for block in page.blocks for row in block]


def _length(rows: Iterable[Row]) -> int:
    return sum(
        len(item.text) if isinstance(item, Strip) else sum(len(cell) for cells in item.rows for cell in cells)
        for row in rows
        for item in row
    )
