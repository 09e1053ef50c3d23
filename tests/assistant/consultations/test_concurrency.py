"""Two processes and many threads write to one consultation, and processes are killed: what was acknowledged is there."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TextIO

import pytest

from assistant.consultations.consultation import StaleConsultationError
from assistant.consultations.consultations import Consultations
from assistant.plans.plan import Action, Goal, Plan, Said
from assistant.records import Records
from ingest.anonymise.masking import Masked

WRITERS, EACH = 2, 8
KILLS = 5
Place = tuple[Path, str, str]  # data, consultation, plan


def write(place: Place, name: str, most: int, out: TextIO) -> None:
    """Write notes with optimistic locking, edits of the plan and check-ins; say each once it is acknowledged."""
    data, consultation, plan = place
    kept = Consultations(Records.at(data), hide=lambda text: Masked(text, ()))

    def insist(change: Callable[[], object]) -> None:
        while True:
            try:
                change()
            except StaleConsultationError:
                continue
            return

    def note(text: str) -> None:
        kept.note("13", consultation, kept.find("13", consultation).version, "adviser", text)

    def edit(text: str) -> None:
        newest = kept.versions("13", plan)[-1]
        kept.edit_plan("13", plan, newest.version, newest.plan.model_copy(update={"title": text}), "adviser")

    for number in range(most):
        text = f"{name}-{number}"
        insist(partial(note, text))
        print("note", text, file=out, flush=True)
        insist(partial(edit, text))
        print("edit", text, file=out, flush=True)
        kept.follow_up.check_in("13", plan, "action-1", "partly", "owner", hindered=text)
        print("told", text, file=out, flush=True)


@dataclass
class Writer:
    """A process of its own that writes: forked, because a new program takes seconds to import what is written with."""

    pid: int
    said: TextIO

    @classmethod
    def born(cls, place: Place, name: str, most: int) -> Writer:
        reading, writing = os.pipe()
        pid = os.fork()
        if not pid:
            try:
                os.close(reading)
                with os.fdopen(writing, "w") as out:
                    write(place, name, most, out)
            finally:
                os._exit(0)
        os.close(writing)
        return cls(pid, os.fdopen(reading))

    def rest(self) -> list[str]:
        """Return what is said until it has ended; a line that a kill cut short is none."""
        with self.said:
            lines = [line for line in self.said if line.endswith("\n")]
        os.waitpid(self.pid, 0)
        return lines


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A data directory with a consultation and its plan; their ids."""
    records = Records.at(tmp_path)
    kept = Consultations(records)
    said = Said(text="原価を量る", by="owner")
    action = Action(id="action-1", what=said, first_step=said, first_step_due=date(2026, 4, 8), indicator=said)
    plan = Plan(title="はじめ", as_of=date(2026, 4, 1), goal=Goal(said=said, indicator="限界利益"), actions=(action,))
    opened = kept.open("13", "値上げの相談")
    stored = kept.keep_plan("13", opened.id, plan)
    records.close()
    return tmp_path, opened.id, stored.id


def missing(place: Place, acknowledged: list[str]) -> list[str]:
    """Return the acknowledged lines that the file does not hold."""
    data, consultation, plan = place
    records = Records.at(data)
    try:
        kept = Consultations(records)
        there = {
            "note": {n.text for n in kept.find("13", consultation).notes},
            "edit": {v.plan.title for v in kept.versions("13", plan)},
            "told": {getattr(t, "hindered", "") for t in kept.follow_up.told("13", consultation)},
        }
        assert records.integrity() == "ok"
    finally:
        records.close()
    told = [one.split() for one in acknowledged]
    return [text for kind, text in told if text not in there[kind]]


def test_two_processes_at_once_lose_nothing(place: Place) -> None:
    writers = [Writer.born(place, f"w{n}", EACH) for n in range(WRITERS)]
    told = [line for writer in writers for line in writer.rest()]
    assert len(told) == WRITERS * EACH * 3
    assert missing(place, told) == []


def test_threads_that_edit_one_plan_and_tell_of_it_lose_nothing(place: Place) -> None:
    data, consultation, plan = place
    records = Records.at(data)
    kept = Consultations(records)
    try:
        with ThreadPoolExecutor(4) as pool:
            list(
                pool.map(
                    lambda n: kept.follow_up.check_in("13", plan, "action-1", "done", "owner", hindered=f"t{n}"),
                    range(24),
                )
            )
        assert len(kept.follow_up.told("13", consultation)) == 24
    finally:
        records.close()


def test_nothing_acknowledged_is_lost_by_kills(place: Place) -> None:
    seed = random.SystemRandom().randrange(10**6)
    choose = random.Random(seed)
    acknowledged: list[str] = []
    for number in range(KILLS):
        writer = Writer.born(place, f"k{number}", 10_000)
        acknowledged.append(writer.said.readline())
        time.sleep(choose.uniform(0.0, 0.1))
        os.kill(writer.pid, signal.SIGKILL)
        acknowledged += writer.rest()
    assert len(acknowledged) > KILLS
    assert missing(place, acknowledged) == [], f"seed {seed}"
