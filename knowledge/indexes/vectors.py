"""The dense index: Chroma on disk, one collection for each visibility and kind, vectors given from outside.

Visibility is a partition, not a condition: a search opens only the collections that the viewer may see, so no filter can be
forgotten. Chroma never embeds, never downloads and never reports home here.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import chromadb
import numpy as np
import numpy.typing as npt
from chromadb.config import Settings
from chromadb.errors import ChromaError

from knowledge.indexes import exact
from knowledge.indexes.exact import ExactTable
from knowledge.indexes.unused_space import UnknownGraphError, blank
from knowledge.memory import give_back

Vector = npt.NDArray[np.float32]
_READ = 1_000  # rows read in one call
_FEW = 4_000  # rows of a large collection read one by one, or asked of its graph: some 100 ms
_BATCH = 2_000  # rows in one call; twice as many are still below SQLite's bound on variables in one statement
# Measured on 1,600 passages in tight clusters: 24 neighbours lost 10 of them for good, these 1, in the same time.
# Chroma builds small graphs anew, and differently, at each opening: at 200 searched neighbours 7 of 100 questions got another
# entry among ten, at 1,000 none, in the same time (2,500 passages).
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 1_000, "max_neighbors": 32, "num_threads": 2}


class BrokenIndexError(RuntimeError):
    """An index that cannot be read or written; it is rebuilt from the catalog. Takes what is wrong, in a few Japanese words."""

    def __init__(self, what: str) -> None:
        super().__init__(f"検索の索引が使えません({what})。python -m knowledge rebuild で作り直してください。")


@dataclass(frozen=True, slots=True)
class VectorRow:
    """One passage to index: its id, unit vector [dimension], and facet terms."""

    id: str
    vector: Vector
    terms: tuple[str, ...]


class VectorIndex(Protocol):
    """Nearest passages by cosine; ``partition`` is ``<visibility>/<kind>``."""

    def upsert(self, partition: str, rows: Sequence[VectorRow]) -> None:
        """Write or replace passages."""
        ...

    def delete(self, ids: Iterable[str]) -> None:
        """Remove passages from whichever partition holds them."""
        ...

    def search(
        self, vector: Vector, partitions: Sequence[str], required: Sequence[Sequence[str]], limit: int
    ) -> list[tuple[str, float]]:
        """Return up to ``limit`` (passage id, cosine) pairs, best first; every inner list needs one of its terms."""
        ...

    def count(self) -> int:
        """Return how many passages the index says it holds."""
        ...

    def close(self) -> None:
        """Release files and memory."""
        ...


class Conditions(Protocol):
    """Who knows which passages carry which facet terms; the keyword index does."""

    def carrying(self, partition: str, required: Sequence[Sequence[str]], most: int) -> tuple[int, list[str]]:
        """Return how many passages of a partition meet the conditions, and their ids unless they are more than ``most``."""
        ...

    def among(self, ids: Sequence[str], required: Sequence[Sequence[str]]) -> set[str]:
        """Return those of the passages that meet the conditions."""
        ...


class ChromaIndex:
    """A VectorIndex in one folder; the only place that talks to Chroma.

    A small collection is read out of it once and compared whole (``exact.py``); Chroma's graph searches the others. Its own
    filter looks at every row of a collection: where ``conditions`` knows better, few rows that meet them are compared whole,
    and of many those are taken that are among the nearest of all.
    Rows are gathered and written in calls of 2,000 to 4,000: Chroma saves its graph when a call brings 1,000 or more, and builds
    anew, at each opening, what it has not saved (10,000 passages opened in 3.5 s when written 256 at a time, else in 0.1 s).
    """

    def __init__(
        self,
        folder: Path,
        closed: Callable[[], None] = lambda: None,
        compared_whole: int = exact.MOST,
        conditions: Conditions | None = None,
    ) -> None:
        """Open or make the index; ``closed`` is called at its end, collections of up to ``compared_whole`` rows become tables."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._compared_whole = compared_whole
        self._conditions = conditions
        self._wrote = False
        self._waiting: dict[str, dict[str, VectorRow]] = {}
        self._small: dict[str, ExactTable | None] = {}  # of the collections searched so far; None is too large a one
        with _broken("ベクトルの索引を開けません"):
            try:
                self._client: Any = chromadb.PersistentClient(
                    str(folder), settings=Settings(anonymized_telemetry=False)
                )
            except ChromaError:
                closed()
                raise
            # A search in another thread may hold the index longer than its owner does: the last one to let go closes it.
            self._close = weakref.finalize(self, _close, self._client, closed)
            self._collections: dict[str, Any] = {
                c.name: self._client.get_collection(c.name, embedding_function=None)
                for c in self._client.list_collections()
            }

    def load(self) -> None:
        """Have every collection read into memory now: Chroma writes files as it does so, and those are then cleaned."""
        with _broken("ベクトルの索引を読めません"):
            for name, collection in self._collections.items():
                if self._table(name) is None:
                    collection.get(limit=1, include=["embeddings"])
            blank(self._folder)
        give_back()

    def upsert(self, partition: str, rows: Sequence[VectorRow]) -> None:
        """Write or replace passages, at the latest when something is asked of the index or it is closed."""
        waiting = self._waiting.setdefault(partition, {})
        waiting |= {row.id: row for row in rows}  # the last of equal ids counts
        while len(waiting) >= 2 * _BATCH:
            some = list(waiting)[:_BATCH]
            self._write(partition, [waiting.pop(row_id) for row_id in some])

    def _write_waiting(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for partition, rows in waiting.items():
            if rows:
                self._write(partition, list(rows.values()))

    def _write(self, partition: str, rows: Sequence[VectorRow]) -> None:
        self._wrote = True
        self._small.clear()
        with _broken("ベクトルの索引に書けません"):
            self._collection(partition).upsert(
                ids=[row.id for row in rows],
                embeddings=np.stack([row.vector for row in rows]),
                metadatas=[{"terms": list(row.terms)} for row in rows],
            )

    def delete(self, ids: Iterable[str]) -> None:
        """Remove passages from every collection (Chroma ignores ids that are not there)."""
        wanted = list(ids)
        self._write_waiting()
        self._wrote = True
        self._small.clear()
        with _broken("ベクトルの索引に書けません"):
            for collection in self._collections.values():
                for at in range(0, len(wanted), _BATCH):
                    collection.delete(ids=wanted[at : at + _BATCH])

    def search(
        self, vector: Vector, partitions: Sequence[str], required: Sequence[Sequence[str]], limit: int
    ) -> list[tuple[str, float]]:
        """Search the named collections and merge by cosine."""
        self._write_waiting()
        found: list[tuple[str, float]] = []
        for partition in partitions:
            collection = self._collections.get(_name(partition))
            if collection is None:
                continue
            with _broken("ベクトルの索引を検索できません"):
                if table := self._table(_name(partition)):
                    found += table.search(vector, required, limit)
                    continue
                found += self._asked(collection, partition, vector, required, limit)
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        return found[:limit]

    def _asked(
        self, collection: Any, partition: str, vector: Vector, required: Sequence[Sequence[str]], limit: int
    ) -> list[tuple[str, float]]:
        """Search a collection that is too large for a table."""
        if not required or self._conditions is None:
            return _nearest(collection, vector, limit, _where(required))
        many, ids = self._conditions.carrying(partition, required, _FEW)
        if many <= _FEW:
            return _compared(collection, ids, vector)
        near = _nearest(collection, vector, min(_FEW, int(1.5 * limit * collection.count() / many) + 1))
        kept = self._conditions.among([i for i, _ in near], required)
        return [(i, cosine) for i, cosine in near if i in kept]

    def count(self) -> int:
        """Add up the collections' own counts."""
        self._write_waiting()
        with _broken("ベクトルの索引を読めません"):
            return sum(c.count() for c in self._collections.values())

    def close(self) -> None:
        """Write what waits and close the client; without it each one keeps its memory. Clean what was written."""
        try:
            self._write_waiting()
        finally:
            self._close()
        if self._wrote:
            with _broken("ベクトルの索引に書けません"):
                blank(self._folder)

    def _table(self, name: str) -> ExactTable | None:
        """Return a collection as a table, read once; None where it is too large for that."""
        if name not in self._small:
            collection, table = self._collections[name], None
            if collection.count() <= self._compared_whole:
                table = _read_whole(collection)
            self._small[name] = table
        return self._small[name]

    def _collection(self, partition: str) -> Any:
        name = _name(partition)
        if name not in self._collections:
            self._collections[name] = self._client.create_collection(
                name, embedding_function=None, configuration={"hnsw": _HNSW}
            )
        return self._collections[name]


def _close(client: Any, closed: Callable[[], None]) -> None:
    client.close()
    closed()


def _read_whole(collection: Any) -> ExactTable:
    """Read a collection, some rows at a time: Chroma hands each component out as an object of 32 bytes."""
    ids: list[str] = []
    vectors: list[npt.NDArray[np.float32]] = []
    terms: list[Sequence[str]] = []
    for at in range(0, collection.count(), _READ):
        held = collection.get(limit=_READ, offset=at, include=["embeddings", "metadatas"])
        ids += held["ids"]
        vectors.append(np.asarray(held["embeddings"], np.float32))
        terms += [told["terms"] for told in held["metadatas"]]
    return ExactTable(ids, np.concatenate(vectors) if vectors else np.empty((0, 0), np.float32), terms)


def _nearest(
    collection: Any, vector: Vector, limit: int, where: dict[str, Any] | None = None
) -> list[tuple[str, float]]:
    answer = collection.query(query_embeddings=[vector], n_results=limit, where=where, include=["distances"])
    return [(i, 1.0 - d) for i, d in zip(answer["ids"][0], answer["distances"][0], strict=True)]


def _compared(collection: Any, ids: Sequence[str], vector: Vector) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for at in range(0, len(ids), _READ):
        held = collection.get(ids=list(ids[at : at + _READ]), include=["embeddings"])
        cosines = np.asarray(held["embeddings"], np.float32) @ vector if held["ids"] else np.empty(0)
        found += zip(held["ids"], cosines.tolist(), strict=True)
    return found


@contextmanager
def _broken(what: str) -> Iterator[None]:
    """Turn Chroma's errors into ours."""
    try:
        yield
    except (ChromaError, UnknownGraphError) as error:
        raise BrokenIndexError(what) from error


def _name(partition: str) -> str:
    return partition.replace(":", "-").replace("/", "-")


def _where(required: Sequence[Sequence[str]]) -> dict[str, Any] | None:
    clauses: list[dict[str, Any]] = []
    for terms in required:
        options: list[dict[str, Any]] = [{"terms": {"$contains": term}} for term in terms]
        clauses.append(options[0] if len(options) == 1 else {"$or": options})
    if not clauses:
        return None
    return clauses[0] if len(clauses) == 1 else {"$and": clauses}
