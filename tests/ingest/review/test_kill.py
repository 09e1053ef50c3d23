"""Reviewers' processes killed in the middle of deciding: what was told is done, and every case is whole."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Desk, Held

ROOT = Path(__file__).parents[3]
CASES, KILLS = 20, 3
DECIDE = """
import sys
from pathlib import Path
from ingest import anonymise
from ingest.quarantine import Quarantine
from ingest.review import Edits, ReviewQueue
from ingest.review.opening import publisher
from knowledge.catalog import Catalog
from knowledge.catalog.reviews import Reviews
data = Path(sys.argv[1])
catalog = Catalog.at(data)
quarantine = Quarantine(data / "quarantine", bytes(range(32)))
queue = ReviewQueue(Reviews(catalog), quarantine, publisher(catalog), anonymise, 1)
queue.recover()
for number, review in enumerate(queue.waiting()):
    action = ("accept", "edit", "reject")[number % 3]
    edits = Edits({2: "昔ながらの菓子"}) if action == "edit" else None
    decided = queue.decide(review.id, review.version, "確認 一子", action, edits)
    print(review.id, decided.state, flush=True)
"""


def test_every_decision_that_was_told_survives_kill_9(
    make_desk: Callable[..., Desk], held: Callable[..., Held]
) -> None:
    """Each round decides a few cases and is killed; afterwards files, rows, decisions and catalog agree."""
    desk = make_desk(needed=1)
    for number in range(CASES):
        case = held()
        names = {"id": f"case-k-{number}"}
        desk.hold(replace(case, original=replace(case.original, **names), proposed=replace(case.proposed, **names)))  # type: ignore[arg-type]
    told: dict[str, str] = {}
    for kill in range(KILLS):
        running = subprocess.Popen(
            [sys.executable, "-c", DECIDE, str(desk.data)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert running.stdout is not None
        lines = [running.stdout.readline() for _ in range(1 + kill)]
        running.kill()
        lines += running.stdout.readlines()
        running.stdout.close()
        running.wait()
        told |= {line.split()[0]: line.split()[1] for line in lines if line.endswith("\n")}
    assert len(told) >= 1 + 2 + 3
    again = make_desk(needed=1)
    again.queue.recover()
    assert not again.queue.check()
    assert sorted(again.quarantine.ids()) == sorted(r.item for r in again.queue.waiting())
    reviews = [r for n in range(CASES) for r in again.reviews.of_entry(f"case-k-{n}")]
    assert len(reviews) == CASES and all(again.queue.review(r).state == state for r, state in told.items())
    for review in reviews:
        published = again.catalog.version_of(review.entry_id)
        assert published == (1 if review.state == "accepted" else 0), review
        assert len(review.decisions) == (0 if review.state == "waiting" else 1)
