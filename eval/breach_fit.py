"""Fits the weights that hear breaches: ridge logistic regressions for all clauses at once, and thresholds with a budget of false alarms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from assistant.answering.grams import BUCKETS, grams
from assistant.answering.guideline.breaches import Breaches
from assistant.answering.guideline.findings import CLAUSES
from assistant.answering.meaning import Floats
from eval.breach_samples import Spoken

Numbers: TypeAlias = NDArray[np.float64]

_MEANING, _WORDING = 10.0, 6.0  # how much a vector and the grams of a sentence count
_SHRINK, _STEPS = 1.0, 200
#: How many fair sentences may be blamed, by any clause: of those written as neighbours of breaches, and of the knowledge's.
_NEIGHBOURS, _KNOWLEDGE = 0.03, 0.005
#: Clauses about how somebody is spoken to: a breach of one is often one of another, so it is no example against it.
_KIN = ("1-2", "1-6", "1-9", "8-3")


@dataclass(frozen=True)
class Shaped:
    """``rows`` [sentences, dimension + BUCKETS]; for each clause ``truth`` and how much a sentence ``counts`` (0: not at all)."""

    rows: Floats
    truth: Numbers
    counts: Numbers
    folds: NDArray[np.int64]
    fair: NDArray[np.bool_]
    known: NDArray[np.bool_]

    @classmethod
    def of(cls, said: Sequence[Spoken], own: Sequence[str], vectors: Floats) -> Shaped:
        """Shape sentences with their own words (quotes taken out) and unit vectors."""
        wording = np.zeros((len(said), BUCKETS), np.float32)
        for row, text in enumerate(own):
            found = grams(text)
            wording[row, found] = 1 / np.sqrt(len(found))
        truth = np.array([[float(s.bad and s.clause == clause) for clause in CLAUSES] for s in said])
        kin = [[s.bad and s.clause != c and s.clause in _KIN and c in _KIN for c in CLAUSES] for s in said]
        return cls(
            np.hstack([_MEANING * vectors, _WORDING * wording]).astype(np.float32),
            truth,
            1.0 - np.array(kin, float),
            np.array([s.fold for s in said]),
            np.array([not s.bad for s in said]),
            np.array([not s.clause for s in said]),
        )


@dataclass(frozen=True)
class Fitted:
    """``weights`` [columns, clauses] and ``biases`` [clauses]."""

    weights: Floats
    biases: Floats

    def scores(self, rows: Floats) -> Floats:
        """Return the log-odds [sentences, clauses]."""
        found: Floats = rows @ self.weights + self.biases
        return found

    def breaches(self, model: str, limits: Floats) -> Breaches:
        """Return the weights as the check reads them."""
        meaning, wording = self.weights[:-BUCKETS].T * _MEANING, self.weights[-BUCKETS:].T * _WORDING
        return Breaches(model, meaning, wording, self.biases, limits)


def fitted(shaped: Shaped, used: NDArray[np.bool_] | None = None) -> Fitted:
    """Return ridge logistic regressions (accelerated gradient steps; the biases are not shrunk) on the rows that are used."""
    chosen = np.ones(len(shaped.rows), bool) if used is None else used
    truth, counts = shaped.truth[chosen].astype(np.float32), shaped.counts[chosen].astype(np.float32)
    mean = shaped.rows[chosen].mean(0)
    given = np.hstack([shaped.rows[chosen] - mean, np.ones((len(truth), 1), np.float32)])
    pace = 0.25 * _largest(given) + _SHRINK
    at = np.zeros((given.shape[1], truth.shape[1]), np.float32)
    move, before = np.zeros_like(at), 1.0
    for _ in range(_STEPS):
        ahead = at + move
        slope = given.T @ (counts * (1 / (1 + np.exp(-(given @ ahead))) - truth))
        slope[:-1] += _SHRINK * ahead[:-1]
        now, after = ahead - slope / pace, (1 + (1 + 4 * before**2) ** 0.5) / 2
        move, at, before = np.float32((before - 1) / after) * (now - at), now, after
    return Fitted(at[:-1], at[-1] - mean @ at[:-1])


def unseen(shaped: Shaped) -> Floats:
    """Return for every sentence the scores [sentences, clauses] of weights that know nothing of its situation."""
    scores = np.zeros((len(shaped.rows), shaped.truth.shape[1]), np.float32)
    for fold in sorted(set(shaped.folds.tolist())):
        out = shaped.folds == fold
        scores[out] = fitted(shaped, ~out).scores(shaped.rows[out])
    return scores


def thresholds(shaped: Shaped, scores: Floats) -> Floats:
    """Return the thresholds [clauses] that find most while, of the written fair sentences and of the knowledge's, few are blamed.

    From blaming none, the clause that finds most for one fair sentence more is let go on until the budget is spent.
    """
    groups = [(shaped.fair & ~shaped.known, _NEIGHBOURS), (shaped.fair & shaped.known, _KNOWLEDGE)]
    steps = [_steps(scores[:, c], shaped.fair, shaped.truth[:, c] > 0) for c in range(len(CLAUSES))]
    taken = [0] * len(CLAUSES)
    limits = np.array([own[0][0] for own in steps], np.float32)
    while True:
        rates = [
            ((own[ahead][1] - own[taken[c]][1]) / (ahead - taken[c]), c, ahead)
            for c, own in enumerate(steps)
            for ahead in range(taken[c] + 1, min(taken[c] + 4, len(own)))
        ]
        for rate, c, ahead in sorted(rates, reverse=True):
            tried = limits.copy()
            tried[c] = steps[c][ahead][0]
            blamed = np.any(scores >= tried, axis=1)
            if rate > 0 and all(blamed[rows].sum() <= most * rows.sum() for rows, most in groups):
                taken[c], limits = ahead, tried
                break
        else:
            return limits


def _steps(scores: Floats, fair: NDArray[np.bool_], bad: NDArray[np.bool_]) -> list[tuple[float, int]]:
    """Return (threshold, breaches found) for blaming none, one, two … fair sentences."""
    worst = np.sort(scores[fair])[::-1][: len(scores) // 50].tolist()
    limits = [float(np.nextafter(np.float32(score), np.float32(np.inf))) for score in worst]
    return [(limit, int((scores[bad] >= limit).sum())) for limit in limits]


def _largest(rows: Floats) -> float:
    """Return the square of the largest singular value, by power steps."""
    vector = np.ones(rows.shape[1], np.float32)
    for _ in range(30):
        vector = rows.T @ (rows @ vector)
        vector /= np.linalg.norm(vector)
    return float(np.linalg.norm(rows @ vector) ** 2) * 1.05
