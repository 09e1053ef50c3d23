"""How expired and superseded policies rank: lower, never out of sight, and always below the edition that replaced them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from knowledge.catalog.editions import Edition
from knowledge.entries import Entry, Policy

#: What is left of the score of a policy that has expired or has a newer edition: when stated, when only guessed from the
#: text. Measured in docs/retrieval.md: enough to let an equal rival pass, too little to hide the only answer.
STATED_WEIGHT, GUESSED_WEIGHT = 0.9, 0.95
_Ranked = TypeVar("_Ranked")


def freshness(entry: Entry, today: date, newer: Edition | None) -> float:
    """Return what is left of an entry's score (up to 1) on ``today`` when ``newer`` is the edition that supersedes it."""
    if not isinstance(entry, Policy):
        return 1.0
    weight = 1.0
    if entry.expired(today):
        weight = GUESSED_WEIGHT if "valid_until" in entry.guessed else STATED_WEIGHT
    if newer:
        weight = min(weight, GUESSED_WEIGHT if newer.guessed else STATED_WEIGHT)
    return weight


def newest_first(
    ranked: Sequence[_Ranked], entry_id: Callable[[_Ranked], str], newer: Callable[[_Ranked], str]
) -> list[_Ranked]:
    """Move what has been superseded to right below its newest edition, where that stands lower in the list.

    ``newer`` returns the id of that edition, or "".
    """
    present = {entry_id(row) for row in ranked}
    below: dict[str, list[_Ranked]] = {}
    told: set[str] = set()
    ordered: list[_Ranked] = []
    for row in ranked:
        better = newer(row)
        if better in present and better not in told:
            below.setdefault(better, []).append(row)
            continue
        waiting = [row]
        while waiting:
            found = waiting.pop(0)
            ordered.append(found)
            told.add(entry_id(found))
            waiting = [*below.pop(entry_id(found), []), *waiting]
    return [*ordered, *(row for rows in below.values() for row in rows)]
