"""値上げ, 値引き and 原価上昇の転嫁: what a change of price does to profit and how much volume it is worth.

A price change moves neither the variable cost of one piece nor the fixed costs; only 限界利益 moves. Rates are ratios
of the price *before* the change (p, d, c = 0.05 for 5%); m is 限界利益率 before the change. Derived from the CVP
identity S(1−x)(m+p) = S·m (field notes, §5.2).
"""

from __future__ import annotations

from decimal import Decimal

from assistant.plans.arithmetic.breakeven import LOSS_BY_MAKING, SAME_PERIOD, break_even
from assistant.plans.arithmetic.figures import Answer, Input, NoAnswer, Result, Rounding
from assistant.plans.arithmetic.inputs import exact, margin_rate_of, not_negative, positive, ratio

SAME_COST = "値段を変えても、1個あたりの変動費と固定費は変わらないとみなしました。"
SAME_VOLUME = "値上げしても販売数は変わらないとみなしました。"
SAME_COST_ELSE = "原価のほかの費用は変わらないとみなしました。"
_ALL = Decimal(1)


@exact
def gain(sales: Decimal, rise: Decimal) -> Result:
    """Δ利益 = S·p when the volume stays."""
    s, p = not_negative("売上高", sales), ratio("値上げ率", rise)
    inputs = (Input(name="売上高", value=s), _share("値上げ率", p))
    return Result(
        name="値上げによる利益の増加",
        value=s * p,
        unit="円",
        formula="売上高 × 値上げ率",
        inputs=inputs,
        assumptions=(SAME_VOLUME, SAME_COST),
    )


@exact
def gain_by_pieces(rise: Decimal, quantity: Decimal) -> Result:
    """Δ利益 of a rise in 円 on one piece = rise × pieces when the volume stays."""
    inputs = (
        Input(name="値上げ額", value=not_negative("値上げ額", rise)),
        Input(name="販売数", value=not_negative("販売数", quantity), unit="個"),
    )
    return Result(
        name="値上げによる利益の増加",
        value=inputs[0].value * inputs[1].value,
        unit="円",
        formula="値上げ額 × 販売数",
        inputs=inputs,
        assumptions=(SAME_VOLUME, SAME_COST, "販売数と同じ期間の金額です。"),
    )


@exact
def price_to_keep_margin(price: Decimal, before: Decimal, after: Decimal) -> Result:
    """Price at which a piece leaves the same 円 when its cost goes from ``before`` to ``after`` (円 of one piece)."""
    inputs = (
        Input(name="売価", value=positive("売価", price)),
        Input(name="前の原価", value=not_negative("前の原価", before)),
        Input(name="後の原価", value=not_negative("後の原価", after)),
    )
    return Result(
        name="1個に残る額を保つ売価",
        value=inputs[0].value + inputs[2].value - inputs[1].value,
        unit="円",
        formula="売価 + 後の原価 − 前の原価",
        inputs=inputs,
        assumptions=(SAME_COST_ELSE,),
        rounding="up",
    )


@exact
def price_to_keep_margin_at_rates(price: Decimal, before: Decimal, after: Decimal) -> Result:
    """Price at which a piece leaves the same 円 when its cost goes from one share of ``price`` to another (ratios)."""
    inputs = (
        Input(name="売価", value=positive("売価", price)),
        _share("前の原価率", not_negative("前の原価率", before)),
        _share("後の原価率", not_negative("後の原価率", after)),
    )
    return Result(
        name="1個に残る額を保つ売価",
        value=inputs[0].value * (1 + inputs[2].value - inputs[1].value),
        unit="円",
        formula="売価 + 売価 × (後の原価率 − 前の原価率)",
        inputs=inputs,
        assumptions=(SAME_COST_ELSE,),
        rounding="up",
    )


@exact
def profit_after_rise(
    sales: Decimal, rate: Decimal, fixed: Decimal, rise: Decimal, lost: Decimal = Decimal(0)
) -> Result:
    """利益 after a rise that loses the share ``lost`` of the volume = S·(1 − lost)·(m + p) − F."""
    s, m, f = not_negative("売上高", sales), margin_rate_of(rate), not_negative("固定費", fixed)
    p, x = ratio("値上げ率", rise), ratio("販売数の減少率", lost, _ALL)
    parts = [
        Input(name="売上高", value=s),
        _share("限界利益率", m),
        _share("値上げ率", p),
        Input(name="固定費", value=f),
    ]
    return Result(
        name="値上げ後の利益",
        value=s * (1 - x) * (m + p) - f,
        unit="円",
        formula=f"売上高 × {'(1 − 販売数の減少率) × ' if x else ''}(限界利益率 + 値上げ率) − 固定費",
        inputs=(*parts, _share("販売数の減少率", x)) if x else tuple(parts),
        assumptions=(SAME_PERIOD, SAME_COST) if x else (SAME_PERIOD, SAME_VOLUME, SAME_COST),
    )


@exact
def rate_after_rise(rate: Decimal, rise: Decimal) -> Result:
    """限界利益率 after a rise: m' = (m + p) ÷ (1 + p)."""
    m, p = margin_rate_of(rate), ratio("値上げ率", rise)
    formula = "(限界利益率 + 値上げ率) ÷ (1 + 値上げ率)"
    return _result("値上げ後の限界利益率", (m + p) / (1 + p), formula, m, _share("値上げ率", p))


