"""Kills writers with SIGKILL and counts what is lost: ``python -m eval.bench.kill [--kills 200] [--seed N] [--json]``.

A worker writes entries one by one and by importing a folder, and notes each write in a log: what it is about to do, and, with
fsync, what was acknowledged. It is killed at a random moment or at an armed point. Then another process opens the data and
compares: every acknowledged write must be there (or a later one that was begun), the index in use must be sound or be
recognised as broken, a search must answer, and after an update every entry must be found. Ten kills hit the same data in turn.
As many writers of consultations are killed besides (``kill_records``): ``records`` in the result.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import secrets
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from eval.bench import kill_records
from ingest import chunker, pipeline
from knowledge.embedding import load_embedder
from knowledge.entry_file import parse_markdown
from knowledge.indexes.projection import Manifest
from knowledge.indexes.verification import verify
from knowledge.search import KnowledgeBase

_SAME_DATA = 10  # kills on one data directory
_LONGEST = 0.4  # seconds until a random kill
_STUCK = 30.0  # seconds after which a worker that never came to its armed point is killed all the same
_SOUGHT = 8  # entries searched for after each kill, the last acknowledged ones first
Point = tuple[str, str, str, int]
#: (name, audit event, word in its arguments, how many are let pass): where a worker is killed; None of them: at a random moment.
POINTS: tuple[Point, ...] = (
    ("after a commit, before the acknowledgement", "commit", "", 4),
    ("while embedding", "embed", "", 0),
    ("copying a generation", "shutil.copytree", "projections", 1),
    ("opening the vector index", "os.mkdir", "chroma", 0),
    ("before the manifest", "open", "manifest.new", 1),
    ("after the manifest", "os.rename", "manifest.new", 1),
    ("before the switch", "open", "current.new", 1),
    ("at the switch", "os.rename", "current.new", 1),
    ("after the switch, sweeping", "shutil.rmtree", "projections", 0),
)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of all kills; ``answering`` is seconds from opening to the first answer (median, longest)."""

    seed: int
    kills: int
    points: dict[str, int]
    acknowledged: int
    lost: int
    broken_indexes: int
    unanswered: int
    answering: tuple[float, float]
    seconds: float
    problems: list[str]


