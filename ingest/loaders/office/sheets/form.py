"""A sheet that is no list of cases, as text in reading order: headings, labels with values, tables."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.loaders.layout import is_heading
from ingest.loaders.office.sheets.sheet import Sheet
from ingest.loaders.outline import Outline
from ingest.loaders.record import Pairs
from ingest.loaders.tables import table_text

_LABEL = 30  # characters up to which a cell beside another is its label


def add_form(sheet: Sheet, outline: Outline, pairs: Pairs, titled: bool) -> None:
    """Put a sheet into a document; its name becomes a heading when ``titled``."""
    if titled:
        outline.heading(1, sheet.name)
    block: list[list[str]] = []
    last = 0
    for number, cells in sheet.rows:
        shown = ["" if at in sheet.hidden else cell.strip() for at, cell in enumerate(cells)]
        if number != last + 1 and block:
            _add_block(block, outline, pairs)
            block = []
        last = number
        if any(shown):
            block.append(shown)
    if block:
        _add_block(block, outline, pairs)


def _add_block(rows: list[list[str]], outline: Outline, pairs: Pairs) -> None:
    """Put rows without an empty row between; the longest even stretch is a table, the rest are lines."""
    pairs.table(rows)
    at = 0
    while at < len(rows):
        end = _table_end(rows, at)
        if end - at >= 3:
            outline.add(table_text(_without_blanks_of_the_form(rows[at:end])))
            at = end
        else:
            _add_line(rows[at], outline)
            at += 1


def _table_end(rows: Sequence[Sequence[str]], start: int) -> int:
    """Return where the rows from ``start`` stop having the same columns filled (three at least in the first one)."""
    head = {at for at, cell in enumerate(rows[start]) if cell}
    if len(head) < 3:
        return start
    end = start + 1
    while end < len(rows):
        filled = {at for at, cell in enumerate(rows[end]) if cell}
        if not filled or not filled <= head or len(filled) * 3 < len(head):
            break
        end += 1
    return end


def _without_blanks_of_the_form(rows: Sequence[list[str]]) -> list[list[str]]:
    """Leave out rows that differ from the one above only in their running number: lines nobody has filled in."""
    kept: list[list[str]] = []
    left = 0
    before: list[str] = []
    for row in rows:
        first = next((at for at, cell in enumerate(row) if cell), 0)
        same = [*row[:first], *row[first + 1 :]]
        if row[first].isdigit() and same == before:
            left += 1
            continue
        kept.append(row)
        before = same if row[first].isdigit() else []
    return [*kept, [f"(番号だけが違う{left}行は省きました)"]] if left else kept


def _add_line(row: Sequence[str], outline: Outline) -> None:
    cells = [cell for cell in row if cell]
    if len(cells) == 1 and is_heading(cells[0]) and "\n" not in cells[0]:
        outline.heading(2, cells[0])
    elif len(cells) == 2 and len(cells[0]) <= _LABEL and not cells[0].endswith(("。", "：", ":")):
        outline.add(f"{cells[0]}: {cells[1]}".replace("\n", " "))
    elif len(cells) == 1:
        outline.add(cells[0])
    else:
        outline.add(table_text([cells]))
