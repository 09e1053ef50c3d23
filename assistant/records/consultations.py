"""Rows of consultations and of the versions of their plans: only the hub that they belong to gets at them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from assistant.records.records import Records
from assistant.records.tables import CONSULTATIONS, FOLLOW_UPS, KEPT_ANSWERS, PLAN_VERSIONS

_PARTS = (PLAN_VERSIONS, FOLLOW_UPS, KEPT_ANSWERS)  # what belongs to a consultation by its id


class ConsultationRows:
    """Reads and writes the rows of one hub at a time; a row is a mapping with the columns of its table."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def add(self, row: dict[str, Any]) -> None:
        """Write a new consultation."""
        with self._records.writing() as db:
            db.execute(sa.insert(CONSULTATIONS).values(**row))

    def find(self, hub: str, consultation_id: str) -> dict[str, Any] | None:
        """Return a consultation of this hub."""
        query = sa.select(CONSULTATIONS).where(CONSULTATIONS.c.id == consultation_id, CONSULTATIONS.c.hub == hub)
        with self._records.reading() as db:
            row = db.execute(query).mappings().first()
        return dict(row) if row else None

    def of(self, hub: str, stage: str = "") -> list[dict[str, Any]]:
        """Return the consultations of this hub, the last changed first."""
        query = sa.select(CONSULTATIONS).where(CONSULTATIONS.c.hub == hub)
        if stage:
            query = query.where(CONSULTATIONS.c.stage == stage)
        with self._records.reading() as db:
            ordered = query.order_by(CONSULTATIONS.c.changed_at.desc(), CONSULTATIONS.c.id)
            return [dict(row) for row in db.execute(ordered).mappings()]

    def change(self, hub: str, consultation_id: str, version: int, **values: str) -> bool:
        """Change a consultation that still stands at ``version``; tell whether it did."""
        table = CONSULTATIONS.c
        row = sa.and_(table.id == consultation_id, table.hub == hub, table.version == version)
        with self._records.writing() as db:
            changed = db.execute(sa.update(CONSULTATIONS).where(row).values(version=version + 1, **values))
            return changed.rowcount == 1

    def add_plan(self, hub: str, row: dict[str, Any]) -> bool:
        """Write the version of a plan that follows the newest one; tell whether it does and its consultation is open."""
        newest = sa.select(sa.func.max(PLAN_VERSIONS.c.version)).where(PLAN_VERSIONS.c.id == row["id"])
        with self._records.writing() as db:
            if not _is_open(db, hub, row["consultation_id"]) or (db.scalar(newest) or 0) != row["version"] - 1:
                return False
            db.execute(sa.insert(PLAN_VERSIONS).values(**row))
            return True

    def plan_versions(self, hub: str, plan_id: str) -> list[dict[str, Any]]:
        """Return every version of a plan of this hub, the oldest first."""
        query = _plans_of(hub).where(PLAN_VERSIONS.c.id == plan_id)
        with self._records.reading() as db:
            return [dict(row) for row in db.execute(query.order_by(PLAN_VERSIONS.c.version)).mappings()]

    def newest_plans(self, hub: str, consultation_id: str = "") -> list[dict[str, Any]]:
        """Return the newest version of each plan of a consultation, or of every open consultation of this hub."""
        other = PLAN_VERSIONS.alias()
        newest = sa.select(sa.func.max(other.c.version)).where(other.c.id == PLAN_VERSIONS.c.id).scalar_subquery()
        query = _plans_of(hub).where(PLAN_VERSIONS.c.version == newest)
        if consultation_id:
            query = query.where(PLAN_VERSIONS.c.consultation_id == consultation_id)
        else:
            query = query.where(CONSULTATIONS.c.stage != "closed")
        first = sa.select(sa.func.min(other.c.made_at)).where(other.c.id == PLAN_VERSIONS.c.id).scalar_subquery()
        with self._records.reading() as db:
            return [dict(row) for row in db.execute(query.order_by(first, PLAN_VERSIONS.c.id)).mappings()]

    def add_follow_up(self, hub: str, row: dict[str, Any]) -> bool:
        """Write down what came of an action or a referral; tell whether its consultation is open."""
        with self._records.writing() as db:
            if not _is_open(db, hub, row["consultation_id"]):
                return False
            db.execute(sa.insert(FOLLOW_UPS).values(**row))
            return True

    def follow_ups(self, hub: str, consultation_id: str = "", closed: bool = False) -> list[dict[str, Any]]:
        """Return what was told of one consultation's plans, or of all open (closed) ones of this hub, the oldest first."""
        belongs = FOLLOW_UPS.join(CONSULTATIONS, CONSULTATIONS.c.id == FOLLOW_UPS.c.consultation_id)
        query = sa.select(FOLLOW_UPS).select_from(belongs).where(CONSULTATIONS.c.hub == hub)
        if consultation_id:
            query = query.where(FOLLOW_UPS.c.consultation_id == consultation_id)
        else:
            query = query.where((CONSULTATIONS.c.stage == "closed") == closed)
        with self._records.reading() as db:
            ordered = query.order_by(FOLLOW_UPS.c.made_at, FOLLOW_UPS.c.id)
            return [dict(row) for row in db.execute(ordered).mappings()]

    def erase(self, hub: str, consultation_id: str) -> bool:
        """Erase a consultation of this hub with all that belongs to it; tell whether there was one, or traces of it."""
        own = sa.and_(CONSULTATIONS.c.id == consultation_id, CONSULTATIONS.c.hub == hub)
        place = f"{CONSULTATIONS.name}.id"
        with self._records.writing() as db:
            found = db.execute(sa.delete(CONSULTATIONS).where(own)).rowcount == 1
            if found:
                for table in _PARTS:
                    db.execute(sa.delete(table).where(table.c.consultation_id == consultation_id))
                parts = {f"{table.name}.consultation_id": consultation_id for table in _PARTS}
                self._records.erased(db, {place: consultation_id, **parts})
        if found or self._records.pending(place, consultation_id):
            self._records.scrub()
            return True
        return False


def _is_open(db: sa.Connection, hub: str, consultation_id: str) -> bool:
    table = CONSULTATIONS.c
    own = sa.and_(table.id == consultation_id, table.hub == hub, table.stage != "closed")
    return db.scalar(sa.select(table.id).where(own)) is not None


def _plans_of(hub: str) -> sa.Select[Any]:
    belongs = PLAN_VERSIONS.join(CONSULTATIONS, CONSULTATIONS.c.id == PLAN_VERSIONS.c.consultation_id)
    return sa.select(PLAN_VERSIONS).select_from(belongs).where(CONSULTATIONS.c.hub == hub)
