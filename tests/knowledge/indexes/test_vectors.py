"""What every vector index promises, checked on Chroma and on the fake; and what only the real one can break."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.indexes import vectors
from knowledge.indexes.fake import ExactVectors
from knowledge.indexes.lexical import LexicalIndex, LexicalRow
from knowledge.indexes.vectors import BrokenIndexError, ChromaIndex, Vector, VectorIndex, VectorRow
from knowledge.words import Words

NATIONAL, HUB = "national/case", "hub:13/case"


def unit(*numbers: float) -> Vector:
    vector = np.array(numbers, np.float32)
    return vector / np.linalg.norm(vector)


ROWS = [
    VectorRow("a", unit(1, 0, 0), ("industry:09", "topics:pricing", "size:?")),
    VectorRow("b", unit(1, 1, 0), ("industry:58", "topics:pricing", "topics:margin", "size:s5")),
    VectorRow("c", unit(0, 1, 1), ("industry:09", "topics:margin", "size:s20")),
]


#: Collections of up to so many rows are compared whole: with 0, Chroma's graph answers.
COMPARED = {"table": 20_000, "graph": 0}


@pytest.fixture(params=["table", "graph", "exact"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorIndex]:
    index: VectorIndex = ExactVectors()
    if request.param in COMPARED:
        index = ChromaIndex(tmp_path / "chroma", compared_whole=COMPARED[request.param])
    yield index
    index.close()


def ids(found: list[tuple[str, float]]) -> list[str]:
    return [i for i, _ in found]


def test_nearest_come_first_with_their_cosine(index: VectorIndex) -> None:
    """Results are ordered by cosine, and the cosine is told."""
    index.upsert(NATIONAL, ROWS)
    found = index.search(unit(1, 0, 0), [NATIONAL], [], 3)
    assert ids(found) == ["a", "b", "c"]
    assert [c for _, c in found] == pytest.approx([1, 0.5**0.5, 0], abs=1e-5)


@pytest.mark.parametrize("most", [400, 40], ids=["few are compared whole", "many are looked for among the nearest"])
def test_conditions_on_a_large_collection_are_asked_of_the_keyword_index(
    tmp_path: Path, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes back meets every condition, nearest first."""
    monkeypatch.setattr(vectors, "_FEW", most)
    made = np.random.default_rng(4).normal(size=(400, 16)).astype(np.float32)
    rows = [VectorRow(f"p{i:03d}", v / np.linalg.norm(v), (f"a:{i % 2}", f"b:{i % 3}")) for i, v in enumerate(made)]
    lexical = LexicalIndex(tmp_path / "lexical", Words())
    lexical.write(LexicalRow(r.id, r.id, NATIONAL, "文", "題", r.terms, True) for r in rows)
    real, fake = ChromaIndex(tmp_path / "chroma", compared_whole=0, conditions=lexical), ExactVectors()
    for index in (real, fake):
        index.upsert(NATIONAL, rows)
    for required in ([["a:1"]], [["a:0"], ["b:1", "b:2"]], [["a:0"], ["c:1"]]):
        found = real.search(rows[7].vector, [NATIONAL, HUB], required, 5)
        expected = fake.search(rows[7].vector, [NATIONAL, HUB], required, 5)
        assert ids(found) == ids(expected)
        assert [c for _, c in found] == pytest.approx([c for _, c in expected], abs=1e-4)
    real.close()


def test_limit_and_ties(index: VectorIndex) -> None:
    """At most ``limit`` come back; equals are ordered by id."""
    index.upsert(NATIONAL, [VectorRow(i, unit(1, 0, 0), ("x:1",)) for i in ("q", "p", "r")])
    assert ids(index.search(unit(1, 0, 0), [NATIONAL], [], 9)) == ["p", "q", "r"]
    assert len(index.search(unit(1, 0, 0), [NATIONAL], [], 2)) == 2


def test_only_named_partitions_are_searched(index: VectorIndex) -> None:
    """A partition that is not named is not there, and one that never was is empty."""
    index.upsert(NATIONAL, ROWS[:1])
    index.upsert(HUB, ROWS[1:])
    vector = unit(1, 1, 1)
    assert ids(index.search(vector, [NATIONAL], [], 9)) == ["a"]
    assert set(ids(index.search(vector, [HUB], [], 9))) == {"b", "c"}
    assert set(ids(index.search(vector, [NATIONAL, HUB], [], 9))) == {"a", "b", "c"}
    assert index.search(vector, ["hub:14/case"], [], 9) == index.search(vector, [], [], 9) == []


@pytest.mark.parametrize(
    ("required", "expected"),
    [
        ([["industry:09"]], {"a", "c"}),
        ([["industry:09", "industry:58"]], {"a", "b", "c"}),
        ([["industry:09"], ["topics:margin"]], {"c"}),
        ([["topics:pricing"], ["size:s5", "size:?"]], {"a", "b"}),
        ([["industry:0"]], set()),
        ([["industry:09"], ["size:s5"]], set()),
    ],
)
def test_every_list_of_terms_needs_one(index: VectorIndex, required: list[list[str]], expected: set[str]) -> None:
    """Terms of one list are OR, lists are AND, and a term matches whole."""
    index.upsert(NATIONAL, ROWS)
    assert set(ids(index.search(unit(1, 1, 1), [NATIONAL], required, 9))) == expected


