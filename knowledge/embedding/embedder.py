"""What it means to be an embedder here."""

from abc import abstractmethod
from collections.abc import Sequence

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Embeddings):
    """Turns texts into vectors of length 1, so that a dot product is the cosine.

    Every embedder keeps this contract, which `tests/knowledge/embedding/test_conformance.py` checks:

    - any `str` is accepted, also an empty one or one with lone surrogates, and gives a finite vector of length 1;
    - a text of any length is read to its end;
    - on one machine the vector of a text depends on that text alone, bit for bit: not on its neighbours, their order
      or the thread; between kinds of CPU it may differ by a cosine of a few thousandths;
    - every method may be called from many threads at once.

    A provider over the network promises the last two lines only as far as its service does.
    """

    setting = ""  # what `load_embedder` was asked for, so that another process can load the same one; "" if not by it

    @property
    @abstractmethod
    def key(self) -> str:
        """Name of the vector space: `[a-z0-9-]`, at most 60 characters; equal keys mean comparable vectors."""

    @property
    @abstractmethod
    def dimension(self) -> int:
        """Number of components of each vector."""

    @abstractmethod
    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row for each text to be searched, float32 `[len(texts), dimension]`.

        Raises EmbeddingError where the model fails.
        """

    @abstractmethod
    def encode_query(self, text: str) -> Vectors:
        """Return the unit vector of what is searched for, float32 `[dimension]`.

        Raises EmbeddingError where the model fails.
        """

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the rows of `encode_passages` as lists, as LangChain wants them."""
        rows: list[list[float]] = self.encode_passages(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of `encode_query` as a list, as LangChain wants it."""
        vector: list[float] = self.encode_query(text).tolist()
        return vector
