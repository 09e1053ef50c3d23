"""The centre of a model's vectors: measured once, kept as text, taken from passages and queries."""

import numpy as np
import pytest

from knowledge.indexes.centre import Centre

DICE = np.random.default_rng(5)


def cone(n: int, direction: int) -> np.ndarray:
    """Return unit vectors that all lean the same way."""
    vectors = DICE.standard_normal((n, 16)).astype(np.float32)
    vectors[:, direction] += 12
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def centre() -> Centre:
    return Centre.measured(200, list(cone(200, 0)), list(cone(60, 1)))


def test_what_all_vectors_have_in_common_is_gone(centre: Centre) -> None:
    """Cosines of strangers lie around 0 instead of near 1, and vectors keep length 1."""
    vectors = [centre.passage(v) for v in cone(50, 0)]
    near = np.stack(vectors) @ np.stack(vectors).T
    assert abs(near[np.triu_indices(50, 1)].mean()) < 0.1
    assert np.allclose(np.diag(near), 1, atol=1e-5)
    assert abs(float(np.mean([centre.query(q) for q in cone(50, 1)]))) < 0.1
    assert 0 < centre.spread < 1


def test_it_survives_being_written(centre: Centre) -> None:
    """The text gives back the same centre; no text is none, and broken text is an error."""
    again = Centre.from_text(centre.as_text())
    vector = cone(1, 0)[0]
    assert np.array_equal(again.passage(vector), centre.passage(vector))
    assert again.passages == 200 and again.spread == pytest.approx(centre.spread, abs=1e-6)
    assert np.array_equal(Centre.from_text("").query(vector), vector)
    for broken in ("{", '{"passages": 1}', "[]"):
        with pytest.raises(ValueError, match=r".+"):
            Centre.from_text(broken)


def test_few_passages_are_hardly_centred() -> None:
    """The mean of one passage is that passage: taking it away would leave nothing to find it by."""
    one = cone(1, 0)
    centre = Centre.measured(1, list(one), list(cone(60, 1)))
    assert float(centre.passage(one[0]) @ one[0]) > 0.99
    assert np.array_equal(Centre.measured(0, [], []).passage(one[0]), one[0])


def test_a_vector_that_is_the_mean_itself_is_left(centre: Centre) -> None:
    """There is no direction in nothing."""
    assert np.array_equal(centre.passage(centre.passage_mean), centre.passage_mean)


def test_it_is_measured_anew_when_the_knowledge_has_doubled(centre: Centre) -> None:
    """Between half and twice it stays, so that answers do not move with every import."""
    assert not any(centre.outgrown(n) for n in (100, 200, 400))
    assert centre.outgrown(99) and centre.outgrown(401)
    assert not Centre().outgrown(20)
    assert Centre().outgrown(21)
