"""One page of a PDF as blocks in reading order: its lines, and its tables as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from ingest.loaders.pdf.pages.drawings import Area, Drawings, read_drawings
from ingest.loaders.pdf.pages.glyphs import MAX_CHARACTERS, Glyph, clean, read_glyphs
from ingest.loaders.pdf.pages.grid import Grid, find_grids
from ingest.loaders.pdf.pages.items import Block, Frame, Item, Row, Table, box_of
from ingest.loaders.pdf.pages.order import read_order
from ingest.loaders.pdf.pages.paragraphs import cell_paragraphs
from ingest.loaders.pdf.pages.strips import Strip, make_strips

_MAX_FRAMES = 150
_RULE = 60.0  # points; a shorter line is not a divider
_LABEL = 40  # characters; a merged cell that short is said again in each of its rows


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of a page, its height in points, and what the report should tell about it."""

    blocks: list[Block]
    height: float
    plain: str = ""  # text in the order of the file, of a page too full to be laid out
    hidden: bool = False
    garbled: bool = False
    cut: bool = False


def read_page(page: pdfium.PdfPage) -> Page:
    """Read the text of a page; raise PdfiumError when the page cannot be read."""
    text_page = page.get_textpage()
    try:
        if text_page.count_chars() > MAX_CHARACTERS:
            return Page([], page.get_height(), plain=clean(text_page.get_text_range()), cut=True)
        sheet = read_glyphs(page, text_page)
    finally:
        text_page.close()
    if not sheet.glyphs:
        return Page([], sheet.height, garbled=sheet.garbled > 0)
    drawings = read_drawings(page, sheet)
    rules = [line for line in drawings.across if line[2] - line[1] >= _RULE]
    return Page(
        read_order(_items(sheet.glyphs, drawings, sheet.width * sheet.height), rules),
        sheet.height,
        hidden=drawings.hidden,
        garbled=sheet.garbled > 0.3 * len(sheet.glyphs),
        cut=drawings.cut,
    )


def _items(glyphs: list[Glyph], drawings: Drawings, page_size: float) -> list[Item]:
    tables: list[Table] = []
    frames: list[Area] = []
    for grid in find_grids(drawings):
        if not grid.is_table:
            frames += _boxes(grid)
            continue
        inside = [g for g in glyphs if _within(g, grid.area)]
        inner = [t for t in tables if _within(t, grid.area)]
        table = _table(grid, inside, inner)
        if table is None:
            frames += _boxes(grid)
            continue
        held = set(map(id, inside))
        glyphs = [g for g in glyphs if id(g) not in held]
        tables = [t for t in tables if t not in inner] + [table]
    frames = _distinct([f for f in (*frames, *drawings.frames) if _size(f) < 0.8 * page_size])
    walls = [(x, top, bottom) for left, top, right, bottom in frames for x in (left, right)]
    return _framed([*make_strips(glyphs, walls), *tables], frames)


def _table(grid: Grid, glyphs: Sequence[Glyph], inner: Sequence[Table]) -> Table | None:
    """Return the table's rows, or None when no row holds text in two cells."""
    held: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        row, column = grid.place((glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2)
        held[grid.cell[row][column]].append(glyph)
    walls = {n: grid.xs[at + 1] for numbers in grid.cell for at, n in enumerate(numbers)}
    said = {number: _cell(cell, walls[number]) for number, cell in held.items()}
    for table in inner:
        row, column = grid.place((table.left + table.right) / 2, (table.top + table.bottom) / 2)
        number = grid.cell[row][column]
        words = "\n".join("、".join(c for c in cells if c) for cells in table.rows)
        said[number] = f"{said.get(number, '')}\n{words}".strip()
    if not any(len({n for n in numbers if said.get(n)}) > 1 for numbers in grid.cell):
        return None
    rows = []
    told: set[int] = set()
    for numbers in grid.cell:
        cells = []
        new = any(number not in told and said.get(number) for number in numbers)
        for at, number in enumerate(numbers):
            text = said.get(number, "")
            again = number in told and (number in numbers[:at] or len(text) > _LABEL or len(set(numbers)) == 1)
            cells.append("" if again else text)
            told.add(number)
        if new:
            rows.append(tuple(cells))
    return Table(tuple(rows), *grid.area, xs=grid.xs)


def _cell(glyphs: list[Glyph], wall: float) -> str:
    lines = [row for block in read_order(list(make_strips(glyphs))) for row in block]
    return cell_paragraphs([tuple(_flat(row)) for row in lines], wall)


def _flat(row: Row) -> Iterator[Strip]:
    """Yield the strips of a line; rows without ruling lines inside a cell are lines."""
    for item in row:
        if isinstance(item, Strip):
            yield item
        else:
            yield Strip(" ".join(c for cells in item.rows for c in cells if c), *box_of([item]), 12.0)


def _boxes(grid: Grid) -> list[Area]:
    """Return the areas of the cells of what is no table: they hold text apart from its surroundings."""
    places: dict[int, list[Area]] = defaultdict(list)
    for row, numbers in enumerate(grid.cell):
        for column, number in enumerate(numbers):
            places[number].append((grid.xs[column], grid.ys[row], grid.xs[column + 1], grid.ys[row + 1]))
    areas = [
        (min(a[0] for a in held), min(a[1] for a in held), max(a[2] for a in held), max(a[3] for a in held))
        for held in places.values()
    ]
    return [a for a in areas if a[2] - a[0] > 30 and a[3] - a[1] > 16]


def _distinct(frames: Sequence[Area]) -> list[Area]:
    kept: list[Area] = []
    for frame in sorted(set(frames), key=_size):
        if not any(all(abs(a - b) <= 4 for a, b in zip(frame, other, strict=True)) for other in kept):
            kept.append(frame)
    return kept[:_MAX_FRAMES]


def _framed(items: Sequence[Item], frames: Sequence[Area]) -> list[Item]:
    """Put what stands inside a frame together, from the smallest frame to the largest."""
    left = list(items)
    for frame in frames:
        inside = [i for i in left if _inside(i, frame)]
        if len(inside) >= 2 and len(inside) < len(left):
            held = set(map(id, inside))
            left = [i for i in left if id(i) not in held]
            left.append(Frame(tuple(inside), *box_of(inside)))
    return left


def _inside(item: Item, frame: Area) -> bool:
    slack = 3.0 if not isinstance(item, Strip) else 0.6 * item.size
    return (
        frame[0] - slack <= item.left
        and item.right <= frame[2] + slack
        and frame[1] - slack <= item.top
        and item.bottom <= frame[3] + slack
    )


def _within(item: Glyph | Table, area: Area) -> bool:
    x, y = (item.left + item.right) / 2, (item.top + item.bottom) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _size(area: Area) -> float:
    return (area[2] - area[0]) * (area[3] - area[1])
