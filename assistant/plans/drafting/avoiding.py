"""Which warning of the playbook belongs to which action; those that belong to none are the risks of the plan."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.plan import Action, Said

_RELATED = 0.035  # of shared words, from which a warning speaks of an action
_MOST_RISKS = 2


def allotted(ground: Ground, actions: Sequence[Action]) -> tuple[tuple[Action, ...], tuple[Said, ...]]:
    """Return the actions, each without a warning given the one nearest to it, and the warnings left for the plan.

    At least one warning is left: a plan names what may go wrong with it as a whole.
    """
    if not ground.plays:
        return tuple(actions), ()
    play = ground.plays[0]
    section, spans = ground.quotes.open(play, "避けること")
    if section is None:
        return tuple(actions), ()
    abouts = [ground.meaning.words(f"{a.what.text}\n{a.first_step.text}\n{a.indicator.text}") for a in actions]
    pairs = sorted(
        ((about(play.body[slice(*span)]), n, m) for n, about in enumerate(abouts) for m, span in enumerate(spans)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    given = dict[int, int]()  # action → warning
    for score, n, m in pairs:
        free = not actions[n].avoid and n not in given and m not in given.values()
        if free and score >= _RELATED and len(given) < len(spans) - 1:
            given[n] = m
    warned = tuple(
        a.model_copy(update={"avoid": (ground.quotes.said(play, section, spans[given[n]]),)}) if n in given else a
        for n, a in enumerate(actions)
    )
    left = [span for m, span in enumerate(spans) if m not in given.values()]
    words = ground.meaning.words(ground.text or ground.say("goal.value"))
    left.sort(key=lambda span: (-words(play.body[slice(*span)]), span))
    return warned, tuple(ground.quotes.said(play, section, span) for span in left[:_MOST_RISKS])
