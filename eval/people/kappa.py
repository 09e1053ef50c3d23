"""Cohen's kappa of two readers, with an interval: how far they agree beyond what chance would give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.metrics import RESAMPLES, SEED

#: The marks of one answer by both readers: pairs over its items.
Pairs = Sequence[tuple[str, str]]
ENOUGH = 0.6  # below this a judge is not to be relied on


@dataclass(frozen=True, slots=True)
class Agreement:
    """``n`` marks that both gave, over ``answers``; ``same`` the share of equal ones.

    ``kappa`` is None without marks, and where both always gave one and the same mark: chance alone explains that.
    """

    n: int
    answers: int
    same: float | None = None
    kappa: float | None = None
    low: float | None = None
    high: float | None = None


def agreement(by_answer: Mapping[str, Pairs]) -> Agreement:
    """Return the agreement over all pairs; intervals (95 %, percentile bootstrap) are drawn over answers."""
    groups = [pairs for pairs in by_answer.values() if pairs]
    flat = [pair for pairs in groups for pair in pairs]
    if not flat:
        return Agreement(0, 0)
    kinds = {mark: at for at, mark in enumerate(sorted({mark for pair in flat for mark in pair}))}
    tables = np.zeros((len(groups), len(kinds), len(kinds)))
    for at, pairs in enumerate(groups):
        for one, other in pairs:
            tables[at, kinds[one], kinds[other]] += 1
    whole = tables.sum(axis=0)
    same = float(np.trace(whole) / whole.sum())
    kappa = _kappa(whole)
    if kappa is None:
        return Agreement(len(flat), len(groups), same)
    draws = np.random.default_rng(SEED).integers(0, len(groups), (RESAMPLES, len(groups)))
    found = [k for drawn in draws if (k := _kappa(tables[drawn].sum(axis=0))) is not None]
    low, high = (float(edge) for edge in np.percentile(found, [2.5, 97.5]))
    return Agreement(len(flat), len(groups), same, kappa, low, high)


def _kappa(table: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float | None:
    """Return kappa of a square table of counts; None where chance agreement is certain."""
    n = table.sum()
    expected = float((table.sum(axis=0) * table.sum(axis=1)).sum() / n**2)
    if expected >= 1 - 1e-12:
        return None
    return float((np.trace(table) / n - expected) / (1 - expected))
