"""Reading order: what stands side by side is read column by column, or row by row when the rows belong together.

Items are put into bands (what overlaps in height); bands that keep a vertical corridor free form columns. Columns of
running text and of boxes are read one after the other, short aligned pieces as rows (labels with values, lists).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

from ingest.loaders.pdf.strips import Strip

_NARROW = 5.0  # points; a gap that wide between pieces of one line is a corridor
_COLUMN = 7.0  # heights of a character; narrower columns are labels
_MAX_DEPTH = 12
_LOOK_BACK = 4  # items of a band with which the next one may overlap


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a table, with its box and the positions of its column lines (none when it has no lines)."""

    rows: tuple[tuple[str, ...], ...]
    left: float
    top: float
    right: float
    bottom: float
    xs: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands in one box; its own box is that of its content."""

    items: tuple[Item, ...]
    left: float
    top: float
    right: float
    bottom: float


Item = Strip | Table | Frame
Row = tuple[Strip | Table, ...]
Rule = tuple[float, float, float]  # height, from, to
Block = list[Row]  # lines that may run on into each other


@dataclass(frozen=True, slots=True)
class _Band:
    items: tuple[Item, ...]
    top: float
    bottom: float
    spans: tuple[tuple[float, float], ...]  # from left to right, where something stands


def read_order(items: Sequence[Item], rules: Sequence[Rule] = (), depth: int = 0) -> list[Block]:
    """Return the blocks of a page, or of a part of it, in the order in which they are read; ``rules`` divide columns."""
    blocks: list[Block] = []
    bands = _bands(items)
    at = 0
    while at < len(bands):
        end, corridors = _group(bands, at, rules)
        group = bands[at:end]
        if not corridors:
            blocks += _single(group[0], rules, depth)
        else:
            columns = _columns(group, corridors)
            several = [band for band in group if len(band.spans) > 1]
            if depth < _MAX_DEPTH and len(several) > 1 and all(map(_tall, several)):
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


def box_of(items: Sequence[Item]) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of what holds all the items."""
    return (
        min(i.left for i in items),
        min(i.top for i in items),
        max(i.right for i in items),
        max(i.bottom for i in items),
    )


def _core(item: Item) -> tuple[float, float]:
    """Return top and bottom without the room above and under the letters, in which lines overlap."""
    if isinstance(item, Strip) and not item.upright:
        slack = 0.25 * (item.bottom - item.top)
        return item.top + slack, item.bottom - slack
    return item.top + 1, item.bottom - 1


def _bands(items: Sequence[Item]) -> list[_Band]:
    groups: list[tuple[list[Item], list[float]]] = []
    for item in sorted(items, key=lambda i: (_core(i), i.left)):
        top, bottom = _core(item)
        if groups and (top < groups[-1][1][1] or any(_beside(i, item) for i in groups[-1][0][-_LOOK_BACK:])):
            groups[-1][0].append(item)
            groups[-1][1][1] = max(groups[-1][1][1], bottom)
        else:
            groups.append(([item], [top, bottom]))
    return [_Band(tuple(held), top, bottom, _spans(held)) for held, (top, bottom) in groups]


def _beside(one: Item, other: Item) -> bool:
    """Tell whether two lines of columns set at different heights overlap a little."""
    if not isinstance(one, Strip) or not isinstance(other, Strip):
        return False
    apart = one.right + _NARROW <= other.left or other.right + _NARROW <= one.left
    return apart and min(one.bottom, other.bottom) - max(one.top, other.top) > 0.2 * min(one.size, other.size)


def _spans(items: Sequence[Item]) -> tuple[tuple[float, float], ...]:
    spans: list[list[float]] = []
    for item in sorted(items, key=lambda i: i.left):
        if spans and item.left - spans[-1][1] < _NARROW:
            spans[-1][1] = max(spans[-1][1], item.right)
        else:
            spans.append([item.left, item.right])
    return tuple((a, b) for a, b in spans)


def _group(bands: Sequence[_Band], at: int, rules: Sequence[Rule]) -> tuple[int, list[tuple[float, float]]]:
    """Return where the bands end that share corridors with the one at ``at``, and the corridors."""
    first = next((n for n in range(at, len(bands)) if len(bands[n].spans) > 1), None)
    if first is None:
        return at + 1, []
    corridors = _between(bands[first].spans)
    start = first
    while (
        start > at
        and _close(bands[start - 1], bands[start])
        and len(_free(corridors, bands[start - 1])) == len(corridors)
    ):
        start -= 1
    if start > at:
        return at + 1, []
    end = last = first + 1
    while end < len(bands):
        kept = _free(corridors, bands[end])
        several = len(bands[end].spans) > 1
        if not kept or (len(kept) < len(corridors) and not several) or not _close(bands[end - 1], bands[end], 3.0):
            break
        if any(_divides(rule, bands[end - 1], bands[end], corridor) for rule in rules for corridor in kept):
            break
        if several or _close(bands[end - 1], bands[end]):
            corridors = kept
        else:
            break
        end += 1
        last = end
    return last, corridors


def _between(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(a[1], b[0]) for a, b in zip(spans, spans[1:], strict=False)]


def _free(corridors: Sequence[tuple[float, float]], band: _Band) -> list[tuple[float, float]]:
    """Return what stays free of the corridors beside what stands in the band."""
    kept = []
    for start, end in corridors:
        for a, b in band.spans:
            if a < end and b > start:
                middle = (start + end) / 2
                start, end = (max(start, b), end) if (a + b) / 2 < middle else (start, min(end, a))
        if end - start >= _NARROW:
            kept.append((start, end))
    return kept


def _close(above: _Band, below: _Band, times: float = 1.0) -> bool:
    """Tell whether the gap between two bands is that between lines of one text."""
    return below.top - above.bottom <= times * 1.3 * min(_size(above), _size(below))


def _divides(rule: Rule, above: _Band, below: _Band, corridor: tuple[float, float]) -> bool:
    height, start, end = rule
    return above.bottom - 2 <= height <= below.top + 2 and start < corridor[0] and end > corridor[1]


def _size(band: _Band) -> float:
    sizes = [i.size for i in band.items if isinstance(i, Strip)]
    return median(sizes) if sizes else 12.0


def _columns(group: Sequence[_Band], corridors: Sequence[tuple[float, float]]) -> list[list[Item]]:
    columns: list[list[Item]] = [[] for _ in range(len(corridors) + 1)]
    for band in group:
        for item in band.items:
            columns[_column(item, corridors)].append(item)
    return columns


def _column(item: Item, corridors: Sequence[tuple[float, float]]) -> int:
    middle = (item.left + item.right) / 2
    return sum(middle > (a + b) / 2 for a, b in corridors)


def _side_by_side(group: Sequence[_Band], columns: Sequence[Sequence[Item]]) -> bool:
    """Tell whether columns are read one after the other."""
    if any(not isinstance(i, Strip) or i.upright for column in columns for i in column):
        return True
    if len(group) == 1:
        return _tall(group[0])
    wide = 0
    for column in columns:
        strips = [i for i in column if isinstance(i, Strip)]
        wide += len(strips) > 1 and mean(s.right - s.left for s in strips) >= _COLUMN * median(s.size for s in strips)
    uneven = sum(map(_tall, group))
    return wide == len(columns) or uneven > 0.5 * len(group)


def _tall(band: _Band) -> bool:
    return band.bottom - band.top > 1.8 * _size(band)


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
    group: Sequence[_Band], columns: Sequence[Sequence[Item]], corridors: Sequence[tuple[float, float]]
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


def _single(band: _Band, rules: Sequence[Rule], depth: int) -> list[Block]:
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
