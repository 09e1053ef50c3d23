"""Folding keeps the way back to the original."""

from __future__ import annotations

import pytest

from ingest.anonymise.folded import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("０９０", "090"),
        ("㈱山田", "(株)山田"),
        ("ﾊﾞﾝｸ", "バンク"),
        ("か\u3099", "が"),
        ("か\u200b\u3099", "が"),
        ("田\u200b中", "田中"),
        ("田\U000e0041中", "田中"),
        ("葛\U000e0100西", "葛西"),
        ("①名前", "・名前"),
        ("①②③", "123"),
        ("03—1234", "03-1234"),
        ("\ud800", "\ud800"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_one_original_character_may_fold_to_many() -> None:
    folded = fold("あ㈱い")
    assert folded.span(1, 4) == (1, 2)
    assert folded.span(2, 3) == (1, 2)


def test_span_reaches_over_unseen_characters_inside() -> None:
    folded = fold("田\u200b中さん")
    assert folded.span(0, 2) == (0, 3)
