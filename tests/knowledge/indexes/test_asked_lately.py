"""A partition is searched once a question, and the answer is the index's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.indexes.asked_lately import AskedLately
from knowledge.indexes.fake import ExactVectors
from knowledge.indexes.vectors import ChromaIndex, Vector, VectorRow


class Counting(ExactVectors):
    """Exact vectors that count how often they are searched."""

    def __init__(self) -> None:
        super().__init__()
        self.searched: list[tuple[str, ...]] = []

    def search(
        self, vector: Vector, partitions: Sequence[str], required: Sequence[Sequence[str]], limit: int
    ) -> list[tuple[str, float]]:
        self.searched.append(tuple(partitions))
        return super().search(vector, partitions, required, limit)


def _filled() -> Counting:
    random = np.random.default_rng(4)
    index = Counting()
    for partition in ("national/case", "national/policy", "hub:13/case"):
        rows = random.normal(size=(30, 8)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        index.upsert(partition, [VectorRow(f"{partition}{n}", row, (f"topics:{n % 3}",)) for n, row in enumerate(rows)])
    return index


INDEX = _filled()
PARTITIONS = st.lists(st.sampled_from(["national/case", "national/policy", "hub:13/case", "none/case"]), unique=True)


@given(
    st.integers(0, 5), PARTITIONS, st.sampled_from([[], [["topics:1"]], [["topics:1", "topics:2"]]]), st.integers(1, 40)
)
def test_it_finds_what_the_index_finds(seed: int, partitions: list[str], required: list[list[str]], limit: int) -> None:
    vector = np.random.default_rng(seed).normal(size=8).astype(np.float32)
    lately = AskedLately(cast("ChromaIndex", INDEX))
    expected = INDEX.search(vector, partitions, required, limit)
    assert lately.search(vector, partitions, required, limit) == expected
    assert lately.search(vector, partitions, required, limit) == expected


def test_a_second_purpose_costs_no_second_search() -> None:
    index = _filled()
    lately = AskedLately(cast("ChromaIndex", index))
    vector = np.ones(8, np.float32)
    lately.search(vector, ["national/case", "national/policy"], [], 10)
    lately.search(vector, ["national/case"], [], 10)
    assert index.searched == [("national/case",), ("national/policy",)]
    lately.search(vector, ["national/case"], [["topics:1"]], 10)
    lately.search(-vector, ["national/case"], [], 10)
    assert len(index.searched) == 4


def test_what_is_kept_does_not_grow_without_end() -> None:
    index = _filled()
    lately = AskedLately(cast("ChromaIndex", index))
    for n in range(300):
        lately.search(np.full(8, n, np.float32), ["national/case"], [], 1)
    lately.search(np.full(8, 299, np.float32), ["national/case"], [], 1)
    assert len(index.searched) == 300
    lately.search(np.full(8, 0, np.float32), ["national/case"], [], 1)
    assert len(index.searched) == 301
