"""Runs of characters as numbered features: how something is said (endings, particles, turns of phrase), beside what it means."""

from __future__ import annotations

import zlib
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int64]

BUCKETS = 4096
_LONGEST = 4  # characters of a run
_EDGES = "^{}$"


def grams(text: str) -> Numbers:
    """Return the buckets (each once, sorted, below BUCKETS) of all runs of one to four characters, the ends marked."""
    edged = _EDGES.format(text)
    runs = {edged[at : at + length] for length in range(1, _LONGEST + 1) for at in range(len(edged) - length + 1)}
    return np.unique(np.array([zlib.crc32(run.encode()) % BUCKETS for run in runs], np.int64))
