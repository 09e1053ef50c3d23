"""The trained weights: one logistic regression for each thing that is listened for, over the bundled embedder's vectors.

``python -m eval.train_wording`` writes them and tells how often they are right. They hold for the vectors of one model alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assistant.answering.meaning import Floats

#: What is listened for: a question that hints at despair, or asks for help with something unlawful. Breaches of the guideline in
#: answers are heard by ``assistant.answering.guideline.hearing``, which reads the wording too.
HEADS = ("distress", "illegal")
WEIGHTS = Path(__file__).with_name("weights.npz")


@dataclass(frozen=True)
class Heads:
    """``weights`` [heads, dimension] and ``biases`` for the vectors of ``model``; from its threshold on a head says so."""

    model: str
    weights: Floats
    biases: Floats
    thresholds: Floats

    def scores(self, vectors: Floats) -> Floats:
        """Return the log-odds [texts, heads] of unit vectors [texts, dimension]."""
        found: Floats = vectors @ self.weights.T + self.biases
        return found

    def heard(self, vector: Floats) -> tuple[str, ...]:
        """Return the heads that say so of one unit vector [dimension]."""
        above = self.scores(vector[None, :])[0] >= self.thresholds
        return tuple(head for head, said in zip(HEADS, above, strict=True) if said)

    def save(self, path: Path = WEIGHTS) -> None:
        """Write the weights; every run of the training gives the same file."""
        np.savez(
            path,
            model=np.array(self.model),
            weights=self.weights,
            biases=self.biases,
            thresholds=self.thresholds,
        )


@cache
def load_heads(path: Path = WEIGHTS) -> Heads:
    """Read the weights; OSError, KeyError or ValueError when they are missing or broken."""
    with np.load(path) as stored:
        heads = Heads(str(stored["model"]), stored["weights"], stored["biases"], stored["thresholds"])
    if heads.weights.ndim != 2 or len(heads.weights) != len(HEADS):
        raise ValueError(f"{heads.weights.shape} weights")
    return heads
