"""Items are ranked by what they earn, and every suggestion says which part of the rule applied."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.plans.arithmetic import PlanInputError
from assistant.plans.arithmetic.items import Item, item_lines, left_of_one


def item(name: str, price: int, cost: int, quantity: int, minutes: int | None = None) -> Item:
    return Item(
        name=name,
        price=Decimal(price),
        variable_cost=Decimal(cost),
        quantity=Decimal(quantity),
        minutes=None if minutes is None else Decimal(minutes),
    )


def test_lines_are_ranked_by_total_margin_with_a_suggestion() -> None:
    lines = item_lines(
        [
            item("羊羹", 800, 900, 10),
            item("大福", 200, 80, 1000),
            item("団子", 150, 100, 3000),
            item("最中", 150, 100, 10),
        ]
    )
    assert [(x.rank, x.item.name, int(x.total.value), x.suggestion) for x in lines] == [
        (1, "団子", 150_000, "値上げ候補"),
        (2, "大福", 120_000, "伸ばす候補"),
        (3, "最中", 500, "見直す候補"),
        (4, "羊羹", -1000, "見直す候補"),
    ]
    assert "作るほど赤字" in lines[3].reason and "33.3%" in lines[0].reason


def test_time_of_all_items_makes_the_margin_per_hour_the_yardstick() -> None:
    by_rate = item_lines([item("手作り", 1000, 100, 10, 60), item("型抜き", 100, 60, 100, 1)])
    assert {x.item.name: x.suggestion for x in by_rate} == {"手作り": "値上げ候補", "型抜き": "伸ばす候補"}
    assert by_rate[0].per_hour is not None and by_rate[0].per_hour.text == "900円/時"


def test_time_of_some_items_is_shown_but_not_compared() -> None:
    lines = item_lines([item("手作り", 1000, 100, 10, 60), item("型抜き", 100, 60, 100)])
    assert {x.item.name: x.suggestion for x in lines} == {"手作り": "伸ばす候補", "型抜き": "値上げ候補"}


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([], "1件から"),
        ([item("a", 0, 0, 1)], "「a」の売価が0"),
        ([item("a", 1, -1, 1)], "変動費がマイナス"),
        ([item("a", 1, 1, 0)], "販売数が0"),
        ([item("a", 1, 1, 1, 0)], "所要時間が0"),
    ],
)
def test_a_wrong_item_is_named(items: list[Item], sentence: str) -> None:
    with pytest.raises(PlanInputError, match=sentence):
        item_lines(items)


def test_one_piece_and_an_hour_of_work_on_it() -> None:
    piece, hour = left_of_one(Decimal(12000), Decimal(3000), Decimal(180))
    assert (piece.text, hour.text) == ("9,000円", "3,000円/時")
    assert left_of_one(Decimal(100), Decimal(120))[0].note == "売るほど赤字です。"
