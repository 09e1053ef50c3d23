"""Added value says which definition it follows, and what a wage rise asks of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.plans.arithmetic import NoAnswer, PlanInputError, Result
from assistant.plans.arithmetic import productivity as p

TERMS = {
    "営業利益": Decimal(-10),
    "営業純益": Decimal(80),
    "減価償却費": Decimal(50),
    "人件費": Decimal(600),
    "給与総額": Decimal(500),
    "福利厚生費": Decimal(100),
    "支払利息等": Decimal(20),
    "動産・不動産賃借料": Decimal(30),
    "租税公課": Decimal(10),
}


@pytest.mark.parametrize(("key", "total"), [("mof", 640), ("cao", 740), ("sme", 650), ("meti", 680)])
def test_each_definition_adds_its_own_terms(key: str, total: int) -> None:
    result = p.value_added(key, TERMS)
    assert result.value == total
    assert p.DEFINITIONS[key].publisher in result.name and "定義" in result.assumptions[0]


def test_a_missing_term_is_named() -> None:
    with pytest.raises(PlanInputError, match="減価償却費が必要"):
        p.value_added("mof", {k: v for k, v in TERMS.items() if k != "減価償却費"})
    with pytest.raises(PlanInputError, match="定義"):
        p.value_added("boj", TERMS)


def test_productivity_and_labour_share() -> None:
    assert p.per_head(Decimal(30_000_000), Decimal(6)).text == "500万円/人"
    assert p.per_hour(Decimal(30_000_000), Decimal(10_000)).text == "3,000円/時"
    share = p.labour_share(Decimal(18_000_000), Decimal(30_000_000))
    assert isinstance(share, Result) and share.text == "60%"
    with pytest.raises(PlanInputError, match="従業員数が0"):
        p.per_head(Decimal(1), Decimal(0))


def test_a_wage_rise_keeps_profit_or_share() -> None:
    assert p.rise_keeping_profit(Decimal(18_000_000), Decimal("0.05")).value == 900_000
    kept = p.rise_keeping_share(Decimal(30_000_000), Decimal("0.05"))
    assert isinstance(kept, Result) and kept.value == 1_500_000


@pytest.mark.parametrize("added", [Decimal(0), Decimal(-1)])
def test_no_added_value_has_no_share(added: Decimal) -> None:
    for answer in (p.labour_share(Decimal(1), added), p.rise_keeping_share(added, Decimal("0.05"))):
        assert isinstance(answer, NoAnswer) and "0円以下" in answer.reason
