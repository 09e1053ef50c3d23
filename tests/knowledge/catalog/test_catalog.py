"""The catalog keeps what it acknowledged, says what changed, and turns the database's errors into sentences."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from knowledge.catalog import MIGRATIONS, Catalog, CatalogError, ForeignEntryError, Source, text_hash
from knowledge.database import newest_revision
from knowledge.entries import Entry

Make = Callable[..., Entry]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog.at(tmp_path)
    yield catalog
    catalog.close()


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(data / "catalog.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_put_tells_added_changed_unchanged(catalog: Catalog, make_case: Make, split: Callable[..., list]) -> None:
    """Only a change makes a version and stands in the log."""
    case = make_case()
    assert catalog.put(case, split(case), "a.md") == "added"
    head = catalog.head()
    assert catalog.put(case, split(case), "a.md") == "unchanged"
    assert catalog.head() == head
    changed = make_case(結果="利益率は戻った。")
    assert catalog.put(changed, split(changed), "a.md") == "changed"
    assert catalog.get(case.id) == changed
    assert catalog.version_of(case.id) == 2
    assert catalog.changed_since(head) == [case.id]
    assert [p.text for p in catalog.passages([case.id])[case.id]] == [p.text for p in split(changed)]


def test_foreign_id_is_refused_and_nothing_is_written(catalog: Catalog, make_case: Make, split: Callable) -> None:
    """Another file's id is not taken over; the sentence names that file and says what to do."""
    first, second = make_case(), make_case(title="同じ番号を名乗る別の事例の題名")
    catalog.put(first, split(first), "a.md")
    before = (catalog.head(), catalog.counts())
    with pytest.raises(
        ForeignEntryError, match=r"「case-09-01」は別のファイル\(a\.md\).*id を変えてください"
    ) as refused:
        catalog.put(second, split(second), "b.md")
    assert refused.value.source == "a.md"
    assert (catalog.head(), catalog.counts()) == before
    assert catalog.get(first.id) == first


def test_retired_entries_keep_their_versions(
    catalog: Catalog, tmp_path: Path, make_case: Make, split: Callable[..., list]
) -> None:
    """A retired entry is gone from every reading, its versions stay, and its id can be used by another file."""
    case = make_case()
    catalog.put(case, split(case), "a.md")
    head = catalog.head()
    assert catalog.retire([case.id, "no-such-entry"]) == 1
    assert catalog.retire([case.id]) == 0
    assert catalog.get(case.id) is None
    assert catalog.entry_ids() == catalog.entries_of("a.md") == list(catalog.entries()) == []
    assert catalog.passages([case.id]) == {case.id: []}
    assert catalog.version_of(case.id) == 0
    assert catalog.changed_since(head) == [case.id]
    assert rows(tmp_path, "SELECT version, source FROM versions") == [(1, "a.md")]
    assert catalog.put(case, split(case), "b.md") == "added"
    assert catalog.version_of(case.id) == 2


def test_log_names_each_entry_once(catalog: Catalog, make_case: Make, split: Callable[..., list]) -> None:
    """An entry that changed three times is one entry to index."""
    for title in ("一つ目の題名はこれである", "二つ目の題名はこれである", "三つ目の題名はこれである"):
        case = make_case(title=title)
        catalog.put(case, split(case), "a.md")
    assert catalog.head() == 3
    assert catalog.changed_since(0) == [case.id]
    assert catalog.changed_since(3) == []


def test_vectors_are_cached_once(catalog: Catalog) -> None:
    """The first vector of a text stays; models do not mix; asking for thousands works."""
    vectors = {text_hash(str(n)): np.full(4, n, np.float32) for n in range(1_200)}
    catalog.put_vectors("m1", vectors)
    catalog.put_vectors("m1", {text_hash("1"): np.zeros(4, np.float32)})
    catalog.put_vectors("m1", {})
    found = catalog.vectors("m1", [*vectors, "unknown"])
    assert len(found) == 1_200
    assert found[text_hash("1")].tolist() == [1, 1, 1, 1]
    assert catalog.vectors("m2", list(vectors)) == {}
    assert catalog.counts()["vectors"] == 1_200


