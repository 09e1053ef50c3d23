"""A case that is held for its doubts, and a queue over a real catalog and a real quarantine. All names are invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from ingest import anonymise
from ingest.anonymise import Finding, Masked
from ingest.anonymise.known import Known
from ingest.anonymise.risk import Doubt
from ingest.quarantine import Quarantine
from ingest.review import ReviewQueue
from knowledge.catalog import Catalog
from knowledge.catalog.reviews import Reviews
from knowledge.entries import CASE_SECTIONS, Entry, Passage, passage_id
from knowledge.entry_file import build_entry

KEY = bytes(range(32))
SHOP, TOWN, FEAT = "ヨロズ架空堂", "架空里三丁目", "県内でただ一つの手延べ菓子"
NAMES = (Known("架空田万里子", "person"), Known(SHOP, "firm"))
FACTS: dict[str, Any] = {
    "kind": "case",
    "id": "case-h-01",
    "industry": "09",
    "size": "s5",
    "owner_type": "successor",
    "owner_traits": ["cautious"],
    "stage": "mature",
    "topics": ["pricing"],
    "phase": 1,
    "period": "2024-04/2025-03",
    "outcome": "success",
    "origin": "contributed",
    "visibility": "national",
}
SOURCE = "/hub/cases/a.md"


@dataclass(frozen=True)
class Held:
    """What the gate hands over."""

    original: Entry
    proposed: Entry
    doubts: tuple[Doubt, ...]
    names: tuple[Known, ...] = NAMES
    source: str = SOURCE


def written(title: str, opening: str, **facts: Any) -> Entry:
    texts = dict.fromkeys(CASE_SECTIONS, "値上げの日を面談で決め、材料の重さを量った。") | {CASE_SECTIONS[0]: opening}
    body = "\n".join(f"## {heading}\n{text}" for heading, text in texts.items())
    return build_entry(FACTS | {"title": title} | facts, body)


def doubt_at(entry: Entry, where: str, text: str, kind: str, proposal: str, reason: str) -> Doubt:
    start = getattr(entry, where).index(text)
    return Doubt(kind, where, start, start + len(text), text, proposal, reason)


@pytest.fixture
def held() -> Callable[..., Held]:
    """Make a case to hold; a keyword changes a fact of it."""

    def made(says: str = "値上げをためらっていた。", source: str = SOURCE, **facts: Any) -> Held:
        title = f"{TOWN}の菓子店の値上げ"
        opening = f"{SHOP}の架空田万里子さんは、{FEAT}を売り、{TOWN}で{says}"
        masked = f"A社のBさんは、地域で知られた菓子を売り、県内の町で{says}"
        original = written(title, opening, **facts)
        proposed = written("県内の町の菓子店の値上げ", masked, **facts)
        doubts = (
            doubt_at(original, "title", TOWN, "address", "県内の町", "町の名前から店が分かります。"),
            doubt_at(original, "body", FEAT, "distinctive", "地域で知られた菓子", "ただ一つの品から店が分かります。"),
            doubt_at(original, "body", TOWN, "address", "県内の町", "町の名前から店が分かります。"),
            Doubt("combination", "industry", 0, 0, "09", "09", "同じ条件の事例が5件に足りません。"),
        )
        return Held(original, proposed, doubts, source=source)

    return made


class Rules:
    """The rule layer as the detector; ``broken`` makes it fail as a missing model does."""

    broken = False

    def find(self, text: str, known: Any = ()) -> list[Finding]:
        if self.broken:
            raise RuntimeError("the detector is missing")
        return anonymise.find(text, known)

    def mask(self, text: str, known: Any = ()) -> Masked:
        if self.broken:
            raise RuntimeError("the detector is missing")
        return anonymise.mask(text, known)


@dataclass
class Desk:
    """A queue and all that it stands on."""

    data: Path
    catalog: Catalog
    quarantine: Quarantine
    reviews: Reviews
    queue: ReviewQueue
    detector: Rules
    published: list[tuple[Entry, str]] = field(default_factory=list)

    def hold(self, held: Held) -> str:
        return self.queue.hold(held.original, held.proposed, held.doubts, held.names, held.source)

    def decide(self, review_id: str, reviewer: str, action: str = "accept", **more: Any) -> Any:
        version = more.pop("version", None) or self.queue.review(review_id).version
        return self.queue.decide(review_id, version, reviewer, action, **more)


def publisher(catalog: Catalog, told: list[tuple[Entry, str]]) -> Callable[[Entry, str], None]:
    """Write an accepted entry into the catalog, as the pipeline does."""

    def publish(entry: Entry, source: str) -> None:
        whole = Passage(
            id=passage_id(entry.id, "1"),
            entry_id=entry.id,
            anchor="",
            ordinal=0,
            text=entry.body,
            start=0,
            end=len(entry.body),
            tokens=1,
        )
        told.append((entry, source))
        catalog.put(entry, [whole], source)

    return publish


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Open a queue over the data directory; called again, over the same data, as after a restart."""
    opened: list[Catalog] = []

    def made(
        quarantine: Callable[[Quarantine], Any] = lambda q: q,
        reviews: Callable[[Reviews], Any] = lambda r: r,
        publish: Callable[[Any], Any] = lambda p: p,
        **options: Any,
    ) -> Desk:
        data = tmp_path / "data"
        catalog = Catalog.at(data)
        opened.append(catalog)
        store, rows, detector = Quarantine(data / "quarantine", KEY), Reviews(catalog), Rules()
        told: list[tuple[Entry, str]] = []
        queue = ReviewQueue(reviews(rows), quarantine(store), publish(publisher(catalog, told)), detector, **options)
        return Desk(data, catalog, store, rows, queue, detector, told)

    yield made
    for catalog in opened:
        catalog.close()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()


@pytest.fixture
def with_visibility(held: Callable[..., Held]) -> Callable[[str], Held]:
    def made(visibility: str) -> Held:
        case = held()
        return replace(
            case,
            original=replace(case.original, visibility=visibility),
            proposed=replace(case.proposed, visibility=visibility),
        )

    return made
