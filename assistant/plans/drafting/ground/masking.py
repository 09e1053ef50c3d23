"""Takes what identifies people and firms out of every text of an intake, and what no plan can use."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.answering.understand import Hide
from assistant.plans.arithmetic.inputs import PlanInputError
from assistant.plans.arithmetic.kinds import read_as
from assistant.plans.arithmetic.money import fold
from assistant.plans.arithmetic.premises import NAMES
from assistant.plans.intake import Intake, ProductLine

_WORDS = ("worry", "since", "tried", "wish", "will_not", "own_reasons")
_CELLS = {"price": "円", "variable_cost": "円", "quantity": "数", "minutes": "数"}
_MOST_WORDS, _MOST_SHORT = 2_000, 60
_LARGEST_COUNT = Decimal(10**9)


def masked_intake(told: Intake, hide: Hide) -> Intake:
    """Return the intake with every text masked; what masking makes too long is cut, numbers of unknown names are left out."""

    def hidden(text: str, most: int) -> str:
        return hide(text).text[:most] if text.strip() else ""

    def amount(text: str, *ways: str) -> str:
        return text if any(_reads(text, how) for how in ways) else hidden(text, _MOST_SHORT)

    def product(line: ProductLine) -> ProductLine:
        cells = {name: amount(getattr(line, name), how, "割合") for name, how in _CELLS.items()}
        return ProductLine(name=hidden(line.name, _MOST_SHORT), **cells)

    return Intake(
        **{name: hidden(getattr(told, name), _MOST_WORDS) for name in _WORDS},
        period=told.period if told.period in ("月", "年") else "",
        numbers={key: amount(text, "円", "割合", "数") for key, text in told.numbers.items() if key in NAMES},
        lines=tuple(product(line) for line in told.lines),
    )


def _reads(text: str, how: str) -> bool:
    """Tell whether a text is an amount; a bare number as long as one that identifies somebody is none."""
    try:
        number = read_as(how, "", text)
    except PlanInputError:
        return False
    return how != "数" or (number < _LARGEST_COUNT and not re.match("0[0-9]", fold(text)))
