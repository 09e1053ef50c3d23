"""Kills processes that write down consultations, and counts what is lost of what they had acknowledged."""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TextIO

from assistant.consultations.consultation import StaleConsultationError
from assistant.consultations.consultations import Consultations
from assistant.plans.plan import Action, Goal, Plan, Said
from assistant.records import Records
from ingest.anonymise.masking import Masked

_SAME_DATA = 10  # kills on one data directory
_MOST = 40  # rounds of a writer: a consultation holds 500 notes
_LONGEST = 0.15  # seconds until a kill
_HUB = "13"


@dataclass(frozen=True, slots=True)
class Place:
    """A data directory with one consultation and its plan."""

    data: Path
    consultation: str
    plan: str

    @classmethod
    def made(cls, data: Path) -> Place:
        """Open a consultation with a plan of one action."""
        records = Records.at(data)
        try:
            kept = Consultations(records)
            said = Said(text="原価を量る", by="owner")
            action = Action(id="action-1", what=said, first_step=said, first_step_due=date(2026, 4, 8), indicator=said)
            goal = Goal(said=said, indicator="限界利益")
            plan = Plan(title="はじめ", as_of=date(2026, 4, 1), goal=goal, actions=(action,))
            opened = kept.open(_HUB, "値上げの相談")
            return cls(data, opened.id, kept.keep_plan(_HUB, opened.id, plan).id)
        finally:
            records.close()

    def missing(self, acknowledged: Sequence[str]) -> list[str]:
        """Return the acknowledged lines that the file does not hold; a damaged file holds none."""
        records = Records.at(self.data)
        try:
            if records.integrity() != "ok":
                return list(acknowledged)
            kept = Consultations(records)
            there = {
                "note": {n.text for n in kept.find(_HUB, self.consultation).notes},
                "edit": {v.plan.title for v in kept.versions(_HUB, self.plan)},
                "told": {getattr(t, "hindered", "") for t in kept.follow_up.told(_HUB, self.consultation)},
            }
        finally:
            records.close()
        return [line for line in acknowledged if (told := line.split())[1] not in there[told[0]]]


@dataclass(frozen=True, slots=True)
class Writer:
    """A process of its own that writes: forked, because a new program takes seconds to import what is written with."""

    pid: int
    said: TextIO

    @classmethod
    def born(cls, place: Place, name: str, most: int = _MOST) -> Writer:
        """Let a process write ``most`` rounds; each note, edit and check-in is said once it is acknowledged."""
        reading, writing = os.pipe()
        pid = os.fork()
        if not pid:
            try:
                os.close(reading)
                with os.fdopen(writing, "w") as out:
                    _write(place, name, most, out)
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


@dataclass(frozen=True, slots=True)
class RecordsResult:
    """What became of all kills of writers of consultations."""

    kills: int
    acknowledged: int
    lost: int
    seconds: float


def run(kills: int, seed: int, say: Callable[[str], None] = lambda _text: None) -> RecordsResult:
    """Kill ``kills`` writers, ten in turn on the same data; the same seed gives the same waits."""
    chance = random.Random(seed)  # noqa: S311 — a plan, not a secret
    began = time.perf_counter()
    room = Path(tempfile.mkdtemp(prefix="kill-records-"))
    acknowledged = lost = 0
    try:
        for first in range(0, kills, _SAME_DATA):
            place, told = Place.made(room / f"data-{first}"), list[str]()
            for number in range(first, min(kills, first + _SAME_DATA)):
                writer = Writer.born(place, f"k{number}")
                told += [line for line in [writer.said.readline()] if line]
                time.sleep(chance.uniform(0.0, _LONGEST))
                os.kill(writer.pid, signal.SIGKILL)
                told += writer.rest()
            gone = place.missing(told)
            acknowledged, lost = acknowledged + len(told), lost + len(gone)
            say(f"{first + _SAME_DATA}/{kills} records: {len(told)} acknowledged, lost {gone}")
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return RecordsResult(kills, acknowledged, lost, round(time.perf_counter() - began, 1))


def _write(place: Place, name: str, most: int, out: TextIO) -> None:
    kept = Consultations(Records.at(place.data), hide=lambda text: Masked(text, ()))

    def insist(change: Callable[[], object]) -> None:
        while True:
            try:
                change()
            except StaleConsultationError:
                continue
            return

    def note(text: str) -> None:
        version = kept.find(_HUB, place.consultation).version
        kept.note(_HUB, place.consultation, version, "adviser", text)

    def edit(text: str) -> None:
        newest = kept.versions(_HUB, place.plan)[-1]
        plan = newest.plan.model_copy(update={"title": text})
        kept.edit_plan(_HUB, place.plan, newest.version, plan, "adviser")

    for number in range(most):
        text = f"{name}-{number}"
        insist(partial(note, text))
        print("note", text, file=out, flush=True)
        insist(partial(edit, text))
        print("edit", text, file=out, flush=True)
        kept.follow_up.check_in(_HUB, place.plan, "action-1", "partly", "owner", hindered=text)
        print("told", text, file=out, flush=True)
