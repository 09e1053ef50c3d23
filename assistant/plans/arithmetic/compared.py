"""Two or more products of one question, each with its price and cost: what one piece of each leaves."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.plans.arithmetic.figures import Answer, NoAnswer
from assistant.plans.arithmetic.items import left_of_one
from assistant.plans.arithmetic.mentions import amounts_of, label_of
from assistant.plans.arithmetic.money import read_yen
from assistant.plans.arithmetic.moves import NO_PRICE

_WHICH = re.compile(r"どちら|どっち|どれが|どの(?:商品|品|料理|メニュー|方)|比べ|それぞれ")
_NAME = re.compile(r"([^、。,?0-9]{1,12}?)(?:は|が|も|なら)(?:[1一](?:個|本|枚|食|杯|皿))?$")
_LONGEST_GAP = 16  # characters between a price and its cost
MOST = 6  # products


@dataclass(frozen=True, slots=True)
class Product:
    """A product as a question tells it: its name, price and cost of one piece in 円."""

    name: str
    price: Decimal
    cost: Decimal


def compares(plain: str) -> bool:
    """Tell whether a folded question asks which of several products leaves more."""
    return _WHICH.search(plain) is not None


def products(plain: str) -> tuple[Product, ...]:
    """Return the products of a folded text whose name, price and cost stand in this order."""
    return tuple(_products(plain))[:MOST]


def compared(of: Sequence[Product]) -> list[Answer]:
    """Return what one piece of each leaves; the note of the best says so."""
    if len({product.name for product in of}) < len(of):
        return [NoAnswer(name="商品の比較", reason="同じ名前の商品が二つ読み取れました。名前を分けて教えてください。")]
    lines = [left_of_one(product.price, product.cost, of=f"{product.name}の")[0] for product in of]
    most = max(line.value for line in lines)
    best = [line for line in lines if line.value == most]
    said = "1個あたりに残る額は、これが最も多い商品です。手間と売れる数は別に見てください。"
    return [replace(line, note=said) if line in best and len(best) == 1 and most > 0 else line for line in lines]


def _products(plain: str) -> Iterator[Product]:
    amounts = amounts_of(plain)
    for one, other in itertools.pairwise(amounts):
        between = plain[one.end() : other.start()]
        if one["ratio"] or other["ratio"] or len(between) > _LONGEST_GAP or "。" in between:
            continue
        price, cost = label_of(plain, one), label_of(plain, other)
        named = _NAME.search(plain[max(0, one.start() - _LONGEST_GAP) : one.start()])
        is_price = price is None or price[0] == "price"
        if named and is_price and cost is not None and cost[0] == "variable" and not NO_PRICE.search(named[1]):
            yield Product(named[1], read_yen(one[0]), read_yen(other[0]))
