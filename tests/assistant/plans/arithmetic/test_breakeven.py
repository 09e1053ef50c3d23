"""Break-even arithmetic gives the published check values and keeps its own identities."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.plans.arithmetic import NoAnswer, PlanInputError, Result
from assistant.plans.arithmetic import breakeven as b

sales = st.decimals(min_value=1, max_value=10**12, places=2)
costs = st.decimals(min_value=0, max_value=10**12, places=2)
rates = st.decimals(min_value=Decimal("0.001"), max_value=1, places=4)
CLOSE = Decimal("1e-30")


def value(answer: object) -> Decimal:
    assert isinstance(answer, Result)
    return answer.value


def test_published_check_values() -> None:
    assert value(b.target_sales(Decimal("0.8"), Decimal(1000), Decimal(200))) == 1500
    assert value(b.target_rate_sales(Decimal("0.8"), Decimal(1500), Decimal("0.05"))) == 2000


def test_a_worked_example_shows_its_numbers() -> None:
    result = b.break_even(Decimal("0.4"), Decimal(3_500_000))
    assert isinstance(result, Result)
    assert result.worked == "350万円 ÷ 40% = 875万円"
    assert value(b.margin(Decimal(1000), Decimal(600))) == 400
    assert value(b.margin_rate(Decimal(1000), Decimal(600))) == Decimal("0.4")
    assert value(b.margin_rate_from_variable_rate(Decimal("0.6"))) == Decimal("0.4")
    assert value(b.break_even_ratio(Decimal(1000), Decimal("0.4"), Decimal(350))) == Decimal("0.875")
    assert value(b.safety_margin(Decimal(1000), Decimal("0.4"), Decimal(350))) == Decimal("0.125")
    assert value(b.break_even_quantity(Decimal(500), Decimal(200), Decimal(200_000))).quantize(Decimal(1)) == 667


def test_a_loss_is_said_in_the_note() -> None:
    assert b.profit(Decimal(100), Decimal("0.4"), Decimal(350)).note == "赤字です。"
    safety = b.safety_margin(Decimal(100), Decimal("0.4"), Decimal(350))
    assert isinstance(safety, Result) and safety.note == "すでに赤字です。"


@pytest.mark.parametrize("rate", [Decimal(0), Decimal("-0.2")])
def test_no_margin_is_an_answer_in_words(rate: Decimal) -> None:
    for answer in (
        b.break_even(rate, Decimal(1)),
        b.target_sales(rate, Decimal(1), Decimal(1)),
        b.target_rate_sales(rate, Decimal(1), Decimal(0)),
        b.break_even_ratio(Decimal(1), rate, Decimal(1)),
        b.safety_margin(Decimal(1), rate, Decimal(1)),
        b.break_even_quantity(Decimal(100), Decimal(100) - rate, Decimal(1)),
    ):
        assert isinstance(answer, NoAnswer) and "作るほど赤字です" in answer.reason


def test_a_target_rate_above_the_margin_rate_is_out_of_reach() -> None:
    answer = b.target_rate_sales(Decimal("0.3"), Decimal(1), Decimal("0.3"))
    assert isinstance(answer, NoAnswer) and "届きません" in answer.reason


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: b.margin_rate(Decimal(0), Decimal(0)), "売上高が0では計算できません"),
        (lambda: b.break_even(Decimal("0.4"), Decimal(-1)), "固定費がマイナス"),
        (lambda: b.break_even(Decimal("1.1"), Decimal(1)), "100%まで"),
        (lambda: b.break_even(Decimal("NaN"), Decimal(1)), "数字で入力"),
        (lambda: b.break_even(0.4, Decimal(1)), "数字で入力"),  # type: ignore[arg-type]
        (lambda: b.break_even(True, Decimal(1)), "数字で入力"),  # type: ignore[arg-type]
        (lambda: b.break_even(Decimal("0.4"), Decimal("1e16")), "大きすぎます"),
        (lambda: b.break_even(Decimal("1e-31"), Decimal(1)), "小さすぎます"),
        (lambda: b.target_rate_sales(Decimal("0.4"), Decimal(1), Decimal(11)), "割合で入力"),
    ],
)
def test_a_wrong_number_is_refused_in_one_sentence(call: object, sentence: str) -> None:
    with pytest.raises(PlanInputError, match=sentence):
        call()  # type: ignore[operator]


@given(rates, costs)
def test_break_even_yields_no_profit(rate: Decimal, fixed: Decimal) -> None:
    point = value(b.break_even(rate, fixed))
    if point <= 10**15:
        assert abs(b.profit(point, rate, fixed).value) < CLOSE


@given(rates, costs, costs)
def test_target_sales_yield_the_target(rate: Decimal, fixed: Decimal, target: Decimal) -> None:
    point = value(b.target_sales(rate, fixed, target))
    if point <= 10**15:
        assert abs(b.profit(point, rate, fixed).value - target) < CLOSE


@given(rates, costs, costs)
def test_break_even_rises_with_fixed_costs(rate: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert value(b.break_even(rate, low)) <= value(b.break_even(rate, high))


@given(rates, rates, costs)
def test_break_even_falls_with_the_margin_rate(one: Decimal, other: Decimal, fixed: Decimal) -> None:
    low, high = sorted((one, other))
    assert value(b.break_even(high, fixed)) <= value(b.break_even(low, fixed))


@given(sales, rates, costs)
def test_ratio_and_safety_margin_add_up_to_one(amount: Decimal, rate: Decimal, fixed: Decimal) -> None:
    total = value(b.break_even_ratio(amount, rate, fixed)) + value(b.safety_margin(amount, rate, fixed))
    assert total.quantize(CLOSE.scaleb(10)) == 1


def test_the_pieces_for_a_target_profit_are_rounded_up() -> None:
    result = b.target_quantity(Decimal(500), Decimal(200), Decimal(100000), Decimal(50001))
    assert isinstance(result, Result) and result.text == "501個"
    assert isinstance(b.target_quantity(Decimal(200), Decimal(200), Decimal(1), Decimal(1)), NoAnswer)
