"""Ruling lines put together into tables: which cells there are, and which of them are merged."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.loaders.pdf.pages.drawings import Area, Drawings

_NEAR = 3.0  # points by which lines at one position are apart
_TOUCH = 6.0  # points by which lines that meet miss each other: some programs leave the padding of a cell out
_PADDING = 6.5
_MAX_FILLS = 400
_MAX_CELLS = 6_000
Line = tuple[float, float, float]  # position, from, to


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns and rows of a table; ``cell[row][column]`` is the number of the (merged) cell that covers the place."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cell: tuple[tuple[int, ...], ...]

    @property
    def area(self) -> Area:
        """Return left, top, right, bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def is_table(self) -> bool:
        """Tell whether there are at least two rows and two columns with cells of their own."""
        across = {c for row in self.cell for c in {*row} if len({*row}) > 1}
        rows = {row for row in self.cell if len({*row}) > 1}
        return len(across) >= 3 and len(self.xs) > 2 and len(self.ys) > 2 and len(rows) >= 1

    def place(self, x: float, y: float) -> tuple[int, int]:
        """Return the row and the column in which a point lies, moved to the nearest one at the rim."""
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return row, column


def find_grids(drawings: Drawings) -> list[Grid]:
    """Return every closed grid on the page, single boxes included, the smaller ones first.

    Coloured boxes count as cells only outside of what lines make a table: inside they are its shading, but a shaded
    header may stand on it without lines of its own.
    """
    grids = _grids(drawings.across, drawings.down)
    tables = [g for g in grids if g.is_table]
    fills = [f for f in drawings.fills if not any(_holds(t.area, f) for t in tables)][:_MAX_FILLS]
    if fills:
        xs, ys = sorted(x for x, _, _ in drawings.down), sorted(y for y, _, _ in drawings.across)
        across = [(_snapped(y, ys), left, right) for left, top, right, bottom in fills for y in (top, bottom)]
        down = [(_snapped(x, xs), top, bottom) for left, top, right, bottom in fills for x in (left, right)]
        for grid in _grids([*drawings.across, *across], [*drawings.down, *down]):
            inside = [t for t in tables if _holds(grid.area, t.area)]
            if grid.is_table and not inside:
                grids.append(grid)
            elif len(inside) == 1 and len(grid.xs) == len(inside[0].xs) and len(grid.ys) > len(inside[0].ys):
                grids[grids.index(inside[0])] = grid
    return sorted(grids, key=lambda g: (g.xs[-1] - g.xs[0]) * (g.ys[-1] - g.ys[0]))


def _snapped(position: float, lines: Sequence[float]) -> float:
    """Return the position of the nearest line within the padding of a cell, else the position itself."""
    at = bisect_right(lines, position)
    near = [line for line in lines[max(0, at - 1) : at + 1] if abs(line - position) <= _PADDING]
    return min(near, key=lambda line: abs(line - position), default=position)


def _holds(outer: Area, inner: Area) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _grids(across: Iterable[Line], down: Iterable[Line]) -> list[Grid]:
    return [g for lines in _connected(_merged(across), _merged(down)) if (g := _grid(*lines))]


def _merged(lines: Iterable[Line]) -> list[Line]:
    """Put lines at (nearly) one position together where they touch or overlap."""
    found: list[list[float]] = []
    open_at: list[list[float]] = []
    for position, start, end in sorted(lines):
        open_at = [line for line in open_at if position - line[0] <= 1.5]
        for line in open_at:
            if start <= line[2] + _NEAR and end >= line[1] - _NEAR:
                line[1], line[2] = min(line[1], start), max(line[2], end)
                break
        else:
            line = [position, start, end]
            found.append(line)
            open_at.append(line)
    return [(p, a, b) for p, a, b in found if b - a >= 8]


def _connected(across: Sequence[Line], down: Sequence[Line]) -> Iterable[tuple[list[Line], list[Line]]]:
    """Yield the groups of lines that meet."""
    above = list(range(len(across) + len(down)))

    def top(n: int) -> int:
        while above[n] != n:
            above[n] = above[above[n]]
            n = above[n]
        return n

    for i, (y, x0, x1) in enumerate(across):
        for j, (x, y0, y1) in enumerate(down, len(across)):
            if x0 - _TOUCH <= x <= x1 + _TOUCH and y0 - _TOUCH <= y <= y1 + _TOUCH:
                above[top(i)] = top(j)
    groups: dict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for n in range(len(above)):
        groups[top(n)][n >= len(across)].append(across[n] if n < len(across) else down[n - len(across)])
    return [g for g in groups.values() if len(g[0]) >= 2 and g[1]]


def _grid(across: list[Line], down: list[Line]) -> Grid | None:
    ys = _positions(y for y, _, _ in across)
    left, right = min(x for x, _, _ in down), max(x for x, _, _ in down)
    while len(ys) > 1 and not _drawn(across, ys[0], left, right):  # an underline above, a stem of a drawing
        ys.pop(0)
    while len(ys) > 1 and not _drawn(across, ys[-1], left, right):
        ys.pop()
    inside = [y for y in across if ys[0] - _NEAR <= y[0] <= ys[-1] + _NEAR]
    xs = _positions(x for x, top, bottom in down if min(bottom, ys[-1]) - max(top, ys[0]) > _NEAR)
    if not xs:
        return None
    left, right = min(a for _, a, _ in inside), max(b for _, _, b in inside)
    if xs[0] - left > 8:  # the sides are often left open
        xs.insert(0, left)
    if right - xs[-1] > 8:
        xs.append(right)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1 or columns * rows > _MAX_CELLS:
        return None
    above = list(range(columns * rows))

    def top(n: int) -> int:
        while above[n] != n:
            n = above[n]
        return n

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _drawn(down, xs[column + 1], ys[row], ys[row + 1]):
                above[top(here + 1)] = top(here)
            if row + 1 < rows and not _walled(across, ys[row + 1], xs[column], xs[column + 1]):
                above[top(here + columns)] = top(here)
    cell = tuple(tuple(top(row * columns + column) for column in range(columns)) for row in range(rows))
    return Grid(tuple(xs), tuple(ys), cell) if _rectangular(cell) else None


def _rectangular(cell: Sequence[Sequence[int]]) -> bool:
    """Tell whether most merged cells are rectangles, as in tables; what a drawing encloses is not."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, row in enumerate(cell):
        for column, number in enumerate(row):
            places[number].append((at, column))
    odd = 0
    for held in places.values():
        rows, columns = {r for r, _ in held}, {c for _, c in held}
        odd += (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) != len(held)
    return odd <= 0.1 * len(places)


def _positions(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _drawn(lines: Sequence[Line], position: float, start: float, end: float) -> bool:
    """Tell whether lines at the position cover most of the way from start to end."""
    return _cover(lines, position, start, end)[0] >= 0.6 * (end - start)


def _walled(lines: Sequence[Line], position: float, start: float, end: float) -> bool:
    """Tell whether lines part two cells; what only underlines words ends short of the cell."""
    covered, first, last = _cover(lines, position, start, end)
    slack = max(_TOUCH + 1, 0.12 * (end - start))
    return covered >= 0.6 * (end - start) and first <= start + slack and last >= end - slack


def _cover(lines: Sequence[Line], position: float, start: float, end: float) -> tuple[float, float, float]:
    covered, first, last = 0.0, end, start
    for at, a, b in lines:
        if abs(at - position) <= _NEAR + 0.5 and a < end and b > start:
            covered += min(b, end) - max(a, start)
            first, last = min(first, a), max(last, b)
    return covered, first, last
