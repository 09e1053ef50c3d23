"""The model's JSON is read while it is written, whatever stands around it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.modelling.reading import MOST_CHARACTERS, Drafted, Reader, UnreadableError

ONE = {"part": 2, "text": "値上げの前に「個数」を{計算}しました。", "refs": [{"id": "S1", "quote": "個数を\\計算した"}]}
TWO = {"part": 1, "text": "二つ目です。", "refs": []}
READ = [
    Drafted("値上げの前に「個数」を{計算}しました。", (("S1", "個数を\\計算した"),), 2),
    Drafted("二つ目です。", ()),
]


def read(text: str, size: int = 10_000) -> list[Drafted]:
    reader = Reader()
    return [found for at in range(0, len(text), size) for found in reader.read(text[at : at + size])]


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize(
    "around",
    [
        '{{"sentences": [{0}, {1}]}}',
        "[{0},\n{1}]",
        "{0}\n{1}\n",
        'はい、"JSON" で書きます。\n```json\n{{"sentences": [{0}, {1}]}}\n```\n以上です。',
        '{{"answer": {{"sentences": [{0}, {1}',  # cut off
    ],
)
def test_sentences_are_found_in_every_usual_wrapping(around: str, ascii_only: bool) -> None:
    text = around.format(*(json.dumps(s, ensure_ascii=ascii_only) for s in (ONE, TWO)))
    assert read(text) == READ


@given(st.integers(1, 40))
def test_how_a_reply_is_cut_into_pieces_changes_nothing(size: int) -> None:
    text = json.dumps({"sentences": [ONE, TWO]}, ensure_ascii=False)
    assert read(text, size) == READ


def test_a_sentence_comes_out_with_the_character_that_closes_it() -> None:
    """Readers need not wait for the rest of the reply."""
    reader = Reader()
    text = json.dumps(ONE, ensure_ascii=False)
    assert list(reader.read('{"sentences": [' + text[:-1])) == []
    assert list(reader.read("}")) == READ[:1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"text": 5}', []),
        ('{"text": ""}', []),
        ('{"text": "あ", "refs": "S1"}', [Drafted("あ", ())]),
        ('{"text": "あ", "refs": [1, {"id": 2, "quote": "x"}, {"id": "S1"}]}', [Drafted("あ", ())]),
        ('{"text": "あ", "part": true}', [Drafted("あ", ())]),
        ('{"text": "あ", "part": 10}', [Drafted("あ", ())]),
        ('{"text": "改\n行"}', [Drafted("改\n行", ())]),
        ('{"text": "あ",}', []),
        ("}}}]]", []),
        ("", []),
    ],
)
def test_wrong_types_are_no_sentence_or_no_reference(text: str, expected: list[Drafted]) -> None:
    assert read(text) == expected


@given(st.text(st.sampled_from('{}[]",:\\ text"S1あ\n'), max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Anything may come; it is read, or refused in one way."""
    try:
        assert all(d.text.strip() for d in read(text, 3))
    except UnreadableError:
        assert text.count("{") > 8


def test_a_flood_is_refused_at_the_limit() -> None:
    """Ten megabytes are not collected before someone looks."""
    reader, pieces = Reader(), iter(["[" * 1_000] * 10_000)
    with pytest.raises(UnreadableError):
        for piece in pieces:
            list(reader.read(piece))
    assert len(reader.said) <= MOST_CHARACTERS
    assert len(list(pieces)) >= 10_000 - MOST_CHARACTERS // 1_000 - 1


def test_a_deep_nest_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read('{"a":' * 50)