def test_threads_caching_the_same_vectors_do_not_collide(catalog: Catalog) -> None:
    """Eight threads that made the same vectors all return, and each vector is there once."""
    vectors = {text_hash(str(n)): np.full(4, n, np.float32) for n in range(50)}
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: catalog.put_vectors("m", vectors), range(24)))
    assert catalog.counts()["vectors"] == 50


def test_sources_and_notes_are_replaced_by_name(tmp_path: Path) -> None:
    """What is recorded of a file carries the time of reading and can be forgotten."""
    noon = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    catalog = Catalog(f"sqlite:///{tmp_path / 'catalog.db'}", clock=lambda: noon)
    catalog.put_source(Source("/d/a.md", "/d", "1", "read"))
    catalog.put_source(Source("/d/a.md", "/d", "2", "partly", "3行目"))
    catalog.put_source(Source("/e/b.md", "/e", "1", "read"))
    assert catalog.sources("/d") == {
        "/d/a.md": Source("/d/a.md", "/d", "2", "partly", "3行目", "2026-11-21T12:00:00+00:00")
    }
    catalog.forget_source("/d/a.md")
    assert list(catalog.sources()) == ["/e/b.md"]
    catalog.put_note("starter", "x")
    catalog.put_note("starter", "y")
    assert (catalog.note("starter"), catalog.note("other")) == ("y", "")
    catalog.close()


def test_readings_by_kind_and_visibility(
    catalog: Catalog, make_case: Make, make_policy: Make, split: Callable[..., list]
) -> None:
    """Counts and entries can be asked for by kind; what a hub keeps to itself is counted only for it."""
    for entry in (make_case(), make_case(id="case-09-02", visibility="hub:13"), make_policy()):
        catalog.put(entry, split(entry), f"{entry.id}.md")
    assert [e.id for e in catalog.entries("case")] == ["case-09-01", "case-09-02"]
    assert catalog.counts() == {"case": 2, "policy": 1, "passages": 20, "vectors": 0}
    assert catalog.visible(["national"]) == {"case": 1, "policy": 1}
    assert catalog.visible(["national", "hub:13"]) == {"case": 2, "policy": 1}
    ids = [p.id for p in split(make_policy())]
    assert list(catalog.passages_by_id([*ids, "gone"])) == ids


def test_reopened_catalog_has_everything(tmp_path: Path, make_case: Make, split: Callable[..., list]) -> None:
    """What was acknowledged is there in the next process's eyes."""
    case = make_case()
    first = Catalog.at(tmp_path)
    first.put(case, split(case), "a.md")
    first.close()
    second = Catalog.at(tmp_path)
    assert second.get(case.id) == case
    assert second.passages([case.id])[case.id] == split(case)
    assert second.integrity() == "ok"
    second.close()


