"""Gathers what a plan is drafted from: understand → playbooks, cases and numbers that fit the owner."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from assistant.answering.answer import MAX_QUESTION, Question
from assistant.answering.evidence import Evidence, Finder
from assistant.answering.judge import Judgement, judge
from assistant.answering.understand import Understood, clean, understand
from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.drafting.ground.meaning import Meaning
from assistant.plans.drafting.ground.quotes import Quotes
from assistant.plans.drafting.ground.refusals import Refusals, wanted
from assistant.plans.drafting.ground.theme import EVENTS, themes_of_numbers, votes_of
from assistant.plans.drafting.sums import Numbers, numbers_of
from assistant.plans.intake import Intake
from ingest.anonymise import Masked
from knowledge import taxonomy
from knowledge.contrast import BAD, GOOD
from knowledge.entries import Case, Entry, Guideline, Policy
from knowledge.filters import Filters, Viewer
from knowledge.search import KnowledgeBase
from prompts import load

_MEASURE = "playbook-margin"  # what everybody can begin with: know what is left of a sale
_MOST_PLAYS = 3
_LEAST_VOTES = 1.5  # of a further theme, of which the plan takes account
_OF_TRADE = 6  # cases of the owner's trade that are looked at
_SEARCHED = (
    600  # characters of each answer that are searched with: the longer a text, the less a search finds its heart
)


class Gathering:
    """Searches the knowledge base for one plan after another; safe for many threads."""

    def __init__(self, knowledge: KnowledgeBase, today: Callable[[], date]) -> None:
        self._knowledge = knowledge
        self._finder = Finder(knowledge)
        self._meaning = Meaning(knowledge)
        self._today = today
        self._words = load("plan")

    def ground(self, told: Intake, read: Mapping[str, str], hub: str, role: str) -> Ground:
        """Return the ground of a plan for one intake; ``read`` are the numbers of it that its sentences told."""
        text = _worry(told)
        viewer = Viewer(hub)

        def lookup(entry_id: str) -> Entry | None:
            entry = self._knowledge.catalog.get(entry_id)
            return entry if entry and viewer.may_see(entry) else None

        understood, evidence, judgement = self._evidence(text, hub, role)
        named = understood.codes() if understood else {}
        measure = lookup(_MEASURE)
        fallback = (measure,) if isinstance(measure, Policy) else ()
        refusals = Refusals(told.will_not)
        numbers = numbers_of(told, try_rise=not refusals.touched("値上げ"))
        themes = _themes(evidence, _in_order(told, named.get("topics", ())), numbers, named.get("industry", ()))
        plays = wanted(_plays(themes, evidence, lookup), fallback, refusals)
        topics = {t for p in plays for t in p.topics[:1]} | set(named.get("topics", ()))
        good, bad = self._cases(understood, evidence, viewer, plays, refusals)
        return Ground(
            told=told,
            read=read,
            text=text,
            plays=plays,
            good=good,
            bad=bad,
            numbers=numbers,
            quotes=Quotes(self._meaning, role, {**named, "topics": topics}, refusals.touched),
            meaning=self._meaning,
            refusals=refusals,
            words=self._words,
            today=self._today(),
            role=role,
            lookup=lookup,
            understood=understood,
            evidence=evidence,
            caution=bool(judgement and judgement.caution),
        )

    def _cases(
        self,
        understood: Understood | None,
        evidence: Evidence | None,
        viewer: Viewer,
        plays: Sequence[Policy],
        refusals: Refusals,
    ) -> tuple[tuple[Case, ...], tuple[Case, ...]]:
        """Return the nearest good and bad cases of the theme: those of the owner's trade first, then by shared themes."""
        if understood is None or evidence is None:
            return (), ()
        codes, hits = understood.codes(), list(evidence.cases)
        if trade := codes.get("industry"):
            own = Filters(("case",), {"industry": trade})
            hits += self._knowledge.search(understood.query, own, codes, viewer, _OF_TRADE)
        theme = next((p.topics[:1] for p in plays), ())
        topics = {*theme, *codes.get("topics", ())}
        cases = {h.entry.id: h.entry for h in hits if isinstance(h.entry, Case) and topics & set(h.entry.topics)}
        cases = {case_id: case for case_id, case in cases.items() if not refusals.touched(case.title)}

        def rank(case: Case) -> tuple[bool, int, bool]:
            return case.industry not in (trade or ()), -len(topics & set(case.topics)), case.topics[:1] != theme

        near = sorted(cases.values(), key=rank)  # stable: equals stay in the order of the search
        sides = ([c for c in near if c.outcome in side] for side in (GOOD, BAD))
        good, bad = ([c for c in side if c.topics[0] in topics] or side[:1] for side in sides)
        return tuple(good), tuple(bad)

    def _evidence(self, text: str, hub: str, role: str) -> tuple[Understood | None, Evidence | None, Judgement | None]:
        """Return what was understood, found and judged of it; no evidence where it cannot carry an answer."""
        if not any(c.isalnum() for c in text):
            return None, None, None
        question = Question(text=text, role=role, hub=hub, intent="plan")
        understood = understand(question, lambda masked: Masked(masked, ()))
        evidence = self._finder.find(understood)
        judgement = judge(understood, evidence, self._today())
        return understood, None if judgement.verdict in ("nothing", "ask") else evidence, judgement

    def schemes(self, ground: Ground, hub: str) -> tuple[Policy, ...]:
        """Return the documents on schemes that are nearest to what was told."""
        if ground.understood is None or ground.evidence is None:
            return ()
        filters = Filters(kinds=("policy",), values={"category": ("subsidy", "finance")})
        found = self._knowledge.search(
            ground.understood.query, filters, {"topics": ground.topics}, Viewer(hub), limit=8
        )
        return tuple(h.entry for h in found if isinstance(h.entry, Policy))


