"""Any LangChain embedding provider: by its name (`openai:MODEL`) or by its class (`package.Class:MODEL`)."""

import hashlib
import importlib
import re
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.embedding.cleaning import clean
from knowledge.embedding.embedder import Embedder, Vectors
from knowledge.embedding.errors import EmbeddingError
from knowledge.embedding.prefixes import Prefixes, known_prefixes
from knowledge.embedding.windows import windows

_VERSION = 1  # raise it when the same text would get another vector
_WINDOW = 700  # characters: the smallest models that providers offer read 512 tokens
_REQUEST = 32  # texts sent in one call; a query waits for one call of an import at most
_SECRET = re.compile(
    "key|token|secret|password", re.IGNORECASE
)  # the setting is kept beside the indexes and in backups
_NOTHING = "。"  # sent for an empty text, which providers refuse
_FORM = "YOROZU_EMBEDDING は langchain:提供元:モデル名 か langchain:パッケージ.クラス:モデル名 の形で指定してください。"


class LangChainEmbedder(Embedder):
    """Sends text to a provider, one call at a time: the local ones are not made for two threads."""

    def __init__(self, name: str) -> None:
        """Open `PROVIDER:MODEL`, `package.Class:MODEL` or `package.Class:field=value,…`, and embed one word as a trial.

        Raises EmbeddingError when the package is missing, the model cannot be opened, or the trial fails.
        """
        self._lock = threading.Lock()
        source, _, model = name.partition(":")
        if not source or not model:
            raise EmbeddingError(_FORM)
        self._model = _by_class(source, model) if "." in source else _by_provider(name)
        self._prefixes = known_prefixes(model) or Prefixes()
        self._dimension = len(self.encode_query("試し"))
        identity = repr((name, self._prefixes, self._dimension))
        slug = re.sub(r"[^a-z0-9]+", "-", model.lower()).strip("-")[-36:].strip("-")
        self._key = f"lc-{slug or 'model'}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}-v{_VERSION}"

    @property
    def key(self) -> str:
        """Name of the vector space: provider, model, prefixes and dimension."""
        return self._key

    @property
    def dimension(self) -> int:
        """The model's own number of components."""
        return self._dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row for each text, float32 `[len(texts), dimension]`."""
        parts = [_parts(text, self._prefixes.passage) for text in texts]
        sent = [part for of_text in parts for part, _ in of_text]
        rows: list[Any] = []
        for at in range(0, len(sent), _REQUEST):
            rows += self._ask(self._model.embed_documents, sent[at : at + _REQUEST])
        if len(rows) != len(sent):
            raise _unfit()
        each = iter(rows)
        made = [_mean([(next(each), n) for _, n in of_text]) for of_text in parts]
        return np.stack(made) if made else np.empty((0, self._dimension), np.float32)

    def encode_query(self, text: str) -> Vectors:
        """Return the unit vector of a query, float32 `[dimension]`."""
        parts = _parts(text, self._prefixes.query)
        return _mean([(self._ask(self._model.embed_query, part), n) for part, n in parts])

    def _ask(self, call: Any, what: Any) -> Any:
        try:
            with self._lock:
                return call(what)
        except Exception as error:  # providers share no base for their errors
            raise EmbeddingError(
                "埋め込みの提供元が答えないため、接続と鍵の設定を確かめてから、もう一度実行してください。"
            ) from error


def _parts(text: str, prefix: str) -> list[tuple[str, int]]:
    return [(prefix + (part or _NOTHING), n) for part, n in windows(clean(text), len, _WINDOW)]


def _mean(rows: list[tuple[Any, int]]) -> Vectors:
    """Return the unit mean of the vectors of a text's parts, weighted by their lengths."""
    try:
        units = np.array([row for row, _ in rows], np.float32).reshape(len(rows), -1)
    except (TypeError, ValueError) as error:
        raise _unfit() from error
    return _unit(np.average(_unit(units), axis=0, weights=[n for _, n in rows]))


def _by_provider(name: str) -> Embeddings:
    """Open a provider by the name that LangChain's `init_embeddings` knows."""
    try:
        opened = importlib.import_module("langchain.embeddings").init_embeddings(name)
    except ImportError as error:
        raise _missing(error) from error
    except Exception as error:  # an unknown provider, or one that refuses its settings
        raise EmbeddingError(f"埋め込みモデル「{name}」を開けません。{_FORM}") from error
    return _checked(opened, name)


def _by_class(path: str, arguments: str) -> Embeddings:
    """Open a class that is an `Embeddings`; needs no other package than its own."""
    fields = _fields(arguments)
    module, _, name = path.rpartition(".")
    try:
        made = getattr(importlib.import_module(module), name)
        if not (isinstance(made, type) and issubclass(made, Embeddings)):
            raise TypeError(path)
        return made(**fields)
    except ImportError as error:
        raise _missing(error) from error
    except Exception as error:  # no such class, or one that refuses its settings
        raise EmbeddingError(f"埋め込みモデル「{path}:{arguments}」を開けません。{_FORM}") from error


def _fields(text: str) -> dict[str, Any]:
    """Read `MODEL` or `field=value,…`; numbers, true and false become what they look like."""
    if "=" not in text:
        return {"model": text}
    pairs = (part.partition("=") for part in text.split(","))
    fields = {name.strip(): _value(value.strip()) for name, _, value in pairs}
    if any(_SECRET.search(name) for name in fields):
        raise EmbeddingError(
            "YOROZU_EMBEDDING に鍵は書かず、提供元が読む環境変数(OPENAI_API_KEY など)に入れてください。"
        )
    return fields


def _value(text: str) -> str | int | bool:
    if text in {"true", "false"}:
        return text == "true"
    return int(text) if text.isdecimal() else text


def _checked(opened: object, name: str) -> Embeddings:
    if not isinstance(opened, Embeddings):
        raise EmbeddingError(f"「{name}」は埋め込みモデルではありません。{_FORM}")
    return opened


def _missing(error: ImportError) -> EmbeddingError:
    cause = error.__cause__ if isinstance(error.__cause__, ImportError) else error  # LangChain names it only there
    package = (cause.name or "langchain").split(".")[0].replace("_", "-")
    return EmbeddingError(f"{package} が入っていないため、「pip install {package}」を実行してください。")


def _unfit() -> EmbeddingError:
    return EmbeddingError("埋め込みの提供元のベクトルが正しくないため、モデル名を確かめてください。")


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    if not (np.isfinite(norms).all() and (norms > 0).all()):
        raise _unfit()
    unit: Vectors = (vectors / norms).astype(np.float32)
    return unit
