"""The values of a calculation: a result with its formula, or the reason why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

from assistant.plans.arithmetic.inputs import LARGEST, exact
from assistant.plans.arithmetic.money import write_ratio, write_yen

Unit = Literal["円", "割合", "円/時", "円/人", "個", "人", "時間", "分", "日", "か月", "か月目"]
#: ``half``: to the nearest. ``up``: what is needed at least. ``down``: what may be lost at most.
Rounding = Literal["half", "up", "down"]
_MODES = {"half": ROUND_HALF_UP, "up": ROUND_CEILING, "down": ROUND_FLOOR}
_STEPS = {
    "割合": Decimal("0.001"),
    "人": Decimal("0.1"),
    "時間": Decimal("0.1"),
    "分": Decimal("0.1"),
    "か月": Decimal("0.1"),
}
_NOISE = Decimal("1e-15")  # the last digits of a division: without this, 1,050.0…01 would be rounded up to 1,051


@exact
def rounded(value: Decimal, unit: Unit, rounding: Rounding = "half") -> Decimal:
    """Return a value as it is shown: 円 and 個 whole, ratios to 0.1%, people, hours and minutes to 0.1."""
    return value.quantize(_NOISE).quantize(_STEPS.get(unit, Decimal(1)), rounding=_MODES[rounding]) + 0


@exact
def shown(value: Decimal, unit: Unit, rounding: Rounding = "half") -> str:
    """Return a value in words with its unit."""
    plain = rounded(value, unit, rounding)
    if abs(plain) > LARGEST:
        return "1,000兆円を超える額" if unit.startswith("円") else "けた外れに大きい数"
    if unit == "割合":
        return write_ratio(plain)
    if unit.startswith("円"):
        return write_yen(plain) + unit.removeprefix("円")
    return f"{plain:,f}".removesuffix(".0") + unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A number that went into a calculation: ratios as 0.4, money in 円."""

    name: str
    value: Decimal
    unit: Unit = "円"

    @property
    def text(self) -> str:
        """The value in words."""
        return shown(self.value, self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A calculated number. ``value`` is unrounded; ``formula`` uses the names of ``inputs``, so ``worked`` is its own proof.

    ``note``: one sentence on how to read it. ``assumptions``: what was taken for granted, one sentence each.
    """

    name: str
    value: Decimal
    unit: Unit
    formula: str
    inputs: tuple[Input, ...]
    assumptions: tuple[str, ...] = ()
    note: str = ""
    rounding: Rounding = "half"

    @property
    def text(self) -> str:
        """The value in words: ``875万円``, ``42.9%``."""
        return shown(self.value, self.unit, self.rounding)

    @property
    @exact
    def worked(self) -> str:
        """The formula with its numbers: ``350万円 ÷ 40% = 875万円``; ``≒`` when the shown result is rounded."""
        exactly = rounded(self.value, self.unit, self.rounding) == self.value
        return f"{_with_numbers(self.formula, self.inputs)} {'=' if exactly else '≒'} {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """What was asked has no number. ``reason`` is one Japanese sentence; ``missing`` names the numbers still needed."""

    name: str
    reason: str
    missing: tuple[str, ...] = ()


Answer = Result | NoAnswer


def said_of(result: Result) -> tuple[str, ...]:
    """Return all that may be said of a result: the number, how it came about, and how to read it."""
    formula = f"計算式は「{result.formula}」です。"
    worked = f"数字を入れると、{result.worked}です。" if any(i.name != result.formula for i in result.inputs) else ""
    return tuple(text for text in (f"{result.text}です。", formula, worked, result.note) if text)


def _with_numbers(formula: str, inputs: tuple[Input, ...]) -> str:
    numbers = {i.name: i.text for i in inputs}
    # longest first: 限界利益率 must not be read as 限界利益
    names = sorted(numbers, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, names)), lambda m: numbers[m[0]], formula) if names else formula
