"""Unigram cutting, on a vocabulary small enough to check by hand."""

import pytest

from knowledge.embedding.e5s1 import Vocabulary
from knowledge.embedding.tokenizer import Tokenizer

PIECES = {
    "<s>": 0.0,
    "<pad>": 0.0,
    "</s>": 0.0,
    "<unk>": 0.0,
    "▁": -3.0,
    "採": -4.0,
    "算": -4.0,
    "採算": -5.0,
    "▁採算": -9.0,
    "s": -4.0,
    ">": -4.0,
    "<": -4.0,
    "<mask>": 0.0,
}


@pytest.fixture
def tokenizer() -> Tokenizer:
    replacements = {ord("\u200b"): " ", ord("\x7f"): ""}
    return Tokenizer(Vocabulary(list(PIECES), list(PIECES.values()), 0, 2, 1, 3, 12, replacements))


def pieces(tokenizer: Tokenizer, text: str) -> list[str]:
    return [list(PIECES)[i] for i in tokenizer.encode(text)]


def test_most_probable_path_wins(tokenizer: Tokenizer) -> None:
    """The pieces with the highest sum of scores are taken, not the longest ones."""
    assert pieces(tokenizer, "採算") == ["▁", "採算"]


def test_runs_of_spaces_are_one_space(tokenizer: Tokenizer) -> None:
    """Spaces around a text are dropped and those inside are joined, also where the model makes spaces itself."""
    assert pieces(tokenizer, "  採\u200b  算\x7f ") == ["▁", "採", "▁", "算"]


def test_neighbouring_unknown_characters_are_one_unknown_piece(tokenizer: Tokenizer) -> None:
    """What the vocabulary lacks becomes one mark for each run."""
    assert pieces(tokenizer, "龘龘採龘") == ["▁", "<unk>", "採", "<unk>"]


def test_special_tokens_in_a_text_are_plain_text(tokenizer: Tokenizer) -> None:
    """A user cannot write the model's own marks."""
    assert pieces(tokenizer, "<s>") == ["▁", "<", "s", ">"]
    assert "<mask>" not in pieces(tokenizer, "<mask>")


def test_empty_text_has_no_pieces(tokenizer: Tokenizer) -> None:
    """Nothing, or spaces only, is cut into nothing."""
    assert pieces(tokenizer, " \u200b ") == []
