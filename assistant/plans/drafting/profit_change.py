"""The number that a plan starts from and the one it aims at, as far as its sums and products tell them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.plans.arithmetic.figures import rounded
from assistant.plans.arithmetic.inputs import exact
from assistant.plans.drafting.sums import Numbers

_NIL = Decimal(0)


@dataclass(frozen=True, slots=True)
class ProfitChange:
    """``indicator``: what the amounts are of (profit, products, cash or per-head); None where an amount is unknown."""

    indicator: str
    before: Decimal | None
    after: Decimal | None
    unit: str = "円"

    @property
    def texts(self) -> tuple[str, str]:
        """Return both amounts as a goal has them, without the unit."""
        return _plain(self.before), _plain(self.after)


def profit_change(numbers: Numbers) -> ProfitChange | None:
    """Return what the profit tells, else what the products earn, a shortage of cash or a head's added value; None for none."""
    return _of_profit(numbers) or _of_products(numbers) or _of_cash(numbers) or _of_labour(numbers)


def _of_profit(numbers: Numbers) -> ProfitChange | None:
    """Return the profit and, where a target or a price rise tells it, the one after; a loss is at least to end."""
    before, target = numbers.result("利益", "profit"), numbers.result("目標利益達成売上高")
    wanted = next((i.value for i in target[1].inputs if i.name == "目標利益"), None) if target else None
    if before is None:
        return ProfitChange("profit", None, wanted) if wanted is not None else None
    now = before[1].value
    risen = numbers.result("値上げ後の利益")
    if wanted is None and risen is not None and risen[1].value > max(now, _NIL):
        wanted = risen[1].value
    return ProfitChange("profit", now, _NIL if wanted is None and now < 0 else wanted)


@exact
def _of_products(numbers: Numbers) -> ProfitChange | None:
    """Return what the products earn together, and what they would without those that lose money or with a price tried."""
    if not numbers.lines:
        return None
    before = sum((line.total.value for line in numbers.lines), _NIL)
    after = sum((max(line.total.value, _NIL) for line in numbers.lines), _NIL)
    tried = numbers.result("値上げによる利益の増加")
    after += tried[1].value if tried else _NIL
    return ProfitChange("products", before, after if after > before else None)


def _of_cash(numbers: Numbers) -> ProfitChange | None:
    """Return the lowest month-end balance where cash runs out: it is at least not to fall below nil."""
    short = numbers.result("不足する額", "cash")
    if short is None or short[1].value <= 0:
        return None
    return ProfitChange("cash", -short[1].value, _NIL)


@exact
def _of_labour(numbers: Numbers) -> ProfitChange | None:
    """Return the added value of one person, and the one at which a wage rise leaves the labour share as it is."""
    head = numbers.result("付加価値労働生産性", "labour")
    if head is None or head[1].unit != "円/人":
        return None
    added = numbers.result("労働分配率を保つために増やす付加価値額", "labour")
    people = next((i.value for i in head[1].inputs if i.name == "従業員数"), _NIL)
    after = head[1].value + added[1].value / people if added and people else None
    return ProfitChange("per-head", head[1].value, after, "円/人")


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{rounded(value, '円'):,f}"
