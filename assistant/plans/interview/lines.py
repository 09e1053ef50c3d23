"""Reads the product lines of an intake as the arithmetic takes them; a cost may be a share of the price (4割)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.plans.arithmetic.inputs import PlanInputError, echo
from assistant.plans.arithmetic.items import Item
from assistant.plans.arithmetic.kinds import read_as
from assistant.plans.arithmetic.money import RATIO, fold
from assistant.plans.intake import ProductLine


def items_of(lines: Sequence[ProductLine]) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Return the lines that have price, cost and quantity as items, and a sentence for each of them that does not read."""
    found, unread = list[Item](), list[str]()
    for line in lines:
        if not (line.price.strip() and line.variable_cost.strip() and line.quantity.strip()):
            continue
        try:
            found.append(_item(line))
        except PlanInputError as error:
            unread.append(f"商品{echo(line.name)}の{error}")
    return tuple(found), tuple(unread)


def minutes_of(text: str) -> Decimal:
    """Return the minutes of work on one; PlanInputError where they do not read, or are told in hours."""
    if "時間" in fold(text):
        raise PlanInputError("1個の作業は、90分のように、時間ではなく分で入力してください。")
    return read_as("数", "1個の作業（分）", fold(text).rstrip("分"))


def _item(line: ProductLine) -> Item:
    price = read_as("円", "売価", line.price)
    return Item(
        name=line.name,
        price=price,
        variable_cost=_cost(line.variable_cost, price),
        quantity=read_as("数", "販売数", line.quantity),
        minutes=minutes_of(line.minutes) if line.minutes.strip() else None,
    )


def _cost(text: str, price: Decimal) -> Decimal:
    if RATIO.fullmatch(fold(text)):
        return price * read_as("割合", "原価", text)
    return read_as("円", "原価", text)
