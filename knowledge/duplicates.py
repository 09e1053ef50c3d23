"""Entries that tell the same thing in nearly the same words: one of them is enough in a list.

Only the wording may differ a little. Where a number differs (another edition, another amount) both are kept: a difference
like that may be the answer.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from knowledge.entries import Entry, Policy
from knowledge.words import fold

_ALIKE = 0.85  # of the character bigrams that either has
_READ = 4_000  # characters of a body
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_Row = TypeVar("_Row")


def without_duplicates(rows: Sequence[_Row], entry: Callable[[_Row], Entry]) -> list[tuple[_Row, tuple[str, ...]]]:
    """Return the rows, best first, with the ids of the later entries that each stands for."""
    kept: list[tuple[_Row, list[str]]] = []
    like: dict[object, list[tuple[Entry, list[str]]]] = {}  # only these can be nearly the same
    for row in rows:
        own = entry(row)
        alike = like.setdefault(_kind_of(own), [])
        same = next((ids for other, ids in alike if _same_words(other, own)), None)
        if same is None:
            kept.append((row, []))
            alike.append((own, kept[-1][1]))
        else:
            same.append(own.id)
    return [(row, tuple(ids)) for row, ids in kept]


def nearly_the_same(one: Entry, other: Entry) -> bool:
    """Tell whether two entries have the same kind, visibility, numbers, end or validity, and nearly the same words."""
    return _kind_of(one) == _kind_of(other) and _same_words(one, other)


def _same_words(one: Entry, other: Entry) -> bool:
    if abs(len(one.body) - len(other.body)) > _READ // 10:
        return False
    a, b = _bigrams(one.title, one.body), _bigrams(other.title, other.body)
    if min(len(a), len(b)) < _ALIKE * max(len(a), len(b), 1):
        return False
    both = len(np.intersect1d(a, b, assume_unique=True))
    return both >= _ALIKE * (len(a) + len(b) - both)


def _kind_of(entry: Entry) -> tuple[object, ...]:
    """Return what makes two entries with the same words different: their numbers, how a case ended, when a document holds."""
    told: tuple[object, ...] = (entry.kind, entry.visibility, _numbers(entry.title, entry.body))
    if isinstance(entry, Policy):
        return *told, entry.category, entry.scheme, entry.edition, entry.valid_from, entry.valid_until
    return *told, entry.facets().get("outcome", ())


@functools.lru_cache(maxsize=5_000)
def _numbers(title: str, body: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(_read(title, body)))


@functools.lru_cache(maxsize=2_000)
def _bigrams(title: str, body: str) -> npt.NDArray[np.uint64]:
    """Return the pairs of letters that stand beside each other, each once, as numbers: a tenth of the room of strings."""
    letters = np.frombuffer(_read(title, body).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    return np.unique(letters[:-1] << np.uint64(32) | letters[1:])


def _read(title: str, body: str) -> str:
    return fold(f"{title}\n{body[:_READ]}")
