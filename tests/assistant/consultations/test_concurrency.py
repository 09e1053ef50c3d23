"""Two processes and many threads write to one consultation, and processes are killed: what was acknowledged is there."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from assistant.consultations.consultation import StaleConsultationError
from assistant.consultations.consultations import Consultations
from assistant.records import Records
from eval.bench import kill_records
from eval.bench.kill_records import Place, Writer
from ingest.anonymise.masking import Masked

WRITERS, EACH = 2, 8
KILLS = 5  # 200 by `make kill-test`


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place.made(tmp_path)


def test_two_processes_at_once_lose_nothing(place: Place) -> None:
    writers = [Writer.born(place, f"w{n}", EACH) for n in range(WRITERS)]
    told = [line for writer in writers for line in writer.rest()]
    assert len(told) == WRITERS * EACH * 3
    assert place.missing(told) == []


def test_threads_that_edit_one_plan_and_tell_of_it_lose_nothing(place: Place) -> None:
    records = Records.at(place.data)
    kept = Consultations(records, hide=lambda text: Masked(text, ()))

    def work(number: int) -> None:
        kept.follow_up.check_in("13", place.plan, "action-1", "done", "owner", hindered=f"t{number}")
        while f"t{number}" not in {v.plan.title for v in kept.versions("13", place.plan)}:
            newest = kept.versions("13", place.plan)[-1]
            with suppress(StaleConsultationError):
                plan = newest.plan.model_copy(update={"title": f"t{number}"})
                kept.edit_plan("13", place.plan, newest.version, plan, "owner")

    try:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, range(12)))
        assert len(kept.follow_up.told("13", place.consultation)) == 12
        assert [v.version for v in kept.versions("13", place.plan)] == list(range(1, 14))
    finally:
        records.close()


def test_nothing_acknowledged_is_lost_by_kills() -> None:
    seed = random.SystemRandom().randrange(10**6)
    found = kill_records.run(KILLS, seed)
    assert found.acknowledged > KILLS
    assert found.lost == 0, f"seed {seed}"


def test_a_lost_write_would_be_noticed(place: Place) -> None:
    """A line that nobody wrote counts as lost."""
    [written] = Writer.born(place, "w", 1).rest()[:1]
    assert place.missing([written, "note w-9\n", "edit w-9\n"]) == ["note w-9\n", "edit w-9\n"]
