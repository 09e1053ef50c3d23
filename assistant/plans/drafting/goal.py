"""What the plan is for: the owner's own wish, with an indicator that tells earning from mere selling."""

from __future__ import annotations

import re
from datetime import date

from assistant.plans.drafting.ground import Ground
from assistant.plans.figures import Result, shown
from assistant.plans.plan import Goal, Said
from knowledge.entries import Policy

#: Theme → the keys of its indicator in the texts; any other theme has 付加価値.
_INDICATORS = {
    "cash": "cash",
    "crisis": "cash",
    "turnaround": "profit",
    "closing": "closing",
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
_MARGIN_PLAY, _SALES_PLAY = "playbook-margin", "playbook-sales"


def goal_of(ground: Ground, by_date: date) -> Goal:
    """Return the goal; before and after only where the arithmetic has them."""
    key = _INDICATORS.get(ground.topics[0] if ground.topics else "", "value")
    wish = ground.told.wish.strip()
    said = Said(text=wish, by="owner") if wish else Said(text=ground.say(f"goal.{key}"), by="guide")
    before, after = _change(ground)
    return Goal(
        said=said,
        indicator=ground.say("indicator.profit" if before else f"indicator.{key}"),
        unit="円" if before else "",
        before=before,
        after=after,
        by_date=by_date,
        warnings=_warnings(ground),
    )


def _change(ground: Ground) -> tuple[str, str]:
    """Return the profit before and, where a target or a price rise tells it, after."""
    before = ground.numbers.result("利益")
    if before is None:
        return "", ""
    target, risen = ground.numbers.result("目標利益達成売上高"), ground.numbers.result("値上げ後の利益")
    if target:
        after = next((i.text for i in target[1].inputs if i.name == "目標利益"), "")
    elif risen and risen[1].value > before[1].value:
        after = risen[1].text
    else:
        after = shown(before[1].value * 0, "円") if before[1].value < 0 else ""
    return before[1].text, after


def _warnings(ground: Ground) -> tuple[Said, ...]:
    """Say where selling more loses money, in numbers if there are any, and that sales alone are no goal."""
    said = list[Said]()
    losing = [line.item.name for line in ground.numbers.lines if line.margin.value <= 0]
    if losing:
        names = "」「".join(losing[:3])
        said.append(Said(text=ground.say("warning.below-cost", names=names), by="computed"))
    elif reason := ground.numbers.reason("作るほど赤字"):
        said.append(Said(text=reason, by="computed"))
    volume = ground.numbers.result("値引きを取り返すのに必要な販売数の増加")
    if isinstance(volume and volume[1], Result) and volume:
        said.append(Said(text=ground.say("warning.discount", worked=volume[1].worked), by="computed"))
    wish = f"{ground.told.wish}\n{ground.told.worry}"
    if _SALES.search(wish) and not _MONEY.search(ground.told.wish):
        said += _below_cost(ground)
    return tuple(said)


def _below_cost(ground: Ground) -> tuple[Said, ...]:
    """Quote what selling below cost does."""
    entry = ground.lookup(_SALES_PLAY)
    if not isinstance(entry, Policy):
        return ()
    return ground.quotes.nearest(entry, "避けること", lambda text: 1.0 if "原価割れ" in text else 0.0)
