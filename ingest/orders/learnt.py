"""How much a sentence sounds like an order about an answer: a logistic regression on its groups of one to four letters.

Learnt from sentences, so that it needs no list of wordings; ``python -m eval.train_orders`` writes the weights and tells how often
they are right. What names something (letters, figures) counts as one mark, whatever it is: no code word is known or looked for.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Places: TypeAlias = NDArray[np.int64]
SIZE = 1 << 15
WEIGHTS = Path(__file__).with_name("weights.npz")
_LONGEST = 400  # characters that are listened to
_GROUPS = 4
_SPACE = re.compile(r"(?<=[^a-z]) | (?=[^a-z])")
_NAME = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*")
_FIGURE = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class Learnt:
    """``weights`` [SIZE], ``bias``; a text whose log-odds reach ``threshold`` is taken for an order."""

    weights: NDArray[np.float32]
    bias: float
    threshold: float

    def score(self, text: str) -> float:
        """Return the log-odds of a text; linear in its first 400 characters."""
        at = places(text)
        total = float(self.weights[at].sum())
        return total / math.sqrt(max(1, len(at))) + self.bias

    def save(self, path: Path = WEIGHTS) -> None:
        """Write the weights in steps of 1/127 of the greatest; every run of the training gives the same file."""
        step = max(float(np.abs(self.weights).max()), 1e-9) / 127
        np.savez_compressed(
            path,
            weights=np.round(self.weights / step).astype(np.int8),
            step=np.float64(step),
            bias=np.float64(self.bias),
            threshold=np.float64(self.threshold),
        )


@cache
def load_learnt(path: Path = WEIGHTS) -> Learnt:
    """Read the weights; OSError, KeyError or ValueError when they are missing or broken."""
    with np.load(path) as stored:
        weights = stored["weights"].astype(np.float32) * np.float32(stored["step"])
        found = Learnt(weights, float(stored["bias"]), float(stored["threshold"]))
    if weights.shape != (SIZE,):
        raise ValueError(f"{weights.shape} weights")
    return found


def places(text: str) -> Places:
    """Return where the weights of a text's groups of letters lie, each once."""
    codes = np.frombuffer(f"\x02{_folded(text)}\x03".encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    groups = [codes]
    for _ in range(_GROUPS - 1):
        longer = groups[-1][:-1] * np.uint64(1_000_003) + codes[len(groups) :]
        groups.append(longer)
    mixed = np.concatenate([g + np.uint64(length << 40) for length, g in enumerate(groups)])
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    return np.unique((mixed >> np.uint64(49)).astype(np.int64))


def _folded(text: str) -> str:
    line = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text[:_LONGEST])).casefold().strip()
    return _FIGURE.sub("0", _NAME.sub("a", _SPACE.sub("", line)))[:_LONGEST].rstrip("。. ")
