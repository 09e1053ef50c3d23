"""Months and years are never mixed, and what was taken for granted is said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.plans.arithmetic import Result, asked
from assistant.plans.arithmetic.mentions import Mention
from assistant.plans.arithmetic.money import fold
from assistant.plans.arithmetic.periods import in_one_period, period_asked

ASKED = {
    "年商3,600万円、変動費率60%で、固定費は月110万円です。利益は年間いくらですか": ("年", "120万円"),
    "月の売上200万円、変動費率55%、固定費は年間1,020万円です。月の利益はいくらですか": ("月", "5万円"),
    "年商3,600万円、粗利率40%、毎月の固定費が100万円。利益はいくら？": ("", "240万円"),
}


@pytest.mark.parametrize(("question", "expected"), ASKED.items())
def test_the_result_is_of_the_period_that_is_asked_for(question: str, expected: tuple[str, str]) -> None:
    (profit,) = [a for a in asked(question) if a.name == "利益"]
    assert isinstance(profit, Result)
    assert (period_asked(fold(question)), profit.text) == expected
    assert any("そろえました" in sentence for sentence in profit.assumptions)


def test_an_unsaid_period_is_told_to_be_taken_as_that_of_the_sales() -> None:
    found = [
        Mention(key="sales", value=Decimal(300), word="月商", period="月"),
        Mention(key="fixed", value=Decimal(100), word="固定費"),
    ]
    numbers, notes = in_one_period(found, "年")
    assert [m.value for m in numbers] == [3600, 1200]
    assert "固定費は、月の数字とみなしました" in notes[0] and "12倍" in notes[1]


def test_prices_and_costs_of_a_piece_have_no_period() -> None:
    found = [
        Mention(key="price", value=Decimal(500), word="売価"),
        Mention(key="variable", value=Decimal(200), word="原価"),
        Mention(key="fixed", value=Decimal(1200), word="固定費", period="年"),
    ]
    assert [m.value for m in in_one_period(found, "月")[0]] == [500, 200, 100]


def test_no_told_period_changes_nothing() -> None:
    found = [Mention(key="sales", value=Decimal(300), word="売上")]
    assert in_one_period(found, "月") == (found, ())
