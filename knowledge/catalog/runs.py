"""What the last imports did, kept for the page that shows it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from knowledge.catalog import Catalog
from knowledge.catalog.tables import IMPORT_RUNS

KEPT = 50  # runs; older ones are dropped


@dataclass(frozen=True, slots=True)
class Run:
    """One import: when it began (UTC, ISO), how long it took, its totals, and its report as the pipeline gave it."""

    id: int
    started_at: str
    seconds: float
    files: int
    entries: int
    passages: int
    report: Mapping[str, Any]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Runs:
    """Reads and writes import runs."""

    def __init__(self, catalog: Catalog, clock: Callable[[], datetime] = _utc_now) -> None:
        self._catalog = catalog
        self._clock = clock

    def record(self, report: Mapping[str, Any]) -> int:
        """Keep the report of a run that has just ended (``ImportReport.as_json``); return its number."""
        seconds = float(report.get("seconds", 0))
        values = {
            "started_at": (self._clock() - timedelta(seconds=seconds)).isoformat(timespec="seconds"),
            "seconds": seconds,
            "files": len(report.get("files", ())),
            "entries": int(report.get("entries", 0)),
            "passages": int(report.get("passages", 0)),
            "report": json.dumps(report, ensure_ascii=False),
        }
        newest = sa.select(IMPORT_RUNS.c.id).order_by(IMPORT_RUNS.c.id.desc()).limit(KEPT)
        with self._catalog.writing() as db:
            number = db.execute(sa.insert(IMPORT_RUNS).values(**values)).inserted_primary_key
            db.execute(sa.delete(IMPORT_RUNS).where(IMPORT_RUNS.c.id.not_in(newest)))
        return int(number[0]) if number else 0

    def latest(self, most: int = 10) -> list[Run]:
        """Return the last runs, the newest first."""
        query = sa.select(IMPORT_RUNS).order_by(IMPORT_RUNS.c.id.desc()).limit(most)
        with self._catalog.reading() as db:
            return [_run(row) for row in db.execute(query).mappings()]


def _run(row: Mapping[Any, Any]) -> Run:
    return Run(**{**row, "report": json.loads(row["report"])})
