"""Embedders to test; the bundled one is loaded once, because it takes a second and is safe to share."""

import sys
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from knowledge.embedding import Embedder, load_embedder
from knowledge.embedding.embedder import Vectors
from knowledge.embedding.fake import HashingEmbedder
from knowledge.embedding.onnx_e5 import OnnxE5, load_onnx_e5
from knowledge.embedding.sentence_transformers import SentenceTransformersEmbedder


class FakeModel:
    """Stands for a SentenceTransformer: reads one token a character, and no further than its limit."""

    max_seq_length = 64

    def __init__(self, name: str, *, local_files_only: bool, prompts: Mapping[str, str]) -> None:
        assert local_files_only, "nothing may be downloaded"
        if name.startswith("missing/"):
            raise OSError("not in the cache")
        self.prompts = prompts
        self.read: list[str] = []
        self._hashing = HashingEmbedder(64)

    def tokenizer(self, text: str) -> dict[str, list[int]]:
        return {"input_ids": [ord(character) for character in text]}

    def encode(self, sentences: list[str], /, prompt: str, **_options: Any) -> Vectors:
        if "out of memory" in sentences[0]:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory")
        if "no vector" in sentences[0]:
            return np.full((len(sentences), 64), np.nan, np.float32)
        read = [(prompt + sentence)[: self.max_seq_length] for sentence in sentences]
        self.read += read
        return self._hashing.encode_passages(read)


class FakeLibrary(SimpleNamespace):
    """Stands for the package `sentence_transformers`; remembers the model it opened."""

    def __init__(self, prompts: Mapping[str, str] | None = None) -> None:
        super().__init__(prompts=prompts or {"query": "", "document": ""})

    def SentenceTransformer(self, name: str, *, local_files_only: bool = False) -> FakeModel:  # noqa: N802
        self.model = FakeModel(name, local_files_only=local_files_only, prompts=self.prompts)
        return self.model


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture(scope="session")
def bundled() -> OnnxE5:
    return load_onnx_e5()


class HashingProvider(Embeddings):
    """Stands for a provider: texts become vectors of any length, and an empty one or a long one is refused."""

    def __init__(self, model: str) -> None:
        self._hashing = HashingEmbedder(int(model))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if not all(0 < len(text) <= 700 for text in texts) or len(texts) > 32:
            raise ValueError("input must have 1 to 700 characters, and a request 32 inputs")
        return [[3 * x for x in row] for row in self._hashing.encode_passages(texts).tolist()]

    def embed_query(self, text: str) -> list[float]:
        if text == "no vector":
            return [0.0] * self._hashing.dimension
        return self.embed_documents([text])[0]


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the path of a provider's class, installed as a package would be."""
    monkeypatch.setitem(sys.modules, "sample_provider", SimpleNamespace(HashingProvider=HashingProvider))
    return "sample_provider.HashingProvider"


@pytest.fixture(scope="session", params=["bundled", "hashing", "sentence-transformers", "langchain"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    match request.param:
        case "bundled":
            return request.getfixturevalue("bundled")
        case "hashing":
            return HashingEmbedder()
        case "langchain":
            with pytest.MonkeyPatch.context() as patch:
                patch.setitem(sys.modules, "sample_provider", SimpleNamespace(HashingProvider=HashingProvider))
                return load_embedder("langchain:sample_provider.HashingProvider:512")
        case _:
            return SentenceTransformersEmbedder("intfloat/multilingual-e5-base", FakeLibrary())
