"""The hub's own records travel with the catalog: taken while others write, put back whole, and what was erased stays erased."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.entries import Entry
from knowledge.keeping import backup
from knowledge.keeping.backup import BackupError
from knowledge.search import KnowledgeBase

Make = Callable[..., Entry]
Open = Callable[..., KnowledgeBase]
EARLY, LATE = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 4, 3, tzinfo=UTC)
BETWEEN = "2026-04-02T00:00:00+00:00"


@pytest.fixture
def data(tmp_path: Path, open_base: Open, make_case: Make) -> Path:
    open_base([make_case()]).close()
    made = tmp_path / "data"
    with closing(sqlite3.connect(made / "records.db")) as db:
        db.executescript(
            "PRAGMA journal_mode=WAL; CREATE TABLE alembic_version (version_num TEXT);"
            "INSERT INTO alembic_version VALUES ('0003'); CREATE TABLE talks (id TEXT, said TEXT);"
            "CREATE TABLE erasures (place TEXT, value TEXT, erased_at TEXT, pending INTEGER, PRIMARY KEY (place, value));"
        )
    write(made, "a", "灯籠の和紙")
    write(made, "b", "水車の軸")
    return made


def write(data: Path, key: str, said: str) -> None:
    with closing(sqlite3.connect(data / "records.db")) as db, db:
        db.execute("INSERT INTO talks VALUES (?, ?)", (key, said))


def erase(data: Path, key: str, at: str) -> None:
    with closing(sqlite3.connect(data / "records.db")) as db, db:
        db.execute("DELETE FROM talks WHERE id = ?", (key,))
        db.execute("INSERT INTO erasures VALUES ('talks.id', ?, ?, 0)", (key, at))


def talks(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "records.db")) as db:
        return [row[0] for row in db.execute("SELECT said FROM talks ORDER BY id")]


def test_the_manifest_says_what_is_kept_besides_the_catalog(data: Path, tmp_path: Path) -> None:
    manifest = backup.take(data, tmp_path / "kept.zip")
    told = manifest.further["records.db"]
    assert (told["schema"], told["counts"]["talks"]) == ("0003", 2)
    with zipfile.ZipFile(tmp_path / "kept.zip") as archive:
        assert archive.namelist()[:3] == ["manifest.json", "catalog.db", "records.db"]
    restored, _ = backup.restore(tmp_path / "kept.zip", tmp_path / "new")
    assert restored == manifest and talks(tmp_path / "new") == ["灯籠の和紙", "水車の軸"]
    assert (tmp_path / "new" / "records.db").stat().st_mode & 0o777 == 0o600


def test_what_a_writer_has_not_committed_is_not_taken_and_does_not_wait(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / "records.db")) as db:
        db.execute("INSERT INTO talks VALUES ('c', 'まだ途中')")
        backup.take(data, tmp_path / "kept.zip")
        db.commit()
    backup.restore(tmp_path / "kept.zip", tmp_path / "new")
    assert len(talks(tmp_path / "new")) == 2 and len(talks(data)) == 3


def test_what_was_erased_since_does_not_come_back(data: Path, tmp_path: Path) -> None:
    backup.take(data, tmp_path / "early.zip", now=EARLY)
    erase(data, "a", BETWEEN)
    write(data, "a", "消したあとに書いたこと")
    backup.take(data, tmp_path / "late.zip", now=LATE)
    backup.restore(tmp_path / "early.zip", data, force=True)
    assert talks(data) == ["水車の軸"]
    assert "灯籠の和紙".encode() not in (data / "records.db").read_bytes()
    backup.restore(tmp_path / "late.zip", data, force=True)
    assert talks(data) == ["消したあとに書いたこと", "水車の軸"]
    backup.restore(tmp_path / "early.zip", data, force=True)
    assert talks(data) == ["水車の軸"]


def test_the_records_before_are_kept_aside_and_named(data: Path, tmp_path: Path) -> None:
    backup.take(data, tmp_path / "kept.zip", now=EARLY)
    write(data, "c", "あとの話")
    _, aside = backup.restore(tmp_path / "kept.zip", data, force=True, now=LATE)
    assert aside and talks(aside) == ["灯籠の和紙", "水車の軸", "あとの話"]
    catalog = Catalog.at(data)
    try:
        kept, own = backup.holding_records(catalog, None)[::-1]
        assert str(tmp_path / "kept.zip") in kept and str(aside) in own
        assert str(aside) in backup.holding_records(catalog, date(2026, 4, 3))[0]
        assert backup.holding_records(catalog, date(2026, 4, 4)) == []
    finally:
        catalog.close()


def test_an_older_backup_without_records_leaves_those_that_stand(data: Path, tmp_path: Path) -> None:
    backup.take(data, tmp_path / "kept.zip")
    with zipfile.ZipFile(tmp_path / "kept.zip") as archive:
        manifest, catalog = json.loads(archive.read("manifest.json")), archive.read("catalog.db")
    del manifest["further"], manifest["generation"]
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest | {"format": 1}))
        archive.writestr("catalog.db", catalog)
    assert backup.restore(tmp_path / "old.zip", data, force=True)[0].further == {}
    assert talks(data) == ["灯籠の和紙", "水車の軸"]
    backup.restore(tmp_path / "old.zip", tmp_path / "new")
    assert not (tmp_path / "new" / "records.db").exists()


@pytest.mark.parametrize("how", ["cut", "foreign", "renamed"])
def test_damaged_records_are_refused_and_change_nothing(data: Path, tmp_path: Path, how: str) -> None:
    backup.take(data, tmp_path / "kept.zip")
    with zipfile.ZipFile(tmp_path / "kept.zip") as archive:
        manifest, catalog = json.loads(archive.read("manifest.json")), archive.read("catalog.db")
        records = archive.read("records.db")
    if how == "renamed":
        manifest["further"] = {"../outside.db": manifest["further"]["records.db"]}
    content = {"cut": records[:-4096], "foreign": b"no database" * 900, "renamed": records}[how]
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("catalog.db", catalog)
        archive.writestr(next(iter(manifest["further"])), content)
    before = sorted(p.name for p in data.iterdir())
    with pytest.raises(BackupError, match="控えとして読めません"):
        backup.restore(tmp_path / "bad.zip", data, force=True)
    assert sorted(p.name for p in data.iterdir()) == before and len(talks(data)) == 2
    assert not (tmp_path / "outside.db").exists()


def test_records_in_use_are_not_replaced(data: Path, tmp_path: Path) -> None:
    backup.take(data, tmp_path / "kept.zip")
    with closing(sqlite3.connect(data / "records.db")) as db:
        db.execute("SELECT * FROM talks").fetchall()
        db.execute("BEGIN")
        db.execute("SELECT * FROM talks").fetchall()
        with pytest.raises(BackupError, match="止めてから"):
            backup.restore(tmp_path / "kept.zip", data, force=True)
    assert not list(data.glob("before-restore-*"))


def test_a_stop_before_the_catalog_leaves_whole_databases_and_the_next_restore_succeeds(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup.take(data, tmp_path / "kept.zip")
    write(data, "c", "あとの話")
    real = Path.replace

    def stopped(self: Path, target: Path) -> Path:
        if self.name == "catalog.db":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(BackupError, match="控えを戻せません"):
        backup.restore(tmp_path / "kept.zip", data, force=True)
    monkeypatch.undo()
    assert len(talks(data)) in (2, 3)
    backup.restore(tmp_path / "kept.zip", data, force=True)
    assert len(talks(data)) == 2
    catalog = Catalog.at(data)
    assert catalog.integrity() == "ok"
    catalog.close()


def test_broken_records_are_not_backed_up(data: Path, tmp_path: Path) -> None:
    content = bytearray((data / "records.db").read_bytes())
    content[4096:8192] = b"\xab" * 4096
    (data / "records.db").write_bytes(content)
    with pytest.raises(BackupError):
        backup.take(data, tmp_path / "kept.zip")
    assert not list(tmp_path.glob("*.zip"))
