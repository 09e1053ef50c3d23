"""The trained weights: one linear reading of a sentence for each clause, of its meaning (a vector) and of its wording (grams).

``python -m eval.train_breaches`` writes them and tells how often they are right. They hold for the vectors of one model alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assistant.answering.grams import BUCKETS, grams
from assistant.answering.guideline.findings import CLAUSES
from assistant.answering.meaning import Floats

WEIGHTS = Path(__file__).with_name("breaches.npz")


@dataclass(frozen=True)
class Breaches:
    """For each clause of CLAUSES: weights of the unit vectors of ``model`` and of the grams, a bias, and where it begins to say so.

    ``vectors`` [clauses, dimension], ``grams`` [clauses, BUCKETS], ``biases`` and ``thresholds`` [clauses].
    """

    model: str
    vectors: Floats
    grams: Floats
    biases: Floats
    thresholds: Floats

    def scores(self, text: str, vector: Floats) -> Floats:
        """Return the log-odds [clauses] of a folded text without quotes and its unit vector [dimension]."""
        found = grams(text)
        scores: Floats = self.vectors @ vector + self.grams[:, found].sum(1) / np.sqrt(len(found)) + self.biases
        return scores

    def told(self, text: str, vector: Floats) -> tuple[str, ...]:
        """Return the clauses that the text seems to break, the surest first."""
        over = self.scores(text, vector) - self.thresholds
        named = sorted(zip(over.tolist(), CLAUSES, strict=True), reverse=True)
        return tuple(clause for surplus, clause in named if surplus >= 0)

    def save(self, path: Path = WEIGHTS) -> None:
        """Write the weights in half precision; every run of the training gives the same file."""
        np.savez(
            path,
            model=np.array(self.model),
            vectors=self.vectors.astype(np.float16),
            grams=self.grams.astype(np.float16),
            biases=self.biases,
            thresholds=self.thresholds,
        )


@cache
def load_breaches(path: Path = WEIGHTS) -> Breaches:
    """Read the weights; OSError, KeyError or ValueError when they are missing or broken."""
    with np.load(path) as stored:
        vectors, runs = stored["vectors"].astype(np.float32), stored["grams"].astype(np.float32)
        found = Breaches(str(stored["model"]), vectors, runs, stored["biases"], stored["thresholds"])
    if found.grams.shape != (len(CLAUSES), BUCKETS) or len(found.vectors) != len(CLAUSES):
        raise ValueError(f"{found.vectors.shape}, {found.grams.shape} weights")
    return found
