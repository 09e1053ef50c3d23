"""The numbers that stand in an owner's own sentences (固定費は月80万円), for those that were not told apart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.plans.arithmetic.inputs import PlanInputError, exact
from assistant.plans.arithmetic.kinds import KINDS, written
from assistant.plans.arithmetic.mentions import Mention, mentions
from assistant.plans.arithmetic.money import write_ratio, write_yen
from assistant.plans.intake import Intake

_MONTHS = Decimal(12)
#: Amounts of a period; the others are the same whatever the period.
_FLOWS = ("sales", "variable", "margin", "fixed", "target", "labour", "value_added")
_USED = frozenset(key for kind in KINDS.values() for key in (*kind.needed, *kind.others))
_WISHED = ("target", "target_rate")  # what only a wish tells
_LONGEST = 60  # characters of an amount


@exact
def mentioned(told: Intake) -> dict[str, str]:
    """Return the numbers by key, as an intake has them; none that was told already, told twice in two ways, or not sure.

    An amount of another period than the intake's is brought to it (月 × 12 = 年).
    """
    found = [*_read(f"{told.worry}\n{told.own_reasons}"), *(m for m in _read(told.wish) if m.key in _WISHED)]
    period = told.period or _period(found)
    amounts: dict[str, set[Decimal]] = {}
    for mention in found:
        if mention.key in _USED and mention.key not in told.numbers:
            amounts.setdefault(mention.key, set()).add(_of(mention, period))
    sure = {key: _written(key, values.pop()) for key, values in amounts.items() if len(values) == 1}
    return {key: text for key, text in sure.items() if len(text) <= _LONGEST}


def period_of(told: Intake) -> str:
    """Return the period of the amounts: as told, else as the sentences say, "" where neither does."""
    return told.period or _period(_read(f"{told.worry}\n{told.own_reasons}"))


def _read(text: str) -> tuple[Mention, ...]:
    try:
        return mentions(text)
    except PlanInputError:
        return ()


def _period(found: Sequence[Mention]) -> str:
    told = {m.period for m in found if m.key in _FLOWS and m.period}
    return told.pop() if len(told) == 1 else "年" if told else ""


def _of(mention: Mention, period: str) -> Decimal:
    if mention.key not in _FLOWS or not mention.period or mention.period == period:
        return mention.value
    return mention.value * _MONTHS if period == "年" else mention.value / _MONTHS if period == "月" else mention.value


def _written(key: str, value: Decimal) -> str:
    match written(key):
        case "割合":
            return write_ratio(value)
        case "円":
            return write_yen(value)
        case _:
            return f"{value:f}"
