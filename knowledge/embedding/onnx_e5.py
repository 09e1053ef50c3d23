"""The default embedder: multilingual-e5-small from the bundled 4-bit weights, run by ONNX Runtime."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.cleaning import clean
from knowledge.embedding.e5s1 import E5S1, unpack
from knowledge.embedding.embedder import Embedder, Vectors
from knowledge.embedding.encoder import Encoder, needs_precise_int8
from knowledge.embedding.tokenizer import Tokenizer
from knowledge.embedding.weights import SHA256, check_weights, find_weights

# Raise it when the same text would get another vector: graph, quantisation, tokenisation, cleaning or windows
CONVERTER_VERSION = 1

_QUERY, _PASSAGE = "query: ", "passage: "


class OnnxE5(Embedder):
    """Runs one window of one text at a time on each worker thread.

    A batch would share one activation scale, so that a vector would depend on its neighbours (cosine down to 0.997),
    and would be no faster. Threads live as long as a call: an idle embedder has none, and it may be forked.
    """

    def __init__(self, source: E5S1, encoder: Encoder, key: str, workers: int | None = None) -> None:
        """Take the parts; `workers` is the number of threads of one bulk call, by default one for each usable CPU."""
        self._key = key
        self._encoder = encoder
        self._workers = workers or _usable_cpus()
        self._tokenizer = Tokenizer(source.vocabulary)
        self._begin, self._end = source.vocabulary.begin, source.vocabulary.end
        self._window = source.shape.positions - 2  # content tokens between the begin and the end mark
        # the table stays in the file: only rows of tokens in use enter memory, and processes share them
        self._words = source.blocks("emb.word", source.shape.hidden)
        segment = source.vector("emb.type")[: source.shape.hidden]
        self._positions = source.vector("emb.pos").reshape(-1, source.shape.hidden) + segment

    @property
    def key(self) -> str:
        """Name of the vector space: weights, kind of conversion and version of the converter."""
        return self._key

    @property
    def dimension(self) -> int:
        """384 components."""
        return int(self._positions.shape[1])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row for each text, float32 `[len(texts), dimension]`."""
        # a long text taken last would keep one thread busy while the others have nothing left
        longest_first = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        windows = ((i, window) for i in longest_first for window in self._windows(_PASSAGE, texts[i]))
        sums = np.zeros((len(texts), self.dimension), np.float32)
        with ThreadPoolExecutor(self._workers) as pool:
            for i, part in pool.map(lambda owned: (owned[0], self._weighted_mean(owned[1])), windows):
                sums[i] += part
        return _unit(sums)

    def encode_query(self, text: str) -> Vectors:
        """Return the unit vector of a query, float32 `[dimension]`, computed on the calling thread."""
        parts = [self._weighted_mean(window) for window in self._windows(_QUERY, text)]
        return _unit(np.sum(parts, axis=0))

    def _windows(self, prefix: str, text: str) -> Iterator[list[int]]:
        """Yield the ids of the whole text, at most `_window` at a time; one window at least, as no prefix is empty."""
        ids = self._tokenizer.encode(prefix + clean(text))
        for start in range(0, len(ids), self._window):
            yield ids[start : start + self._window]

    def _weighted_mean(self, window: list[int]) -> NDArray[np.float32]:
        """Return the mean state of a window times its length, so that the sum over windows weighs tokens equally."""
        ids = [self._begin, *window, self._end]
        embeddings = unpack(self._words[ids]) + self._positions[: len(ids)]
        return self._encoder.mean(embeddings) * np.float32(len(window))


def load_onnx_e5(path: Path | None = None, workers: int | None = None) -> OnnxE5:
    """Build the embedder from the bundled weights, or from a copy at `path`; takes about a second.

    Raises EmbeddingError when the weights are missing, damaged or of another version.
    """
    from knowledge.embedding.graph import KIND, build_encoder  # imports onnx: slow, and needed only here

    path = path or find_weights()
    check_weights(path)
    source = E5S1(path)
    encoder = Encoder(build_encoder(source), precise=needs_precise_int8())
    return OnnxE5(source, encoder, f"e5-small-{KIND}-{SHA256[:12]}-v{CONVERTER_VERSION}", workers)


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit


def _usable_cpus() -> int:
    if hasattr(os, "sched_getaffinity"):  # Linux: honours taskset and cpusets
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
