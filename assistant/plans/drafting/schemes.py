"""Public schemes that may fit: only with their date and what is to be checked first, and never a promise."""

from __future__ import annotations

import re

from assistant.answering.schemes import named_things, names_of
from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.plan import Scheme
from knowledge.entries import Policy

_MOST = 2
_CATEGORIES = ("subsidy", "finance")
_KIND = {"subsidy": "補助金", "finance": "融資の申"}
_ASKS = re.compile(r"補助|助成|融資|借り|借入|保証|制度|投資|設備|導入|資金")


def schemes_of(ground: Ground, found: tuple[Policy, ...]) -> tuple[Scheme, ...]:
    """Return the schemes among ``found`` (nearest first) that the owner names, or that are of the theme they ask about."""
    if not _ASKS.search(ground.text):
        return ()
    named = named_things(ground.text)
    fitting = [p for p in found if p.category in _CATEGORIES and p.as_of and p.text_of("条件")]
    fitting = [p for p in fitting if not ground.refusals.touched(f"{p.title}{_KIND[p.category]}")]
    wanted = [p for p in fitting if any(n in names_of(p) for n in named)]
    wanted += [p for p in fitting if p not in wanted and ground.theme in p.topics]
    return tuple(s for p in wanted[:_MOST] if (s := _scheme(ground, p)) is not None)


def _scheme(ground: Ground, policy: Policy) -> Scheme | None:
    check = (*ground.quotes.first(policy, "条件", 2), *ground.quotes.first(policy, "気をつけること", 1))
    if not check or policy.as_of is None:
        return None
    return Scheme(
        entry_id=policy.id,
        title=policy.title[:400],
        as_of=policy.as_of,
        expired=policy.expired(ground.today),
        check=check,
    )