@exact
def break_even_after_rise(rate: Decimal, fixed: Decimal, rise: Decimal) -> Answer:
    """損益分岐点売上高 after a rise = F ÷ m' = F(1 + p) ÷ (m + p)."""
    name, after = "値上げ後の損益分岐点売上高", rate_after_rise(rate, rise)
    f = not_negative("固定費", fixed)
    if isinstance(break_even(after.value, f), NoAnswer):
        return NoAnswer(name=name, reason=f"この値上げをしても、{LOSS_BY_MAKING}")
    inputs = (Input(name="固定費", value=f), *after.inputs)
    return Result(
        name=name,
        value=f / after.value,
        unit="円",
        formula="固定費 × (1 + 値上げ率) ÷ (限界利益率 + 値上げ率)",
        inputs=inputs,
        assumptions=(SAME_COST,),
        rounding="up",
    )


@exact
def volume_that_may_be_lost(rate: Decimal, rise: Decimal) -> Answer:
    """Share of the volume that a rise may lose before profit falls below what it was: p ÷ (m + p)."""
    name, m, p = "値上げで減ってもよい販売数の割合", margin_rate_of(rate), ratio("値上げ率", rise)
    if m + p <= 0:
        return NoAnswer(name=name, reason=f"この値上げをしても、{LOSS_BY_MAKING}")
    if m < 0:
        return NoAnswer(
            name=name, reason="値上げ前は作るほど赤字なので、この値上げで販売数が減っても、利益は前より悪くなりません。"
        )
    return _result(name, p / (m + p), "値上げ率 ÷ (限界利益率 + 値上げ率)", m, _share("値上げ率", p), "down")


@exact
def rate_after_discount(rate: Decimal, discount: Decimal) -> Answer:
    """限界利益率 after a discount: (m − d) ÷ (1 − d)."""
    name, m, d = "値引き後の限界利益率", margin_rate_of(rate), ratio("値引き率", discount, _ALL)
    if d == 1:
        return NoAnswer(name=name, reason="100%の値引きでは売上が0円になり、限界利益率は計算できません。")
    formula = "(限界利益率 − 値引き率) ÷ (1 − 値引き率)"
    return _result(name, (m - d) / (1 - d), formula, m, _share("値引き率", d))


@exact
def volume_needed(rate: Decimal, discount: Decimal) -> Answer:
    """Share by which the volume must grow so that a discount costs nothing: d ÷ (m − d); needs d < m."""
    name, m, d = "値引きを取り返すのに必要な販売数の増加", margin_rate_of(rate), ratio("値引き率", discount, _ALL)
    if m <= 0:
        return NoAnswer(name=name, reason=LOSS_BY_MAKING)
    if d >= m:
        return NoAnswer(
            name=name,
            reason="値引き率が限界利益率以上なので、値引き後は売っても利益が残らず、何個売っても取り返せません。",
        )
    return _result(name, d / (m - d), "値引き率 ÷ (限界利益率 − 値引き率)", m, _share("値引き率", d), "up")


@exact
def pieces_needed(quantity: Decimal, rate: Decimal, discount: Decimal) -> Answer:
    """Pieces to sell on top of ``quantity`` so that a discount costs nothing, shown rounded up."""
    q, share = positive("販売数", quantity), volume_needed(rate, discount)
    if isinstance(share, NoAnswer):
        return NoAnswer(name="余分に売る必要がある個数", reason=share.reason)
    inputs = (Input(name="販売数", value=q, unit="個"), *share.inputs)
    return Result(
        name="余分に売る必要がある個数",
        value=q * share.value,
        unit="個",
        formula=f"販売数 × {share.formula}",
        inputs=inputs,
        assumptions=(SAME_COST,),
        rounding="up",
    )


@exact
def rise_to_keep_margin(rate: Decimal, cost_rise: Decimal) -> Result:
    """値上げ率 that keeps the 円 of margin on a piece when its variable cost rises by c: v·c = (1 − m)·c."""
    m, c = margin_rate_of(rate), ratio("原価上昇率", cost_rise)
    name, formula = "1個あたりの限界利益(額)を保つ値上げ率", "(1 − 限界利益率) × 原価上昇率"
    return _result(name, (1 - m) * c, formula, m, _share("原価上昇率", c), "up")


@exact
def rise_to_keep_rate(cost_rise: Decimal) -> Result:
    """値上げ率 that keeps 限界利益率 when the variable cost rises by c: the same c, whatever the rate."""
    c = ratio("原価上昇率", cost_rise)
    return Result(
        name="限界利益率を保つ値上げ率",
        value=c,
        unit="割合",
        formula="原価上昇率",
        inputs=(_share("原価上昇率", c),),
        assumptions=("変動費のすべてが同じ率で上がり、販売数は変わらないとみなしました。",),
        note="限界利益率を保つには、原価の上昇と同じ率の値上げが必要です。",
    )


def _share(name: str, value: Decimal) -> Input:
    return Input(name=name, value=value, unit="割合")


def _result(
    name: str, value: Decimal, formula: str, rate: Decimal, change: Input, rounding: Rounding = "half"
) -> Result:
    return Result(
        name=name,
        value=value,
        unit="割合",
        formula=formula,
        inputs=(_share("限界利益率", rate), change),
        assumptions=(SAME_COST,),
        rounding=rounding,
    )
