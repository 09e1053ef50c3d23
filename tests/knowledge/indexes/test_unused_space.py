"""Chroma's graph files hold nothing of the process that wrote them."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from knowledge.indexes.unused_space import UnknownGraphError, blank
from knowledge.indexes.vectors import ChromaIndex, VectorRow


def ends(folder: Path) -> list[bytes]:
    """Return what stands beyond the last element of each graph."""
    found = []
    for header in folder.glob("*/header.bin"):
        elements, size = struct.unpack("<20xQQ64x", header.read_bytes())
        found.append(header.with_name("data_level0.bin").read_bytes()[elements * size :])
        found.append(header.with_name("length.bin").read_bytes()[elements * 4 :])
    return found


@pytest.mark.parametrize("count", [3, 1_500])
def test_unused_ends_are_zero_and_everything_is_found(tmp_path: Path, count: int) -> None:
    """A small graph (kept in Chroma's log) and one that was written to disk: cleaned after writing and after loading."""
    vectors = np.random.default_rng(1).standard_normal((count, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = ChromaIndex(tmp_path)
    index.upsert("national/case", [VectorRow(f"c#{n}", v, ("a:b",)) for n, v in enumerate(vectors)])
    index.search(vectors[0], ["national/case"], [], 1)
    index.close()
    assert ends(tmp_path)
    assert any(ends(tmp_path)) == (count < 1_000)  # a graph on disk ends with its last element
    assert not any(any(end) for end in ends(tmp_path))
    again = ChromaIndex(tmp_path)
    again.load()
    assert not any(any(end) for end in ends(tmp_path))
    sought = range(0, count, 7)
    found = [again.search(vectors[n], ["national/case"], [], 1)[0][0] for n in sought]
    assert sum(i == f"c#{n}" for i, n in zip(found, sought, strict=True)) >= 0.98 * len(sought)
    again.close()


@pytest.mark.parametrize("name", ["header.bin", "length.bin", "data_level0.bin"])
def test_a_format_that_is_not_known_is_refused(tmp_path: Path, name: str) -> None:
    """Better no index than one that may hold anything: a new version of Chroma is noticed here."""
    index = ChromaIndex(tmp_path)
    index.upsert("national/case", [VectorRow("c#1", np.ones(4, np.float32) / 2, ("a:b",))])
    index.search(np.ones(4, np.float32) / 2, ["national/case"], [], 1)
    index.close()
    file = next(tmp_path.glob(f"*/{name}"))
    file.write_bytes(file.read_bytes() + b"x" * 400_000)
    with pytest.raises(UnknownGraphError):
        blank(tmp_path)