def test_upsert_replaces_and_delete_removes(index: VectorIndex) -> None:
    """A row written again has its new vector and terms; deleted rows and unknown ids are gone from every partition."""
    index.upsert(NATIONAL, ROWS)
    index.upsert(HUB, [VectorRow("d", unit(1, 0, 0), ("industry:09",))])
    index.upsert(NATIONAL, [VectorRow("a", unit(0, 0, 1), ("industry:44",))])
    assert index.count() == 4
    assert ids(index.search(unit(0, 0, 1), [NATIONAL], [["industry:44"]], 1)) == ["a"]
    index.delete(["a", "d", "never-there"])
    index.delete([])
    assert index.count() == 2
    assert set(ids(index.search(unit(1, 1, 1), [NATIONAL, HUB], [], 9))) == {"b", "c"}


def test_nothing_in_nothing_out(index: VectorIndex) -> None:
    """An empty index and an empty batch are no special case."""
    index.upsert(NATIONAL, [])
    assert index.count() == 0
    assert index.search(unit(1, 0, 0), [NATIONAL], [], 3) == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 999), count=st.integers(1, 60), how=st.sampled_from([0, 20_000]), data=st.data())
def test_chroma_answers_as_brute_force(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, how: int, data: st.DataObject
) -> None:
    """On small collections the real index and the fake return the same passages for any conditions."""
    made = np.random.default_rng(seed).normal(size=(count, 16)).astype(np.float32)
    terms = st.lists(st.sampled_from(["a:1", "a:2", "b:1", "b:2"]), min_size=1, max_size=3, unique=True).map(tuple)
    rows = [VectorRow(f"p{i}", v / np.linalg.norm(v), data.draw(terms)) for i, v in enumerate(made)]
    required = data.draw(st.lists(st.lists(st.sampled_from(["a:1", "a:2", "b:1", "c:1"]), min_size=1), max_size=2))
    real, fake = ChromaIndex(tmp_path_factory.mktemp("chroma"), compared_whole=how), ExactVectors()
    for index in (real, fake):
        index.upsert(NATIONAL, rows)
    vector = rows[0].vector
    expected, found = (dict(i.search(vector, [NATIONAL], required, 100)) for i in (fake, real))
    nearest = [i.search(vector, [NATIONAL], required, 3) for i in (fake, real)]
    real.close()
    assert found == pytest.approx(expected, abs=1e-4)
    assert [c for _, c in nearest[1]] == pytest.approx([c for _, c in nearest[0]], abs=1e-4)


def test_reopened_index_answers_the_same(tmp_path: Path) -> None:
    """What was written is found by the next process, conditions and partitions included."""
    first = ChromaIndex(tmp_path)
    first.upsert(NATIONAL, ROWS)
    first.upsert(HUB, [VectorRow("d", unit(1, 0, 0), ("industry:09",))])
    before = first.search(unit(1, 0, 0), [NATIONAL, HUB], [["industry:09"]], 9)
    first.close()
    first.close()  # twice does no harm
    second = ChromaIndex(tmp_path)
    assert second.count() == 4
    assert second.search(unit(1, 0, 0), [NATIONAL, HUB], [["industry:09"]], 9) == before
    second.close()


@pytest.mark.parametrize("how", COMPARED)
def test_thousands_of_rows_find_themselves(tmp_path: Path, how: str) -> None:
    """Past the size at which the index goes to disk, every one of a sample is nearest to itself, also after reopening."""
    made = np.random.default_rng(0).normal(size=(2_500, 32)).astype(np.float32)
    rows = [VectorRow(f"p{i}", v / np.linalg.norm(v), ("a:1",)) for i, v in enumerate(made)]
    index = ChromaIndex(tmp_path)
    index.upsert(NATIONAL, rows)
    index.close()
    index = ChromaIndex(tmp_path, compared_whole=COMPARED[how])
    assert index.count() == 2_500
    assert [ids(index.search(r.vector, [NATIONAL], [], 1)) for r in rows[::25]] == [[r.id] for r in rows[::25]]
    index.close()


def test_an_index_in_use_outlives_its_owner(tmp_path: Path) -> None:
    """Whoever still holds the index can search it; the last one to let go closes it."""
    index = ChromaIndex(tmp_path)
    index.upsert(NATIONAL, ROWS)
    searching = index.search
    del index
    gc.collect()
    assert ids(searching(unit(1, 0, 0), [NATIONAL], [], 1)) == ["a"]


def test_a_broken_index_says_what_to_do(tmp_path: Path) -> None:
    """A database cut short is refused at opening, a lost segment at searching, both in one sentence."""
    index = ChromaIndex(tmp_path / "one")
    index.upsert(NATIONAL, ROWS)
    index.close()
    database = tmp_path / "one" / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[:20_000])
    with pytest.raises(BrokenIndexError, match=r"を開けません\)。python -m knowledge rebuild で作り直してください。"):
        ChromaIndex(tmp_path / "one")
    made = np.random.default_rng(0).normal(size=(1_200, 8)).astype(np.float32)
    index = ChromaIndex(tmp_path / "two")
    index.upsert(NATIONAL, [VectorRow(f"p{i}", v / np.linalg.norm(v), ("a:1",)) for i, v in enumerate(made)])
    index.close()
    for segment in (tmp_path / "two").rglob("header.bin"):
        segment.unlink()
    index = ChromaIndex(tmp_path / "two")
    with pytest.raises(BrokenIndexError, match="rebuild"):
        index.search(unit(*[1] * 8), [NATIONAL], [], 3)
    index.close()
