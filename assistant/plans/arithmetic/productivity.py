"""付加価値額, 付加価値労働生産性, 労働分配率, and the added value that a wage rise needs.

付加価値額 has several official definitions; every result names the one it used (field notes, §5.3:
https://fsreading.net/analysis/110.shtml).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assistant.plans.arithmetic.figures import Answer, Input, NoAnswer, Result, Unit
from assistant.plans.arithmetic.inputs import PlanInputError, exact, not_negative, number, positive, ratio

_RENT = "動産・不動産賃借料"
#: What may be negative among the terms: a loss.
_PROFITS = ("営業利益", "営業純益")


@dataclass(frozen=True, slots=True)
class Definition:
    """An official definition of 付加価値額: who uses it, and the terms that are added up."""

    publisher: str
    terms: tuple[str, ...]


DEFINITIONS: Mapping[str, Definition] = {
    "mof": Definition("財務省", ("営業利益", "減価償却費", "人件費")),
    "cao": Definition("内閣府", ("人件費", "支払利息等", _RENT, "租税公課", "営業純益")),
    "sme": Definition("中小企業庁", ("営業利益", "人件費", "支払利息等", _RENT, "租税公課")),
    "meti": Definition("経済産業省", ("営業利益", "給与総額", "減価償却費", "福利厚生費", _RENT, "租税公課")),
}


@exact
def value_added(definition: str, terms: Mapping[str, Decimal]) -> Result:
    """付加価値額 (円) by a key of DEFINITIONS; every term must be given, 0 where there is none."""
    if definition not in DEFINITIONS:
        raise PlanInputError(f"付加価値額の定義は、{'、'.join(DEFINITIONS)} のどれかを選んでください。")
    chosen = DEFINITIONS[definition]
    missing = [t for t in chosen.terms if t not in terms]
    if missing:
        raise PlanInputError(
            f"付加価値額({chosen.publisher}の定義)には{'、'.join(missing)}が必要です。ない場合は0円と入力してください。"
        )
    inputs = tuple(Input(name=t, value=(number if t in _PROFITS else not_negative)(t, terms[t])) for t in chosen.terms)
    return Result(
        name=f"付加価値額({chosen.publisher}の定義)",
        value=sum((i.value for i in inputs), Decimal(0)),
        unit="円",
        formula=" + ".join(chosen.terms),
        inputs=inputs,
        assumptions=(f"付加価値額は{chosen.publisher}の定義によります。定義が違う数字とは比べられません。",),
    )


@exact
def per_head(added: Decimal, people: Decimal) -> Result:
    """付加価値労働生産性 (円/人) = 付加価値額 ÷ 従業員数; part-timers may count as fractions."""
    return _productivity(added, Input(name="従業員数", value=positive("従業員数", people), unit="人"), "円/人")


@exact
def per_hour(added: Decimal, hours: Decimal) -> Result:
    """付加価値労働生産性 (円/時) = 付加価値額 ÷ 総労働時間."""
    return _productivity(added, Input(name="総労働時間", value=positive("総労働時間", hours), unit="時間"), "円/時")


@exact
def labour_share(labour: Decimal, added: Decimal) -> Answer:
    """労働分配率 = 人件費 ÷ 付加価値額."""
    cost, a = not_negative("人件費", labour), number("付加価値額", added)
    if a <= 0:
        return NoAnswer(
            name="労働分配率",
            reason="付加価値額が0円以下なので、労働分配率は計算できません。先に付加価値を生む必要があります。",
        )
    inputs = (Input(name="人件費", value=cost), Input(name="付加価値額", value=a))
    return Result(name="労働分配率", value=cost / a, unit="割合", formula="人件費 ÷ 付加価値額", inputs=inputs)


@exact
def rise_keeping_profit(labour: Decimal, rise: Decimal) -> Result:
    """付加価値額 to add (円) so that a wage rise does not lower profit: 人件費 × 賃上げ率."""
    cost, r = not_negative("人件費", labour), ratio("賃上げ率", rise)
    return Result(
        name="利益を減らさないために増やす付加価値額",
        value=cost * r,
        unit="円",
        formula="人件費 × 賃上げ率",
        inputs=(Input(name="人件費", value=cost), Input(name="賃上げ率", value=r, unit="割合")),
        assumptions=("人員は変わらず、人件費全体(社会保険料を含む)が同じ率で上がるとみなしました。",),
        rounding="up",
    )


@exact
def rise_keeping_share(added: Decimal, rise: Decimal) -> Answer:
    """付加価値額 to add (円) so that a wage rise leaves 労働分配率 as it is: 付加価値額 × 賃上げ率."""
    name, a, r = "労働分配率を保つために増やす付加価値額", number("付加価値額", added), ratio("賃上げ率", rise)
    if a <= 0:
        return NoAnswer(
            name=name,
            reason="付加価値額が0円以下なので、保つべき労働分配率がありません。先に付加価値を生む必要があります。",
        )
    return Result(
        name=name,
        value=a * r,
        unit="円",
        formula="付加価値額 × 賃上げ率",
        inputs=(Input(name="付加価値額", value=a), Input(name="賃上げ率", value=r, unit="割合")),
        assumptions=("人員は変わらず、人件費全体が同じ率で上がるとみなしました。",),
        rounding="up",
    )


def _productivity(added: Decimal, divisor: Input, unit: Unit) -> Result:
    a = number("付加価値額", added)
    return Result(
        name="付加価値労働生産性",
        value=a / divisor.value,
        unit=unit,
        formula=f"付加価値額 ÷ {divisor.name}",
        inputs=(Input(name="付加価値額", value=a), divisor),
        note="人を減らしても上がる指標です。付加価値額を増やして上げることを考えます。",
    )
