"""What may go wrong, from failures of others, and the point at which the course is changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.plan import Action, Risk, Said

_MOST_OF_PLAY, _NEAR = 2, 3
_RELATED = 0.08  # of shared words, from which a failure is one of the same
_LOST = "値上げで減ってもよい販売数の割合"


def warnings_of(ground: Ground) -> tuple[Said, ...]:
    """Return up to two warnings of the playbook, those nearest to what was told; quoted before the actions take theirs."""
    about = ground.text or ground.say("goal.value")
    return ground.quotes.nearest(ground.plays[0], "避けること", about, _MOST_OF_PLAY) if ground.plays else ()


def risks_of(
    ground: Ground, warnings: Sequence[Said], actions: Sequence[Action], told: Collection[str]
) -> tuple[Risk, ...]:
    """Return the warnings as risks, before them where a near case failed that was not ``told`` yet."""
    about = f"{ground.text}\n{actions[0].what.text}"
    fresh = [case for case in ground.bad[:_NEAR] if case.id not in told]
    said = [*(one for case in fresh[:1] for one in ground.quotes.fork(case, about, _RELATED)), *warnings]
    changes = [_change(ground, one, actions, n) for n, one in enumerate(said)]
    return tuple(
        Risk(id=f"risk-{n}", said=one, change_when=when)
        for n, (one, when) in enumerate(zip(said, changes, strict=True), 1)
    )


def _change(ground: Ground, risk: Said, actions: Sequence[Action], at: int) -> Said:
    """Return when to change course: at the number that the arithmetic gives, else at an action's due date and indicator."""
    lost = ground.numbers.result(_LOST)
    if lost and "値上げ" in risk.text:
        return Said(text=ground.say("risk.lost", worked=lost[1].worked), by="computed")
    action = actions[min(at, len(actions) - 1)]
    day = action.due or ground.today
    indicator = action.indicator.text.rstrip("。")
    return Said(text=ground.say("risk.checked", day=f"{day.month}月{day.day}日", indicator=indicator), by="guide")
