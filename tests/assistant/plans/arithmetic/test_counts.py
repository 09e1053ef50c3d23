"""Counts are read with their period; what only looks like one is left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.plans.arithmetic import NoAnswer, Result, asked
from assistant.plans.arithmetic.counts import counts
from assistant.plans.arithmetic.money import fold

READ: dict[str, list[tuple[str, str, str]]] = {
    "月に3,000個売れます": [("quantity", "3000", "月")],
    "１日４０杯、月25日営業": [("daily_quantity", "40", ""), ("days", "25", "")],
    "1日30人来て": [("daily_quantity", "30", "")],
    "三百個": [("quantity", "300", "")],
    "作業に1時間半かかる": [("minutes", "90", "")],
    "1日20食、月22日、": [("daily_quantity", "20", ""), ("days", "22", "")],
    "4月22日に": [],
    "従業員12人": [("people", "12", "")],
    "10個入りを1箱": [],
    "3人で来月から2回": [],
}


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_a_count_is_read_with_its_period(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(c.key, str(c.value), c.period) for c in counts(fold(text))] == expected


def test_what_is_told_by_the_day_needs_the_days_of_business() -> None:
    text = "1日の売上8万円、{}粗利率45%、固定費は月70万円。利益はいくら残りますか"
    (profit,) = [a for a in asked(text.format("月24日営業、")) if a.name == "利益"]
    assert isinstance(profit, Result) and profit.value == Decimal(164_000)
    assert [type(a) for a in asked(text.format(""))] == [NoAnswer]
