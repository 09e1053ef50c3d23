"""Cash is followed month by month, to the month it runs out and the amount that is short."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.plans.arithmetic import NoAnswer, PlanInputError, Result
from assistant.plans.arithmetic.cash import CashMonth, forecast


def month(income: int, outgo: int, repayment: int = 0) -> CashMonth:
    return CashMonth(income=Decimal(income), outgo=Decimal(outgo), repayment=Decimal(repayment))


def test_the_month_it_runs_out_and_the_deepest_gap() -> None:
    plan = forecast(Decimal(5_000_000), [month(3_000_000, 3_500_000, 1_000_000)] * 5)
    assert [b.text for b in plan.balances] == ["350万円", "200万円", "50万円", "-100万円", "-250万円"]
    assert isinstance(plan.runs_out, Result) and plan.runs_out.text == "4か月目"
    assert plan.short.text == "250万円"
    assert plan.balances[0].worked == "500万円 + 300万円 − 350万円 − 100万円 = 350万円"


def test_a_balance_of_zero_has_not_run_out() -> None:
    plan = forecast(Decimal(300), [month(0, 100)] * 3)
    assert isinstance(plan.runs_out, NoAnswer) and "尽きません" in plan.runs_out.reason
    assert plan.short.value == 0


@pytest.mark.parametrize("count", [0, 2, 13])
def test_three_to_twelve_months(count: int) -> None:
    with pytest.raises(PlanInputError, match="3か月から12か月"):
        forecast(Decimal(1), [month(1, 1)] * count)


def test_an_overdrawn_start_and_negative_payments_are_refused() -> None:
    with pytest.raises(PlanInputError, match="月初の現預金がマイナス"):
        forecast(Decimal(-1), [month(1, 1)] * 3)
    with pytest.raises(PlanInputError, match="返済がマイナス"):
        forecast(Decimal(1), [month(1, 1, -1)] * 3)


amounts = st.integers(0, 10**9)


@given(amounts, st.lists(st.builds(month, amounts, amounts, amounts), min_size=3, max_size=12))
def test_the_last_balance_is_the_sum_of_what_moved(opening: int, months: list[CashMonth]) -> None:
    plan = forecast(Decimal(opening), months)
    assert plan.balances[-1].value == opening + sum(m.income - m.outgo - m.repayment for m in months)
    assert isinstance(plan.runs_out, Result) == (plan.short.value > 0)
