"""A backup is whole, taken while others write, and gives the same answers on another machine."""

from __future__ import annotations

import json
import sqlite3
import stat
import threading
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from knowledge.catalog import MIGRATIONS, Catalog
from knowledge.database import newest_revision
from knowledge.embedding.embedder import Vectors
from knowledge.embedding.fake import HashingEmbedder
from knowledge.entries import Entry
from knowledge.keeping import backup
from knowledge.keeping.backup import BackupError
from knowledge.keeping.erase import erase
from knowledge.search import KnowledgeBase

Make = Callable[..., Entry]
Open = Callable[..., KnowledgeBase]


class Unused(HashingEmbedder):
    """Fails when a passage is to be embedded."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError(texts)


@pytest.fixture
def data(tmp_path: Path, open_base: Open, make_case: Make, make_policy: Make) -> Path:
    open_base([make_case(), make_policy()]).close()
    return tmp_path / "data"


@pytest.fixture
def file(data: Path, tmp_path: Path) -> Path:
    backup.take(data, tmp_path / "kept.zip")
    return tmp_path / "kept.zip"


def test_a_backup_says_what_it_holds(data: Path, file: Path) -> None:
    """Head, schema, counts, models and what is left out; nobody but the owner may read it."""
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist()[:2] == ["manifest.json", "catalog.db"]
        assert all(name.startswith("projections/hashing-512-v1-000001/") for name in archive.namelist()[2:])
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["head"] == 2
    assert manifest["schema"] == newest_revision(MIGRATIONS)
    assert (manifest["counts"]["entries"], manifest["counts"]["passages"]) == (2, 11)
    assert manifest["models"] == ["hashing-512-v1"]
    assert "quarantine originals and their key" in manifest["absent"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [p.name for p in file.parent.iterdir() if p.name.startswith(".backup")] == []


def test_a_restored_catalog_answers_alike_and_embeds_nothing(data: Path, file: Path, tmp_path: Path) -> None:
    """Hits, scores and passages are the same; the vectors came with the backup."""
    manifest, aside = backup.restore(file, tmp_path / "new")
    assert (manifest.head, aside) == (2, None)
    old, new = KnowledgeBase(data, Unused()), KnowledgeBase(tmp_path / "new", Unused())
    new.update()
    for question in ("値上げ", "補助金の上限", "小豆"):
        assert new.search(question, limit=50) == old.search(question, limit=50)
    old.close()
    new.close()


def test_an_existing_file_is_kept_unless_forced(data: Path, file: Path) -> None:
    """The backup before is not lost by a slip of the hand."""
    before = file.read_bytes()
    with pytest.raises(BackupError, match=r"すでにあります。.*--force"):
        backup.take(data, file)
    assert file.read_bytes() == before
    backup.take(data, file, force=True)
    with pytest.raises(BackupError, match="フォルダがありません"):
        backup.take(data, file.parent / "none" / "kept.zip")


def test_a_backup_is_of_one_moment_while_others_write(
    tmp_path: Path, open_base: Open, make_case: Make, split: Callable
) -> None:
    """Every entry in it has its passages, and the head is that of the entries, though a writer never stops."""
    base = open_base([make_case()])
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            case = make_case(id=f"case-09-{number:04d}")
            base.catalog.put(case, split(case), f"{case.id}.md")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        taken = [backup.take(tmp_path / "data", tmp_path / f"{n}.zip") for n in range(3)]
    finally:
        stop.set()
        writer.join()
    for n, manifest in enumerate(taken):
        backup.restore(tmp_path / f"{n}.zip", tmp_path / f"new-{n}")
        catalog = Catalog.at(tmp_path / f"new-{n}")
        assert (catalog.integrity(), catalog.damaged_entries(), catalog.head()) == ("ok", [], manifest.head)
        assert manifest.counts["passages"] == 9 * manifest.counts["entries"]
        catalog.close()
    assert taken[-1].head > taken[0].head


def test_a_place_with_knowledge_is_refused_and_by_force_kept_aside(
    data: Path, file: Path, open_base: Open, make_case: Make, split: Callable
) -> None:
    """What was there can still be opened afterwards, beside what was restored, and counts as a backup."""
    base = open_base()
    later = make_case(id="case-09-02")
    base.catalog.put(later, split(later), "b.md")
    base.close()
    with pytest.raises(BackupError, match=r"空ではありません。.*--force"):
        backup.restore(file, data)
    _, aside = backup.restore(file, data, force=True)
    assert aside and aside.parent == data
    restored, before = Catalog.at(data), Catalog.at(aside)
    assert restored.entry_ids() == ["case-09-01", "subsidy-small"]
    assert before.entry_ids() == ["case-09-01", "case-09-02", "subsidy-small"]
    assert str(aside / "catalog.db") in backup.registered(restored)
    restored.close()
    before.close()


def test_a_catalog_in_use_is_not_replaced(data: Path, file: Path, open_base: Open) -> None:
    """A server would go on writing into a file that nobody sees any more."""
    base = open_base()
    base.catalog.head()
    with pytest.raises(BackupError, match="サーバーと登録の処理を止めて"):
        backup.restore(file, data, force=True)
    assert base.search("値上げ")
    assert not list(data.glob("before-restore-*"))


def test_a_broken_catalog_gives_way(data: Path, file: Path) -> None:
    """That is what backups are for; what is left of it is kept aside."""
    (data / "catalog.db").write_bytes(b"no database" * 500)
    _, aside = backup.restore(file, data, force=True)
    assert aside and (aside / "catalog.db").read_bytes().startswith(b"no database")
    catalog = Catalog.at(data)
    assert catalog.integrity() == "ok" and catalog.head() == 2
    catalog.close()


def damaged(content: bytes, how: str) -> bytes:
    if how == "cut":
        return content[: len(content) // 2]
    if how == "flipped":
        middle = len(content) // 2
        return content[:middle] + bytes([content[middle] ^ 0x10]) + content[middle + 1 :]
    return {"empty": b"", "foreign": b"%PDF-1.7 something else" * 50}[how]


@pytest.mark.parametrize("how", ["cut", "flipped", "empty", "foreign"])
def test_a_damaged_or_foreign_file_is_refused_and_changes_nothing(
    data: Path, file: Path, tmp_path: Path, how: str
) -> None:
    """One sentence; the place stays as it was."""
    file.write_bytes(damaged(file.read_bytes(), how))
    before = sorted(p.name for p in data.iterdir())
    with pytest.raises(BackupError, match="控えとして読めません"):
        backup.restore(file, data, force=True)
    assert sorted(p.name for p in data.iterdir()) == before
    with pytest.raises(BackupError, match="控えとして読めません"):
        backup.restore(file, tmp_path / "new")
    assert not list((tmp_path / "new").iterdir())


@pytest.mark.parametrize(
    ("change", "said"),
    [({"schema": "9999"}, "より新しい版"), ({"format": 3}, "より新しい版"), ({"digest": "0"}, "読めません")],
)
def test_a_backup_of_a_newer_program_or_with_another_content_is_refused(
    file: Path, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    """What this program cannot understand it does not touch."""
    with zipfile.ZipFile(file) as archive:
        manifest, content = json.loads(archive.read("manifest.json")), archive.read("catalog.db")
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest | change))
        archive.writestr("catalog.db", content)
    with pytest.raises(BackupError, match=said):
        backup.restore(file, tmp_path / "new")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """With what to look at."""
    with pytest.raises(BackupError, match="見つかりません"):
        backup.restore(tmp_path / "none.zip", tmp_path / "new")


def test_a_damaged_catalog_is_not_backed_up(data: Path, tmp_path: Path) -> None:
    """A backup that cannot be restored would be worse than none."""
    content = bytearray((data / "catalog.db").read_bytes())
    content[4096:8192] = b"\xab" * 4096
    (data / "catalog.db").write_bytes(content)
    with pytest.raises(BackupError):
        backup.take(data, tmp_path / "kept.zip")
    assert not list(tmp_path.glob("*.zip")) and not list(tmp_path.glob(".backup*"))


def test_a_stop_on_the_way_leaves_the_old_catalog(data: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever step fails: the catalog that was there opens, and the next restore succeeds."""
    real = Path.replace

    def stopped(self: Path, target: Path) -> Path:
        if self.name == "catalog.db":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(BackupError, match="控えを戻せません"):
        backup.restore(file, data, force=True)
    monkeypatch.undo()
    base = KnowledgeBase(data, Unused())
    base.update()
    assert base.search("値上げ")
    base.close()
    (data / ".restore-stopped").mkdir()
    backup.restore(file, data, force=True)
    assert not list(data.glob(".restore-*"))


def test_what_was_erased_here_does_not_come_back(data: Path, file: Path, open_base: Open) -> None:
    """A backup from before an erasure is put back without what was erased since."""
    base = open_base()
    erase(data, base.catalog, base.projection, ["case-09-01"])
    base.close()
    backup.restore(file, data, force=True)
    catalog = Catalog.at(data)
    assert catalog.entry_ids() == ["subsidy-small"]
    catalog.close()
    with sqlite3.connect(data / "catalog.db") as db:
        assert db.execute("SELECT count(*) FROM versions WHERE entry_id = 'case-09-01'").fetchone() == (0,)
    db.close()
