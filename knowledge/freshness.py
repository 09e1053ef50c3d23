"""How expired and superseded policies rank: lower, never out of sight, and always below the edition that replaced them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from knowledge.editions import Edition
from knowledge.entries import Entry, Policy

#: What is left of the score of an expired policy, and of one with a newer edition: stated, or only guessed from the text.
EXPIRED_WEIGHT, EXPIRED_GUESS_WEIGHT = 0.85, 0.93
SUPERSEDED_WEIGHT, SUPERSEDED_GUESS_WEIGHT = 0.85, 0.93
_Ranked = TypeVar("_Ranked")


def freshness(entry: Entry, today: date, newer: Edition | None) -> float:
    """Return what is left of an entry's score (up to 1) on ``today`` when ``newer`` is the edition that supersedes it."""
    if not isinstance(entry, Policy):
        return 1.0
    weight = 1.0
    if entry.expired(today):
        weight = EXPIRED_GUESS_WEIGHT if "valid_until" in entry.guessed else EXPIRED_WEIGHT
    if newer:
        weight = min(weight, SUPERSEDED_GUESS_WEIGHT if newer.guessed else SUPERSEDED_WEIGHT)
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
