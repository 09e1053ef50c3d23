"""Which calculations an intake allows, and what of it does not read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.plans.arithmetic.kinds import KINDS, calculated
from assistant.plans.arithmetic.premises import NAMES
from assistant.plans.drafting.profit_change import profit_change
from assistant.plans.drafting.sums import numbers_of
from assistant.plans.intake import Intake, ProductLine


def _kinds(numbers: dict[str, str], try_rise: bool = False) -> list[str]:
    return [s.kind for s in numbers_of(Intake(numbers=numbers), try_rise).sums]


@pytest.mark.parametrize(
    ("numbers", "kinds"),
    [
        ({}, []),
        ({"sales": "200万円"}, []),
        ({"fixed": "80万円", "variable_rate": "4割"}, ["break-even"]),
        ({"fixed": "80万円", "variable_rate": "4割", "sales": "200万円"}, ["break-even", "profit"]),
        ({"fixed": "80万円", "rate": "4割", "target": "20万円"}, ["break-even", "target"]),
        ({"rate": "4割", "discount": "1割"}, ["discount"]),
        ({"cost_rise": "10%"}, ["cost-rise"]),
        ({"opening": "120万円", "income": "300万円", "outgo": "330万円"}, ["cash"]),
        ({"opening": "120万円", "drain": "20万円"}, ["runway"]),
        ({"labour": "1200万円", "wage_rise": "5%"}, ["labour"]),
    ],
)
def test_numbers_call_for_what_they_can_carry(numbers: dict[str, str], kinds: list[str]) -> None:
    assert _kinds(numbers) == kinds


def test_a_price_rise_is_tried_only_where_it_may_be() -> None:
    told = {"fixed": "80万円", "variable_rate": "4割", "sales": "200万円"}
    assert "price-rise" in _kinds(told, try_rise=True)
    assert "price-rise" not in _kinds(told)
    assert _kinds({**told, "rise": "3%"}) == ["break-even", "profit", "price-rise"]


@given(st.dictionaries(st.sampled_from(sorted(NAMES)), st.text(max_size=60), max_size=8), st.booleans())
def test_whatever_is_written_as_a_number_every_sum_can_be_worked_out_again(numbers: dict[str, str], rise: bool) -> None:
    found = numbers_of(Intake(numbers=numbers), rise)
    for one in found.sums:
        assert one.kind in KINDS
        assert calculated(one.kind, one.inputs) == found.answers[one.id]


def test_numbers_that_contradict_each_other_are_told() -> None:
    found = numbers_of(Intake(numbers={"fixed": "80万円", "rate": "4割", "variable_rate": "4割"}), False)
    assert found.sums == () and "違います" in found.unread[0]


def test_one_bad_number_does_not_take_the_others_away() -> None:
    found = numbers_of(Intake(numbers={"fixed": "80万円", "variable_rate": "4割", "sales": "たくさん"}), False)
    assert [s.kind for s in found.sums] == ["break-even"]
    assert len(found.unread) == 1


def test_products_without_those_that_lose_money_are_the_aim() -> None:
    lines = (
        ProductLine(name="A", price="500円", variable_cost="520円", quantity="900個"),
        ProductLine(name="B", price="600円", variable_cost="5割", quantity="100個"),
    )
    change = profit_change(numbers_of(Intake(lines=lines), False))
    assert change is not None
    assert change.texts == ("12,000", "30,000")  # −20 × 900 + 300 × 100, and B alone
