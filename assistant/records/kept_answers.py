"""Rows of answers to requests with a key of their own, kept for two days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from assistant.records.records import Records
from assistant.records.tables import KEPT_ANSWERS

KEPT = timedelta(hours=48)  # clients may count on 24


class KeptAnswers:
    """Reads and writes the answers; a row is a mapping with the columns of the table."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def find(self, key: str) -> dict[str, Any] | None:
        """Return the answer under a key."""
        with self._records.reading() as db:
            row = db.execute(sa.select(KEPT_ANSWERS).where(KEPT_ANSWERS.c.key == key)).mappings().first()
        return dict(row) if row else None

    def add(self, row: dict[str, Any], now: datetime) -> bool:
        """Write an answer unless its key has one already, and forget outdated ones; tell whether it was written."""
        outdated = KEPT_ANSWERS.c.made_at < _written(now - KEPT)
        with self._records.writing() as db:
            db.execute(sa.delete(KEPT_ANSWERS).where(outdated))
            if db.scalar(sa.select(KEPT_ANSWERS.c.key).where(KEPT_ANSWERS.c.key == row["key"])):
                return False
            db.execute(sa.insert(KEPT_ANSWERS).values(**row, made_at=_written(now)))
            return True


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
