"""限界利益 and 損益分岐点: what is left of sales, and how much must be sold (CVP; formulas: docs of the field, §5.1).

Sales S, variable and fixed costs in 円, margin rate m as a ratio. All of one period and one treatment of 消費税.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.plans.arithmetic.figures import Answer, Input, NoAnswer, Result
from assistant.plans.arithmetic.inputs import exact, margin_rate_of, not_negative, number, positive, ratio

SAME_PERIOD = "売上高と費用は同じ期間で、消費税の扱い(税込・税抜)もそろっているとみなしました。"
SPLIT = "費用は、売上に比例する変動費と、売上がなくてもかかる固定費に分けられるとみなしました。"
LOSS_BY_MAKING = "限界利益率が0%以下なので、作るほど赤字です。いくら売っても固定費はまかなえません。先に値段か変動費を見直してください。"


@exact
def margin(sales: Decimal, variable: Decimal) -> Result:
    """限界利益 = S − V."""
    s, v = not_negative("売上高", sales), not_negative("変動費", variable)
    inputs = (Input(name="売上高", value=s), Input(name="変動費", value=v))
    return Result(
        name="限界利益", value=s - v, unit="円", formula="売上高 − 変動費", inputs=inputs, assumptions=(SPLIT,)
    )


@exact
def margin_rate(sales: Decimal, variable: Decimal) -> Result:
    """限界利益率 m = (S − V) ÷ S; sales of 0 have no rate and are an error."""
    s, v = positive("売上高", sales), not_negative("変動費", variable)
    return Result(
        name="限界利益率",
        value=(s - v) / s,
        unit="割合",
        formula="(売上高 − 変動費) ÷ 売上高",
        inputs=(Input(name="売上高", value=s), Input(name="変動費", value=v)),
        assumptions=(SPLIT,),
    )


@exact
def profit(sales: Decimal, rate: Decimal, fixed: Decimal) -> Result:
    """利益 = S·m − F; negative is a loss."""
    s, m, f = not_negative("売上高", sales), margin_rate_of(rate), not_negative("固定費", fixed)
    value = s * m - f
    return Result(
        name="利益",
        value=value,
        unit="円",
        formula="売上高 × 限界利益率 − 固定費",
        inputs=(Input(name="売上高", value=s), _rate(m), _fixed(f)),
        assumptions=(SAME_PERIOD, SPLIT),
        note="赤字です。" if value < 0 else "",
    )


@exact
def break_even(rate: Decimal, fixed: Decimal) -> Answer:
    """損益分岐点売上高 = F ÷ m."""
    m, f = margin_rate_of(rate), not_negative("固定費", fixed)
    if m <= 0:
        return NoAnswer(name="損益分岐点売上高", reason=LOSS_BY_MAKING)
    return _sales("損益分岐点売上高", f / m, "固定費 ÷ 限界利益率", (_fixed(f), _rate(m)))


@exact
def target_sales(rate: Decimal, fixed: Decimal, target: Decimal) -> Answer:
    """目標利益達成売上高 = (F + target) ÷ m."""
    m, f, t = margin_rate_of(rate), not_negative("固定費", fixed), not_negative("目標利益", target)
    if m <= 0:
        return NoAnswer(name="目標利益達成売上高", reason=LOSS_BY_MAKING)
    inputs = (_fixed(f), Input(name="目標利益", value=t), _rate(m))
    return _sales("目標利益達成売上高", (f + t) / m, "(固定費 + 目標利益) ÷ 限界利益率", inputs)


@exact
def target_rate_sales(rate: Decimal, fixed: Decimal, target: Decimal) -> Answer:
    """Sales at which 売上高利益率 is ``target`` (a ratio) = F ÷ (m − target); needs m > target."""
    name = "目標利益率達成売上高"
    m, f, r = margin_rate_of(rate), not_negative("固定費", fixed), ratio("目標利益率", target)
    if m <= 0:
        return NoAnswer(name=name, reason=LOSS_BY_MAKING)
    if m <= r:
        return NoAnswer(
            name=name,
            reason="目標の利益率が限界利益率以上なので、いくら売っても届きません。先に限界利益率を上げる必要があります。",
        )
    inputs = (_fixed(f), _rate(m), Input(name="目標利益率", value=r, unit="割合"))
    return _sales(name, f / (m - r), "固定費 ÷ (限界利益率 − 目標利益率)", inputs)


@exact
def break_even_ratio(sales: Decimal, rate: Decimal, fixed: Decimal) -> Answer:
    """損益分岐点比率 = (F ÷ m) ÷ S; above 100% is a loss."""
    s, point = positive("売上高", sales), break_even(rate, fixed)
    if isinstance(point, NoAnswer):
        return NoAnswer(name="損益分岐点比率", reason=point.reason)
    inputs = (Input(name="損益分岐点売上高", value=point.value), Input(name="売上高", value=s))
    return Result(
        name="損益分岐点比率",
        value=point.value / s,
        unit="割合",
        formula="損益分岐点売上高 ÷ 売上高",
        inputs=inputs,
        assumptions=(SAME_PERIOD, SPLIT),
        note="低いほど安全です。100%を超えると赤字です。",
    )


@exact
def safety_margin(sales: Decimal, rate: Decimal, fixed: Decimal) -> Answer:
    """安全余裕率 = 1 − 損益分岐点比率: the share of sales that may be lost before a loss; negative when it is one already."""
    s, point = positive("売上高", sales), break_even(rate, fixed)
    if isinstance(point, NoAnswer):
        return NoAnswer(name="安全余裕率", reason=point.reason)
    inputs = (Input(name="売上高", value=s), Input(name="損益分岐点売上高", value=point.value))
    return Result(
        name="安全余裕率",
        value=(s - point.value) / s,
        unit="割合",
        formula="(売上高 − 損益分岐点売上高) ÷ 売上高",
        inputs=inputs,
        assumptions=(SAME_PERIOD, SPLIT),
        note="売上がこの割合まで減っても赤字になりません。" if s >= point.value else "すでに赤字です。",
        rounding="down",
    )


@exact
def break_even_quantity(price: Decimal, unit_cost: Decimal, fixed: Decimal) -> Answer:
    """損益分岐点販売数 = F ÷ (price − variable cost of one), in pieces, shown rounded up."""
    p, c, f = positive("売価", price), not_negative("1個あたりの変動費", unit_cost), not_negative("固定費", fixed)
    if p <= c:
        return NoAnswer(name="損益分岐点販売数", reason=LOSS_BY_MAKING)
    return Result(
        name="損益分岐点販売数",
        value=f / (p - c),
        unit="個",
        formula="固定費 ÷ (売価 − 1個あたりの変動費)",
        inputs=(_fixed(f), Input(name="売価", value=p), Input(name="1個あたりの変動費", value=c)),
        assumptions=(SPLIT,),
        rounding="up",
    )


@exact
def target_quantity(price: Decimal, unit_cost: Decimal, fixed: Decimal, target: Decimal) -> Answer:
    """目標利益達成販売数 = (F + target) ÷ (price − variable cost of one), in pieces, shown rounded up."""
    f, t = not_negative("固定費", fixed), not_negative("目標利益", target)
    needed = break_even_quantity(price, unit_cost, f + t)
    if isinstance(needed, NoAnswer):
        return NoAnswer(name="目標利益達成販売数", reason=needed.reason)
    return replace(
        needed,
        name="目標利益達成販売数",
        formula="(固定費 + 目標利益) ÷ (売価 − 1個あたりの変動費)",
        inputs=(_fixed(f), Input(name="目標利益", value=t), *needed.inputs[1:]),
    )


@exact
def margin_rate_from_variable_rate(variable_rate: Decimal) -> Result:
    """限界利益率 m = 1 − 変動費率; a cost above the price gives a negative rate."""
    v = not_negative("変動費率", number("変動費率", variable_rate))
    inputs = (Input(name="変動費率", value=v, unit="割合"),)
    return Result(
        name="限界利益率", value=1 - v, unit="割合", formula="1 − 変動費率", inputs=inputs, assumptions=(SPLIT,)
    )


def _fixed(value: Decimal) -> Input:
    return Input(name="固定費", value=value)


def _rate(value: Decimal) -> Input:
    return Input(name="限界利益率", value=value, unit="割合")


def _sales(name: str, value: Decimal, formula: str, inputs: tuple[Input, ...]) -> Result:
    return Result(
        name=name,
        value=value,
        unit="円",
        formula=formula,
        inputs=inputs,
        assumptions=(SAME_PERIOD, SPLIT),
        rounding="up",
    )
