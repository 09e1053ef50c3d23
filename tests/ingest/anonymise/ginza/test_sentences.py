from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.anonymise.ginza.sentences import LONGEST, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_sentences_end_at_full_stops_line_ends_and_table_cells() -> None:
    assert cut("社長が来た。「困った。」と言う！\n日付 ｜ 氏名 ｜ 内容") == [
        "社長が来た。",
        "「困った。」",
        "と言う！\n",
        "日付 ｜ ",
        "氏名 ｜ ",
        "内容",
    ]


def test_pieces_without_a_letter_are_left_out() -> None:
    assert cut("12,000。\n\n ｜ 3 ｜ ---\n") == []


def test_a_long_line_is_cut_at_a_comma() -> None:
    pieces = cut("売上が減り、" * 200)
    assert all(piece.endswith("、") and len(piece) <= LONGEST for piece in pieces)
    assert "".join(pieces) == "売上が減り、" * 200


@given(st.text(alphabet="あ亜アa1。、 \n｜「」", max_size=900))
def test_every_letter_is_in_exactly_one_sentence(text: str) -> None:
    seen = [0] * len(text)
    for start, end in sentences(text):
        assert end - start <= LONGEST
        for at in range(start, end):
            seen[at] += 1
    assert all(count == 1 for char, count in zip(text, seen, strict=True) if char.isalpha())
    assert max(seen, default=0) <= 1
