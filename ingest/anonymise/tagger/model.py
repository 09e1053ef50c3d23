"""The trained weights: how likely each character belongs to a name, and whether to a person's or a firm's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.anonymise.tagger.columns import Ints, Sentence, columns

Floats: TypeAlias = NDArray[np.float32]
#: Features share this many weights; two that meet in one are told apart by the others around them.
SIZE = 1 << 18
WEIGHTS = Path(__file__).with_name("weights.npz")
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Linear:
    """One weight for each hashed feature, in whole steps of ``step``."""

    steps: NDArray[np.int8]
    step: float
    bias: float

    @classmethod
    def rounded(cls, weights: NDArray[np.float64], bias: float) -> Linear:
        """Return the weights in 255 steps: a quarter of the size, and the same names found."""
        step = float(np.abs(weights).max() / 127) or 1.0
        return cls(np.round(weights / step).astype(np.int8), step, bias)


@dataclass(frozen=True)
class Tagger:
    """``named`` tells names from other words, ``firm`` firms from persons; safe to share between threads."""

    named: Linear
    firm: Linear

    def likelihoods(self, text: str, sentences: Sequence[Sentence]) -> tuple[Floats, Floats]:
        """Return for each character how likely it belongs to a name, and that the name is a firm's (0 to 1)."""
        if not text:
            return np.zeros(0, np.float32), np.zeros(0, np.float32)
        named, firm = np.zeros(len(text), np.float32), np.zeros(len(text), np.float32)
        for ids in features(text, sentences):
            named += self.named.steps[ids]
            firm += self.firm.steps[ids]
        return _likely(self.named, named), _likely(self.firm, firm)

    def save(self, path: Path = WEIGHTS) -> None:
        """Write the weights; every run of the training gives the same file."""
        numbers = np.array([[m.step, m.bias] for m in (self.named, self.firm)])
        np.savez_compressed(path, named=self.named.steps, firm=self.firm.steps, numbers=numbers)


def features(text: str, sentences: Sequence[Sentence]) -> Iterator[Ints]:
    """Yield the numbers of one feature at every character of ``text``, feature by feature."""
    found = columns(text, sentences)
    for number, template in enumerate(_templates(), 1):
        mixed = np.full(len(text), number, np.uint64) * _SPREAD
        for letter, offset in template:
            mixed = (mixed ^ found[letter](offset).astype(np.uint64)) * _SPREAD
            mixed ^= mixed >> np.uint64(29)
        yield (mixed & np.uint64(SIZE - 1)).astype(np.int64)


def load_tagger(path: Path = WEIGHTS) -> Tagger:
    """Read the weights; OSError, KeyError or ValueError when they are missing or broken."""
    with np.load(path) as stored:
        (named_step, named_bias), (firm_step, firm_bias) = stored["numbers"].tolist()
        named, firm = stored["named"], stored["firm"]
    if named.shape != (SIZE,) or firm.shape != (SIZE,):
        raise ValueError(f"{named.shape} weights")
    return Tagger(Linear(named, named_step, named_bias), Linear(firm, firm_step, firm_bias))


def _likely(model: Linear, steps: Floats) -> Floats:
    likely: Floats = 1 / (1 + np.exp(-np.clip(steps * np.float32(model.step) + np.float32(model.bias), -30, 30)))
    return likely


@cache
def _templates() -> tuple[tuple[tuple[str, int], ...], ...]:
    lines = Path(__file__).with_name("templates.txt").read_text(encoding="utf-8").splitlines()
    return tuple(tuple((c[0], int(c[1:])) for c in line.split()) for line in lines if line and line[0] != "#")
