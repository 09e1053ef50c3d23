"""What the plan is for: the owner's own wish, with an indicator that tells earning from mere selling."""

from __future__ import annotations

import re
from datetime import date

from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.drafting.profit_change import profit_change
from assistant.plans.drafting.sums import Numbers
from assistant.plans.plan import Goal, Said
from knowledge.entries import Policy

#: Theme → the keys of its indicator in the texts; any other theme has 付加価値.
_INDICATORS = {
    "cash": "cash",
    "crisis": "cash",
    "turnaround": "profit",
    "closing": "closing",
    "succession": "succession",
    "people": "per-head",
    "productivity": "per-head",
    "digital": "per-head",
    "margin": "margin",
    "pricing": "margin",
    "sales": "margin",
    "channel": "margin",
    "product": "margin",
    "promotion": "margin",
    "overseas": "margin",
    "startup": "margin",
}
_SALES = re.compile(r"売り?上げ?|集客|客(?:数|を増)|注文を増|たくさん売")
_MONEY = re.compile(r"利益|粗利|付加価値|残|手取り|給料|儲|もうけ|黒字")
_SALES_PLAY = "playbook-sales"


def goal_of(ground: Ground, numbers: Numbers, by_date: date, warnings: tuple[Said, ...]) -> Goal:
    """Return the goal; before and after only where the arithmetic of ``numbers``, the plan's own, has them."""
    key = _INDICATORS.get(ground.theme, "value")
    wish = ground.told.wish.strip()
    said = Said(text=wish, by="owner") if wish else Said(text=ground.say(f"goal.{key}"), by="guide")
    change = profit_change(numbers)
    before, after = change.texts if change else ("", "")
    return Goal(
        said=said,
        indicator=ground.say(f"indicator.{change.indicator if change else key}"),
        unit=change.unit if change else "",
        before=before,
        after=after,
        by_date=by_date,
        warnings=warnings,
    )


def warnings_of(ground: Ground) -> tuple[Said, ...]:
    """Say where selling more loses money, in numbers if there are any, and that sales alone are no goal.

    Before the actions are drafted: what is quoted here is no warning of theirs any more.
    """
    said = list[Said]()
    if ground.numbers.losing:
        names = "、".join(f"「{line.item.name}」" for line in ground.numbers.losing[:3])
        said.append(Said(text=ground.say("warning.below-cost", names=names), by="computed"))
    elif reason := ground.numbers.reason("作るほど赤字"):
        said.append(Said(text=reason, by="computed"))
    volume = ground.numbers.result("値引きを取り返すのに必要な販売数の増加")
    if volume is not None:
        said.append(Said(text=ground.say("warning.discount", worked=volume[1].worked), by="computed"))
    if _SALES.search(ground.told.wish or ground.told.worry) and not _MONEY.search(ground.told.wish):
        said += _below_cost(ground)
    return tuple(said)


def _below_cost(ground: Ground) -> tuple[Said, ...]:
    """Quote what selling below cost does."""
    entry = ground.lookup(_SALES_PLAY)
    if not isinstance(entry, Policy):
        return ()
    return ground.quotes.nearest(entry, "避けること", "原価割れの注文で売上を埋める")
