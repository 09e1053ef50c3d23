"""Ranking metrics of one sample, their mean over all samples with a bootstrap interval, and shares of a count.

nDCG uses linear gain (as trec_eval does): DCG = Σ gain_i / log2(i + 1). Checked against ``ir-measures`` in the tests.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2_000
SEED = 20_261_121


@dataclass(frozen=True, slots=True)
class Metric:
    """A mean over ``n`` samples with its 95 % interval; ``mean`` is None when there is no sample."""

    name: str
    n: int
    mean: float | None
    low: float | None
    high: float | None


def ndcg(ranked: Sequence[str], relevant: Mapping[str, int], k: int = 10) -> float:
    """Return nDCG@k with linear gain; 0 when nothing is relevant."""
    gained = sum(relevant.get(doc, 0) / math.log2(i + 2) for i, doc in enumerate(ranked[:k]))
    ideal = sum(g / math.log2(i + 2) for i, g in enumerate(sorted(relevant.values(), reverse=True)[:k]))
    return gained / ideal if ideal else 0.0


def recall(ranked: Sequence[str], relevant: Mapping[str, int], k: int = 5) -> float:
    """Return the share of the relevant entries among the first k."""
    wanted = {doc for doc, gain in relevant.items() if gain > 0}
    return len(wanted & set(ranked[:k])) / len(wanted) if wanted else 0.0


def reciprocal_rank(ranked: Sequence[str], relevant: Mapping[str, int], k: int = 10) -> float:
    """Return 1 / rank of the first relevant entry within k, else 0."""
    return next((1 / (i + 1) for i, doc in enumerate(ranked[:k]) if relevant.get(doc, 0) > 0), 0.0)


def hit(ranked: Sequence[str], relevant: Mapping[str, int], k: int = 1) -> float:
    """Return 1 when a relevant entry is among the first k."""
    return float(any(relevant.get(doc, 0) > 0 for doc in ranked[:k]))


def judged(ranked: Sequence[str], known: Collection[str], k: int = 10) -> float:
    """Return the share of the first k that somebody has judged; what nobody has counts as wrong everywhere else."""
    first = ranked[:k]
    return sum(doc in known for doc in first) / len(first) if first else 0.0


def separation(ours: Sequence[float], others: Sequence[float]) -> float | None:
    """Return the chance that one of ``ours`` is higher than one of ``others`` (area under the ROC curve); None without either."""
    if not ours or not others:
        return None
    a, b = np.asarray(ours)[:, None], np.asarray(others)[None, :]
    return float(((a > b) + 0.5 * (a == b)).mean())


def mean(name: str, scores: Sequence[float]) -> Metric:
    """Average the scores of samples, with interval."""
    if not scores:
        return Metric(name, 0, None, None, None)
    values = np.asarray(scores, dtype=float)
    draws = np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
    return Metric(name, len(values), float(values.mean()), float(low), float(high))


def share(name: str, hits: int, n: int) -> Metric:
    """Return hits / n with its 95 % interval: Wilson's, or by the rule of three (3 / n) when there are no or only hits."""
    if not n:
        return Metric(name, 0, None, None, None)
    if hits in (0, n):
        edge = min(1.0, 3 / n)
        return Metric(name, n, hits / n, 0.0 if hits == 0 else 1 - edge, edge if hits == 0 else 1.0)
    z, p = 1.959964, hits / n
    centre, width = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return Metric(name, n, p, (centre - width) / (1 + z * z / n), (centre + width) / (1 + z * z / n))


def paired_difference(name: str, ours: Sequence[float], theirs: Sequence[float]) -> Metric:
    """Return the mean difference per sample (ours − theirs) with interval; the two run over the same samples."""
    return mean(name, [a - b for a, b in zip(ours, theirs, strict=True)])
