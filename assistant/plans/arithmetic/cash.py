"""簡易資金繰り: month-end balances over 3 to 12 months, when cash runs out, and by how much it is short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.plans.arithmetic.figures import Answer, Input, NoAnswer, Result, shown
from assistant.plans.arithmetic.inputs import PlanInputError, exact, not_negative, positive

FEWEST_MONTHS, MOST_MONTHS = 3, 12
MONTH_END = "月末の残高だけを見ています。月の途中で支払いが先に来ると、これより早く不足することがあります。"


@dataclass(frozen=True, slots=True, kw_only=True)
class CashMonth:
    """What moves in one month, in 円: money in, money out without repayment, and repayment of loans (principal)."""

    income: Decimal
    outgo: Decimal
    repayment: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CashForecast:
    """``balances``: one month-end balance for each month. ``runs_out``: the first month below 0. ``short``: the deepest gap."""

    balances: tuple[Result, ...]
    runs_out: Answer
    short: Result


@exact
def forecast(opening: Decimal, months: Sequence[CashMonth]) -> CashForecast:
    """Return the forecast; a balance of exactly 0 has not run out."""
    if not FEWEST_MONTHS <= len(months) <= MOST_MONTHS:
        raise PlanInputError(f"資金繰りは{FEWEST_MONTHS}か月から{MOST_MONTHS}か月までで計算します。")
    balance = not_negative("月初の現預金", opening)
    balances = []
    for index, month in enumerate(months, 1):
        line = _balance(index, balance, month)
        balances.append(line)
        balance = line.value
    return CashForecast(balances=tuple(balances), runs_out=_runs_out(balances), short=_short(balances))


@exact
def runway(opening: Decimal, drain: Decimal) -> Result:
    """Months that cash lasts when it shrinks by ``drain`` every month: opening ÷ drain."""
    o, d = not_negative("現預金", opening), positive("毎月の減少額", drain)
    whole = o // d
    return Result(
        name="手元のお金がもつ月数",
        value=o / d,
        unit="か月",
        formula="現預金 ÷ 毎月の減少額",
        inputs=(Input(name="現預金", value=o), Input(name="毎月の減少額", value=d)),
        assumptions=("毎月同じ額だけ減り、賞与や税金のような一度きりの支払いはないとみなしました。",),
        note=f"{shown(whole + 1, 'か月目')}に足りなくなる計算です。"
        if o % d
        else f"{shown(whole, 'か月目')}の末に0円になる計算です。",
        rounding="down",
    )


def _balance(index: int, before: Decimal, month: CashMonth) -> Result:
    inputs = (
        Input(name="前月末の残高", value=before),
        Input(name="入金", value=not_negative("入金", month.income)),
        Input(name="出金", value=not_negative("出金", month.outgo)),
        Input(name="返済", value=not_negative("返済", month.repayment)),
    )
    return Result(
        name=f"{index}か月目の月末残高",
        value=before + inputs[1].value - inputs[2].value - inputs[3].value,
        unit="円",
        formula="前月末の残高 + 入金 − 出金 − 返済",
        inputs=inputs,
    )


def _runs_out(balances: Sequence[Result]) -> Answer:
    name = "資金が尽きる月"
    for index, line in enumerate(balances, 1):
        if line.value < 0:
            return Result(
                name=name,
                value=Decimal(index),
                unit="か月目",
                formula="月末残高が初めて0円を下回る月",
                inputs=(),
                assumptions=(MONTH_END,),
                note=f"{line.name}が{line.text}になります。",
            )
    return NoAnswer(name=name, reason=f"{len(balances)}か月の間、月末の資金は尽きません。{MONTH_END}")


def _short(balances: Sequence[Result]) -> Result:
    lowest = min(balances, key=lambda line: line.value)
    return Result(
        name="不足する額",
        value=max(-lowest.value, Decimal(0)),
        unit="円",
        formula="月末残高が最も少ない月の、0円に足りない額",
        inputs=(),
        assumptions=(MONTH_END,),
        note=f"最も少ないのは{lowest.name}で、{lowest.text}です。",
        rounding="up",
    )
