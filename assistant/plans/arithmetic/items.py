"""商品別採算: which item carries the profit, and which one to review, reprice or sell more of.

``RULE`` is the whole rule; every line says in ``reason`` which part of it applied, so a person can disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.plans.arithmetic.figures import Input, Result, shown
from assistant.plans.arithmetic.inputs import PlanInputError, echo, exact, not_negative, positive

RULE = (
    "1個売るごとに限界利益が残らない商品は「見直す候補」。"
    "効率が全体の平均以上の商品は「伸ばす候補」。"
    "効率が平均より低い商品のうち、売上高が1商品あたりの平均以上なら、値上げの効果が大きいので「値上げ候補」、それ以外は「見直す候補」。"
    "効率は、すべての商品に所要時間があれば1時間あたりの限界利益、なければ限界利益率。"
)
MAX_ITEMS = 1_000
_ONE_PIECE = "材料や仕入のほかに、売るたびにかかる費用(送料、手数料など)はないとみなしました。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A product of one period: price and variable cost of one piece (円), pieces sold, minutes of work on one piece."""

    name: str
    price: Decimal
    variable_cost: Decimal
    quantity: Decimal
    minutes: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """What an item earns. ``rank`` 1 earns the largest total margin; equals keep their order."""

    item: Item
    margin: Result
    rate: Result
    total: Result
    per_hour: Result | None
    rank: int
    suggestion: str
    reason: str


@exact
def item_lines(items: Sequence[Item]) -> tuple[ItemLine, ...]:
    """Return the lines by rank; nothing sold at all is an error, because there is no average to compare with."""
    if not 1 <= len(items) <= MAX_ITEMS:
        raise PlanInputError(f"商品は1件から{MAX_ITEMS:,}件まで入力してください。")
    for item in items:
        _check(item)
    sales = sum((i.price * i.quantity for i in items), Decimal(0))
    if not sales:
        raise PlanInputError("どの商品も販売数が0です。売れた数を入力してください。")
    timed = all(i.minutes is not None for i in items) and any(i.quantity for i in items if i.minutes)
    total = sum((_unit_margin(i) * i.quantity for i in items), Decimal(0))
    hours = sum(((i.minutes or 0) * i.quantity for i in items), Decimal(0)) / 60
    average = total / hours if timed else total / sales
    ranked = sorted(items, key=lambda i: -_unit_margin(i) * i.quantity)
    return tuple(_line(i, rank, timed, average, sales / len(items)) for rank, i in enumerate(ranked, 1))


def _check(item: Item) -> None:
    name = f"{echo(item.name)}の"
    positive(f"{name}売価", item.price)
    not_negative(f"{name}変動費", item.variable_cost)
    not_negative(f"{name}販売数", item.quantity)
    if item.minutes is not None:
        positive(f"{name}所要時間", item.minutes)


def _unit_margin(item: Item) -> Decimal:
    return item.price - item.variable_cost


def _line(item: Item, rank: int, timed: bool, average: Decimal, average_sales: Decimal) -> ItemLine:
    margin = _unit_margin(item)
    price, cost = Input(name="売価", value=item.price), Input(name="変動費", value=item.variable_cost)
    of_one = Input(name="1個あたりの限界利益", value=margin)
    rate = Result(
        name="限界利益率",
        value=margin / item.price,
        unit="割合",
        formula="(売価 − 変動費) ÷ 売価",
        inputs=(price, cost),
    )
    per_hour = _per_hour(of_one, item.minutes) if item.minutes is not None else None
    total = Result(
        name="限界利益の合計",
        value=margin * item.quantity,
        unit="円",
        formula="1個あたりの限界利益 × 販売数",
        inputs=(of_one, Input(name="販売数", value=item.quantity, unit="個")),
    )
    yardstick = per_hour if timed and per_hour is not None else rate
    suggestion, reason = _suggest(margin, yardstick, average, item.price * item.quantity >= average_sales)
    return ItemLine(
        item=item,
        margin=Result(name=of_one.name, value=margin, unit="円", formula="売価 − 変動費", inputs=(price, cost)),
        rate=rate,
        total=total,
        per_hour=per_hour,
        rank=rank,
        suggestion=suggestion,
        reason=reason,
    )


@exact
def left_of_one(price: Decimal, cost: Decimal, minutes: Decimal | None = None, of: str = "") -> tuple[Result, ...]:
    """What one piece leaves (円), and an hour of work on it (円/時) where the minutes are told; ``of`` is put before the names."""
    inputs = (
        Input(name="売価", value=positive("売価", price)),
        Input(name="1個あたりの変動費", value=not_negative("1個あたりの変動費", cost)),
    )
    name, note = "1個あたりの限界利益", "" if inputs[0].value > inputs[1].value else "売るほど赤字です。"
    margin = Result(
        name=f"{of}{name}",
        value=inputs[0].value - inputs[1].value,
        unit="円",
        formula="売価 − 1個あたりの変動費",
        inputs=inputs,
        assumptions=(_ONE_PIECE,),
        note=note,
    )
    if minutes is None:
        return (margin,)
    hour = _per_hour(Input(name=name, value=margin.value), positive("所要時間", minutes))
    return margin, replace(hour, name=f"{of}{hour.name}")


def _per_hour(of_one: Input, minutes: Decimal) -> Result:
    return Result(
        name="1時間あたりの限界利益",
        value=of_one.value * 60 / minutes,
        unit="円/時",
        formula="1個あたりの限界利益 × 60分 ÷ 所要時間",
        inputs=(of_one, Input(name="所要時間", value=minutes, unit="分")),
    )


def _suggest(margin: Decimal, yardstick: Result, average: Decimal, sells: bool) -> tuple[str, str]:
    """Apply RULE to one item."""
    if margin <= 0:
        return "見直す候補", "1個売るごとの限界利益が残らず、作るほど赤字です。"
    compared = f"{yardstick.name}{yardstick.text}が全体の平均{shown(average, yardstick.unit)}"
    if yardstick.value >= average:
        return "伸ばす候補", f"{compared}以上です。"
    if sells:
        return "値上げ候補", f"{compared}より低く、売上高は1商品あたりの平均以上です。"
    return "見直す候補", f"{compared}より低く、売上高も1商品あたりの平均より小さい商品です。"
