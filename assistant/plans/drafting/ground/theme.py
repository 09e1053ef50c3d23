"""Which theme a plan is of: by what the words name, the playbooks and cases that lie near, and what the numbers show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from assistant.answering.evidence import Evidence
from assistant.plans.drafting.sums import Numbers
from knowledge.entries import Case, Policy

_NAMED, _NAMED_LATER = 2.0, 1.5  # votes of a theme that the words name: first, and any other
_NUMBERS = 1.5  # of what the numbers show to be wrong; 1 of what they are merely about
_EVENT = 1.0  # more, where what the words name has happened: it comes before what is always so
_NEAR_CASES, _OF_TRADE = 8, 0.4
#: Themes whose way of going about it presupposes an event: only where the words name it, or all that is near speaks of it.
EVENTS = ("crisis", "legal", "policy", "closing", "succession")
_SOON = 6  # months in which cash runs out


def troubles(numbers: Numbers) -> tuple[str, ...]:
    """Return the themes that the numbers show to be in trouble, the most pressing first."""
    themes = list[str]()
    if any(found and found[1].value <= _SOON for found in map(numbers.result, _RUNS_OUT)):
        themes.append("cash")
    profit = numbers.result("利益", "profit")
    if numbers.losing or numbers.reason("作るほど赤字") or (profit and profit[1].value < 0):
        themes.append("margin")
    return tuple(themes)


_RUNS_OUT = ("資金が尽きる月", "手元のお金がもつ月数")
#: What the numbers are about, where they show no trouble: kind of calculation → theme.
_ABOUT = {"labour": "people", "cost-rise": "pricing", "discount": "margin", "cash": "cash", "runway": "cash"}


def votes_of(
    evidence: Evidence, named: Sequence[str], numbers: Numbers, trades: Collection[str] = ()
) -> Mapping[str, float]:
    """Return theme → votes. What the words name weighs most; the nearest playbook and cases settle the rest.

    A case of the owner's trade lies near for the trade's sake as well: it weighs less than one that only the worry brought.
    """
    votes = defaultdict[str, float](float)
    for at, theme in enumerate(named):
        votes[theme] += (_NAMED if at == 0 else _NAMED_LATER) + (_EVENT if theme in EVENTS else 0.0)
    plays = [(h.entry.topics[0], h.score) for h in evidence.playbooks if isinstance(h.entry, Policy)]
    best = max((score for _, score in plays), default=0.0)
    for theme, score in plays:
        votes[theme] += score / best if best > 0 else 0.0
    for at, hit in enumerate(evidence.cases[:_NEAR_CASES], 1):
        if isinstance(hit.entry, Case):
            for place, theme in enumerate(hit.entry.topics[:2]):
                weight = _OF_TRADE if hit.entry.industry in trades else 1.0
                votes[theme] += weight * (1.0 if place == 0 else 0.5) / at
    _of_numbers(votes, numbers)
    return votes


def themes_of_numbers(numbers: Numbers) -> tuple[str, ...]:
    """Return the themes that the numbers alone speak of, the most pressing first."""
    about = [_ABOUT[s.kind] for s in numbers.sums if s.kind in _ABOUT]
    return tuple(dict.fromkeys((*troubles(numbers), *about, *(("margin",) if numbers.lines else ()))))


def _of_numbers(votes: defaultdict[str, float], numbers: Numbers) -> None:
    pressing: Collection[str] = troubles(numbers)
    for theme in themes_of_numbers(numbers):
        votes[theme] += _NUMBERS if theme in pressing else 1.0
