"""What the numbers of a plan must be: read from the owner's words and worked out in fractions, apart from the product."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction

from assistant.plans.arithmetic.premises import NAMES
from assistant.plans.intake import ProductLine
from assistant.plans.plan import Plan
from eval.arithmetic import FORMULAS, beside, recomputed
from eval.quantities import SHARE, Quantity, fold, quantities

_FIRST = ("売上高", "限界利益率", "限界利益", "利益")  # on which the others rest
_EACH = re.compile(r"(?:商品|品)?(?:あ|当)たり")  # 1時間あたり: no number of anything
_COUNTS = ("個", "杯", "枚", "食", "本")
_STEPS = {SHARE: Fraction(1, 1000), "か月": Fraction(1, 10)}


def values_of(inputs: Mapping[str, str]) -> dict[str, Fraction]:
    """Return name → number of what was written, and of everything that the formulas make of it."""
    known = {NAMES[key]: value for key, text in inputs.items() if (value := _read(text)) is not None}
    if "売価" in known and "変動費" in known and "売上高" not in known:
        known["1個あたりの変動費"] = known.pop("変動費")
    for name in (*_FIRST, *FORMULAS):
        if name not in known and (value := recomputed(name, known)) is not None:
            known[name] = value
    return known


def allowed_in(plan: Plan) -> list[Quantity]:
    """Return every number that the plan may say it has computed."""
    found: list[Quantity] = []
    gained = Fraction(0)  # by the prices of products that are tried
    for one in plan.sums:
        known = values_of(one.inputs)
        found += [Quantity(value, "", name) for name, value in known.items()]
        found += [q for name in known for q in beside(name, known)]
        found += [Quantity(value, "", "") for value in _aimed(known)]
        gained += known.get("値上げによる利益の増加", Fraction(0)) if one.label.startswith("「") else 0
    margins = [m for line in plan.intake.lines if (m := margin_of(line)) is not None]
    for margin, count, minutes in margins:
        found += [Quantity(v, "", "") for v in (margin, count, margin * count)]
        found += [Quantity(margin / minutes * 60, "", "")] if minutes else []
    whole = sum((m * c for m, c, _ in margins), Fraction(0))
    spent = sum((minutes * c for _, c, minutes in margins if minutes), Fraction(0))
    kept = sum((max(m * c, Fraction(0)) for m, c, _ in margins), Fraction(0))  # without what loses money
    found += [Quantity(value, "", "") for value in (whole, kept, kept + gained)]
    return [*found, Quantity(whole / spent * 60, "", "")] if spent else found


def _aimed(known: Mapping[str, Fraction]) -> list[Fraction]:
    """Return what the formulas do not name but a goal may aim at: a head's added value after a wage rise."""
    added, people, rise = (known.get(name) for name in ("付加価値額", "従業員数", "賃上げ率"))
    return [added * (1 + rise) / people] if added is not None and people and rise is not None else []


def margin_of(line: ProductLine) -> tuple[Fraction, Fraction, Fraction | None] | None:
    """Return (円 left of one piece, pieces, minutes of one piece); None where the line does not say enough."""
    price, count, cost = _read(line.price), _read(line.quantity), quantities(line.variable_cost)
    if price is None or count is None or not cost:
        return None
    each = cost[0].value * price if cost[0].unit == SHARE else cost[0].value
    return price - each, count, _read(line.minutes)


def not_computed(text: str, allowed: Iterable[Quantity], said: Iterable[str]) -> list[str]:
    """Return the numbers of a computed text that neither follow from the numbers told nor were told themselves.

    ``said`` are further texts whose numbers it may repeat (what the owner wrote). "10個多く" times what one leaves is allowed.
    """
    found = [q for q in quantities(text) if not _EACH.match(fold(text), q.end)]
    counts = [q.value for q in found if q.unit in _COUNTS]
    known = [*allowed, *(q for one in said for q in quantities(one))]
    values = [q.value for q in known] + [q.value * n for q in known for n in counts]
    return [
        q.text
        for q in found
        if q.unit not in _COUNTS and not any(abs(abs(q.value) - abs(v)) < _step(q) for v in values)
    ]


def near(shown: str, exact: Fraction) -> bool:
    """Tell whether a number as shown is the exact one, rounded in either direction to the last digit of its unit."""
    read = quantities(shown)
    return bool(read) and abs(read[-1].value - exact) < _step(read[-1])


def _step(quantity: Quantity) -> Fraction:
    return _STEPS.get(quantity.unit, Fraction(1))


def _read(text: str) -> Fraction | None:
    found = quantities(text)
    return found[0].value if found else None
