"""The trained weights: a linear reading of a question's meaning (a vector) and of the wording of its asking sentence (grams).

``python -m eval.train_particulars`` writes them and tells how often they are right. They hold for the vectors of one model alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assistant.answering.grams import BUCKETS, grams
from assistant.answering.meaning import Floats

#: What is yet to come; what a person or firm keeps to itself; counts and superlatives; the asker's own papers; far places and times.
KINDS = ("forecast", "private", "statistics", "own", "elsewhere")
WEIGHTS = Path(__file__).with_name("weights.npz")


@dataclass(frozen=True)
class Kinds:
    """Weights for unit vectors of ``model`` and for grams: first row for any particular, then one for each of KINDS.

    ``vectors`` [1 + kinds, dimension], ``grams`` [1 + kinds, BUCKETS], ``biases`` [1 + kinds]. From ``likely`` and ``sure`` on,
    both in the log-odds of the first row, a question is taken for one.
    """

    model: str
    vectors: Floats
    grams: Floats
    biases: Floats
    likely: float
    sure: float

    def scores(self, asked: str, vector: Floats) -> Floats:
        """Return the log-odds [1 + kinds] for an asking sentence and the unit vector [dimension] of its question."""
        found = grams(asked)
        scores: Floats = self.vectors @ vector + self.grams[:, found].sum(1) / np.sqrt(len(found)) + self.biases
        return scores

    def save(self, path: Path = WEIGHTS) -> None:
        """Write the weights in half precision; every run of the training gives the same file."""
        np.savez_compressed(
            path,
            model=np.array(self.model),
            vectors=self.vectors.astype(np.float16),
            grams=self.grams.astype(np.float16),
            biases=self.biases,
            limits=np.array([self.likely, self.sure], np.float64),
        )


@cache
def load_kinds(path: Path = WEIGHTS) -> Kinds:
    """Read the weights; OSError, KeyError or ValueError when they are missing or broken."""
    with np.load(path) as stored:
        vectors, runs = stored["vectors"].astype(np.float32), stored["grams"].astype(np.float32)
        likely, sure = (float(limit) for limit in stored["limits"])
        kinds = Kinds(str(stored["model"]), vectors, runs, stored["biases"], likely, sure)
    if kinds.grams.shape != (1 + len(KINDS), BUCKETS) or len(kinds.vectors) != 1 + len(KINDS):
        raise ValueError(f"{kinds.vectors.shape}, {kinds.grams.shape} weights")
    return kinds
