"""Clean text is safe for any tokenizer and the same for every way of typing it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.embedding.cleaning import clean


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("採算\x00\r\n相談\t\x7f\x85", "採算   相談   "),
        ("採\ud83d算", "採\ufffd算"),
        ("ｶﾞｲｼｬ １２３％ ㈱", "ガイシャ 123% (株)"),
        ("か\u3099", "が"),
        ("10時～18時", "10時～18時"),
    ],
    ids=["controls", "lone surrogate", "compatibility", "decomposed", "range sign"],
)
def test_clean_text_is(text: str, expected: str) -> None:
    """Control characters are spaces, broken characters are marked, variants are folded, the range sign is kept."""
    assert clean(text) == expected


@given(st.text(st.characters(exclude_categories=())))
def test_clean_text_can_be_encoded_and_stays_clean(text: str) -> None:
    """Cleaning twice is cleaning once, and nothing is left that UTF-8 or a C string cannot hold."""
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any(unicodedata.category(c) == "Cc" for c in cleaned)
    cleaned.encode()