def test_threads_writing_lose_nothing(catalog: Catalog, make_case: Make, split: Callable[..., list]) -> None:
    """Eight threads put 40 entries; all are there, with all passages and a log line each."""
    cases = [make_case(id=f"case-09-{n:02d}") for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        states = list(pool.map(lambda c: catalog.put(c, split(c), f"{c.id}.md"), cases))
    assert states == ["added"] * 40
    assert catalog.entry_ids() == [c.id for c in cases]
    assert catalog.head() == 40
    assert catalog.counts()["passages"] == 40 * 9


_WRITER = """
import sys
from pathlib import Path
from knowledge.catalog import Catalog
from knowledge.entry_file import parse_markdown
text = Path(sys.argv[2]).read_text(encoding="utf-8")
catalog = Catalog.at(Path(sys.argv[1]))
for n in range(15):
    entry_id = f"case-{sys.argv[3]}-{n:02d}"
    assert catalog.put(parse_markdown(text.replace("case-09-01", entry_id)), [], entry_id) == "added"
catalog.close()
"""


def test_two_processes_writing_lose_nothing(tmp_path: Path, case_text: Callable[..., str]) -> None:
    """Two processes that open a fresh catalog at once and write 15 entries each leave 30."""
    file = tmp_path / "case.md"
    file.write_text(case_text(), encoding="utf-8")
    data = tmp_path / "data"
    root = Path(__file__).parents[3]
    started = [
        subprocess.Popen([sys.executable, "-c", _WRITER, data, file, name], cwd=root, stderr=subprocess.PIPE)
        for name in ("a", "b")
    ]
    for process in started:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors.decode()
    catalog = Catalog.at(data)
    assert len(catalog.entry_ids()) == catalog.head() == 30
    catalog.close()


def test_schema_is_the_newest_migration(tmp_path: Path, catalog: Catalog) -> None:
    """A fresh catalog stands at the newest revision, which is the one this code expects; opening again changes nothing."""
    engine = create_engine(f"sqlite:///{tmp_path / 'catalog.db'}")
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest_revision(MIGRATIONS)
    engine.dispose()
    Catalog.at(tmp_path).close()
    assert catalog.head() == 0


def test_durability_is_really_set(catalog: Catalog) -> None:
    """Every connection writes ahead and waits for the disk; the data directory is its owner's alone."""
    with catalog.reading() as db:
        assert db.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert db.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert db.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000


def test_a_new_data_directory_is_private(tmp_path: Path) -> None:
    """Nobody but its owner may look into a data directory."""
    Catalog.at(tmp_path / "deep" / "data").close()
    assert (tmp_path / "deep" / "data").stat().st_mode & 0o077 == 0


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A data directory below a file, and one that the system keeps to itself, are refused in words."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(CatalogError, match="を作れません。書き込みできる場所"):
        Catalog.at(tmp_path / "file" / "data")
    with pytest.raises(CatalogError, match=r"catalog\.db\)を開けません|を作れません"):
        Catalog.at(Path("/proc/1"))


def test_a_corrupt_file_is_told(tmp_path: Path) -> None:
    """A catalog that is no database is refused in words."""
    (tmp_path / "catalog.db").write_bytes(b"this is not a database, " * 100)
    with pytest.raises(CatalogError, match=r"catalog\.db\)を開けません。壊れているか"):
        Catalog.at(tmp_path)


def test_damage_found_while_reading_or_writing_is_told(
    tmp_path: Path, make_case: Make, split: Callable[..., list]
) -> None:
    """Pages overwritten behind the header give sentences, not the database's own errors."""
    catalog = Catalog.at(tmp_path)
    for n in range(30):
        case = make_case(id=f"case-09-{n:02d}")
        catalog.put(case, split(case), f"{n}.md")
    catalog.close()
    path = tmp_path / "catalog.db"
    catalog = Catalog.at(tmp_path)
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xab" * (path.stat().st_size - 3 * 4096))
    with pytest.raises(CatalogError, match=r"台帳.*を読めません"):
        list(catalog.entries())
    with pytest.raises(CatalogError, match="台帳に書き込めません"):
        catalog.put(make_case(title="新しく書き直した事例の題名"), [], "0.md")
    catalog.close()


def test_a_full_disk_is_told_and_nothing_is_half_written(
    catalog: Catalog, make_case: Make, split: Callable[..., list]
) -> None:
    """When the database cannot grow, the put is refused in words and leaves no trace."""
    first = make_case()
    catalog.put(first, split(first), "a.md")
    with catalog.reading() as db:
        pages = db.exec_driver_sql("PRAGMA page_count").scalar()
        db.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    second = make_case(id="case-09-02", 結果="あ" * 40_000)
    with pytest.raises(CatalogError, match="台帳に書き込めません。空き容量"):
        catalog.put(second, split(second), "b.md")
    assert catalog.entry_ids() == [first.id]
    assert catalog.head() == 1


def test_a_locked_catalog_is_told(tmp_path: Path, make_case: Make) -> None:
    """Another program that holds the lock makes writing fail in words; after it lets go, writing works."""
    Catalog.at(tmp_path).close()
    catalog = Catalog(f"sqlite:///{tmp_path / 'catalog.db'}")
    with catalog.reading() as db:
        db.exec_driver_sql("PRAGMA busy_timeout=50")
    holder = sqlite3.connect(tmp_path / "catalog.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(CatalogError, match="台帳に書き込めません"):
        catalog.put(make_case(), [], "a.md")
    holder.execute("ROLLBACK")
    holder.close()
    assert catalog.put(make_case(), [], "a.md") == "added"
    catalog.close()
