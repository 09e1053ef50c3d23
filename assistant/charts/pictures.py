"""Pictures of results as SVG: break-even, price rise, cash by month, margin by item; each with its data in words and as a table.

Amounts in 円 as ``Decimal``; the data of a picture is exact, only the places of its lines are rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.charts.drawing import BAD, HEIGHT, INK, LEFT, RIGHT, SOFT, WIDTH, Chart, Drawing, across, up
from assistant.plans.arithmetic.figures import rounded, shown
from assistant.plans.arithmetic.inputs import exact
from assistant.plans.arithmetic.items import ItemLine

_MOST_BARS = 12
_LONGEST_LABEL = 12  # characters


@exact
def break_even_chart(rate: Decimal, fixed: Decimal, sales: Decimal | None = None) -> Chart | None:
    """Draw sales against costs up to twice the break-even point; None where there is no such point."""
    if rate <= 0 or fixed <= 0:
        return None
    point = rounded(fixed / rate, "円", "up")  # in whole yen as the calculation tells it: a yen less is a loss
    most = max(point * 2, (sales or Decimal(0)) * Decimal("1.1"))
    title = "損益分岐点"
    told = f"売上が{_yen(point)}のところで、売上と費用の線が交わります。それより左は赤字、右は黒字です。"
    if sales is not None:
        told += f"いまの売上は{_yen(sales)}です。"
    drawing = Drawing(title, told)

    def at(x: Decimal, y: Decimal) -> tuple[float, float]:
        return across(x / most), up(y / most)

    drawing.line([at(Decimal(0), Decimal(0)), at(most, most)], INK)
    drawing.line([at(Decimal(0), fixed), at(most, fixed + most * (1 - rate))], BAD, dashed=True)
    drawing.dot(at(point, point))
    drawing.text((LEFT, 32), f"● 損益分岐点 {_yen(point)}")
    drawing.text(at(most, most), "売上(実線)", anchor="end")
    drawing.text((WIDTH - RIGHT, at(most, fixed + most * (1 - rate))[1] + 48), "費用(点線)", anchor="end")
    if sales is not None:
        drawing.line([at(sales, Decimal(0)), at(sales, sales)], SOFT, dashed=True)
        drawing.text((at(sales, Decimal(0))[0], HEIGHT - 12), f"いま {_yen(sales)}", anchor="middle")
    points = [Decimal(0), point, *([sales] if sales is not None else []), point * 2]
    rows = [(_yen(s), _yen(fixed + s * (1 - rate)), _yen(s * rate - fixed)) for s in sorted(points)]
    return drawing.chart(("売上", "費用", "利益"), rows)


@exact
def price_rise_chart(sales: Decimal, rate: Decimal, fixed: Decimal, rise: Decimal) -> Chart:
    """Draw how a rise moves profit while the volume stays: before, what is added, after."""
    before, gain = sales * rate - fixed, sales * rise
    after = before + gain
    told = f"販売数が同じなら、利益は{_yen(before)}から{_yen(gain)}増えて{_yen(after)}になります。"
    steps = [
        ("値上げ前の利益", Decimal(0), before),
        ("値上げの分", before, after),
        ("値上げ後の利益", Decimal(0), after),
    ]
    values = [before, gain, after]
    drawing = Drawing("値上げで増える利益", told)
    drawing.bars([(name, low, high, _yen(v)) for (name, low, high), v in zip(steps, values, strict=True)])
    return drawing.chart(("項目", "金額"), [(step[0], _yen(v)) for step, v in zip(steps, values, strict=True)])


@exact
def cash_chart(balances: Sequence[Decimal]) -> Chart:
    """Draw month-end balances; a month below 0 is named in the text, not only by its place."""
    lowest = next((n for n, b in enumerate(balances, 1) if b < 0), None)
    told = (
        f"{lowest}か月目の月末に、0円を下回ります。"
        if lowest
        else f"{len(balances)}か月の間、月末の残高は0円を下回りません。"
    )
    drawing = Drawing("月末の残高", told)
    top, low = max([*balances, Decimal(0)]), min([*balances, Decimal(0)])
    span = (top - low) or Decimal(1)
    step = Decimal(1) / max(len(balances) - 1, 1)
    places = [(across(n * step), up((b - low) / span)) for n, b in enumerate(balances)]
    zero = up(-low / span)
    drawing.line([(LEFT, zero), (WIDTH - RIGHT, zero)], SOFT)
    drawing.text((LEFT, zero), "0円")
    drawing.line(places, INK)
    for number, (place, balance) in enumerate(zip(places, balances, strict=True), 1):
        drawing.dot(place, BAD if balance < 0 else INK)
        drawing.text((place[0], HEIGHT - 12), f"{number}", anchor="middle")
    drawing.text((LEFT, 32), f"1か月目 {_yen(balances[0])} → {len(balances)}か月目 {_yen(balances[-1])}")
    return drawing.chart(("月末", "残高"), [(f"{n}か月目", _yen(b)) for n, b in enumerate(balances, 1)])


@exact
def items_chart(lines: Sequence[ItemLine]) -> Chart:
    """Draw what each item earns in total, the best first; of many, the first and the last."""
    ranked = list(lines) if len(lines) <= _MOST_BARS else [*lines[: _MOST_BARS // 2], *lines[-_MOST_BARS // 2 :]]
    told = f"限界利益の合計がいちばん大きいのは{_short(lines[0].item.name)}、いちばん小さいのは{_short(lines[-1].item.name)}です。"
    drawing = Drawing("商品別の限界利益", told)
    drawing.bars([(_short(li.item.name), Decimal(0), li.total.value, li.total.text) for li in ranked])
    rows = [(li.item.name, li.total.text, li.rate.text, li.suggestion) for li in lines]
    return drawing.chart(("商品", "限界利益の合計", "限界利益率", "候補"), rows)


def _short(name: str) -> str:
    plain = "".join(c for c in name if c.isprintable())
    return plain if len(plain) <= _LONGEST_LABEL else f"{plain[: _LONGEST_LABEL - 1]}…"


def _yen(value: Decimal) -> str:
    return shown(value, "円")
