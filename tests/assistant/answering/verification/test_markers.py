"""Citation marks are read in every shape, and the same however the stream is cut."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.answering.verification import Cited, MarkerReader, read_markers

_ALPHABET = st.sampled_from([*"[]［］【】〔〕()（）0123９、,， 　出典資料は店。", "[1]", "【2】", "(出典3)", "[1,2]"])


def _merged(parts: list[str | Cited]) -> list[str | Cited]:
    merged: list[str | Cited] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    return merged


def _streamed(text: str, cuts: list[int]) -> list[str | Cited]:
    reader, parts, at = MarkerReader(), [], 0
    for cut in [*sorted(cuts), len(text)]:
        parts += reader.feed(text[at:cut])
        at = cut
    return _merged([*parts, *reader.close()])


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("[1]", (1,)),
        ("【12】", (12,)),
        ("［１］", (1,)),
        ("[1, 2]", (1, 2)),
        ("【1、3】", (1, 3)),
        ("(出典1)", (1,)),
        ("（出典１、出典2）", (1, 2)),
        ("［出典 4］", (4,)),
        ("〔2〕", (2,)),
    ],
)
def test_every_shape_of_a_mark_is_taken_out_of_the_text(mark: str, numbers: tuple[int, ...]) -> None:
    """Brackets of both widths, lists, and the word 出典."""
    assert read_markers(f"粗利が減りました{mark}。") == ["粗利が減りました", Cited(numbers), "。"]


def test_marks_in_a_row_are_each_read() -> None:
    """[1][2] is two citations."""
    assert read_markers("減りました[1][2]") == ["減りました", Cited((1,)), Cited((2,))]


@pytest.mark.parametrize(
    "text", ["（2024年）に始めた", "[注]を見る", "(1)まず量る", "[1234]", "配列[a]", "[", "【出典】"]
)
def test_what_only_looks_like_a_mark_stays_text(text: str) -> None:
    """Years, notes and numbered points belong to the sentence."""
    assert "".join(p for p in read_markers(text) if isinstance(p, str)) == text


@given(st.lists(_ALPHABET, max_size=40).map("".join), st.lists(st.integers(0, 120), max_size=12))
@example("値上げ[" + " " * 60 + "1]後", [3, 4, 30, 64])
@example("[[1]]【【2", [1, 2, 3])
def test_any_split_of_a_stream_reads_the_same(text: str, cuts: list[int]) -> None:
    """Where the chunks end makes no difference to text or citations."""
    assert _streamed(text, [min(c, len(text)) for c in cuts]) == _merged(read_markers(text))


def test_text_without_a_mark_is_not_held_back() -> None:
    """A reader sees words as they come; only an open bracket waits."""
    reader = MarkerReader()
    assert list(reader.feed("値上げは")) == ["値上げは"]
    assert list(reader.feed("3品[")) == ["3品"]
    assert list(reader.feed("1")) == []
    assert list(reader.feed("]だった")) == [Cited((1,)), "だった"]
