"""What stands on a page once it is put together: strips of text, tables, and frames that hold both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.loaders.pdf.pages.strips import Strip


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


def box_of(items: Sequence[Item]) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of what holds all the items."""
    return (
        min(i.left for i in items),
        min(i.top for i in items),
        max(i.right for i in items),
        max(i.bottom for i in items),
    )
