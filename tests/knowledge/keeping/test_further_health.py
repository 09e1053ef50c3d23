"""The doctor looks at the hub's own records too: whole or not, and free of what was erased."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.keeping.doctor import records_findings
from knowledge.keeping.erased_rows import EraseError
from knowledge.keeping.further_health import examine_present, finish_erasures

GONE = "灯籠の和紙"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with records from which a row was deleted, and whose log and free pages still hold it."""
    with closing(sqlite3.connect(tmp_path / "records.db")) as db:
        db.executescript(
            "PRAGMA journal_mode=WAL; CREATE TABLE talks (id TEXT, said TEXT);"
            "CREATE TABLE erasures (place TEXT, value TEXT, erased_at TEXT, pending INTEGER, PRIMARY KEY (place, value));"
            f"INSERT INTO talks VALUES ('a', '{GONE}'), ('b', '水車の軸');"
        )
    with closing(sqlite3.connect(tmp_path / "records.db")) as db:
        db.executescript(
            "PRAGMA secure_delete=OFF; DELETE FROM talks WHERE id = 'a';"
            "INSERT INTO erasures VALUES ('talks.id', 'a', '2026-04-02T00:00:00+00:00', 1);"
        )
    return tmp_path


def held(data: Path) -> bytes:
    return b"".join(f.read_bytes() for f in data.glob("records.db*"))


def test_records_that_are_whole_and_clean_are_fine(data: Path) -> None:
    with closing(sqlite3.connect(data / "records.db")) as db, db:
        db.execute("UPDATE erasures SET pending = 0")
    assert [(f.name, f.fine) for f in records_findings(data)] == [("records", True)]


def test_traces_of_an_erasure_are_told_and_can_be_finished(data: Path) -> None:
    assert GONE.encode() in held(data)
    told = {f.name: (f.fine, f.said) for f in records_findings(data)}
    assert told["records"][0] and not told["traces"][0] and "doctor --repair" in told["traces"][1]
    [found] = examine_present(data)
    finish_erasures(data, found)
    assert GONE.encode() not in held(data)
    assert [f.fine for f in records_findings(data)] == [True]


def test_a_file_in_use_is_told_and_stays_to_be_finished(data: Path) -> None:
    [found] = examine_present(data)
    with closing(sqlite3.connect(data / "records.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM talks").fetchall()
        with pytest.raises(EraseError, match="使われていて"):
            finish_erasures(data, found, wait=0.1)
    assert examine_present(data)[0].pending == 1


@pytest.mark.parametrize("content", [b"no database" * 900, b""])
def test_damaged_records_are_told_and_a_file_without_tables_is_no_damage(data: Path, content: bytes) -> None:
    for log in ("records.db-wal", "records.db-shm"):
        (data / log).unlink(missing_ok=True)
    (data / "records.db").write_bytes(content)
    [finding] = records_findings(data)
    assert finding.fine is (content == b"")
    assert finding.fine or "控え(バックアップ)の records.db に戻してください" in finding.said


def test_without_records_nothing_is_said(tmp_path: Path) -> None:
    assert records_findings(tmp_path) == []
