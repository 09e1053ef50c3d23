"""A vector index in memory that compares with every row, for tests that need no Chroma."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.indexes.vectors import Vector, VectorRow


class ExactVectors:
    """The same answers as ChromaIndex by brute force."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[str, VectorRow]] = {}

    def upsert(self, partition: str, rows: Sequence[VectorRow]) -> None:
        """Keep the rows under their ids."""
        self._rows |= {row.id: (partition, row) for row in rows}

    def delete(self, ids: Iterable[str]) -> None:
        """Forget the rows."""
        for row_id in ids:
            self._rows.pop(row_id, None)

    def search(
        self, vector: Vector, partitions: Sequence[str], required: Sequence[Sequence[str]], limit: int
    ) -> list[tuple[str, float]]:
        """Compare with every row."""
        found = [
            (row.id, float(row.vector @ vector))
            for partition, row in self._rows.values()
            if partition in partitions and all(set(terms) & set(row.terms) for terms in required)
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def count(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def close(self) -> None:
        """Nothing to release."""
