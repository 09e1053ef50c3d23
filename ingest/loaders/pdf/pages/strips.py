"""Characters put together into strips: what stands on one line without a wide gap, across or upright."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ingest.loaders.pdf.pages.glyphs import Glyph

GAP = 1.25  # in heights of a character; a wider gap parts columns
_EDGE = 0.15  # a gap between two boxes; a box that cuts through a word is only behind it
_WORD = 0.22  # a gap between Latin letters that is a blank
_BLANK = 0.6  # a gap between others that is one
_CLOSE = set("、。，．,.」』）)】〕］〉》・：；！？")


class Strip(NamedTuple):
    """Text on one line with its box and the height of its characters."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    upright: bool = False  # set from top to bottom


def make_strips(glyphs: Sequence[Glyph], walls: Sequence[tuple[float, float, float]] = ()) -> list[Strip]:
    """Group characters into strips, top to bottom and left to right; ``walls`` (x, top, bottom) part strips."""
    stacks, rest = _stacks(glyphs)
    strips = [_upright(stack) for stack in stacks]
    for row in _rows(rest):
        part = [row[0]]
        for glyph in row[1:]:
            before = part[-1]
            size = min(before.bottom - before.top, glyph.bottom - glyph.top)
            gap = glyph.left - before.right
            if gap > GAP * size or (gap > _EDGE * size and _walled(before, glyph, walls)):
                strips.append(_strip(part))
                part = []
            part.append(glyph)
        strips.append(_strip(part))
    return sorted(strips, key=lambda s: (s.top, s.left))


def _walled(before: Glyph, glyph: Glyph, walls: Sequence[tuple[float, float, float]]) -> bool:
    y = (glyph.top + glyph.bottom) / 2
    start, end = (before.left + before.right) / 2, (glyph.left + glyph.right) / 2
    return any(start < x < end and top <= y <= bottom for x, top, bottom in walls)


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group characters that share a line: the middle of one lies within the other's height."""
    rows: list[tuple[list[Glyph], list[float]]] = []  # characters, [top, bottom] of the tallest
    active: list[tuple[list[Glyph], list[float]]] = []
    for glyph in sorted(glyphs, key=lambda g: g.top + g.bottom):
        middle = (glyph.top + glyph.bottom) / 2
        active = [row for row in active if row[1][1] > middle]  # they come by their middles
        best = None
        for row in active:
            top, bottom = row[1]
            if top < middle < bottom and (best is None or abs(top + bottom - 2 * middle) < best[0]):
                low, high = min(bottom - top, glyph.bottom - glyph.top), max(bottom - top, glyph.bottom - glyph.top)
                shared = min(bottom, glyph.bottom) - max(top, glyph.top)
                if shared >= 0.55 * low and (high < 2.2 * low or shared >= 0.9 * low):
                    best = abs(top + bottom - 2 * middle), row
        if best is None:
            row = [glyph], [glyph.top, glyph.bottom]
            rows.append(row)
            active.append(row)
        else:
            best[1][0].append(glyph)
    return [sorted(row, key=lambda g: (g.left, g.right)) for row in _with_raised(rows)]


def _with_raised(rows: Sequence[tuple[list[Glyph], list[float]]]) -> list[list[Glyph]]:
    """Put small raised or lowered letters (notes ※1, m²) into the line in which they stand."""
    kept = [(row, place) for row, place in rows]
    for row, (top, bottom) in rows:
        for other, (above, below) in kept:
            shared = min(bottom, below) - max(top, above)
            if other is row or bottom - top > 0.8 * (below - above) or shared < 0.35 * (bottom - top):
                continue
            size = below - above
            left, right = min(g.left for g in row), max(g.right for g in row)
            if any(abs(g.right - left) < 0.5 * size or abs(g.left - right) < 0.3 * size for g in other):
                other += row
                kept = [(r, p) for r, p in kept if r is not row]
                break
    return [row for row, _ in kept]


def _strip(part: Sequence[Glyph]) -> Strip:
    text = part[0].text
    for before, glyph in pairwise(part):
        text += _blank(before, glyph) + glyph.text
    return Strip(
        text,
        part[0].left,
        min(g.top for g in part),
        max(g.right for g in part),
        max(g.bottom for g in part),
        median(g.bottom - g.top for g in part),
    )


def _blank(before: Glyph, glyph: Glyph) -> str:
    gap = glyph.left - before.right
    size = max(_high(before), _high(glyph))
    if before.text[-1].isascii() and glyph.text[0].isascii():
        return " " if gap > _WORD * size or (glyph.spaced and gap > 0.1 * size) else ""
    if before.text.isdigit() and glyph.text.isdigit() and not 0.7 < _high(before) / _high(glyph) < 1.4:
        return " "  # the number of a note, and a number of the text
    if before.text == "." and glyph.spaced and gap > 0.1 * size:
        return " "
    if before.text in _CLOSE or glyph.text in _CLOSE:
        return " " if gap > GAP * size else ""
    return " " if gap > _BLANK * size or (glyph.spaced and gap > 0.2 * size) else ""


def _high(glyph: Glyph) -> float:
    return glyph.bottom - glyph.top or 1.0


def _stacks(glyphs: Sequence[Glyph]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """Part off words set from top to bottom: they follow one another in the page's content, in a column."""
    stacks: list[list[Glyph]] = []
    rest: list[Glyph] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _under(run[-1], glyph):
            _close_run(run, stacks, rest)
            run = []
        run.append(glyph)
    _close_run(run, stacks, rest)
    return stacks, rest


def _close_run(run: list[Glyph], stacks: list[list[Glyph]], rest: list[Glyph]) -> None:
    letters = [g for g in run if not g.text.isascii() and g.text not in "・●○■□◆✓☑※"]
    if len(run) >= 2 and len(letters) >= 2 and len(letters) > 0.6 * len(run):
        stacks.append(run)
    else:
        rest += run


def _under(above: Glyph, glyph: Glyph) -> bool:
    width = max(above.right - above.left, glyph.right - glyph.left)
    size = min(above.bottom - above.top, glyph.bottom - glyph.top)
    middles = abs((above.left + above.right) - (glyph.left + glyph.right)) / 2
    step = ((glyph.top + glyph.bottom) - (above.top + above.bottom)) / 2
    return middles < 0.3 * width and 0.4 * size < abs(step) < 1.25 * max(size, width)


def _upright(stack: Sequence[Glyph]) -> Strip:
    return Strip(
        "".join(g.text for g in stack),
        min(g.left for g in stack),
        min(g.top for g in stack),
        max(g.right for g in stack),
        max(g.bottom for g in stack),
        median(g.right - g.left for g in stack),
        upright=True,
    )
