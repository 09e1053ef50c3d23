"""The trained weights: a linear reading of the bundled embedder's vectors for each clause of the sample guideline.

``python -m eval.train_situations`` writes them and tells how often they are right. They hold for the vectors of one model alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assistant.answering.meaning import Floats

FIT = Path(__file__).with_name("weights.npz")


@dataclass(frozen=True)
class Clauses:
    """For unit vectors of ``model`` [dimension]: one row of ``weights`` and a bias for each of ``names`` (``entry#clause``).

    ``own`` [dimension] and ``own_bias`` tell (above 0) that the own work of an adviser is spoken of, not a client's business.
    """

    model: str
    names: tuple[str, ...]
    weights: Floats
    biases: Floats
    own: Floats
    own_bias: float

    def fit(self, vector: Floats) -> dict[str, float]:
        """Return for every clause how much better it fits than the clauses do on average, in standard deviations."""
        found = self.weights @ vector + self.biases
        spread = float(found.std()) or 1.0
        return dict(zip(self.names, ((found - found.mean()) / spread).tolist(), strict=True))

    def own_work(self, vector: Floats) -> float:
        """Return above 0 where the speaker's own work with clients, colleagues or partners is the matter."""
        return float(self.own @ vector + self.own_bias)

    def save(self, path: Path = FIT) -> None:
        """Write the weights in half precision; every run of the training gives the same file."""
        np.savez(
            path,
            model=np.array(self.model),
            names=np.array(self.names),
            weights=self.weights.astype(np.float16),
            biases=self.biases,
            own=self.own,
            own_bias=np.array(self.own_bias, np.float32),
        )


@cache
def load_clauses(path: Path = FIT) -> Clauses:
    """Read the weights; OSError, KeyError or ValueError when they are missing or broken."""
    with np.load(path) as stored:
        names = tuple(str(name) for name in stored["names"])
        weights = stored["weights"].astype(np.float32)
        clauses = Clauses(
            str(stored["model"]), names, weights, stored["biases"], stored["own"], float(stored["own_bias"])
        )
    if weights.ndim != 2 or len(weights) != len(names):
        raise ValueError(f"{weights.shape} weights for {len(names)} clauses")
    return clauses