def run(kills: int, seed: int, say: Callable[[str], None] = lambda _text: None) -> Result:
    """Kill ``kills`` workers; the same seed gives the same orders (the moments still depend on the machine)."""
    chance = random.Random(seed)  # noqa: S311 — a plan, not a secret
    began = time.perf_counter()
    plan = _plan(chance)
    points: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    waits: list[float] = []
    problems: list[str] = []
    room = Path(tempfile.mkdtemp(prefix="kill-"))
    try:
        for n in range(kills):
            place = room / f"data-{n // _SAME_DATA}"
            place.mkdir(exist_ok=True)
            point = next(plan) if n % _SAME_DATA else None  # on new data there is no index yet
            reached = _kill_worker(place, chance.getrandbits(32), point, chance.uniform(0.01, _LONGEST))
            points[point[0] if point and reached else "random moment"] += 1
            found = _in_child(partial(check, place))
            for name in ("lost", "broken", "unanswered"):
                totals[name] += found.get(name, 0)
            totals["acknowledged"] = totals["acknowledged"] + found.get("new", 0)
            waits.append(found.get("answering", 0.0))
            problems += [f"kill {n} ({point[0] if point else 'random'}): {p}" for p in found.get("problems", ())]
            say(f"{n + 1}/{kills} {found}")
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return Result(
        seed,
        kills,
        dict(points),
        totals["acknowledged"],
        totals["lost"],
        totals["broken"],
        totals["unanswered"],
        (round(sorted(waits)[len(waits) // 2], 3), round(max(waits), 3)),
        round(time.perf_counter() - began, 1),
        problems,
    )


def _plan(chance: random.Random) -> Iterator[Point | None]:
    """Yield the points without end, each as often as the others, and as many random moments, in an order of chance."""
    while True:
        yield from chance.sample([*POINTS, *(None for _ in POINTS)], 2 * len(POINTS))


def _kill_worker(place: Path, seed: int, point: Point | None, moment: float) -> bool:
    """Let a worker write in a child until it is killed; tell whether it was at its armed point."""
    log = place / "log"
    before = log.stat().st_size if log.exists() else 0
    child = os.fork()
    if child == 0:
        _quietly(lambda: _work(place, random.Random(seed), point))  # noqa: S311
    until = time.monotonic() + _STUCK
    while not (log.exists() and log.stat().st_size > before) and time.monotonic() < until:
        if os.waitpid(child, os.WNOHANG)[0]:
            return True
        time.sleep(0.002)
    until = time.monotonic() + (_STUCK if point else moment)
    while time.monotonic() < until:
        if os.waitpid(child, os.WNOHANG)[0]:
            return True  # by its own hand
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _work(place: Path, chance: random.Random, point: Point | None) -> None:
    """Write until killed: entries one by one, retirements, updates of the indexes, imports of a folder."""
    reach = _arm(point)
    base = KnowledgeBase(place / "data", load_embedder("hashing"))
    docs = place / "docs"
    docs.mkdir(exist_ok=True)
    with (place / "log").open("a") as log:

        def note(**what: object) -> None:
            log.write(json.dumps(what) + "\n")
            log.flush()
            if "done" in what:
                os.fsync(log.fileno())

        note(begun=True)
        while True:
            act = chance.choices(("put", "retire", "update", "import"), (8, 1, 3, 2))[0]
            if act == "put":
                name, number = f"direct-{chance.randrange(40)}", chance.getrandbits(30)
                note(want=name, number=number)
                entry = parse_markdown(_text(name, number))
                base.catalog.put(entry, chunker.passages_of(entry), f"{name}.md")
                reach("commit")
                note(done=name, number=number)
            elif act == "retire":
                name = f"direct-{chance.randrange(40)}"
                note(want=name, number=0)
                base.catalog.retire([name])
                reach("commit")
                note(done=name, number=0)
            elif act == "update":
                base.update(lambda stage, _done, _total: reach(stage))
            else:
                wanted = {f"doc-{chance.randrange(20)}": chance.getrandbits(30) for _ in range(chance.randrange(1, 6))}
                for name, number in wanted.items():
                    note(want=name, number=number)
                    (docs / "half.tmp").write_text(_text(name, number))
                    (docs / "half.tmp").replace(docs / f"{name}.md")
                pipeline.run([docs], base.catalog, base.update, lambda stage, _done, _total: reach(stage))
                for name, number in wanted.items():
                    note(done=name, number=number)


def _arm(point: Point | None) -> Callable[[str], None]:
    """Return what the worker calls at its own points; the others are seen through Python's audit events."""
    if point is None:
        return lambda _name: None
    _, event, word, passing = point
    left = [passing]

    def reach(name: str, details: object = "") -> None:
        if name == event and word in repr(details):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(reach)
    return reach


def check(place: Path) -> dict[str, Any]:
    """Open what the killed worker left and compare it with its log."""
    acknowledged, begun, new = _logged(place / "log")
    problems: list[str] = []
    broken = _broken_index(place / "data", problems)
    began = time.perf_counter()
    base = KnowledgeBase(place / "data", load_embedder("hashing"))
    manifest = base.projection.current()
    if manifest is not None and not broken:
        base.search("補助金の見本")
    else:
        base.projection.update(rebuild=True)
        base.search("補助金の見本")
    answering = time.perf_counter() - began
    if base.catalog.integrity() != "ok":
        problems.append("the catalog is damaged")
    lost = 0
    for name, allowed in begun.items():
        entry = base.catalog.get(name)
        number = int(re.findall(r"番号(\d+)です", entry.body)[0]) if entry else 0
        if number not in allowed:
            lost += 1
            problems.append(f"{name}: {number} is there, one of {sorted(allowed)} was acknowledged or begun")
    if base.catalog.damaged_entries():
        problems.append("an entry is half written")
    base.update()
    unanswered = 0
    there = [name for name in reversed(acknowledged) if base.catalog.get(name)][:_SOUGHT]
    for name in there:
        entry = base.catalog.get(name)
        sought = entry.body if entry else ""
        if name not in {hit.entry.id for hit in base.search(sought, limit=5)}:
            unanswered += 1
            problems.append(f"{name} is not found")
    base.close()
    with (place / "log").open("a") as log:  # what was found is the ground for the next kill
        log.write(json.dumps({"checked": True}) + "\n")
    return {
        "new": new,
        "lost": lost,
        "broken": int(broken),
        "unanswered": unanswered,
        "answering": round(answering, 3),
        "problems": problems,
    }


def _logged(log: Path) -> tuple[list[str], dict[str, set[int]], int]:
    """Return acknowledged names in order, for each name the numbers it may have now, and the writes new since the last check."""
    acknowledged: dict[str, None] = {}
    allowed: dict[str, set[int]] = {}
    new = 0
    for line in log.read_text().splitlines():
        with suppress(ValueError):  # the last line may be cut short
            what = json.loads(line)
            if "want" in what:
                allowed.setdefault(what["want"], {0}).add(what["number"])
            elif "done" in what:
                allowed[what["done"]] = {what["number"]}
                acknowledged.pop(what["done"], None)
                acknowledged[what["done"]] = None
                new += 1
            elif "checked" in what:
                new = 0
    return list(acknowledged), allowed, new


def _broken_index(data: Path, problems: list[str]) -> bool:
    """Tell whether the generation in use is broken; that is examined in a child, for it may die of it."""
    try:
        generation = json.loads((data / "projections" / "current.json").read_text())["generation"]
        Manifest(**json.loads((data / "projections" / generation / "manifest.json").read_text()))
    except (OSError, ValueError):
        return False  # none yet

    def examine() -> dict[str, Any]:
        said: dict[str, Any] = {}
        verify(data, generation, said.__setitem__)
        return said

    said = _in_child(examine)
    if said.get("keywords") == said.get("vectors") == "":
        return False
    problems.append(f"generation {generation} is broken: {said}")
    return True


def _in_child(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what ``work`` returns in a forked child, or how it died."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _quietly(lambda: os.write(writing, json.dumps(work()).encode()))
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status or not said:
        return {"lost": 0, "unanswered": 1, "problems": [f"the check ended with {status}"]}
    found: dict[str, Any] = json.loads(said)
    return found


def _quietly(work: Callable[[], object]) -> None:
    """Do the work in a forked child and leave it without the parent's exit handlers."""
    try:
        work()
        os._exit(0)
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(1)


def _text(name: str, number: int) -> str:
    """Return a small document that says its name and number; it is synthetic and says so."""
    return (
        f"---\nkind: policy\nid: {name}\ntitle: 補助金の見本 {name}\ncategory: subsidy\ntopics: [policy]\n"
        f"publisher: 見本の役所\nas_of: 2026-04-01\n---\n## 対象\n合成の見本 {name} の番号{number}です。"
        f"対象は従業員{number % 90 + 1}人以下の店で、目印は{secrets.token_hex(4)}です。\n## 補助額\n上限は{number % 500 + 1}万円です。\n"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the result; 1 when anything acknowledged was lost or a search did not answer."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.kill")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args(arguments)
    say: Callable[[str], None] = (lambda text: print(text, file=sys.stderr)) if given.verbose else lambda _: None
    records = kill_records.run(given.kills, given.seed, say)
    result = run(given.kills, given.seed, say)
    told = {**asdict(result), "records": asdict(records)}
    print(json.dumps(told, ensure_ascii=False, indent=None if given.json else 1))
    return 1 if result.lost or result.unanswered or result.problems or records.lost else 0


if __name__ == "__main__":
    sys.exit(main())
