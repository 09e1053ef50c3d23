"""A measure as figures: value, n and 95 % percentile bootstrap interval, over all samples and by slice.

Scores of one question are no strangers to each other, so questions are drawn, not scores; what never failed is known to 3/n.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.metrics import RESAMPLES, SEED
from eval.suite import Measure, Score

WORST = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` and its interval over ``n`` samples; all None without a sample."""

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


def question_of(sample: str) -> str:
    """Return the question that a sample belongs to: what stands before the first slash."""
    return sample.partition("/")[0]


def figure(measure: Measure, scores: Sequence[Score] | None = None) -> Figure:
    """Return the figure of the scores (all of the measure's unless given)."""
    taken = measure.scores if scores is None else scores
    if not taken:
        return Figure(0)
    values = np.asarray([s.value for s in taken], dtype=float)
    if measure.kind == "quantile":
        draws = values[np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))]
        value, found = float(np.quantile(values, measure.quantile)), np.quantile(draws, measure.quantile, axis=1)
    else:
        value, found = float(values.mean()), _means(taken)
    low, high = (float(edge) for edge in np.percentile(found, [2.5, 97.5]))
    if not measure.unit and value in (0, 1) and (values == value).all():
        edge = min(1.0, 3 / len(values))
        low, high = (low, edge) if value == 0 else (1 - edge, high)
    return Figure(len(values), value, low, high)


def _means(scores: Sequence[Score]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the mean of each resample of questions."""
    places: dict[str, int] = {}
    at = np.asarray([places.setdefault(question_of(s.sample), len(places)) for s in scores])
    sums = np.bincount(at, weights=[s.value for s in scores])
    counts = np.bincount(at).astype(float)
    draws = np.random.default_rng(SEED).integers(0, len(sums), (RESAMPLES, len(sums)))
    means: np.ndarray[Any, np.dtype[np.float64]] = sums[draws].sum(axis=1) / counts[draws].sum(axis=1)
    return means


def by_slice(measure: Measure) -> dict[str, dict[str, Figure]]:
    """Return the figure of every value of every kind of slice."""
    groups: dict[str, dict[str, list[Score]]] = {}
    for score in measure.scores:
        for kind, name in score.slices.items():
            if name:
                groups.setdefault(kind, {}).setdefault(name, []).append(score)
    return {
        kind: {name: figure(measure, scores) for name, scores in sorted(found.items())}
        for kind, found in sorted(groups.items())
    }


def failing(measure: Measure) -> list[Score]:
    """Return the samples that fell short, worst first; of an amount (seconds, letters) nothing fails, the five worst are told."""
    higher = measure.better == "higher"
    ranked = sorted(measure.scores, key=lambda s: s.value, reverse=not higher)
    if measure.enough is None and (measure.unit or measure.kind == "quantile"):
        return ranked[:WORST]
    enough = (1.0 if higher else 0.0) if measure.enough is None else measure.enough
    return [s for s in ranked if (s.value < enough if higher else s.value > enough)]
