"""A small collection compared whole: every vector of it in one matrix, every facet term with the rows that carry it.

Below some twenty thousand vectors one product of a matrix is faster than a walk through a graph, it finds exactly the nearest, the
same ones at each start, and a condition only makes it cheaper (docs/performance.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

MOST = 20_000  # rows: 31 MB at 384 components, 3 ms


class ExactTable:
    """Rows of one partition that do not change any more; safe for many threads."""

    def __init__(self, ids: Sequence[str], vectors: npt.NDArray[np.floating], terms: Iterable[Sequence[str]]) -> None:
        """Take ids, unit vectors [rows, dimension] and each row's facet terms."""
        order = sorted(range(len(ids)), key=ids.__getitem__)  # then equals come out by id
        place = {old: new for new, old in enumerate(order)}
        self._ids = [ids[old] for old in order]
        self._vectors = np.ascontiguousarray(vectors[order], np.float32)
        having: dict[str, list[int]] = {}
        for old, own in enumerate(terms):
            for term in own:
                having.setdefault(term, []).append(place[old])
        self._having = {term: np.array(sorted(rows), np.int32) for term, rows in having.items()}

    def search(
        self, vector: npt.NDArray[np.float32], required: Sequence[Sequence[str]], limit: int
    ) -> list[tuple[str, float]]:
        """Return up to ``limit`` (id, cosine) pairs, best first; every inner list needs one of its terms."""
        rows = self._rows(required)
        if not self._ids:
            return []
        near = self._vectors @ vector if rows is None else self._vectors[rows] @ vector
        if len(near) > limit:
            least = np.partition(near, len(near) - limit)[len(near) - limit]
            best = np.flatnonzero(near >= least)
        else:
            best = np.arange(len(near))
        best = best[np.argsort(-near[best], kind="stable")][:limit]
        places = best if rows is None else rows[best]
        return [(self._ids[place], cosine) for place, cosine in zip(places, near[best].tolist(), strict=True)]

    def _rows(self, required: Sequence[Sequence[str]]) -> npt.NDArray[np.int32] | None:
        """Return the rows that meet the conditions, in order; None for all."""
        kept: npt.NDArray[np.int32] | None = None
        for terms in required:
            having = [self._having[term] for term in set(terms) if term in self._having]
            found = np.unique(np.concatenate(having)) if having else np.empty(0, np.int32)
            kept = found if kept is None else np.intersect1d(kept, found, assume_unique=True)
        return kept
