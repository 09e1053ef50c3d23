"""What the page of a plan shows: its parts in words, numbered sources that still stand, calculations with their pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.charts import Chart, chart_of, items_chart
from assistant.consultations.consultation import StoredPlan
from assistant.exports.sections import cited
from assistant.pages.labels import STATUS_MARKS, Mark
from assistant.pages.planning.plan_terms import PlanTerm
from assistant.plans.arithmetic.figures import NoAnswer, Result
from assistant.plans.arithmetic.inputs import PlanInputError
from assistant.plans.arithmetic.items import ItemLine, item_lines
from assistant.plans.editing import results_of
from assistant.plans.interview.lines import items_of
from assistant.plans.plan import SPEAKERS, Action, Cause, Cited, Plan, Said
from knowledge import taxonomy
from knowledge.entries import Entry
from knowledge.filters import Viewer
from knowledge.search import KnowledgeBase

MAKERS: Mapping[str, str] = {"draft": "案（自動作成）", "owner": "ご本人", "adviser": "相談員"}
_SIGNS = {"owner": "✎", "adviser": "✎", "computed": "＝", "guide": "ⓘ"}
_MARKS = {"source": STATUS_MARKS["verified"], "reworded": STATUS_MARKS["paraphrase"]}


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation as a page links it; ``page`` is what the same links of documents have."""

    number: int
    entry_id: str
    start: int
    end: int
    page: None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An entry that the plan cites."""

    number: int
    entry_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Working:
    """A calculation of the plan, worked out now."""

    label: str
    results: tuple[Result, ...]
    unanswered: tuple[NoAnswer, ...]
    chart: Chart | None


@dataclass(frozen=True)
class PlanView:
    """A version of a plan to show; ``versions`` are all of them, the oldest first; ``terms`` were quoted just now."""

    stored: StoredPlan
    versions: Sequence[StoredPlan]
    standing: frozenset[Cited]
    terms: Sequence[PlanTerm] = ()

    @property
    def plan(self) -> Plan:
        """Return the plan itself."""
        return self.stored.plan

    @property
    def newest(self) -> bool:
        """Tell whether this is the version that stands."""
        return self.stored.version == self.versions[-1].version

    @cached_property
    def sources(self) -> list[Source]:
        """Return the cited entries, numbered in the order in which they are cited."""
        titles: dict[str, str] = {}
        for one in (*cited(self.plan), *self._quoted):
            titles.setdefault(one.entry_id, one.title or one.entry_id)
        return [Source(number, *pair) for number, pair in enumerate(titles.items(), 1)]

    def references(self, said: Said) -> list[Reference]:
        """Return the links of a text's citations."""
        numbers = {s.entry_id: s.number for s in self.sources}
        return [Reference(numbers[c.entry_id], c.entry_id, c.start, c.end) for c in said.cited]

    def mark(self, said: Said) -> Mark | None:
        """Return the mark of a cited text; none where a quote no longer stands in its entry."""
        return _MARKS.get(said.by) if self.stands(said) else None

    def stands(self, said: Said) -> bool:
        """Tell whether every quote of a text is still found where it was."""
        return all(c in self.standing or c in self._quoted for c in said.cited)

    @cached_property
    def _quoted(self) -> tuple[Cited, ...]:
        return tuple(c for term in self.terms for c in term.said.cited)

    def sign(self, said: Said) -> str:
        """Return the sign before the word that tells who says it; "" for what a citation tells."""
        return _SIGNS.get(said.by, "")

    @cached_property
    def workings(self) -> dict[str, Working]:
        """Return the calculations by the id of their sum."""
        labels = {s.id: s.label for s in self.plan.sums}
        return {key: _working(labels[key], answers) for key, answers in results_of(self.plan).items()}

    @cached_property
    def items(self) -> tuple[ItemLine, ...]:
        """Return what the owner's products earn, the largest margin first."""
        found, _ = items_of(self.plan.intake.lines)
        try:
            return item_lines(found) if found else ()
        except PlanInputError:  # nothing sold at all
            return ()

    @property
    def items_chart(self) -> Chart | None:
        """Return the picture of what the products earn."""
        return items_chart(self.items) if self.items else None

    def cause_of(self, action: Action) -> str:
        """Return the text of the cause that an action changes."""
        return {c.id: c.said.text for root in self.plan.causes for c in walk(root)}.get(action.cause, "")

    @property
    def facts(self) -> list[str]:
        """Return the premises in words."""
        told = self.plan.premises
        return [
            taxonomy.VOCABULARIES[name].label_of(code)
            for name, codes in told.items()
            if name in taxonomy.VOCABULARIES
            for code in codes
            if code in taxonomy.VOCABULARIES[name]
        ]

    def changed_by(self, path: str) -> str:
        """Return who first changed a part that has no speaker of its own, or ""."""
        for version in self.versions:
            if path in version.plan.changed and version.version <= self.stored.version:
                return SPEAKERS["owner" if version.made_by == "owner" else "adviser"]
        return ""


def standing(plan: Plan, knowledge: KnowledgeBase, viewer: Viewer) -> frozenset[Cited]:
    """Return the citations whose quotes this viewer still finds where they were."""
    found: set[Cited] = set()
    for one in set(cited(plan)):
        entry = seen(one.entry_id, knowledge, viewer)
        if entry is not None and entry.body[one.start : one.end] == one.quote:
            found.add(one)
    return frozenset(found)


def seen(entry_id: str, knowledge: KnowledgeBase, viewer: Viewer) -> Entry | None:
    """Return an entry if this viewer may see it."""
    entry = knowledge.catalog.get(entry_id)
    return entry if entry and viewer.may_see(entry) else None


def partner(code: str) -> str:
    """Return the name of a partner; an unknown code stays as it is."""
    return taxonomy.PARTNERS.label_of(code) if code in taxonomy.PARTNERS else code


def walk(cause: Cause) -> Iterator[Cause]:
    """Yield a cause and all that lies behind it."""
    yield cause
    for behind in cause.because:
        yield from walk(behind)


def _working(label: str, answers: Sequence[Result | NoAnswer]) -> Working:
    results = tuple(a for a in answers if isinstance(a, Result))
    return Working(label, results, tuple(a for a in answers if isinstance(a, NoAnswer)), chart_of(answers))
