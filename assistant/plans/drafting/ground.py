"""What a plan is drafted from: what was told, what was found for it, the way of going about it, and the numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.answering.evidence import Evidence
from assistant.answering.understand import Understood
from assistant.plans.drafting.quotes import Quotes
from assistant.plans.drafting.sums import Numbers
from assistant.plans.intake import Intake
from knowledge.entries import Case, Entry, Policy
from prompts import Prompt


@dataclass(frozen=True, slots=True)
class Ground:
    """``plays`` are the playbooks that fit, the main one first; ``text`` is all that was told of the worry, "" for nothing.

    ``evidence`` and ``understood`` are None where nothing was told that could be looked for or nothing carries an answer.
    """

    told: Intake
    text: str
    plays: tuple[Policy, ...]
    numbers: Numbers
    quotes: Quotes
    words: Prompt
    today: date
    role: str
    lookup: Callable[[str], Entry | None]
    understood: Understood | None = None
    evidence: Evidence | None = None

    def say(self, key: str, **values: object) -> str:
        """Return a text of ``prompts/plan.md`` in the words of the role."""
        return self.words.say(key, self.role, **values)

    @property
    def topics(self) -> tuple[str, ...]:
        """Return the themes: those that the words name, else that of the main playbook."""
        named = self.understood.codes().get("topics", ()) if self.understood else ()
        own = self.plays[0].topics[:1] if self.plays else ()
        return tuple(dict.fromkeys((*own, *named)))

    def cases(self, outcomes: tuple[str, ...]) -> list[Case]:
        """Return the cases that were found with one of these outcomes, the nearest first."""
        hits = self.evidence.cases if self.evidence else ()
        return [h.entry for h in hits if isinstance(h.entry, Case) and h.entry.outcome in outcomes]
