"""Entries that tell the same thing in nearly the same words: one of them is enough in a list.

Only the wording may differ a little. Where a number differs (another edition, another amount) both are kept: a difference
like that may be the answer.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from knowledge.entries import Entry, Policy
from knowledge.words import fold

_ALIKE = 0.85  # of the character bigrams that either has
_READ = 4_000  # characters of a body
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_Row = TypeVar("_Row")


def without_duplicates(rows: Sequence[_Row], entry: Callable[[_Row], Entry]) -> list[tuple[_Row, tuple[str, ...]]]:
    """Return the rows, best first, with the ids of the later entries that each stands for."""
    kept: list[tuple[_Row, list[str]]] = []
    for row in rows:
        same = next((ids for other, ids in kept if nearly_the_same(entry(other), entry(row))), None)
        if same is None:
            kept.append((row, []))
        else:
            same.append(entry(row).id)
    return [(row, tuple(ids)) for row, ids in kept]


def nearly_the_same(one: Entry, other: Entry) -> bool:
    """Tell whether two entries have the same kind, visibility, numbers, end or validity, and nearly the same words."""
    if (one.kind, one.visibility) != (other.kind, other.visibility) or abs(
        len(one.body) - len(other.body)
    ) > _READ // 10:
        return False
    a, b = _print(one.title, one.body), _print(other.title, other.body)
    if a[0] != b[0] or _of(one) != _of(other):
        return False
    if min(len(a[1]), len(b[1])) < _ALIKE * max(len(a[1]), len(b[1]), 1):
        return False
    return len(a[1] & b[1]) >= _ALIKE * len(a[1] | b[1])


def _of(entry: Entry) -> tuple[object, ...]:
    """Return what makes two entries with the same words different: how a case ended, when and as what a document holds."""
    if isinstance(entry, Policy):
        return entry.category, entry.scheme, entry.edition, entry.valid_from, entry.valid_until
    return entry.facets().get("outcome", ())


@functools.lru_cache(maxsize=2_000)
def _print(title: str, body: str) -> tuple[frozenset[str], frozenset[str]]:
    text = fold(f"{title}\n{body[:_READ]}")
    return frozenset(_NUMBER.findall(text)), frozenset(a + b for a, b in itertools.pairwise(text))
