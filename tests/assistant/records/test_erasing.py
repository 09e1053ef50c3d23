"""What a learner erases leaves no trace in the file or its log; what is written together stands or falls together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.records import FILE, Records, RecordsError
from assistant.records.practices import Practices
from assistant.records.tables import PRACTICES


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = Records.at(tmp_path, wait=0.2)
    yield opened
    opened.close()


def row(key: str, said: str, learner: str = "l") -> dict[str, object]:
    times = {"started_at": "2026-04-01", "changed_at": "2026-04-01"}
    return {"id": key, "version": 1, "learner": learner, "case_id": "c", "state": "open", **times, "record": said}


def held(tmp_path: Path) -> bytes:
    return b"".join(f.read_bytes() for f in tmp_path.glob(f"{FILE}*"))


def test_an_erased_practice_leaves_no_trace_and_other_learners_keep_theirs(records: Records, tmp_path: Path) -> None:
    practices = Practices(records)
    practices.add(row("a", "灯籠の和紙"), 9)
    practices.add(row("b", "水車の軸", "other"), 9)
    assert "灯籠の和紙".encode() in held(tmp_path)
    assert practices.erase("l") == 1
    assert "灯籠の和紙".encode() not in held(tmp_path)
    assert len(practices.of("other")) == 1
    assert practices.erase("l") == 0


def test_an_erasure_that_a_reader_blocked_is_finished_by_the_next(records: Records, tmp_path: Path) -> None:
    practices = Practices(records)
    practices.add(row("a", "灯籠の和紙"), 9)
    with closing(sqlite3.connect(tmp_path / FILE)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM practices").fetchall()
        with pytest.raises(RecordsError, match="跡を消し終えて"):
            practices.erase("l")
    practices.erase("l")
    assert "灯籠の和紙".encode() not in held(tmp_path)


def test_what_is_written_together_is_kept_whole_or_not_at_all(records: Records) -> None:
    practices = Practices(records)
    with records.together():
        practices.add(row("a", "一"), 9)
        practices.add(row("b", "二"), 9)
        assert len(practices.of("l")) == 2
    with pytest.raises(ZeroDivisionError), records.together():
        practices.add(row("c", "三"), 9)
        raise ZeroDivisionError
    assert {p["id"] for p in practices.of("l")} == {"a", "b"}


def test_threads_that_write_together_do_not_share_a_transaction(records: Records) -> None:
    def write(n: int) -> None:
        with records.together(), records.writing() as db:
            before = db.scalar(sa.select(sa.func.count()).select_from(PRACTICES)) or 0
            db.execute(sa.insert(PRACTICES).values(**row(f"{n}", str(before))))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(12)))
    assert sorted(int(p["record"]) for p in Practices(records).of("l")) == list(range(12))
