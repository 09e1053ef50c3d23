"""What is drawn on a page beside its text: ruling lines, frames and hidden text."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.loaders.pdf.pages.glyphs import Sheet, upright

MAX_OBJECTS = 30_000  # of one page; what is drawn after them is not looked at
MAX_LINES = 1_500
_MAX_POINTS = 400  # of one path; drawings have more, tables do not
_MAX_DEPTH = 6
_THIN = 3.0  # points; a narrower filled area is a line
_SHORT = 6.0
_TICK = 26.0
_WHITE = 250
_SPECK = 60.0  # square points; blanks and bullets are no message

Area = tuple[float, float, float, float]  # left, top, right, bottom
Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Drawings:
    """Lines as (position, from, to), everything else as areas, upright as the sheet's characters are."""

    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)
    frames: list[Area] = field(default_factory=list)
    fills: list[Area] = field(default_factory=list)  # coloured boxes without a line around them
    dark: list[Area] = field(default_factory=list)  # pictures and coloured fills
    unseen: list[Area] = field(default_factory=list)  # text that nobody sees, if it is not on something dark
    cut: bool = False  # there was more than is looked at

    @property
    def hidden(self) -> bool:
        """Tell whether there is text that a reader of the page does not see."""
        return any(not any(_holds(dark, text) for dark in self.dark) for text in self.unseen)


def read_drawings(page: pdfium.PdfPage, sheet: Sheet) -> Drawings:
    """Collect the lines, frames and hidden text of a page."""
    drawings = Drawings()
    left = MAX_OBJECTS
    for handle, matrix in _objects(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, _SAME, 0):
        left -= 1
        if left < 0 or len(drawings.across) > MAX_LINES or len(drawings.down) > MAX_LINES:
            drawings.cut = True
            break
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _path(handle, matrix, sheet, drawings)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            if raw.FPDFTextObj_GetTextRenderMode(handle) == raw.FPDF_TEXTRENDERMODE_INVISIBLE or _white(handle):
                area = _area(_bounds(handle), matrix, sheet)
                if (area[2] - area[0]) * (area[3] - area[1]) >= _SPECK:
                    drawings.unseen.append(area)
        elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            drawings.dark.append(_area(_bounds(handle), matrix, sheet))
    return drawings


_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _objects(parent: Any, count: Any, get: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    for at in range(count(parent)):
        handle = get(parent, at)
        if raw.FPDFPageObj_GetType(handle) == raw.FPDF_PAGEOBJ_FORM:
            if depth < _MAX_DEPTH:
                inner = _times(_matrix(handle), matrix)
                yield from _objects(handle, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, depth + 1)
        else:
            yield handle, matrix


def _path(handle: Any, matrix: Matrix, sheet: Sheet, drawings: Drawings) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke)):
        return
    filled = bool(fill.value) and not _white(handle)
    if not filled and not stroke.value:
        return
    area = _area(_bounds(handle), matrix, sheet)
    wide, high = area[2] - area[0], area[3] - area[1]
    if min(wide, high) <= _THIN:  # a line, stroked or filled
        if max(wide, high) >= _SHORT:
            _line(area, drawings)
        return
    if filled:
        drawings.dark.append(area)
    points = raw.FPDFPath_CountSegments(handle)
    if points > _MAX_POINTS:
        return
    if not stroke.value:
        if wide > _SHORT and high > _SHORT and points <= 6:
            drawings.fills.append(area)
        if points <= 40 and wide > 30 and high > 16:
            drawings.frames.append(area)
        return
    if points <= 6 and max(wide, high) <= _TICK and 0.7 < wide / high < 1.4:
        return  # a box to tick is no cell
    path = list(_segments(handle, points, _times(_matrix(handle), matrix), sheet))
    if path and all(straight for *_, straight in path):
        for x0, y0, x1, y1, _ in path:
            if min(abs(x1 - x0), abs(y1 - y0)) <= 1 and max(abs(x1 - x0), abs(y1 - y0)) >= _SHORT:
                _line((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), drawings)
    if points <= 40 and wide > 30 and high > 16:
        drawings.frames.append(area)


def _segments(
    handle: Any, points: int, matrix: Matrix, sheet: Sheet
) -> Iterator[tuple[float, float, float, float, bool]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for at in range(points):
        segment = raw.FPDFPath_GetPathSegment(handle, at)
        if not raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        px, py = _moved(matrix, x.value, y.value)
        here = upright((px, py, px, py), sheet.box, sheet.turn)[:2]
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = here
        else:
            yield *last, *here, kind == raw.FPDF_SEGMENT_LINETO
        if raw.FPDFPathSegment_GetClose(segment) and here != start:
            yield *here, *start, True
        last = here


def _line(area: Area, drawings: Drawings) -> None:
    left, top, right, bottom = area
    if right - left >= bottom - top:
        drawings.across.append(((top + bottom) / 2, left, right))
    else:
        drawings.down.append(((left + right) / 2, top, bottom))


def _white(handle: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha):
        return False
    return alpha.value < 8 or min(red.value, green.value, blue.value) >= _WHITE


def _bounds(handle: Any) -> Area:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _matrix(handle: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, ctypes.byref(found)):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _area(bounds: Area, matrix: Matrix, sheet: Sheet) -> Area:
    if matrix != _SAME:
        corners = [_moved(matrix, x, y) for x in bounds[::2] for y in bounds[1::2]]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        bounds = min(xs), min(ys), max(xs), max(ys)
    return upright(bounds, sheet.box, sheet.turn)


def _holds(outer: Area, inner: Area) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] - 1 <= x <= outer[2] + 1 and outer[1] - 1 <= y <= outer[3] + 1
