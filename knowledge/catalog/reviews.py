"""The SQL side of the review queue: what waits, where originals lie, what was decided. It holds nothing that identifies."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from knowledge.catalog import Catalog
from knowledge.catalog.tables import DECISIONS, ORIGINALS, REVIEWS

#: The states in which a case still needs people; ``accepting`` is accepted and not yet published to the end.
OPEN_STATES = ("waiting", "approved-once", "accepting")


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what and when; ``person`` is the folded name, ``stands`` is false once an edit made it void."""

    reviewer: str
    person: str
    action: str
    kinds: Mapping[str, int]
    note: str
    decided_at: str
    stands: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A held case as the tables know it; marks are keyed digests, ``item`` names the file in the quarantine."""

    id: str
    entry_id: str
    title: str
    visibility: str
    kinds: Mapping[str, int]
    state: str
    content_mark: str
    source_mark: str
    item: str
    held_at: str
    changed_at: str
    version: int = 1
    decisions: tuple[Decision, ...] = ()

    def approvals(self) -> tuple[Decision, ...]:
        """Return the approvals that stand."""
        return tuple(d for d in self.decisions if d.stands and d.action in ("accept", "edit"))


class Reviews:
    """Reads and writes review rows; every method that writes is one transaction."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def get(self, review_id: str) -> Review | None:
        """Return a review with its decisions."""
        return next(iter(self._found(REVIEWS.c.id == review_id)), None)

    def in_states(self, states: Iterable[str]) -> list[Review]:
        """Return the reviews in these states, the longest waiting first."""
        return self._found(REVIEWS.c.state.in_(list(states)))

    def of_entry(self, entry_id: str) -> list[Review]:
        """Return every review of an entry, the newest last."""
        return self._found(REVIEWS.c.entry_id == entry_id)

    def of_source(self, source_mark: str) -> list[Review]:
        """Return every review whose case came from one file."""
        return self._found(REVIEWS.c.source_mark == source_mark)

    def expect_item(self, item: str, review_id: str) -> None:
        """Note that an item is about to be written, so that no file is ever without a row."""
        with self._catalog.writing() as db:
            db.execute(sa.insert(ORIGINALS).values(item=item, review_id=review_id, state="writing"))

    def add(self, review: Review) -> None:
        """Write a new review; the item it names, expected before, counts as held."""
        with self._catalog.writing() as db:
            db.execute(sa.insert(REVIEWS).values(**_values(review)))
            _held(db, review.item)

    def change(self, before: Review, after: Review, decision: Decision | None = None) -> bool:
        """Replace ``before`` by ``after`` and record a decision; False (nothing written) when it changed in between.

        The version grows by one, approvals are void unless ``after`` still carries them, and an item that ``after`` no
        longer names is marked to be erased.
        """
        with self._catalog.writing() as db:
            changed = db.execute(
                sa.update(REVIEWS)
                .where(REVIEWS.c.id == before.id, REVIEWS.c.version == before.version)
                .values(**_values(replace(after, version=before.version + 1)))
            )
            if not changed.rowcount:
                return False
            if not after.approvals():
                db.execute(sa.update(DECISIONS).where(DECISIONS.c.review_id == before.id).values(stands=0))
            if decision:
                db.execute(sa.insert(DECISIONS).values(**_decision_values(before.id, decision)))
            if after.item != before.item:
                _held(db, after.item)
                db.execute(sa.update(ORIGINALS).where(ORIGINALS.c.item == before.item).values(state="erasing"))
        return True

    def undo(self, review: Review) -> None:
        """Take the last decision from the record and let the review wait again; its item stays."""
        left = replace(review, decisions=review.decisions[:-1])
        now = replace(left, state="approved-once" if left.approvals() else "waiting", version=review.version + 1)
        with self._catalog.writing() as db:
            last = sa.select(sa.func.max(DECISIONS.c.id)).where(DECISIONS.c.review_id == review.id)
            db.execute(sa.delete(DECISIONS).where(DECISIONS.c.id == db.scalar(last)))
            db.execute(sa.update(REVIEWS).where(REVIEWS.c.id == review.id).values(**_values(now)))

    def items(self, *states: str) -> list[str]:
        """Return the items in these states (writing, held, erasing), or all."""
        query = sa.select(ORIGINALS.c.item).order_by(ORIGINALS.c.item)
        with self._catalog.reading() as db:
            return list(db.scalars(query.where(ORIGINALS.c.state.in_(states)) if states else query))

    def forget_item(self, item: str) -> None:
        """Remove the row of an item whose file is gone."""
        with self._catalog.writing() as db:
            db.execute(sa.delete(ORIGINALS).where(ORIGINALS.c.item == item))

    # -- below the line --------------------------------------------------------------------------------------------

    def _found(self, condition: sa.ColumnElement[bool]) -> list[Review]:
        query = sa.select(REVIEWS).where(condition).order_by(REVIEWS.c.held_at, REVIEWS.c.id)
        of_these = sa.select(REVIEWS.c.id).where(condition)
        decided = sa.select(DECISIONS).where(DECISIONS.c.review_id.in_(of_these)).order_by(DECISIONS.c.id)
        with self._catalog.reading() as db:
            rows = [dict(row) for row in db.execute(query).mappings()]
            decisions: dict[str, list[Decision]] = defaultdict(list)
            for row in db.execute(decided).mappings():
                decisions[row["review_id"]].append(_decision(row))
        return [_review(row, decisions[row["id"]]) for row in rows]


def _held(db: sa.Connection, item: str) -> None:
    if item:
        db.execute(sa.update(ORIGINALS).where(ORIGINALS.c.item == item).values(state="held"))


def _values(review: Review) -> dict[str, Any]:
    names = [name for name in Review.__dataclass_fields__ if name not in ("kinds", "decisions")]
    return {name: getattr(review, name) for name in names} | {"kinds": json.dumps(dict(review.kinds))}


def _review(row: Mapping[str, Any], decisions: list[Decision]) -> Review:
    return Review(**{**row, "kinds": json.loads(row["kinds"])}, decisions=tuple(decisions))


def _decision_values(review_id: str, decision: Decision) -> dict[str, Any]:
    return {
        "review_id": review_id,
        "reviewer": decision.reviewer,
        "person": decision.person,
        "action": decision.action,
        "kinds": json.dumps(dict(decision.kinds)),
        "note": decision.note,
        "stands": int(decision.stands),
        "decided_at": decision.decided_at,
    }


def _decision(row: Mapping[Any, Any]) -> Decision:
    return Decision(
        row["reviewer"],
        row["person"],
        row["action"],
        json.loads(row["kinds"]),
        row["note"],
        row["decided_at"],
        bool(row["stands"]),
    )
