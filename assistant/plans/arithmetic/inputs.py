"""Numbers as they come in: checked, exact, and refused with one plain Japanese sentence.

What is an error and what is an answer: a number that cannot be meant (not a number, negative where it cannot be, no
unit, sales of 0 under a rate) is a ``PlanInputError``, because the person can correct it. A number that is possible but
whose business has no solution (限界利益率 ≤ 0, 値引き ≥ 限界利益率) is a ``NoAnswer``, because that *is* the finding.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

LARGEST = Decimal(10) ** 15  # 1,000兆円; also keeps every intermediate number inside the 100 digits below
SMALLEST = Decimal(10) ** -30
#: Own context, so that neither the caller's precision nor the caller's traps change an answer.
EXACT = Context(prec=100, rounding=ROUND_HALF_EVEN, traps=[DivisionByZero, InvalidOperation, Overflow])
MAX_ECHO = 20  # characters of a wrong input that are repeated to the person


class PlanInputError(ValueError):
    """A number that cannot be calculated with; the message is the Japanese sentence the user sees."""


def exact(function: Callable[P, R]) -> Callable[P, R]:
    """Run a function in the 100-digit decimal context."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with localcontext(EXACT):
            return function(*args, **kwargs)

    return run


def number(name: str, value: object) -> Decimal:
    """Return a finite Decimal of a usable size; ``name`` is what the sentence of a refusal calls it."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite():
        raise PlanInputError(f"{name}は数字で入力してください。")
    if abs(value) > LARGEST:
        raise PlanInputError(f"{name}が大きすぎます。桁と単位を確かめてください。")
    if value and abs(value) < SMALLEST:
        raise PlanInputError(f"{name}が小さすぎます。桁と単位を確かめてください。")
    return value


def not_negative(name: str, value: object) -> Decimal:
    """Return a number of 0 or more: sales, costs, quantities."""
    checked = number(name, value)
    if checked < 0:
        raise PlanInputError(f"{name}がマイナスになっています。0以上の数字で入力してください。")
    return checked


def positive(name: str, value: object) -> Decimal:
    """Return a number above 0: what something is divided by."""
    checked = not_negative(name, value)
    if not checked:
        raise PlanInputError(f"{name}が0では計算できません。0より大きい数字で入力してください。")
    return checked


def margin_rate_of(value: object) -> Decimal:
    """Return 限界利益率 as a ratio (0.4 = 40%), at most 1; it may be negative, which is an answer and not an error."""
    checked = number("限界利益率", value)
    if checked > 1:
        raise PlanInputError("限界利益率は100%までです。40%なら0.4のように、割合で入力してください。")
    return checked


def ratio(name: str, value: object, most: Decimal = Decimal(10)) -> Decimal:
    """Return a ratio from 0 to ``most`` (10 = 1,000%)."""
    checked = not_negative(name, value)
    if checked > most:
        raise PlanInputError(f"{name}は{most * 100:f}%までです。5%なら0.05のように、割合で入力してください。")
    return checked


def echo(text: str) -> str:
    """Return a wrong input as it is repeated to the person: quoted, short, without control characters."""
    text = "".join(c for c in text[:1_000] if c.isprintable())
    return f"「{text[:MAX_ECHO]}{'…' if len(text) > MAX_ECHO else ''}」"
