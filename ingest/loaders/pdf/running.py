"""Running heads, feet and page numbers: found by their place on the page, and dropped."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from ingest.loaders.pdf.order import Block, Row, Table
from ingest.loaders.pdf.page import Page
from ingest.loaders.pdf.strips import Strip

_FEW = 4  # pages; shorter documents repeat nothing by rule
_OFTEN = 0.6
_EDGE = 3  # lines at the top and at the bottom that may be running ones
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
        running = {id(row) for row in rows if _key(row, number) in often}
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
        keys = {_key(row, number) for row in rows}
        counted.update(keys)
    return {key for key, n in counted.items() if n >= _OFTEN * with_text}


def _edges(page: Page) -> list[Row]:
    """Return the lines nearest to the top and to the bottom of a page, tables left out, from the top."""
    rows = sorted(
        (row for block in page.blocks for row in block if all(isinstance(i, Strip) for i in row)),
        key=lambda row: row[0].top,
    )
    return rows if len(rows) <= 2 * _EDGE else rows[:_EDGE] + rows[-_EDGE:]


def _key(row: Row, number: int) -> Key:
    """Return what a running line has in common with the others: its text but for the counting number, its height."""
    text = _text(row)
    found = [int(n) for n in _DIGITS.findall(text) if len(n) < 6]
    if found and len(found) <= 2:
        counting = str(found[0] - number)  # the same on each page if it counts with the pages
        text = _DIGITS.sub("#", text, count=1) + f"({counting})"
    return text, round(row[0].top / _SAME_HEIGHT)


def _text(row: Row) -> str:
    return unicodedata.normalize("NFKC", "".join(i.text for i in row if isinstance(i, Strip))).replace(" ", "")


def _shape(row: Row) -> str:
    return _DIGITS.sub("#", _text(row).lower())


def _lines(page: Page) -> list[Row]:
    return [row for block in page.blocks for row in block]


def _length(rows: object) -> int:
    total = 0
    for row in rows:  # type: ignore[attr-defined]
        for item in row:
            total += len(item.text) if isinstance(item, Strip) else sum(len(c) for r in item.rows for c in r)
    return total


__all__ = ["Table", "drop_running"]
