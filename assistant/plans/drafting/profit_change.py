"""The profit that a plan starts from and the one it aims at, as far as its sums and products tell them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.plans.drafting.sums import Numbers
from assistant.plans.figures import rounded
from assistant.plans.inputs import exact


@dataclass(frozen=True, slots=True)
class ProfitChange:
    """``indicator``: profit or products (what the amounts are of); ``before`` and ``after`` in 円, None where unknown."""

    indicator: str
    before: Decimal
    after: Decimal | None

    @property
    def texts(self) -> tuple[str, str]:
        """Return both amounts as a goal has them, without the unit."""
        return _plain(self.before), _plain(self.after)


def profit_change(numbers: Numbers) -> ProfitChange | None:
    """Return what the profit sum tells, else what the products earn together; None where neither is known."""
    return _of_profit(numbers) or _of_products(numbers)


def _of_profit(numbers: Numbers) -> ProfitChange | None:
    """Return the profit and, where a target or a price rise tells it, the one after; a loss is at least to end."""
    before = numbers.result("利益", "profit")
    if before is None:
        return None
    now = before[1].value
    target = numbers.result("目標利益達成売上高")
    wanted = next((i.value for i in target[1].inputs if i.name == "目標利益"), None) if target else None
    risen = numbers.result("値上げ後の利益")
    if wanted is None and risen is not None and risen[1].value > max(now, Decimal(0)):
        wanted = risen[1].value
    return ProfitChange("profit", now, Decimal(0) if wanted is None and now < 0 else wanted)


@exact
def _of_products(numbers: Numbers) -> ProfitChange | None:
    """Return what the products earn together, and what they would without those that lose money."""
    if not numbers.lines:
        return None
    before = sum((line.total.value for line in numbers.lines), Decimal(0))
    after = sum((max(line.total.value, Decimal(0)) for line in numbers.lines), Decimal(0))
    return ProfitChange("products", before, after if after > before else None)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{rounded(value, '円'):,f}"
