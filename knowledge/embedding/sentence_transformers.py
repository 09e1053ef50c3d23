"""Any sentence-transformers model that is already on this machine (an optional extra; never downloads)."""

import hashlib
import importlib
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np

from knowledge.embedding.cleaning import clean
from knowledge.embedding.embedder import Embedder, Vectors
from knowledge.embedding.errors import EmbeddingError
from knowledge.embedding.prefixes import known_prefixes, prefixes_from_prompts
from knowledge.embedding.windows import windows

_VERSION = 1  # raise it when the same text would get another vector


class Model(Protocol):
    """What is used of `sentence_transformers.SentenceTransformer`."""

    max_seq_length: int | None
    tokenizer: Callable[[str], Mapping[str, Sequence[int]]]
    prompts: Mapping[str, str]

    def encode(self, sentences: list[str], /, **options: Any) -> Vectors:
        """Return one row for each sentence."""


class Library(Protocol):
    """What is used of the package `sentence_transformers`."""

    SentenceTransformer: Callable[..., Model]


class SentenceTransformersEmbedder(Embedder):
    """Runs one piece of text at a time, one call after the other.

    Batches would let a vector depend on its neighbours in the last bits, and are no faster on a CPU; the fast tokenizers
    of Hugging Face refuse to be used by two threads at once.
    """

    def __init__(self, name: str, library: Library | None = None) -> None:
        """Load the model by its name on the hub, from the local cache, or from a local folder.

        Raises EmbeddingError when the package or the model is not on this machine.
        """
        self._lock = threading.Lock()
        self._model = _load(name, library or _import_library())
        self._prefixes = known_prefixes(name) or prefixes_from_prompts(self._model.prompts)
        self._dimension = len(self._encode("", self._prefixes.passage))
        identity = repr((name, _digest_of_weights(Path(name)), self._prefixes, self._dimension))
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[-36:].strip("-")
        self._key = f"st-{slug}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}-v{_VERSION}"

    @property
    def key(self) -> str:
        """Name of the vector space: model, prefixes and, for a local folder, the digest of its weights."""
        return self._key

    @property
    def dimension(self) -> int:
        """The model's own number of components."""
        return self._dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row for each text, float32 `[len(texts), dimension]`."""
        rows = np.empty((len(texts), self.dimension), np.float32)
        for i, text in enumerate(texts):
            rows[i] = self._encode(text, self._prefixes.passage)
        return rows

    def encode_query(self, text: str) -> Vectors:
        """Return the unit vector of a query, float32 `[dimension]`."""
        return self._encode(text, self._prefixes.query)

    def _encode(self, text: str, prefix: str) -> Vectors:
        options = {"prompt": prefix, "batch_size": 1, "show_progress_bar": False, "convert_to_numpy": True}
        try:
            with self._lock:
                parts, lengths = zip(*self._windows(clean(text), prefix), strict=True)
                rows = np.asarray(self._model.encode(list(parts), **options), np.float32)
        except RuntimeError as error:  # what torch raises, also when memory runs out
            raise EmbeddingError(
                "埋め込みの計算に失敗したため、メモリーの空きを確かめてから再起動してください。"
            ) from error
        mean = np.average(rows, axis=0, weights=lengths)
        norm = np.linalg.norm(mean)
        if not (np.isfinite(norm) and norm > 0):
            raise EmbeddingError("埋め込みモデルのベクトルが正しくないため、モデルのファイルを入れ直してください。")
        return (mean / norm).astype(np.float32)

    def _windows(self, text: str, prefix: str) -> Iterator[tuple[str, int]]:
        def tokens(part: str) -> int:
            return len(self._model.tokenizer(prefix + part)["input_ids"])

        return windows(text, tokens, self._model.max_seq_length)


def _import_library() -> Library:
    try:
        return cast(Library, importlib.import_module("sentence_transformers"))
    except ImportError as error:
        raise EmbeddingError(
            "sentence-transformers が入っていないため、「pip install sentence-transformers」を実行してください。"
        ) from error


def _load(name: str, library: Library) -> Model:
    try:
        return library.SentenceTransformer(name, local_files_only=True)
    except (OSError, ValueError) as error:
        raise EmbeddingError(
            f"埋め込みモデル「{name}」がこの機械に見つからないため、"
            "モデルのフォルダーを指定するか、先にダウンロードしておいてください。"
        ) from error


def _digest_of_weights(folder: Path) -> str:
    """Return a digest of the weight files of a local model; of nothing for a model named as on the hub."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".safetensors", ".bin"}):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
