"""Rows of contributions, of uses of contributed cases, and of questions that found nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from assistant.records.records import Records
from assistant.records.tables import CONTRIBUTIONS, MISSES, USES


class SharingRows:
    """Reads and writes the rows; counts grow in one statement, so that nothing is lost between two writers."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def keep(self, row: dict[str, Any]) -> None:
        """Write a contribution, in the place of what was kept under its entry id."""
        same = CONTRIBUTIONS.c.entry_id == row["entry_id"]
        with self._records.writing() as db:
            if not db.execute(sa.update(CONTRIBUTIONS).where(same).values(**row)).rowcount:
                db.execute(sa.insert(CONTRIBUTIONS).values(**row))

    def change(self, hub: str, entry_id: str, **values: str) -> bool:
        """Change a contribution of this hub; tell whether there was one."""
        own = sa.and_(CONTRIBUTIONS.c.entry_id == entry_id, CONTRIBUTIONS.c.hub == hub)
        with self._records.writing() as db:
            return db.execute(sa.update(CONTRIBUTIONS).where(own).values(**values)).rowcount == 1

    def of(self, hub: str) -> list[dict[str, Any]]:
        """Return the contributions of a hub, the newest first."""
        query = sa.select(CONTRIBUTIONS).where(CONTRIBUTIONS.c.hub == hub)
        ordered = query.order_by(CONTRIBUTIONS.c.sent_on.desc(), CONTRIBUTIONS.c.entry_id)
        with self._records.reading() as db:
            return [dict(row) for row in db.execute(ordered).mappings()]

    def used(self, entry_ids: Sequence[str], hub: str, day: date) -> None:
        """Count one use of each entry."""
        with self._records.writing() as db:
            for entry_id in dict.fromkeys(entry_ids):
                self._grow(db, USES, {"entry_id": entry_id, "hub": hub, "day": day.isoformat()})

    def times(self, entry_ids: Sequence[str]) -> dict[str, int]:
        """Return the uses of each entry over all hubs."""
        query = sa.select(USES.c.entry_id, sa.func.sum(USES.c.times)).where(USES.c.entry_id.in_(entry_ids))
        with self._records.reading() as db:
            return {entry_id: int(times) for entry_id, times in db.execute(query.group_by(USES.c.entry_id))}

    def trail(self, entry_id: str) -> list[tuple[str, date, int]]:
        """Return hub, day and times of the uses of an entry, the newest first."""
        query = sa.select(USES.c.hub, USES.c.day, USES.c.times).where(USES.c.entry_id == entry_id)
        with self._records.reading() as db:
            rows = db.execute(query.order_by(USES.c.day.desc(), USES.c.hub)).all()
        return [(hub, date.fromisoformat(day), times) for hub, day, times in rows]

    def missed(self, industry: str, topic: str, hub: str, day: date) -> None:
        """Count a question that found nothing."""
        with self._records.writing() as db:
            self._grow(db, MISSES, {"industry": industry, "topic": topic, "hub": hub, "day": day.isoformat()})

    def misses(self, hub: str, limit: int) -> list[tuple[str, str, int, date]]:
        """Return industry, topic, times and last day of what a hub asked in vain, the most often first."""
        columns = (MISSES.c.industry, MISSES.c.topic)
        times = sa.func.sum(MISSES.c.times)
        query = sa.select(*columns, times, sa.func.max(MISSES.c.day)).where(MISSES.c.hub == hub)
        with self._records.reading() as db:
            rows = db.execute(query.group_by(*columns).order_by(times.desc(), *columns).limit(limit)).all()
        return [(industry, topic, int(n), date.fromisoformat(day)) for industry, topic, n, day in rows]

    @staticmethod
    def _grow(db: sa.Connection, table: sa.Table, key: dict[str, str]) -> None:
        same = sa.and_(*(table.c[name] == value for name, value in key.items()))
        if not db.execute(sa.update(table).where(same).values(times=table.c.times + 1)).rowcount:
            db.execute(sa.insert(table).values(**key, times=1))
