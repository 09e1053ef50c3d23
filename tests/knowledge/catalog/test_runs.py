"""The last imports stay on record with their whole report; old ones make room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.catalog.runs import KEPT, Runs

REPORT = {
    "files": [{"path": "a.pdf", "state": "added", "pages": 3, "reason": "", "warnings": ["時点が分かりません。"]}],
    "entries": 1,
    "passages": 12,
    "seconds": 90.5,
}


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    catalog = Catalog.at(tmp_path)
    yield Runs(catalog, lambda: datetime(2026, 11, 21, 3, 0, 0, tzinfo=UTC))
    catalog.close()


def test_run_is_kept_with_its_report_and_began_before_it_ended(runs: Runs) -> None:
    """The start is the end less the seconds."""
    number = runs.record(REPORT)
    (run,) = runs.latest()
    assert (run.id, run.started_at, run.seconds) == (number, "2026-11-21T02:58:29+00:00", 90.5)
    assert (run.files, run.entries, run.passages, run.report) == (1, 1, 12, REPORT)


def test_newest_come_first_and_only_the_last_are_kept(runs: Runs) -> None:
    """The table does not grow for ever."""
    numbers = [runs.record(REPORT) for _ in range(KEPT + 7)]
    assert [r.id for r in runs.latest(3)] == numbers[:-4:-1]
    assert [r.id for r in runs.latest(1_000)] == numbers[: -KEPT - 1 : -1]


def test_report_without_totals_is_kept_too(runs: Runs) -> None:
    """An empty run is a run."""
    runs.record({})
    assert runs.latest()[0].files == 0
