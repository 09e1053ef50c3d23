"""Sales, margin rate and fixed costs as a question gives them, directly or by way of other numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.plans.arithmetic.breakeven import margin_rate, margin_rate_from_variable_rate
from assistant.plans.arithmetic.figures import Input, Result, Unit, shown
from assistant.plans.arithmetic.inputs import PlanInputError, exact, positive
from assistant.plans.arithmetic.mentions import Mention
from assistant.plans.arithmetic.periods import in_one_period
from assistant.plans.arithmetic.productivity import value_added

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
#: What only a question tells, beside what a form asks for.
_READ: Mapping[str, str] = {
    **NAMES,
    "operating": "営業利益",
    "depreciation": "減価償却費",
    "daily_sales": "1日の売上高",
    "daily_quantity": "1日の販売数",
    "days": "営業日数",
    "minutes": "所要時間",
    "price_after": "新しい売価",
    "cost_before": "前の原価",
    "cost_rate_before": "前の原価率",
}
_FIXED_ITEMS = ("rent", "utilities", "lease", "wages", "labour")
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
def premises(found: Sequence[Mention], wanted: str = "") -> Premises:
    """Return the premises, of the period ``wanted`` (月, 年 or any); PlanInputError where two numbers contradict each other."""
    found, daily = _by_the_month(found)
    found, notes = in_one_period(found, wanted)
    given: dict[str, Decimal] = {}
    for mention in found:
        if given.setdefault(mention.key, mention.value) != mention.value:
            raise PlanInputError(
                f"{_READ[mention.key]}が二つ読み取れました。どちらで計算するか、一つにしぼってください。"
            )
    changes = _changes(given)
    added = _value_added(given)
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
        derived=(*daily, *added, *changes, *sales_result, *(rates[:1] if "rate" not in given else ())),
        assumptions=(*notes, *fixed_note, *_readings(found)),
    )


def _by_the_month(found: Sequence[Mention]) -> tuple[list[Mention], tuple[Result, ...]]:
    """Turn what is told by the day into a month's, where the days of business are told."""
    days = next((m for m in found if m.key == "days"), None)
    kept, derived = list[Mention](), list[Result]()
    for mention in found:
        key = {"daily_sales": "sales", "daily_quantity": "quantity"}.get(mention.key)
        if key is None:
            kept.append(mention)
        elif days is not None:
            unit: Unit = "円" if key == "sales" else "個"
            inputs = (
                Input(name=_READ[mention.key], value=mention.value, unit=unit),
                Input(name="営業日数", value=positive("営業日数", days.value), unit="日"),
            )
            name = f"月の{NAMES[key]}"
            formula, value = f"{_READ[mention.key]} × 営業日数", mention.value * days.value
            derived.append(Result(name=name, value=value, unit=unit, formula=formula, inputs=inputs))
            kept.append(replace(mention, key=key, value=value, period="月"))
    return kept, tuple(derived)


def _value_added(given: dict[str, Decimal]) -> tuple[Result, ...]:
    """Add 付加価値額 to the numbers where its three parts are told."""
    if "value_added" in given or not {"operating", "depreciation", "labour"} <= given.keys():
        return ()
    terms = {"営業利益": given["operating"], "減価償却費": given["depreciation"], "人件費": given["labour"]}
    result = value_added("mof", terms)
    given["value_added"] = result.value
    return (result,)


def _changes(given: dict[str, Decimal]) -> tuple[Result, ...]:
    """Add the rate of a rise or discount that is told in 円 or by the new price."""
    results = []
    for key, sign in (("rise", 1), ("discount", -1)):
        if "price" not in given or key in given:
            continue
        selling = Input(name="売価", value=positive("売価", given["price"]))
        if f"{key}_yen" in given:
            change, formula = (
                Input(name=_READ[f"{key}_yen"], value=given[f"{key}_yen"]),
                f"{_READ[f'{key}_yen']} ÷ 売価",
            )
            value = change.value / selling.value
        elif (given.get("price_after", selling.value) - selling.value) * sign > 0:
            change = Input(name="新しい売価", value=given["price_after"])
            formula = "(新しい売価 − 売価) ÷ 売価" if sign > 0 else "(売価 − 新しい売価) ÷ 売価"
            value = (change.value - selling.value) * sign / selling.value
        else:
            continue
        given[key] = value
        results.append(Result(name=NAMES[key], value=value, unit="割合", formula=formula, inputs=(change, selling)))
    return tuple(results)


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
