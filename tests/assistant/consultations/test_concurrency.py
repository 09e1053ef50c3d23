"""Two programs and many threads write to one consultation, and programs are killed: what was acknowledged is there."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from assistant.consultations.consultations import Consultations
from assistant.plans.plan import Action, Goal, Plan, Said
from assistant.records import Records

ROOT = Path(__file__).parents[3]
WRITERS, EACH = 2, 8
KILLS = 5
#: For each order on its input it forks one program a name, which writes notes with optimistic locking, edits of the plan and
#: check-ins, and prints each once it is acknowledged. Forked, because the imports take longer than the writing.
NURSERY = """
import json, os, sys
from pathlib import Path
from assistant.consultations.consultation import StaleConsultationError
from assistant.consultations.consultations import Consultations
from assistant.records import Records
from ingest.anonymise.masking import Masked

def write(data, consultation, plan, name, most):
    kept = Consultations(Records.at(Path(data)), hide=lambda text: Masked(text, ()))

    def insist(change):
        while True:
            try:
                return change()
            except StaleConsultationError:
                pass

    def note(text):
        kept.note("13", consultation, kept.find("13", consultation).version, "adviser", text)

    def edit(text):
        newest = kept.versions("13", plan)[-1]
        kept.edit_plan("13", plan, newest.version, newest.plan.model_copy(update={"title": text}), "adviser")

    for number in range(most):
        text = f"{name}-{number}"
        insist(lambda: note(text))
        print("note", text, flush=True)
        insist(lambda: edit(text))
        print("edit", text, flush=True)
        kept.follow_up.check_in("13", plan, "action-1", "partly", "owner", hindered=text)
        print("told", text, flush=True)

for line in sys.stdin:
    order = json.loads(line)
    born = []
    for name in order["names"]:
        pid = os.fork()
        if not pid:
            try:
                write(*order["place"], name, order["most"])
            finally:
                os._exit(0)
        born.append(pid)
    print(json.dumps(born), flush=True)
    for pid in born:
        os.waitpid(pid, 0)
    print("end", flush=True)
"""


@pytest.fixture(scope="module")
def nursery() -> Iterator[subprocess.Popen[str]]:
    """The program that forks the writers."""
    command = [sys.executable, "-c", NURSERY]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.communicate(timeout=60)


def begin(nursery: subprocess.Popen[str], place: tuple[Path, str, str], names: list[str], most: int) -> list[str]:
    """Let writers begin; return what was said until all of them had begun, the pids last."""
    assert nursery.stdin is not None
    order = {"names": names, "place": [str(part) for part in place], "most": most}
    nursery.stdin.write(json.dumps(order) + "\n")
    nursery.stdin.flush()
    said = [line(nursery)]
    while not said[-1].startswith("["):
        said.append(line(nursery))
    return said


def line(nursery: subprocess.Popen[str]) -> str:
    assert nursery.stdout is not None
    return nursery.stdout.readline()


def rest(nursery: subprocess.Popen[str]) -> list[str]:
    """Return what is said until every writer has ended."""
    said: list[str] = []
    while (one := line(nursery)) != "end\n":
        assert one, "the nursery died"
        said.append(one)
    return said


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, str, str]:
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


def missing(place: tuple[Path, str, str], acknowledged: list[str]) -> list[str]:
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
    told = [one.split() for one in acknowledged if one.endswith("\n") and one[0] != "["]
    return [text for kind, text in told if text not in there[kind]]


def test_two_programs_at_once_lose_nothing(nursery: subprocess.Popen[str], place: tuple[Path, str, str]) -> None:
    begun = begin(nursery, place, [f"w{n}" for n in range(WRITERS)], EACH)
    told = [one for one in [*begun, *rest(nursery)] if one[0] != "["]
    assert len(told) == WRITERS * EACH * 3
    assert missing(place, told) == []


def test_threads_that_edit_one_plan_and_tell_of_it_lose_nothing(place: tuple[Path, str, str]) -> None:
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


def test_nothing_acknowledged_is_lost_by_kills(nursery: subprocess.Popen[str], place: tuple[Path, str, str]) -> None:
    seed = random.SystemRandom().randrange(10**6)
    choose = random.Random(seed)
    told: list[str] = []
    for number in range(KILLS):
        begun = begin(nursery, place, [f"k{number}"], 10_000)
        told += [*begun, line(nursery)]
        time.sleep(choose.uniform(0.0, 0.1))
        os.kill(json.loads(begun[-1])[0], signal.SIGKILL)
        told += rest(nursery)
    acknowledged = [one for one in told if one[0] != "["]
    assert len(acknowledged) > KILLS
    assert missing(place, acknowledged) == [], f"seed {seed}"
