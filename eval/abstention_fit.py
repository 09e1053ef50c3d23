"""Fits the strength of evidence on the dev half: a logistic regression, and the two thresholds of the ladder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.abstention import Outcome
from eval.samples import DatasetError

TAUGHT_BY = ("other-world", "out-of-scope", "near-miss", "nonsense")
REFUSED = 0.06  # of the answerable questions of the dev half may fall below NOTHING
THIN = 0.15  # … and below CAVEAT
_RIDGE = 1.0
_ROUNDS = 60
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The constants of ``assistant/answering/judging/strength.py``, and on how many questions they were fitted."""

    weights: Mapping[str, float]
    nothing: float
    caveat: float
    answerable: int
    others: int

    def as_json(self) -> dict[str, Any]:
        """Return the constants as JSON values."""
        return asdict(self)

    def as_text(self) -> str:
        """Return the constants as lines of Python."""
        shown = ", ".join(f'"{name}": {weight:.3f}' for name, weight in self.weights.items())
        return "\n".join(
            [
                f"WEIGHTS = {{{shown}}}",
                f"NOTHING = {self.nothing:.2f}",
                f"CAVEAT = {self.caveat:.2f}",
                f"# fitted on {self.answerable} answerable and {self.others} other questions of the dev half",
            ]
        )


def fit(outcomes: Sequence[Outcome]) -> Fitted:
    """Fit the constants on the dev half; raise DatasetError without data."""
    taught = [o for o in outcomes if o.signs and o.probe.half == "dev"]
    good = [o for o in taught if o.probe.kind == "answerable"]
    bad = [o for o in taught if o.probe.kind in TAUGHT_BY]
    if not good or not bad:
        raise DatasetError("当てはめに使える質問がありません。")
    values = np.array([_values(o) for o in (*good, *bad)])
    labels = np.array([1.0] * len(good) + [0.0] * len(bad))
    weights = _logistic(values, labels)
    strengths = np.sort(np.array([_values(o) for o in good]) @ weights[:3] + weights[3])
    names = ("coverage", "nearness", "premises", "offset")
    return Fitted(
        {name: float(weight) for name, weight in zip(names, weights, strict=True)},
        float(np.quantile(strengths, REFUSED)),
        float(np.quantile(strengths, THIN)),
        len(good),
        len(bad),
    )


def _values(outcome: Outcome) -> list[float]:
    found = outcome.signs
    if found is None:
        raise ValueError(outcome.probe.id)
    return [found.coverage, found.nearness, found.premises]


def _logistic(values: Numbers, labels: Numbers) -> Numbers:
    """Return the weights and the offset, both classes counting alike (Newton's method with a ridge)."""
    centre, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    design = np.column_stack([(values - centre) / spread, np.ones(len(values))])
    counts = np.where(labels == 1, 0.5 / labels.sum(), 0.5 / (1 - labels).sum()) * len(labels)
    ridge = np.diag([_RIDGE] * values.shape[1] + [0.0])
    weights = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        expected = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (counts * (expected - labels)) + ridge @ weights
        curvature = (design.T * (counts * expected * (1 - expected))) @ design + ridge
        weights = weights - np.linalg.solve(curvature, slope)
    scaled = weights[:-1] / spread
    return np.append(scaled, weights[-1] - scaled @ centre)
