"""A change of price: the published example, and the volume it is worth leaves profit unchanged."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.plans.arithmetic import NoAnswer, PlanInputError, Result, price
from assistant.plans.arithmetic import breakeven as b

sales = st.decimals(min_value=1, max_value=10**9, places=0)
rates = st.decimals(min_value=Decimal("0.01"), max_value=1, places=3)
changes = st.decimals(min_value=Decimal("0.001"), max_value=Decimal("0.999"), places=3)
CLOSE = Decimal("1e-30")


def result(answer: object) -> Result:
    assert isinstance(answer, Result)
    return answer


def test_the_published_example() -> None:
    s, m, f, p = Decimal(1000), Decimal("0.4"), Decimal(350), Decimal("0.05")
    assert b.profit(s, m, f).value == 50
    assert price.gain(s, p).value == 50
    assert price.profit_after_rise(s, m, f, p).value == 100
    assert price.rate_after_rise(m, p).text == "42.9%"
    assert result(price.volume_that_may_be_lost(m, p)).text == "11.1%"
    assert result(price.break_even_after_rise(m, f, p)).worked == "350円 × (1 + 5%) ÷ (40% + 5%) ≒ 817円"


def test_a_discount_of_10_at_30_needs_half_as_much_again() -> None:
    assert result(price.volume_needed(Decimal("0.3"), Decimal("0.1"))).worked == "10% ÷ (30% − 10%) = 50%"
    assert result(price.pieces_needed(Decimal(101), Decimal("0.3"), Decimal("0.1"))).text == "51個"
    assert result(price.rate_after_discount(Decimal("0.3"), Decimal("0.1"))).text == "22.2%"


def test_passing_on_a_cost_rise() -> None:
    assert price.rise_to_keep_margin(Decimal("0.4"), Decimal("0.1")).value == Decimal("0.06")
    assert price.rise_to_keep_rate(Decimal("0.1")).value == Decimal("0.1")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (price.volume_needed(Decimal("0.3"), Decimal("0.3")), "取り返せません"),
        (price.volume_needed(Decimal("0"), Decimal("0.1")), "作るほど赤字"),
        (price.pieces_needed(Decimal(100), Decimal("0.1"), Decimal("0.3")), "取り返せません"),
        (price.rate_after_discount(Decimal("0.3"), Decimal(1)), "0円になり"),
        (price.volume_that_may_be_lost(Decimal("-0.1"), Decimal("0.05")), "作るほど赤字"),
        (price.volume_that_may_be_lost(Decimal("-0.1"), Decimal("0.2")), "前より悪くなりません"),
        (price.break_even_after_rise(Decimal("-0.1"), Decimal(1), Decimal("0.05")), "作るほど赤字"),
    ],
)
def test_what_has_no_solution_is_said_in_words(answer: object, reason: str) -> None:
    assert isinstance(answer, NoAnswer) and reason in answer.reason


def test_a_discount_above_the_price_is_refused() -> None:
    with pytest.raises(PlanInputError, match="100%まで"):
        price.volume_needed(Decimal("0.3"), Decimal("1.1"))


@given(sales, rates, changes, st.integers(0, 10**9))
def test_losing_exactly_the_volume_leaves_profit_unchanged(s: Decimal, m: Decimal, p: Decimal, fixed: int) -> None:
    lost = result(price.volume_that_may_be_lost(m, p)).value
    after = price.profit_after_rise(s, m, Decimal(fixed), p, lost)
    assert abs(after.value - b.profit(s, m, Decimal(fixed)).value) < CLOSE


@given(sales, rates, changes)
def test_selling_exactly_the_volume_pays_for_a_discount(s: Decimal, m: Decimal, d: Decimal) -> None:
    needed = price.volume_needed(m, d)
    if isinstance(needed, NoAnswer):
        assert d >= m
    else:
        assert abs(s * (1 + needed.value) * (m - d) - s * m) < Decimal("1e-9")


@given(rates, changes)
def test_a_rise_passed_on_keeps_the_rate(m: Decimal, c: Decimal) -> None:
    p = price.rise_to_keep_rate(c).value
    kept = (1 + p - (1 - m) * (1 + c)) / (1 + p)
    assert abs(kept - m) < Decimal("1e-20")


@given(rates, changes, st.integers(0, 10**9))
def test_a_rise_lowers_the_break_even(m: Decimal, p: Decimal, fixed: int) -> None:
    after = result(price.break_even_after_rise(m, Decimal(fixed), p)).value
    assert after <= result(b.break_even(m, Decimal(fixed))).value + CLOSE


def test_a_price_that_keeps_what_a_piece_leaves() -> None:
    assert price.price_to_keep_margin(Decimal(800), Decimal(300), Decimal(340)).value == 840
    assert price.price_to_keep_margin_at_rates(Decimal(1000), Decimal("0.38"), Decimal("0.42")).value == 1040
    assert price.gain_by_pieces(Decimal(20), Decimal(3000)).worked == "20円 × 3,000個 = 6万円"
