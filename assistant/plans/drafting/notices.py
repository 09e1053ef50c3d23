"""What is said before the plan: weariness first, then what was not told, not found or not read."""

from __future__ import annotations

from assistant.answering.judging import scope
from assistant.plans.arithmetic.premises import NAMES
from assistant.plans.drafting.ground.ground import Ground
from prompts import load


def notices_of(ground: Ground) -> list[str]:
    """Return the notices in the order in which they are read."""
    told = ground.told
    said = [ground.say("worn")] if scope.worn(ground.everything) else []
    if ground.caution:
        said.append(load("evidence").say("caution.illegal", ground.role))
    if not ground.text:
        said.append(ground.say("nothing-told"))
    elif ground.evidence is None:
        said.append(ground.say("nothing-found.numbers" if ground.numbers.sums else "nothing-found"))
    if not told.numbers and not told.lines:
        said.append(ground.say("no-numbers"))
    if ground.read:
        numbers = "、".join(f"{NAMES[key]} {text}" for key, text in ground.read.items())
        said.append(ground.say("read", numbers=numbers))
    said += [ground.say("unread", why=why) for why in ground.numbers.unread]
    if any(case.origin == "synthetic" for case in (*ground.good[:2], *ground.bad[:2])):
        said.append(ground.say("synthetic"))
    return said
