"""Drafts a plan from an intake: understand → find → calculate → causes → goal → actions → referrals, schemes and risks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from assistant.answering.answer import MAX_QUESTION, Question
from assistant.answering.evidence import Evidence, Finder
from assistant.answering.judge import judge
from assistant.answering.judging import scope
from assistant.answering.understand import Hide, Understood, clean, understand
from assistant.plans.drafting import working_days
from assistant.plans.drafting.actions import Actions
from assistant.plans.drafting.causes import causes_of, walk
from assistant.plans.drafting.goal import goal_of
from assistant.plans.drafting.ground import Ground
from assistant.plans.drafting.masking import masked_intake
from assistant.plans.drafting.quotes import Quotes
from assistant.plans.drafting.referrals import referrals_of
from assistant.plans.drafting.risks import risks_of
from assistant.plans.drafting.schemes import schemes_of
from assistant.plans.drafting.sums import numbers_of
from assistant.plans.drafting.turned_away import plan_for_care, plan_for_window
from assistant.plans.intake import Intake
from assistant.plans.plan import Plan
from ingest.anonymise import Masked, mask
from knowledge import taxonomy
from knowledge.entries import Entry, Policy
from knowledge.filters import Filters, Viewer
from knowledge.search import KnowledgeBase
from prompts import load

_MEASURE = "playbook-margin"  # what everybody can begin with: know what is left of a sale
_PRICED = ("pricing", "margin", "turnaround", "sales", "people", "product")
_URGENT = ("cash", "crisis", "turnaround")
_DEEP = ("turnaround", "succession", "productivity", "people", "margin")
_GOAL_DAYS = 90


class Drafter:
    """Drafts plans from the knowledge base; the same intake on the same day over the same knowledge gives the same plan."""

    def __init__(self, knowledge: KnowledgeBase, today: Callable[[], date] = date.today, hide: Hide = mask) -> None:
        """Take the knowledge, the clock, and what masks the intake before anything else sees it."""
        self._knowledge = knowledge
        self._finder = Finder(knowledge)
        self._today = today
        self._hide = hide
        self._words = load("plan")

    def draft(self, intake: Intake, hub: str = "", role: str = "owner") -> Plan:
        """Return a plan with one to five actions; raise UnknownCodeError for a hub, QuestionError for a role that is none."""
        told = masked_intake(intake, self._hide)
        ground = self._ground(told, hub, role)
        everything = "\n".join((ground.text, told.will_not))
        if scope.danger(everything):
            return plan_for_care(ground)
        outside = scope.outside(everything)
        if outside:
            return plan_for_window(ground, outside)
        return self._drafted(ground, hub)

    def _drafted(self, ground: Ground, hub: str) -> Plan:
        causes = causes_of(ground)
        meeting = self._meeting(ground)
        order = sorted(walk(causes), key=lambda c: not c.essential)
        drafting = Actions(ground, tuple(c.id for c in order), meeting)
        actions = drafting.drafted()
        schemes = schemes_of(ground, self._documents(ground, hub))
        label = taxonomy.TOPICS.label_of(ground.topics[0]) if ground.topics else ""
        return Plan(
            title=ground.say("title", theme=label) if label else ground.say("title.plain"),
            phase="2" if self._deep(ground) else "1",
            as_of=ground.today,
            topics=ground.topics,
            premises=ground.understood.codes() if ground.understood else {},
            intake=ground.told,
            causes=causes,
            goal=goal_of(ground, working_days.on_or_after(ground.today + timedelta(days=_GOAL_DAYS))),
            actions=actions,
            risks=risks_of(ground, actions),
            referrals=referrals_of(ground),
            schemes=schemes,
            sums=ground.numbers.sums,
            next_meeting=meeting,
            notices=tuple(dict.fromkeys((*self._notices(ground), *drafting.left_out))),
        )

    def _ground(self, told: Intake, hub: str, role: str) -> Ground:
        text = clean(
            "\n".join(t for t in (told.worry, told.own_reasons, told.since, told.tried, told.wish) if t.strip())
        )
        text = text[:MAX_QUESTION].strip()
        viewer = Viewer(hub)

        def lookup(entry_id: str) -> Entry | None:
            entry = self._knowledge.catalog.get(entry_id)
            return entry if entry and viewer.may_see(entry) else None

        understood, evidence = self._evidence(text, hub, role)
        plays = tuple(h.entry for h in evidence.playbooks if isinstance(h.entry, Policy)) if evidence else ()
        named = understood.codes().get("topics", ()) if understood else ()
        plays = tuple(p for n, p in enumerate(plays) if n == 0 or set(p.topics[:1]) & set(named))
        if not plays:
            measure = lookup(_MEASURE)
            plays = (measure,) if isinstance(measure, Policy) else ()
        topics = {*(t for p in plays for t in p.topics[:1]), *named}
        return Ground(
            told=told,
            text=text,
            plays=plays,
            numbers=numbers_of(told, bool(topics & set(_PRICED))),
            quotes=Quotes(self._knowledge),
            words=self._words,
            today=self._today(),
            role=role,
            lookup=lookup,
            understood=understood,
            evidence=evidence,
        )

    def _evidence(self, text: str, hub: str, role: str) -> tuple[Understood | None, Evidence | None]:
        """Return what was understood and found; no evidence where it cannot carry an answer."""
        if not any(c.isalnum() for c in text):
            if hub:
                taxonomy.HUBS.require(hub)
            return None, None
        question = Question(text=text, role=role, hub=hub, intent="plan")
        understood = understand(question, lambda masked: Masked(masked, ()))
        evidence = self._finder.find(understood)
        verdict = judge(understood, evidence, self._today()).verdict
        return understood, None if verdict in ("nothing", "ask") else evidence

    def _documents(self, ground: Ground, hub: str) -> tuple[Policy, ...]:
        if ground.understood is None or ground.evidence is None:
            return ()
        filters = Filters(kinds=("policy",), values={"category": ("subsidy", "finance")})
        found = self._knowledge.search(
            ground.understood.query, filters, {"topics": ground.topics}, Viewer(hub), limit=8
        )
        return tuple(h.entry for h in found if isinstance(h.entry, Policy))

    def _meeting(self, ground: Ground) -> date:
        days = 7 if set(ground.topics[:1]) & set(_URGENT) else 14
        return working_days.on_or_after(ground.today + timedelta(days=days))

    def _deep(self, ground: Ground) -> bool:
        """Tell whether the issue is to be set anew and walked along with (phase 2), and not only what was asked."""
        return bool(ground.evidence and ground.topics and ground.topics[0] in _DEEP)

    def _notices(self, ground: Ground) -> list[str]:
        said = []
        if scope.worn(ground.text):
            said += [ground.say("worn")]
        if not ground.text:
            said.append(ground.say("nothing-told"))
        elif ground.evidence is None:
            said.append(ground.say("nothing-found"))
        if not ground.told.numbers and not ground.told.lines:
            said.append(ground.say("no-numbers"))
        said += [ground.say("unread", why=why) for why in ground.numbers.unread]
        if any(
            c.origin == "synthetic"
            for c in (*ground.cases(("success", "partial")), *ground.cases(("failure", "discontinued")))
        ):
            said.append(ground.say("synthetic"))
        return said
