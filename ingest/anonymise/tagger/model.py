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
_CELLS = 1 << 16  # features times characters that are mixed at once: half a megabyte
_Template: TypeAlias = tuple[tuple[str, int], ...]


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
            named += self.named.steps[ids].sum(axis=0)
            firm += self.firm.steps[ids].sum(axis=0)
        return _likely(self.named, named), _likely(self.firm, firm)

    def save(self, path: Path = WEIGHTS) -> None:
        """Write the weights; every run of the training gives the same file."""
        numbers = np.array([[m.step, m.bias] for m in (self.named, self.firm)])
        np.savez_compressed(path, named=self.named.steps, firm=self.firm.steps, numbers=numbers)


def features(text: str, sentences: Sequence[Sentence]) -> Iterator[Ints]:
    """Yield the numbers of some features at every character of ``text``, a row each; features of as many columns together.

    A letter at a time is read into a table once, and many features at a time are mixed from it: a question of a hundred
    characters costs a few calls instead of a thousand. A long text is left to go feature by feature, for the memory.
    """
    found = columns(text, sentences)
    table = {(letter, offset): found[letter](offset).astype(np.uint64) for letter, offset in _columns_used()}
    at_once = max(1, _CELLS // len(text))
    for numbers, templates in _templates():
        for first in range(0, len(templates), at_once):
            mixed = numbers[first : first + at_once, None] * _SPREAD
            for place in range(len(templates[0])):
                mixed = mixed ^ np.stack([table[t[place]] for t in templates[first : first + at_once]])
                mixed *= _SPREAD
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
def _read_templates() -> tuple[_Template, ...]:
    lines = Path(__file__).with_name("templates.txt").read_text(encoding="utf-8").splitlines()
    return tuple(tuple((c[0], int(c[1:])) for c in line.split()) for line in lines if line and line[0] != "#")


@cache
def _templates() -> tuple[tuple[NDArray[np.uint64], tuple[_Template, ...]], ...]:
    """Return the templates with their numbers, those of the same length together."""
    lengths = sorted({len(template) for template in _read_templates()})
    groups = ([(n, t) for n, t in enumerate(_read_templates(), 1) if len(t) == length] for length in lengths)
    return tuple((np.array([n for n, _ in group], np.uint64), tuple(t for _, t in group)) for group in groups)


@cache
def _columns_used() -> frozenset[tuple[str, int]]:
    return frozenset(column for template in _read_templates() for column in template)
