"""A table finds exactly what comparing each row by itself finds."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.indexes.exact import ExactTable

TERMS = st.lists(st.sampled_from(["a:1", "a:2", "b:1", "b:2"]), max_size=3, unique=True)


def table(rows: list[tuple[str, tuple[float, ...], list[str]]]) -> ExactTable:
    return ExactTable([i for i, _, _ in rows], np.array([v for _, v, _ in rows], np.float32), [t for _, _, t in rows])


@given(st.data(), st.integers(0, 40), st.integers(1, 50))
def test_it_finds_what_row_by_row_comparison_finds(data: st.DataObject, count: int, limit: int) -> None:
    """Any rows, conditions and limits: the same ids in the same order, equals by id."""
    numbers = st.tuples(*[st.sampled_from([-1.0, 0.0, 0.5, 1.0])] * 3)
    rows = [(f"p{n:02}", data.draw(numbers), data.draw(TERMS)) for n in range(count)]
    mixed = data.draw(st.permutations(rows))
    required = data.draw(st.lists(st.lists(st.sampled_from(["a:1", "b:1", "b:2", "c:9"]), min_size=1), max_size=2))
    vector = np.array([0.5, 1.0, -0.5], np.float32)
    near = [
        (i, float(np.dot(np.array(v, np.float32), vector)))
        for i, v, own in rows
        if all(set(terms) & set(own) for terms in required)
    ]
    expected = sorted(near, key=lambda pair: (-pair[1], pair[0]))[:limit]
    assert table(mixed).search(vector, required, limit) == expected


def test_equals_at_the_limit_come_by_id() -> None:
    """Where more rows are equally near than are asked for, the first by id are returned."""
    rows: list[tuple[str, tuple[float, ...], list[str]]] = [(i, (1.0, 0.0), ["x:1"]) for i in "dbca"]
    assert [i for i, _ in table(rows).search(np.array([1, 0], np.float32), [], 2)] == ["a", "b"]


def test_no_row_meets_an_unknown_term() -> None:
    assert table([("a", (1.0, 0.0), ["x:1"])]).search(np.array([1, 0], np.float32), [["no:such"]], 3) == []


@pytest.mark.parametrize(("given", "threads"), [(None, "1"), ("3", "3")])
def test_a_product_of_matrices_takes_one_core_unless_told_otherwise(given: str | None, threads: str) -> None:
    """Whatever of ours is imported first, numpy finds the setting; one's own setting is kept."""
    environment = {"PATH": "", "OMP_NUM_THREADS": given} if given else {"PATH": ""}
    program = "import knowledge, os; print(os.environ['OMP_NUM_THREADS'])"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == threads
