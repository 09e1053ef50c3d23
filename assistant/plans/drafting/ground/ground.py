"""What a plan is drafted from: what was told, what was found for it, the way of going about it, and the numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.answering.evidence import Evidence
from assistant.answering.understand import Understood
from assistant.plans.drafting.ground.meaning import Meaning
from assistant.plans.drafting.ground.quotes import Quotes
from assistant.plans.drafting.ground.refusals import Refusals
from assistant.plans.drafting.sums import Numbers
from assistant.plans.intake import Intake
from knowledge.entries import Case, Entry, Policy
from prompts import Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """``text`` is all that was told of the worry, "" for nothing; ``plays`` the playbooks that fit, the main one first.

    ``read`` are the numbers of ``told`` that were read out of its sentences.
    ``good`` and ``bad`` are the nearest cases by how they ended. ``evidence`` and ``understood`` are None where nothing was
    told that could be looked for, or where what was found carries nothing. ``caution``: what was told may be unlawful.
    """

    told: Intake
    read: Mapping[str, str]
    text: str
    plays: tuple[Policy, ...]
    good: tuple[Case, ...]
    bad: tuple[Case, ...]
    numbers: Numbers
    quotes: Quotes
    meaning: Meaning
    refusals: Refusals
    words: Prompt
    today: date
    role: str
    lookup: Callable[[str], Entry | None]
    understood: Understood | None = None
    evidence: Evidence | None = None
    caution: bool = False

    def say(self, key: str, **values: object) -> str:
        """Return a text of ``prompts/plan.md`` in the words of the role."""
        return self.words.say(key, self.role, **values)

    def of_trade(self, case: Case) -> bool:
        """Tell whether a case is of a trade that the owner named."""
        return case.industry in (self.understood.codes().get("industry", ()) if self.understood else ())

    @property
    def everything(self) -> str:
        """Return all words that were told, as they were told: what they hint at is not to be missed."""
        told = self.told
        return "\n".join((told.worry, told.since, told.tried, told.wish, told.will_not, told.own_reasons))

    @property
    def topics(self) -> tuple[str, ...]:
        """Return the themes: that of the main playbook, then those that the words name."""
        named = self.understood.codes().get("topics", ()) if self.understood else ()
        own = self.plays[0].topics[:1] if self.plays else ()
        return tuple(dict.fromkeys((*own, *named)))

    @property
    def theme(self) -> str:
        """Return the code of the main theme, "" without one."""
        return next(iter(self.topics), "")
