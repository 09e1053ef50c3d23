"""What may go wrong, from failures of others, and the point at which the course is changed."""

from __future__ import annotations

from assistant.plans.drafting.ground import Ground
from assistant.plans.plan import Action, Risk, Said
from knowledge.contrast import BAD

_MOST = 3


def risks_of(ground: Ground, actions: tuple[Action, ...]) -> tuple[Risk, ...]:
    """Return up to three risks: where a near case failed, what the playbook warns of, and what may be lost after a price rise."""
    score = ground.quotes.likeness(ground.text or "\n".join(a.what.text for a in actions))
    said = list[Said]()
    for case in ground.cases(BAD)[:1]:
        said += ground.quotes.nearest(case, "分かれ目", score) or ground.quotes.first(case, "分かれ目")
    if ground.plays:
        said += ground.quotes.nearest(ground.plays[0], "避けること", score, 2) or ground.quotes.first(
            ground.plays[0], "避けること"
        )
    lost = ground.numbers.result("値上げで減ってもよい販売数の割合")
    change = [_checked(ground, actions)] * len(said)
    if lost and said:
        change[0] = Said(text=ground.say("risk.lost", worked=lost[1].worked), by="computed")
    return tuple(
        Risk(id=f"risk-{n}", said=one, change_when=when)
        for n, (one, when) in enumerate(zip(said[:_MOST], change[:_MOST], strict=True), 1)
    )


def _checked(ground: Ground, actions: tuple[Action, ...]) -> Said:
    due = min((a.due for a in actions if a.due), default=ground.today)
    return Said(text=ground.say("risk.checked", day=f"{due.month}月{due.day}日"), by="guide")
