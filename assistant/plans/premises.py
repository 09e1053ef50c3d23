"""Sales, margin rate and fixed costs as a question gives them, directly or by way of other numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.plans.breakeven import margin_rate, margin_rate_from_variable_rate
from assistant.plans.figures import Input, Result, shown
from assistant.plans.inputs import PlanInputError, exact, positive
from assistant.plans.mentions import Mention

NAMES: Mapping[str, str] = {
    "sales": "売上高",
    "variable": "変動費",
    "variable_rate": "変動費率",
    "margin": "限界利益",
    "rate": "限界利益率",
    "fixed": "固定費",
    "labour": "人件費",
    "rent": "家賃",
    "utilities": "光熱費",
    "lease": "リース料",
    "wages": "給料",
    "target": "目標利益",
    "target_rate": "目標利益率",
    "price": "売価",
    "rise": "値上げ率",
    "discount": "値引き率",
    "rise_yen": "値上げ額",
    "discount_yen": "値引き額",
    "cost_rise": "原価上昇率",
    "lost": "販売数の減少率",
    "value_added": "付加価値額",
    "wage_rise": "賃上げ率",
    "opening": "現預金",
    "income": "入金",
    "outgo": "出金",
    "drain": "毎月の減少額",
    "repayment": "返済",
    "quantity": "販売数",
    "people": "従業員数",
    "hours": "総労働時間",
}
_FIXED_ITEMS = ("rent", "utilities", "lease", "wages", "labour")
_FLOWS = ("sales", "variable", "margin", "fixed", "target", *_FIXED_ITEMS)
_SAME = Decimal("0.005")  # two rates that differ by less are one rate, rounded twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """What is known: ``sales`` and ``fixed`` in 円 of one period, ``rate`` (限界利益率) as a ratio; None is not told.

    ``given``: every number by its key. ``derived``: how a rate or sales were worked out. ``assumptions``: what was assumed.
    """

    given: Mapping[str, Decimal]
    sales: Decimal | None = None
    rate: Decimal | None = None
    fixed: Decimal | None = None
    unit_cost: Decimal | None = None
    derived: tuple[Result, ...] = ()
    assumptions: tuple[str, ...] = ()


@exact
def premises(found: Sequence[Mention]) -> Premises:
    """Return the premises; raise PlanInputError where two numbers of a question contradict each other."""
    found, notes = _one_period(found)
    given: dict[str, Decimal] = {}
    for mention in found:
        if given.setdefault(mention.key, mention.value) != mention.value:
            raise PlanInputError(
                f"{NAMES[mention.key]}が二つ読み取れました。どちらで計算するか、一つにしぼってください。"
            )
    for key in ("rise", "discount"):
        if f"{key}_yen" in given and "price" in given:
            given.setdefault(key, given[f"{key}_yen"] / positive("売価", given["price"]))
    fixed, fixed_note = _fixed(given)
    per_piece = "price" in given and "variable" in given and _is_unit_cost(given)
    sales, sales_result = _sales(given)
    rates = _rates(given, sales, per_piece)
    rate = _agreed(given, rates)
    return Premises(
        given=given,
        sales=sales,
        rate=rate,
        fixed=fixed,
        unit_cost=given["variable"] if per_piece else None,
        derived=(*sales_result, *rates[:1]) if "rate" not in given else sales_result,
        assumptions=(*notes, *fixed_note, *_readings(found)),
    )


def _one_period(found: Sequence[Mention]) -> tuple[list[Mention], tuple[str, ...]]:
    """Bring monthly and yearly amounts together as yearly ones; an unsaid period is that of the sales."""
    told = {m.period for m in found if m.key in _FLOWS}
    if not {"月", "年"} <= told:
        return list(found), ()
    default = next((m.period for m in found if m.key == "sales" and m.period), "年")
    yearly = [
        Mention(key=m.key, value=m.value * 12, word=m.word, period="年")
        if m.key in _FLOWS and (m.period or default) == "月"
        else m
        for m in found
    ]
    return yearly, ("月の金額は12倍して、1年分にそろえました。",)


def _fixed(given: Mapping[str, Decimal]) -> tuple[Decimal | None, tuple[str, ...]]:
    if "fixed" in given:
        return given["fixed"], ()
    items = [k for k in _FIXED_ITEMS if k in given]
    if not items:
        return None, ()
    names = "、".join(NAMES[k] for k in items)
    return sum((given[k] for k in items), Decimal(0)), (
        f"固定費は{names}だけとみなしました。ほかにもあれば足してください。",
    )


def _is_unit_cost(given: Mapping[str, Decimal]) -> bool:
    return "sales" not in given or given["variable"] <= given["price"]


def _sales(given: Mapping[str, Decimal]) -> tuple[Decimal | None, tuple[Result, ...]]:
    if "sales" in given or not {"price", "quantity"} <= given.keys():
        return given.get("sales"), ()
    price, quantity = given["price"], given["quantity"]
    inputs = (Input(name="売価", value=price), Input(name="販売数", value=quantity, unit="個"))
    result = Result(name="売上高", value=price * quantity, unit="円", formula="売価 × 販売数", inputs=inputs)
    return result.value, (result,)


def _rates(given: Mapping[str, Decimal], sales: Decimal | None, per_piece: bool) -> list[Result]:
    """Return the margin rates that the other numbers imply."""
    rates = []
    if "variable_rate" in given:
        rates.append(margin_rate_from_variable_rate(given["variable_rate"]))
    if per_piece:
        price, cost = positive("売価", given["price"]), given["variable"]
        inputs = (Input(name="売価", value=price), Input(name="1個あたりの変動費", value=cost))
        formula = "(売価 − 1個あたりの変動費) ÷ 売価"
        rates.append(
            Result(name="限界利益率", value=(price - cost) / price, unit="割合", formula=formula, inputs=inputs)
        )
    elif "variable" in given and sales is not None:
        rates.append(margin_rate(sales, given["variable"]))
    if "margin" in given and sales is not None:
        s, m = positive("売上高", sales), given["margin"]
        inputs = (Input(name="限界利益", value=m), Input(name="売上高", value=s))
        rates.append(Result(name="限界利益率", value=m / s, unit="割合", formula="限界利益 ÷ 売上高", inputs=inputs))
    return rates


def _agreed(given: Mapping[str, Decimal], rates: Sequence[Result]) -> Decimal | None:
    values = [given["rate"]] if "rate" in given else []
    values += [r.value for r in rates]
    if any(abs(v - values[0]) > _SAME for v in values):
        told = "、".join(shown(v, "割合") for v in values)
        raise PlanInputError(
            f"限界利益率が数字によって違います({told})。売上高、変動費、粗利率のどれかを確かめてください。"
        )
    return values[0] if values else None


def _readings(found: Sequence[Mention]) -> tuple[str, ...]:
    """Say which everyday words were read as which terms."""
    notes = []
    if any(m.key in ("rate", "margin") and "限界" not in m.word for m in found):
        notes.append(
            "粗利を限界利益とみなしました。原価に固定費(工場の人件費など)が入っているときは、結果が変わります。"
        )
    if any(m.key in ("variable", "variable_rate") and "変動費" not in m.word for m in found):
        notes.append("原価や仕入・材料費を変動費とみなしました。ほかの変動費(送料、手数料など)があれば足してください。")
    if any(m.key == "fixed" and "経費" in m.word and "固定" not in m.word for m in found):
        notes.append("経費はすべて固定費とみなしました。仕入や送料など売上に比例するものは、分けて教えてください。")
    return tuple(notes)
