"""Instead of a plan: words that hint at death, and matters that are not a hub's, are first sent to the right window."""

from __future__ import annotations

from datetime import timedelta

from assistant.plans.drafting import working_days
from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.drafting.referrals import referral_to
from assistant.plans.plan import Action, Goal, Plan, Said
from prompts import load

#: Why it is not a hub's matter → the window (as assistant/answering/writing/nothing.py).
_WINDOWS = {"illegal": "lawyer", "private": "lawyer", "abroad": "jetro"}


def plan_for_care(ground: Ground) -> Plan:
    """Return a plan of one step: that nobody is left alone, and who listens. No business in it."""
    words = load("evidence")
    notices = (words.say("care.danger", ground.role), words.say("care.now", ground.role))
    return _one_step(ground, "care", "health-line", notices)


def plan_for_window(ground: Ground, outside: str) -> Plan:
    """Return a plan of one step: the window that can answer."""
    notices = (load("evidence").say(f"decline.{outside}", ground.role),)
    return _one_step(ground, "window", _WINDOWS.get(outside, "yorozu"), notices)


def _one_step(ground: Ground, key: str, partner: str, notices: tuple[str, ...]) -> Plan:
    entry = ground.lookup(f"institution-{partner}")
    how = ground.quotes.first(entry, "つなぎ方", 3) if entry else ()
    referral = referral_to(ground, partner)
    next_day = working_days.on_or_after(ground.today + timedelta(days=1))
    first_day = ground.today if key == "care" else working_days.within(ground.today, ground.today + timedelta(days=3))
    step = Action(
        id="action-1",
        what=Said(text=ground.say(f"{key}.what"), by="guide"),
        why=how,
        who=ground.say(f"{key}.who"),
        start=ground.today,
        due=next_day,
        cost=ground.say("cost.time"),
        first_step=Said(text=ground.say(f"{key}.first"), by="guide"),
        first_step_due=first_day,
        indicator=Said(text=ground.say(f"{key}.indicator"), by="guide"),
    )
    return Plan(
        title=ground.say(f"{key}.title"),
        as_of=ground.today,
        intake=ground.told,
        goal=Goal(said=Said(text=ground.say(f"{key}.goal"), by="guide"), indicator=ground.say(f"{key}.indicator")),
        actions=(step,),
        referrals=(referral,) if referral else (),
        next_meeting=next_day,
        notices=notices,
    )
