"""Rows of practices: only whoever names the learner gets at them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from assistant.records.records import Records
from assistant.records.tables import PRACTICES


class Practices:
    """Reads and writes the practices of one learner at a time; a row is a mapping with the columns of the table."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def add(self, row: dict[str, Any], most: int) -> None:
        """Write a new practice; the learner keeps the newest ``most``."""
        own = PRACTICES.c.learner == row["learner"]
        with self._records.writing() as db:
            db.execute(sa.insert(PRACTICES).values(**row))
            newest_first = (PRACTICES.c.started_at.desc(), PRACTICES.c.id)
            outdated = sa.select(PRACTICES.c.id).where(own).order_by(*newest_first).offset(most).limit(100)
            db.execute(sa.delete(PRACTICES).where(PRACTICES.c.id.in_(list(db.scalars(outdated)))))

    def find(self, learner: str, practice_id: str) -> dict[str, Any] | None:
        """Return a practice of this learner."""
        query = sa.select(PRACTICES).where(PRACTICES.c.id == practice_id, PRACTICES.c.learner == learner)
        with self._records.reading() as db:
            row = db.execute(query).mappings().first()
        return dict(row) if row else None

    def of(self, learner: str) -> list[dict[str, Any]]:
        """Return every practice of this learner, the newest first."""
        query = sa.select(PRACTICES).where(PRACTICES.c.learner == learner)
        with self._records.reading() as db:
            ordered = query.order_by(PRACTICES.c.started_at.desc(), PRACTICES.c.id)
            return [dict(row) for row in db.execute(ordered).mappings()]

    def change(self, learner: str, practice_id: str, version: int, **values: str) -> bool:
        """Change a practice that still stands at ``version``; tell whether it did."""
        row = sa.and_(PRACTICES.c.id == practice_id, PRACTICES.c.learner == learner, PRACTICES.c.version == version)
        with self._records.writing() as db:
            changed = db.execute(sa.update(PRACTICES).where(row).values(version=version + 1, **values))
            return changed.rowcount == 1

    def erase(self, learner: str) -> int:
        """Erase every practice of this learner from the file; return how many there were."""
        place = f"{PRACTICES.name}.learner"
        with self._records.writing() as db:
            gone = int(db.execute(sa.delete(PRACTICES).where(PRACTICES.c.learner == learner)).rowcount)
            if gone:
                self._records.erased(db, {place: learner})
        if gone or self._records.pending(place, learner):
            self._records.scrub()
        return gone
