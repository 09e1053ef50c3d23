"""Lines that look like headings, items and titles are told apart; lines that were broken are joined."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.loaders.layout import close_up, first_title, is_heading, join_lines, starts_item


def test_lists_and_headings_stay_on_lines_of_their_own() -> None:
    """A line that starts a list or follows a heading is not joined; Latin words are joined with a blank."""
    lines = [
        "1．対象となる者",
        "従業員が五人以下の店であって、次のどれかに",
        "・会社",
        "The subsidy for small shops covers",
        "half",
    ]
    assert join_lines(lines) == (
        "1．対象となる者\n従業員が五人以下の店であって、次のどれかに\n・会社\nThe subsidy for small shops covers half"
    )


def test_words_set_apart_or_upright_are_put_together() -> None:
    """Ｉ Ｔ 導 入 and a word set one character a line are words again."""
    assert join_lines(["Ｉ Ｔ 導 入 の手引き"]) == "Ｉ Ｔ 導 入 の手引き".replace(" ", "")
    assert join_lines(["目", "次", "はじめに"]) == "目次\nはじめに"


def test_headings_are_short_and_marked() -> None:
    """第2章 is a heading; a sentence, and a long line, are none."""
    assert is_heading("第2章 対象")
    assert is_heading("【補助率】")
    assert not is_heading("第2章では対象を述べる。")
    assert not is_heading("対象")


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["", "No.3", "小規模事業者持続化補助金", "公募要領", "本文である。"], "小規模事業者持続化補助金 公募要領"),
        (["要領", "これは文である。"], ""),
        (["支援の手引きと", "これは文である。", "続き"], "支援の手引きと"),
        ([], ""),
    ],
)
def test_first_title_takes_up_to_two_lines(lines: list[str], title: str) -> None:
    """Numbers, links and sentences are no title."""
    assert first_title(lines) == title


@pytest.mark.parametrize(
    "line", ["・会社", "• 会社", "(1) 会社", "① 会社", "第3条 会社", "【対象】", "※1 会社", "Q1. 会社"]
)
def test_items_begin_with_a_mark(line: str) -> None:
    """Bullets, counts, clauses and bracketed headings begin something new."""
    assert starts_item(line)


@pytest.mark.parametrize("line", ["第27条の規定に基づき", "【様式第1】の提出を求める", "会社"])
def test_what_only_names_a_clause_begins_no_item(line: str) -> None:
    """A clause or a form that is spoken of in a sentence stays in it."""
    assert not starts_item(line)


def test_letters_set_apart_are_closed_up() -> None:
    """A title spaced out for looks is a word; an ordinary blank stays."""
    assert close_up(" 交 付 決 定 通 知 書 ") == "交付決定通知書"
    assert close_up("年 月 日") == "年 月 日"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(st.sampled_from("第1章 ・あa。- 　(1)"), min_size=1, max_size=20).filter(str.strip), max_size=12)
)
def test_any_lines_can_be_joined(lines: list[str]) -> None:
    """Nothing raises; joining loses nothing but blanks."""
    assert "".join(join_lines(lines).split()) == "".join("".join(lines).split())
