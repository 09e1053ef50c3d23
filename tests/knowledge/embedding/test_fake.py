"""The embedder for tests is the same everywhere."""

import numpy as np
import pytest

from knowledge.embedding.fake import HashingEmbedder


def test_vectors_are_the_same_in_every_process() -> None:
    """A known text falls on known components: no salt, no dependence on the machine."""
    vector = HashingEmbedder(32).encode_query("採算")
    assert np.flatnonzero(vector).tolist() == [1, 7, 13, 14, 17, 24, 27, 29]


@pytest.mark.parametrize("dimension", [64, 512])
def test_dimension_is_part_of_the_key(dimension: int) -> None:
    """Vectors of another width have another key."""
    embedder = HashingEmbedder(dimension)
    assert (embedder.dimension, embedder.key) == (dimension, f"hashing-{dimension}-v1")


def test_texts_that_share_words_are_nearer() -> None:
    """A test may rely on shared wording."""
    query, near, far = HashingEmbedder().encode_passages(["資金繰りの相談", "資金繰りを相談した", "新商品の名前"])
    assert query @ near > query @ far + 0.3
