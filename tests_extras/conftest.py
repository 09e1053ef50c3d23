"""A real sentence-transformers model, written once from the bundled weights; nothing is downloaded."""

import os
from pathlib import Path

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"  # read when the libraries are imported

from knowledge.embedding import Embedder, load_embedder
from knowledge.embedding.e5s1 import E5S1
from knowledge.embedding.weights import find_weights


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests_extras.sentence_transformers_folder import write_folder

    place = tmp_path_factory.mktemp("models") / "bundled-e5-small"
    write_folder(E5S1(find_weights()), place)
    return place


@pytest.fixture(scope="session")
def embedder(folder: Path) -> Embedder:
    """Under the name that `tests/knowledge/embedding/test_conformance.py` asks for."""
    return load_embedder(f"sentence-transformers:{folder}")
