"""Passages → vectors: from the catalog's cache, or made now and cached; ahead of the indexes while files are still read."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from knowledge.catalog import Catalog, text_hash
from knowledge.embedding import Embedder
from knowledge.entries import Entry, Passage
from knowledge.indexes.centre import Centre
from knowledge.indexes.vectors import Vector
from knowledge.premises import dense_context

CONTEXT_WEIGHT = 0.6  # of the title-and-premises vector in a passage's vector; measured in docs/retrieval.md
BATCH = 256  # passages embedded and cached at a time
_WAITING = 8  # batches that may wait for the embedder before reading has to pause: memory stays flat

_NO_CENTRE = Centre()
_Cache = Callable[[dict[str, str]], object]


class PassageVectors:
    """Gives the vector of each passage, a mix of its own text's and its context's; nothing is embedded twice."""

    def __init__(self, catalog: Catalog, embedder: Embedder) -> None:
        self._catalog = catalog
        self._embedder = embedder

    def of(self, pairs: Sequence[tuple[Entry, Passage]], centre: Centre = _NO_CENTRE) -> list[Vector]:
        """Return one unit vector for each (entry, passage), with the centre taken away."""
        known = self._cached(_texts(pairs))
        joined = [_joined(known[text_hash(p.text)], known[text_hash(dense_context(e, p))]) for e, p in pairs]
        return [centre.passage(vector) for vector in joined]

    def of_queries(self, texts: Sequence[str]) -> list[Vector]:
        """Return one unit vector for each text, asked as a question."""
        return [self._embedder.encode_query(text) for text in texts]

    def make(self, pairs: Sequence[tuple[Entry, Passage]]) -> None:
        """Put into the cache what the vectors of these passages need, so that a stop loses one batch at most."""
        self._cached(_texts(pairs))

    @contextmanager
    def ahead(self) -> Iterator[Ahead]:
        """Embed in the background what is added; leaving waits for the rest and raises what went wrong there."""
        running = Ahead(self._cached)
        try:
            yield running
        except BaseException:
            running.stop(drop=True)
            raise
        running.stop(drop=False)

    def _cached(self, texts: dict[str, str]) -> dict[str, Vector]:
        key = self._embedder.key
        known = self._catalog.vectors(key, list(texts))
        missing = [h for h in texts if h not in known]
        if missing:
            made = dict(zip(missing, self._embedder.encode_passages([texts[h] for h in missing]), strict=True))
            self._catalog.put_vectors(key, made)
            known |= made
        return known


class Ahead:
    """A thread that fills the cache from a bounded queue of texts; ``add`` waits while the queue is full."""

    def __init__(self, cache: _Cache) -> None:
        self._cache = cache
        self._batches: queue.Queue[dict[str, str] | None] = queue.Queue(_WAITING)
        self._gathered: dict[str, str] = {}
        self._failed: BaseException | None = None
        self._dropped = False
        self._thread = threading.Thread(target=self._work, name="embedding ahead", daemon=True)
        self._thread.start()

    def add(self, entry: Entry, passages: Sequence[Passage]) -> None:
        """Have the passages of an entry embedded."""
        for passage in passages:
            for text in (passage.text, dense_context(entry, passage)):
                self._gathered[text_hash(text)] = text
        if len(self._gathered) >= BATCH:
            self._hand_over()

    def stop(self, drop: bool) -> None:
        """Finish what waits (or ``drop`` it) and end; raise what the thread met unless the work is dropped."""
        self._dropped = drop
        if self._gathered and not drop:
            self._hand_over()
        self._batches.put(None)
        self._thread.join()
        if self._failed and not drop:
            raise self._failed

    def _hand_over(self) -> None:
        if self._failed:
            raise self._failed
        self._batches.put(self._gathered)
        self._gathered = {}

    def _work(self) -> None:
        while (batch := self._batches.get()) is not None:
            if self._failed or self._dropped:
                continue  # emptied, so that nobody waits for room
            try:
                self._cache(batch)
            except BaseException as error:  # raised again where the work was ordered
                self._failed = error


def _texts(pairs: Sequence[tuple[Entry, Passage]]) -> dict[str, str]:
    return {text_hash(t): t for entry, p in pairs for t in (p.text, dense_context(entry, p))}


def _joined(text: Vector, context: Vector) -> Vector:
    joined = text + CONTEXT_WEIGHT * context
    unit: Vector = (joined / np.linalg.norm(joined)).astype(np.float32)
    return unit
