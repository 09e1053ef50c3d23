"""The bundled embedder is loaded once: it takes a second, and it is safe to share."""

import pytest

from knowledge.embedding.fake import HashingEmbedder
from knowledge.embedding.onnx_e5 import OnnxE5, load_onnx_e5


@pytest.fixture(scope="session")
def bundled() -> OnnxE5:
    return load_onnx_e5()


@pytest.fixture(scope="session", params=["bundled", "hashing"])
def embedder(request: pytest.FixtureRequest) -> OnnxE5 | HashingEmbedder:
    return request.getfixturevalue("bundled") if request.param == "bundled" else HashingEmbedder()
