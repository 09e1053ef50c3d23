"""A number of the question that is not read is told, and a change that is not read withholds the result."""

from __future__ import annotations

import pytest

from assistant.plans.arithmetic import NoAnswer, Result, asked

BASE = "売上1,000万円、粗利率30%、固定費200万円。"


def test_an_amount_that_is_left_out_is_told() -> None:
    answers = asked(f"{BASE}外注費が50万円。利益はいくら？")
    assert answers
    for answer in answers:
        assert isinstance(answer, Result)
        assert "「外注費が50万円」は、計算に入れていません。" in answer.assumptions


@pytest.mark.parametrize(
    "change",
    [
        "固定費を50万円減らしたら",
        "売上が10%減ったら",
        "月20万円のパートを足すと",
        "家賃を20万円から25万円に上げられたら",
        "時給を1,000円から1,100円に上げると",
    ],
)
def test_a_supposed_change_that_is_not_read_gives_no_number(change: str) -> None:
    (answer,) = asked(f"{BASE}{change}利益はいくらになりますか")
    assert isinstance(answer, NoAnswer) and "変わったあとの数字" in answer.reason


def test_nothing_is_told_where_every_number_is_read() -> None:
    (profit, *_) = asked(f"{BASE}利益はいくら？")
    assert isinstance(profit, Result) and not any("入れていません" in s for s in profit.assumptions)
