"""What may go wrong, and the point at which the course is changed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.plan import Action, Risk, Said

_LOST = "値上げで減ってもよい販売数の割合"
_TARGET = re.compile(r"目標[^）)]{0,12}(?:\d|[一二三四五六七八九十])")


def risks_of(ground: Ground, warnings: Sequence[Said], actions: Sequence[Action]) -> tuple[Risk, ...]:
    """Return the warnings as risks, each with the point to change course of the action that it is nearest to."""
    changed, points = set[str](), list[Said]()
    for warning in warnings:
        action = _nearest(ground, warning, [a for a in actions if a.id not in changed] or actions)
        changed.add(action.id)
        points.append(_change(ground, action))
    return tuple(
        Risk(id=f"risk-{n}", said=one, change_when=when)
        for n, (one, when) in enumerate(zip(warnings, points, strict=True), 1)
    )


def _nearest(ground: Ground, warning: Said, actions: Sequence[Action]) -> Action:
    words = ground.meaning.words(warning.text)
    return max(actions, key=lambda a: words(f"{a.what.text}\n{a.indicator.text}"))


def _change(ground: Ground, action: Action) -> Said:
    """Return when to change course: at the number that the arithmetic gives, else at an action's due date and indicator."""
    lost = [a for a in ground.numbers.answers.get(action.sum, ()) if a.name == _LOST]
    found = ground.numbers.result(_LOST)
    if lost and found:
        return Said(text=ground.say("risk.lost", share=found[1].text, worked=found[1].worked), by="computed")
    day = action.due or ground.today
    indicator = action.indicator.text.rstrip("。")
    key = "risk.target" if _TARGET.search(indicator) else "risk.checked"
    return Said(text=ground.say(key, day=f"{day.month}月{day.day}日", indicator=indicator), by="guide")
