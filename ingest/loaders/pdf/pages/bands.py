"""Bands: what overlaps in height on a page, and the vertical corridors that several bands keep free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.loaders.pdf.pages.items import Item, Rule
from ingest.loaders.pdf.pages.strips import Strip

_NARROW = 5.0  # points; a gap that wide between pieces of one line is a corridor
_LOOK_BACK = 4  # items of a band with which the next one may overlap


@dataclass(frozen=True, slots=True)
class Band:
    """Items that overlap in height, with the stretches from left to right in which they stand."""

    items: tuple[Item, ...]
    top: float
    bottom: float
    spans: tuple[tuple[float, float], ...]  # from left to right, where something stands


def _core(item: Item) -> tuple[float, float]:
    """Return top and bottom without the room above and under the letters, in which lines overlap."""
    if isinstance(item, Strip) and not item.upright:
        slack = 0.25 * (item.bottom - item.top)
        return item.top + slack, item.bottom - slack
    return item.top + 1, item.bottom - 1


def bands_of(items: Sequence[Item]) -> list[Band]:
    """Return the bands of items from the top."""
    groups: list[tuple[list[Item], list[float]]] = []
    for item in sorted(items, key=lambda i: (_core(i), i.left)):
        top, bottom = _core(item)
        if groups and (top < groups[-1][1][1] or any(_beside(i, item) for i in groups[-1][0][-_LOOK_BACK:])):
            groups[-1][0].append(item)
            groups[-1][1][1] = max(groups[-1][1][1], bottom)
        else:
            groups.append(([item], [top, bottom]))
    return [Band(tuple(held), top, bottom, _spans(held)) for held, (top, bottom) in groups]


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


def column_group(bands: Sequence[Band], at: int, rules: Sequence[Rule]) -> tuple[int, list[tuple[float, float]]]:
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
    return [(a[1], b[0]) for a, b in pairwise(spans)]


def _free(corridors: Sequence[tuple[float, float]], band: Band) -> list[tuple[float, float]]:
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


def _close(above: Band, below: Band, times: float = 1.0) -> bool:
    """Tell whether the gap between two bands is that between lines of one text."""
    return below.top - above.bottom <= times * 1.3 * min(letter_size(above), letter_size(below))


def _divides(rule: Rule, above: Band, below: Band, corridor: tuple[float, float]) -> bool:
    height, start, end = rule
    return above.bottom - 2 <= height <= below.top + 2 and start < corridor[0] and end > corridor[1]


def letter_size(band: Band) -> float:
    """Return the usual height of a band's characters, in points."""
    sizes = [i.size for i in band.items if isinstance(i, Strip)]
    return median(sizes) if sizes else 12.0


def is_tall(band: Band) -> bool:
    """Tell whether a band is higher than one line of its text."""
    return band.bottom - band.top > 1.8 * letter_size(band)
