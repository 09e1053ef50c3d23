"""A sheet as rows of shown text, whatever program wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows with their number as the user sees it; blank rows are left out.

    ``hidden`` holds the places of hidden columns (their names are still used), ``remarks`` what was left out.
    """

    name: str
    rows: Iterable[tuple[int, list[str]]]
    hidden: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = field(default=())
