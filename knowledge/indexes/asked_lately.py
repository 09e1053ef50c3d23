"""The nearest passages of the questions asked last: one answer searches the same partition for several purposes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from knowledge.indexes.vectors import ChromaIndex, Vector

_KEPT = 256  # lists of 200 passages each: about 8 MB, and the searches of some fifty questions
_Found = tuple[tuple[str, float], ...]


class AskedLately:
    """Searches a vector index that does not change any more, each partition once a question; safe for many threads."""

    def __init__(self, vectors: ChromaIndex) -> None:
        self._vectors = vectors
        self._kept: OrderedDict[tuple[object, ...], _Found] = OrderedDict()
        self._lock = threading.Lock()

    def search(
        self, vector: Vector, partitions: Sequence[str], required: Sequence[Sequence[str]], limit: int
    ) -> list[tuple[str, float]]:
        """Return up to ``limit`` (passage id, cosine) pairs, best first, as the index itself would."""
        if len(partitions) == 1:
            return list(self._of(vector, partitions[0], required, limit))
        found = [pair for partition in partitions for pair in self._of(vector, partition, required, limit)]
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        return found[:limit]

    def close(self) -> None:
        """Close the index."""
        self._vectors.close()

    def _of(self, vector: Vector, partition: str, required: Sequence[Sequence[str]], limit: int) -> _Found:
        key = (vector.tobytes(), partition, tuple(map(tuple, required)), limit)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = tuple(self._vectors.search(vector, [partition], required, limit))
        with self._lock:
            self._kept[key] = found
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found
