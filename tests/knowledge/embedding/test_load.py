"""An embedder is chosen by one word in the settings."""

import pytest

from knowledge.embedding import EmbeddingError, load_embedder
from knowledge.embedding.fake import HashingEmbedder
from knowledge.embedding.onnx_e5 import OnnxE5


def test_bundled_is_the_default(bundled: OnnxE5) -> None:
    """Without a word the bundled model is loaded."""
    assert load_embedder().key == bundled.key


def test_hashing_needs_no_model() -> None:
    """The fake is chosen by name like any other."""
    assert isinstance(load_embedder("hashing"), HashingEmbedder)
    assert load_embedder("hashing:256").dimension == 256


def test_an_embedder_knows_its_setting() -> None:
    """Another process can load the same one from it."""
    assert load_embedder("hashing:256").setting == "hashing:256"


@pytest.mark.parametrize(
    "name",
    ["", "e5", "bundled:x", "hashing:3", "hashing:x", "sentence-transformers", "sentence-transformers:", "langchain"],
)
def test_unknown_name_lists_the_choices(name: str) -> None:
    """A wrong word in the settings is answered with the right ones."""
    with pytest.raises(EmbeddingError, match=r"bundled、hashing、sentence-transformers:"):
        load_embedder(name)


def test_sentence_transformers_is_chosen_by_name_or_path() -> None:
    """The part after the colon is the model; one that is not here is named in the message or its package is."""
    with pytest.raises(EmbeddingError, match=r"sentence-transformers が入っていない|no/such-model"):
        load_embedder("sentence-transformers:no/such-model")
