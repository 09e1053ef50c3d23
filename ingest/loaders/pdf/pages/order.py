"""Reading order: what stands side by side is read column by column, or row by row when the rows belong together.

Items are put into bands (what overlaps in height); bands that keep a vertical corridor free form columns. Columns of
running text and of boxes are read one after the other, short aligned pieces as rows (labels with values, lists).
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, median

from ingest.loaders.pdf.pages.bands import Band, bands_of, column_group, is_tall
from ingest.loaders.pdf.pages.items import Block, Frame, Item, Row, Rule, Table, box_of
from ingest.loaders.pdf.pages.strips import Strip

_COLUMN = 7.0  # heights of a character; narrower columns are labels
_MAX_DEPTH = 12


def read_order(items: Sequence[Item], rules: Sequence[Rule] = (), depth: int = 0) -> list[Block]:
    """Return the blocks of a page, or of a part of it, in the order in which they are read; ``rules`` divide columns."""
    blocks: list[Block] = []
    bands = bands_of(items)
    at = 0
    while at < len(bands):
        end, corridors = column_group(bands, at, rules)
        group = bands[at:end]
        if not corridors:
            blocks += _single(group[0], rules, depth)
        else:
            columns = _columns(group, corridors)
            several = [band for band in group if len(band.spans) > 1]
            if depth < _MAX_DEPTH and len(several) > 1 and all(map(is_tall, several)):
                for band in group:  # boxes in rows, or boxes with a text beside each
                    for column in _vertical_last_first(_columns([band], corridors)):
                        blocks += read_order(column, rules, depth + 1)
            elif depth < _MAX_DEPTH and _side_by_side(group, columns):
                for column in _vertical_last_first(columns):
                    blocks += read_order(column, rules, depth + 1)
            else:
                blocks += _rows(group, columns, corridors)
        at = end
    return _joined(blocks)


def _columns(group: Sequence[Band], corridors: Sequence[tuple[float, float]]) -> list[list[Item]]:
    columns: list[list[Item]] = [[] for _ in range(len(corridors) + 1)]
    for band in group:
        for item in band.items:
            columns[_column(item, corridors)].append(item)
    return columns


def _column(item: Item, corridors: Sequence[tuple[float, float]]) -> int:
    middle = (item.left + item.right) / 2
    return sum(middle > (a + b) / 2 for a, b in corridors)


def _side_by_side(group: Sequence[Band], columns: Sequence[Sequence[Item]]) -> bool:
    """Tell whether columns are read one after the other."""
    if any(not isinstance(i, Strip) or i.upright for column in columns for i in column):
        return True
    if len(group) == 1:
        return is_tall(group[0])
    wide = 0
    for column in columns:
        strips = [i for i in column if isinstance(i, Strip)]
        wide += len(strips) > 1 and mean(s.right - s.left for s in strips) >= _COLUMN * median(s.size for s in strips)
    uneven = sum(map(is_tall, group))
    return wide == len(columns) or uneven > 0.5 * len(group)


def _vertical_last_first(columns: Sequence[list[Item]]) -> list[list[Item]]:
    """Lines set from top to bottom that stand close together are read from the right."""
    ordered: list[list[Item]] = []
    run: list[list[Item]] = []
    for column in (c for c in columns if c):
        item = column[0]
        lone = len(column) == 1 and isinstance(item, Strip) and item.upright
        if run and not (lone and isinstance(item, Strip) and item.left - run[-1][0].right < 0.9 * item.size):
            ordered += reversed(run)
            run = []
        if lone:
            run.append(column)
        else:
            ordered.append(column)
    return [*ordered, *reversed(run)]


def _rows(
    group: Sequence[Band], columns: Sequence[Sequence[Item]], corridors: Sequence[tuple[float, float]]
) -> list[Block]:
    """Return aligned short pieces as rows; three columns over three full rows are a table."""
    strips = [[i for i in band.items if isinstance(i, Strip)] for band in group]
    full = sum(len({_column(s, corridors) for s in row}) == len(columns) for row in strips)
    short = mean(len(s.text) for row in strips for s in row) <= 16
    if len(columns) >= 3 and full >= 3 and full >= 0.5 * len(group) and short:
        return [[(_open_table(strips, corridors),)]]
    return [[tuple(sorted(row, key=lambda s: s.left)) for row in strips]]


def _open_table(rows: Sequence[Sequence[Strip]], corridors: Sequence[tuple[float, float]]) -> Table:
    table: list[list[str]] = []
    for row in rows:
        cells = [""] * (len(corridors) + 1)
        for strip in sorted(row, key=lambda s: s.left):
            at = _column(strip, corridors)
            cells[at] = f"{cells[at]} {strip.text}".strip()
        if table and not cells[0]:  # a cell of more than one line
            table[-1] = [f"{above}\n{cell}".strip() for above, cell in zip(table[-1], cells, strict=True)]
        else:
            table.append(cells)
    return Table(tuple(map(tuple, table)), *box_of([s for row in rows for s in row]))


def _single(band: Band, rules: Sequence[Rule], depth: int) -> list[Block]:
    """Return what stands alone in its height, or overlaps so that nothing parts it: by top, then from the left."""
    blocks: list[Block] = []
    for item in sorted(band.items, key=lambda i: (i.top, i.left)):
        if isinstance(item, Frame):
            blocks += _closed(
                read_order(item.items, rules, depth + 1) if depth < _MAX_DEPTH else [[(s,) for s in _all(item)]]
            )
        elif isinstance(item, Table):
            blocks += _closed([[(item,)]])
        else:
            blocks.append([(item,)])
    return blocks


def _closed(blocks: list[Block]) -> list[Block]:
    return [[], *blocks, []]  # nothing runs on into or out of a box


def _all(frame: Frame) -> list[Strip | Table]:
    return [s for i in frame.items for s in (_all(i) if isinstance(i, Frame) else [i])]


def _joined(blocks: list[Block]) -> list[Block]:
    """Put blocks of lines that follow one another in one column together; an empty block keeps them apart."""
    joined: list[Block] = []
    for block in blocks:
        if joined and joined[-1] and block and _runs_on(joined[-1][-1], block[0]):
            joined[-1] += block
        else:
            joined.append(block)
    return joined


def _runs_on(above: Row, below: Row) -> bool:
    if isinstance(above[-1], Table) or isinstance(below[0], Table) or above[-1].top >= below[0].top:
        return False
    shared = min(above[-1].right, below[-1].right) - max(above[0].left, below[0].left)
    return shared >= 0.5 * min(above[-1].right - above[0].left, below[-1].right - below[0].left)
