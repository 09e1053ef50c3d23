"""The profit arithmetic once more, exact in fractions and by formulas of the suite's own, so that the product's sums are not judged by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from eval.quantities import SHARE, Quantity, fold, quantities

Values = Mapping[str, Fraction]
Formula = Callable[[Values], Fraction]

#: Name of a result → formulas, of which the first whose numbers are known counts.
FORMULAS: Mapping[str, tuple[Formula, ...]] = {
    "売上高": (lambda v: v["売価"] * v["販売数"],),
    "限界利益": (lambda v: v["売上高"] - v["変動費"], lambda v: v["売上高"] * v["限界利益率"]),
    "限界利益率": (
        lambda v: 1 - v["変動費"] / v["売上高"],
        lambda v: 1 - v["変動費率"],
        lambda v: v["限界利益"] / v["売上高"],
        lambda v: 1 - v["1個あたりの変動費"] / v["売価"],
    ),
    "利益": (lambda v: v["売上高"] * v["限界利益率"] - v["固定費"],),
    "損益分岐点売上高": (lambda v: v["固定費"] / v["限界利益率"],),
    "損益分岐点販売数": (lambda v: v["固定費"] / (v["売価"] - v["1個あたりの変動費"]),),
    "損益分岐点比率": (lambda v: v["固定費"] / v["限界利益率"] / v["売上高"],),
    "安全余裕率": (lambda v: 1 - v["固定費"] / v["限界利益率"] / v["売上高"],),
    "目標利益達成売上高": (
        lambda v: (v["固定費"] + v["目標利益"]) / v["限界利益率"],
        lambda v: v["固定費"] / (v["限界利益率"] - v["目標利益率"]),
    ),
    "値上げ後の限界利益率": (lambda v: 1 - (1 - v["限界利益率"]) / (1 + v["値上げ率"]),),
    "値上げで減ってもよい販売数の割合": (lambda v: v["値上げ率"] / (v["限界利益率"] + v["値上げ率"]),),
    "値上げ後の損益分岐点売上高": (lambda v: v["固定費"] / (1 - (1 - v["限界利益率"]) / (1 + v["値上げ率"])),),
    "値上げによる利益の増加": (lambda v: v["売上高"] * v["値上げ率"],),
    "値上げ後の利益": (
        lambda v: (
            v["売上高"] * (1 - v.get("販売数の減少率", Fraction(0))) * (v["限界利益率"] + v["値上げ率"]) - v["固定費"]
        ),
    ),
    "値引き後の限界利益率": (lambda v: 1 - (1 - v["限界利益率"]) / (1 - v["値引き率"]),),
    "値引きを取り返すのに必要な販売数の増加": (lambda v: v["値引き率"] / (v["限界利益率"] - v["値引き率"]),),
    "余分に売る必要がある個数": (lambda v: v["販売数"] * v["値引き率"] / (v["限界利益率"] - v["値引き率"]),),
    "1個あたりの限界利益(額)を保つ値上げ率": (lambda v: (1 - v["限界利益率"]) * v["原価上昇率"],),
    "限界利益率を保つ値上げ率": (lambda v: v["原価上昇率"],),
    "付加価値労働生産性": (lambda v: v["付加価値額"] / v["従業員数"], lambda v: v["付加価値額"] / v["総労働時間"]),
    "労働分配率": (lambda v: v["人件費"] / v["付加価値額"],),
    "利益を減らさないために増やす付加価値額": (lambda v: v["人件費"] * v["賃上げ率"],),
    "労働分配率を保つために増やす付加価値額": (lambda v: v["付加価値額"] * v["賃上げ率"],),
    "手元のお金がもつ月数": (lambda v: v["現預金"] / v["毎月の減少額"],),
    "資金が尽きる月": (lambda v: Fraction(_first_short(v)),),
    "不足する額": (lambda v: max(Fraction(0), -min(_balances(v))),),
}
_MONTHS = 12
_STEPS = {SHARE: Fraction(1, 1000), "人": Fraction(1, 10), "時間": Fraction(1, 10), "か月": Fraction(1, 10)}
_OPERATORS = str.maketrans({"÷": "/", "×": "*", "−": "-"})


class SumError(ValueError):
    """An expression that is none, or that has no value."""


def recomputed(name: str, known: Values) -> Fraction | None:
    """Return the result of that name by the suite's own formula; None when it has none or a number is missing."""
    for formula in FORMULAS.get(name, ()):
        try:
            return formula(known)
        except (KeyError, ZeroDivisionError):
            continue
    return None


def agrees(shown: Quantity, exact: Fraction) -> bool:
    """Tell whether a shown number is the exact one, rounded in either direction to the step of its unit."""
    return abs(shown.value - exact) < _STEPS.get(shown.unit, Fraction(1))


def evaluated(expression: str, exact: Callable[[Quantity], Fraction]) -> Fraction:
    """Return the value of ``(40% + 5%) ÷ (1 + 5%)``; ``exact`` gives what a number in it stands for. Raise SumError otherwise."""
    folded = fold(expression)
    tokens: list[str | Fraction] = []
    at = 0
    for one in quantities(folded):
        tokens += [*folded[at : one.start].translate(_OPERATORS), exact(one)]
        at = one.end
    tokens += folded[at:].translate(_OPERATORS)
    rest, value = _sum(tokens)
    if rest:
        raise SumError(expression)
    return value


def beside(name: str, known: Values) -> list[Quantity]:
    """Return what may be told beside a result: the month in which cash ends, and the balances at the ends of the months."""
    try:
        if name == "手元のお金がもつ月数":
            whole = int(known["現預金"] / known["毎月の減少額"])
            return [Quantity(Fraction(month), "か月", "") for month in (whole, whole + 1)]
        if name in ("資金が尽きる月", "不足する額") or "か月目の月末残高" in name:
            months = [Quantity(Fraction(month), "か月", "") for month in range(1, _MONTHS + 1)]
            return [*months, *(Quantity(balance, "円", "") for balance in _balances(known))]
    except (KeyError, ZeroDivisionError):
        return []
    return []


def _sum(tokens: list[str | Fraction]) -> tuple[list[str | Fraction], Fraction]:
    tokens, value = _product(tokens)
    while tokens and tokens[0] in ("+", "-"):
        sign = 1 if tokens[0] == "+" else -1
        tokens, more = _product(tokens[1:])
        value += sign * more
    return tokens, value


def _product(tokens: list[str | Fraction]) -> tuple[list[str | Fraction], Fraction]:
    tokens, value = _factor(tokens)
    while tokens and tokens[0] in ("*", "/"):
        divides = tokens[0] == "/"
        tokens, more = _factor(tokens[1:])
        if divides and not more:
            raise SumError("division by zero")
        value = value / more if divides else value * more
    return tokens, value


def _factor(tokens: list[str | Fraction]) -> tuple[list[str | Fraction], Fraction]:
    if tokens and isinstance(tokens[0], Fraction):
        return tokens[1:], tokens[0]
    if tokens and tokens[0] == "(":
        rest, value = _sum(tokens[1:])
        if rest and rest[0] == ")":
            return rest[1:], value
    raise SumError(re.sub(r"Fraction", "", str(tokens)))


def _balances(v: Values) -> list[Fraction]:
    change = v["入金"] - v["出金"] - v.get("返済", Fraction(0))
    return [v["現預金"] + change * month for month in range(1, _MONTHS + 1)]


def _first_short(v: Values) -> int:
    short = [month for month, balance in enumerate(_balances(v), 1) if balance < 0]
    if not short:
        raise KeyError("資金は尽きない")
    return short[0]
