"""An embedder for tests: it needs no model, and texts that share characters in the same order come out near."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.cleaning import clean
from knowledge.embedding.embedder import Embedder, Vectors

_VERSION = 1  # raise it when the same text would get another vector
_LONGEST = 3  # n-grams of one to three characters
# Odd 64-bit constants of the hash finaliser of MurmurHash3; neighbouring code points must not fall side by side
_MIX = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)


class HashingEmbedder(Embedder):
    """Counts hashed character n-grams; the same on every machine and in every process."""

    def __init__(self, dimension: int = 512) -> None:
        """Set the number of components; fewer than a few hundred make unlike texts collide."""
        self._dimension = dimension

    @property
    def key(self) -> str:
        """Name of the vector space."""
        return f"hashing-{self._dimension}-v{_VERSION}"

    @property
    def dimension(self) -> int:
        """As given to the constructor."""
        return self._dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row for each text, float32 `[len(texts), dimension]`."""
        rows = np.empty((len(texts), self._dimension), np.float32)
        for i, text in enumerate(texts):
            rows[i] = self.encode_query(text)
        return rows

    def encode_query(self, text: str) -> Vectors:
        """Return the unit vector of a text; queries and passages are alike here."""
        # The mark at both ends gives even an empty text two characters
        characters = np.frombuffer(f"\x02{clean(text).casefold()}\x02".encode("utf-32-le"), "<u4").astype(np.uint64)
        counts = np.zeros(self._dimension)
        grams = np.zeros_like(characters)
        for length in range(1, _LONGEST + 1):
            grams = _mix(grams[: len(characters) - length + 1] + characters[length - 1 :])
            counts += np.bincount((grams % np.uint64(self._dimension)).astype(np.int64), minlength=self._dimension)
        weights = np.sqrt(counts)  # a word said ten times is not ten times as important
        vector: Vectors = (weights / np.linalg.norm(weights)).astype(np.float32)
        return vector


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    for factor in _MIX:
        values = (values ^ (values >> _SHIFT)) * factor
    return values ^ (values >> _SHIFT)