def _in_order(told: Intake, topics: Sequence[str]) -> tuple[str, ...]:
    """Return the themes that were named, those of the worry itself before those of the reasons."""
    worry = [m.code for m in sorted(taxonomy.mentions(told.worry), key=lambda m: m.start) if m.code in topics]
    return tuple(dict.fromkeys((*worry, *topics)))


def _themes(
    evidence: Evidence | None, named: Sequence[str], numbers: Numbers, trades: Sequence[str]
) -> tuple[str, ...]:
    """Return the themes of a plan, the main one first; those of the numbers alone where the words carry nothing."""
    if evidence is None:
        return themes_of_numbers(numbers)[:_MOST_PLAYS]
    votes = dict(votes_of(evidence, named, numbers, trades))
    near = {
        h.entry.topics[0] for h in (*evidence.playbooks[:1], *evidence.cases[:1]) if not isinstance(h.entry, Guideline)
    }
    sure = near if len(near) == 1 else ()
    fit = [t for t in votes if t not in EVENTS or t in named or t in sure]
    ranked = sorted(fit, key=lambda t: -votes[t])
    others = [t for t in ranked[1:] if votes[t] >= _LEAST_VOTES and t in (*named, *themes_of_numbers(numbers))]
    return (*ranked[:1], *others)[:_MOST_PLAYS]


def _plays(
    themes: Sequence[str], evidence: Evidence | None, lookup: Callable[[str], Entry | None]
) -> tuple[Policy, ...]:
    """Return the playbook of each theme: one that was found for the words, else the one that is kept for the theme."""
    found = [h.entry for h in evidence.playbooks if isinstance(h.entry, Policy)] if evidence else []
    plays = list[Policy]()
    for theme in themes:
        entry = next((p for p in found if p.topics[:1] == (theme,)), None) or lookup(f"playbook-{theme}")
        plays += [entry] if isinstance(entry, Policy) and entry.category == "playbook" else []
    return tuple(plays or found[:1])


def _worry(told: Intake) -> str:
    """Return what was told of the worry, as it is searched with; the wish where there is nothing else."""
    words = [t for t in (told.worry, told.own_reasons, told.since, told.tried) if t.strip()] or [told.wish]
    return clean("\n".join(text.strip()[:_SEARCHED] for text in words))[:MAX_QUESTION].strip()
