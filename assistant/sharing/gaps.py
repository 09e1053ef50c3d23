"""What the knowledge lacks: questions that found nothing, and trades and topics with only one side of a contrast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.answering import Answer
from assistant.records import Records
from assistant.records.sharing import SharingRows
from knowledge.catalog import Catalog
from knowledge.contrast import BAD, GOOD
from knowledge.entries import Case
from knowledge.filters import Viewer

_NOTHING = ("nothing", "ask")  # verdicts of an answer that could not help


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions of one trade and topic (codes, "" unknown) that found nothing: how many, and when last."""

    industry: str
    topic: str
    times: int
    last: date


@dataclass(frozen=True, slots=True)
class OneSided:
    """A trade and topic with cases of one side only; ``lacks``: failure or success."""

    industry: str
    topic: str
    cases: int
    lacks: str


class Gaps:
    """Remembers that a question found nothing — its premises and the day, never its words — and counts what is there."""

    def __init__(self, records: Records, catalog: Catalog, today: Callable[[], date] = date.today) -> None:
        self._rows, self._catalog, self._today = SharingRows(records), catalog, today

    def notice(self, answer: Answer, hub: str) -> None:
        """Remember an answer that could not help."""
        if answer.judgement not in _NOTHING or answer.sources:
            return
        codes = {p.field: p.code for p in reversed(answer.premises)}
        self._rows.missed(codes.get("industry", ""), codes.get("topics", ""), hub, self._today())

    def unanswered(self, hub: str, limit: int = 100) -> list[Gap]:
        """Return what this hub asked in vain, the most often first."""
        return [Gap(*row) for row in self._rows.misses(hub, limit)]

    def one_sided(self, viewer: Viewer, fewest: int = 2) -> list[OneSided]:
        """Return trades and topics that have at least ``fewest`` cases, all of one side, the most cases first."""
        sides: Counter[tuple[str, str, str]] = Counter()
        for entry in self._catalog.entries("case"):
            if isinstance(entry, Case) and viewer.may_see(entry) and entry.industry:
                side = "success" if entry.outcome in GOOD else "failure" if entry.outcome in BAD else ""
                for topic in entry.topics:
                    sides[entry.industry, topic, side] += bool(side)
        cells = {(industry, topic) for industry, topic, _ in sides}
        found = []
        for industry, topic in cells:
            good, bad = sides[industry, topic, "success"], sides[industry, topic, "failure"]
            if not good * bad and good + bad >= fewest:
                found.append(OneSided(industry, topic, good + bad, "failure" if good else "success"))
        return sorted(found, key=lambda gap: (-gap.cases, gap.industry, gap.topic))
