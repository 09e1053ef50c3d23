"""Full and read-only disks, damaged files, a clock set back, two writers: nothing acknowledged is lost, all is told in words."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.catalog import Catalog, CatalogError
from knowledge.embedding import Embedder
from knowledge.entries import Entry
from knowledge.indexes.vectors import BrokenIndexError
from knowledge.indexes.verification import Verifier
from knowledge.keeping import backup
from knowledge.keeping.backup import BackupError
from knowledge.keeping.doctor import examine_databases
from knowledge.search import KnowledgeBase

Make = Callable[..., Entry]
Open = Callable[..., KnowledgeBase]
Split = Callable[[Entry], list]
ROOT = Path(__file__).parents[3]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small file system can be mounted by root only")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_told_and_loses_nothing_acknowledged(
    small_disk: Path, hashing: Embedder, make_case: Make, split: Split, tmp_path: Path
) -> None:
    """Writes are refused in one sentence; what was acknowledged is there, searchable once there is room again."""
    base = KnowledgeBase(small_disk / "data", hashing)
    first = make_case()
    base.catalog.put(first, split(first), "first.md")
    acknowledged = [first.id]
    base.update()
    assert base.search("値上げ")
    with pytest.raises(CatalogError, match="空き容量"):
        for n in range(2, 500):
            case = make_case(id=f"case-09-{n:03d}", 学び="何割減るまで損をしないかを先に計算する。" * 300)
            base.catalog.put(case, split(case), f"{n}.md")
            acknowledged.append(case.id)
    assert {hit.entry.id for hit in base.search("値上げ")} >= {first.id}
    with pytest.raises((BrokenIndexError, CatalogError, OSError)):
        base.update()
    assert base.search("値上げ")
    with pytest.raises(BackupError, match="空き容量"):
        backup.take(small_disk / "data", small_disk / "kept.zip")
    base.close()
    shutil.copytree(small_disk / "data", tmp_path / "larger")
    again = KnowledgeBase(tmp_path / "larger", hashing)
    assert again.catalog.integrity() == "ok"
    assert set(acknowledged) <= set(again.catalog.entry_ids())
    again.update()
    assert len(again.search("値上げ", limit=50)) > 1
    again.close()


def test_a_full_disk_at_the_start_leaves_keywords(
    small_disk: Path, hashing: Embedder, make_case: Make, split: Split
) -> None:
    """There is no room to open the vectors: the server answers by keywords and says so, instead of finding nothing."""
    base = KnowledgeBase(small_disk / "data", hashing)
    base.catalog.put(make_case(), split(make_case()), "first.md")
    manifest = base.update()
    base.close()
    check = Verifier(small_disk / "data")
    assert check(manifest).sound
    with suppress(OSError), (small_disk / "filler").open("wb") as filler:
        while filler.write(bytes(4096)):
            pass
    filled = (small_disk / "filler").stat().st_size
    os.truncate(small_disk / "filler", filled - 150_000)  # enough to open the catalog, not to copy the vectors
    served = KnowledgeBase(small_disk / "data", hashing, check)
    assert {hit.entry.id for hit in served.search("値上げ")} == {"case-09-01"}
    assert served.serving.keywords_only
    served.close()


def test_a_read_only_place_is_told(small_disk: Path) -> None:
    """One sentence, for a new catalog and for one that is there."""
    Catalog.at(small_disk / "there").close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for place in ("there", "new"):
        with pytest.raises(CatalogError, match="書き込み"):
            catalog = Catalog.at(small_disk / place)
            catalog.put_note("a", "b")
    with pytest.raises(BackupError, match="書き込みの許可"):
        backup.restore(small_disk / "none.zip", small_disk / "new")


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_catalog_is_noticed_or_harmless(
    tmp_path: Path, open_base: Open, make_case: Make, make_policy: Make, seed: int
) -> None:
    """Whichever bit flips or wherever the file ends: the doctor says so, or every entry still is as it was written."""
    open_base([make_case(), make_policy()]).close()
    chance = random.Random(seed)
    file = tmp_path / "data" / "catalog.db"
    content = bytearray(file.read_bytes())
    if seed % 3 == 0:
        content = content[: chance.randrange(100, len(content))]
    else:
        for _ in range(1 + 20 * (seed % 2)):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)
    examination = examine_databases(tmp_path / "data")
    try:
        catalog = Catalog.at(tmp_path / "data")
        whole = catalog.damaged_entries() == [] and catalog.entry_ids() == ["case-09-01", "subsidy-small"]
        catalog.close()
    except CatalogError:
        whole = False
    assert whole or not examination.fine
    assert examination.fine or "控え(バックアップ)" in examination.as_text()


def test_a_flipped_letter_in_an_entry_is_noticed(tmp_path: Path, open_base: Open, make_case: Make) -> None:
    """SQLite's own check sees nothing wrong with it; the digest does."""
    open_base([make_case()]).close()
    file = tmp_path / "data" / "catalog.db"
    content = file.read_bytes()
    assert "小豆の請求書".encode() in content
    file.write_bytes(content.replace("小豆の請求書".encode(), "小豆の請求暑".encode()))
    findings = {f.name: f for f in examine_databases(tmp_path / "data").findings}
    assert findings["catalog"].fine
    assert not findings["contents"].fine and "case-09-01" in findings["contents"].said


def test_a_clock_set_back_changes_no_order(tmp_path: Path, make_case: Make, split: Split) -> None:
    """Versions and changes are counted, not timed: the later write wins, and the index follows it."""
    times = iter([datetime(2026, 11, 21, tzinfo=UTC) - timedelta(days=n) for n in range(10)])
    catalog = Catalog(f"sqlite:///{tmp_path / 'catalog.db'}", lambda: next(times))
    for n, text in enumerate(("先の文", "後の文", "最後の文")):
        case = make_case(学び=text)
        assert catalog.put(case, split(case), "a.md") == ("changed" if n else "added")
    found = catalog.get("case-09-01")
    assert found and "最後の文" in found.body
    assert (catalog.version_of("case-09-01"), catalog.head()) == (3, 3)
    assert catalog.changed_since(2) == ["case-09-01"]
    catalog.close()


_WRITER = """
import sys
from pathlib import Path
from ingest import chunker
from knowledge.embedding import load_embedder
from knowledge.entry_file import parse_markdown
from knowledge.search import KnowledgeBase

data, name, text = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
base = KnowledgeBase(data, load_embedder("hashing"))
for n in range(30):
    entry = parse_markdown(text.replace("subsidy-small", f"{name}-{n}"))
    base.catalog.put(entry, chunker.passages_of(entry), f"{name}-{n}.md")
    if n % 15 == 14:
        base.update()
base.close()
"""


def test_two_writers_lose_nothing_of_each_other(
    tmp_path: Path, hashing: Embedder, policy_text: Callable[..., str]
) -> None:
    """Two processes write entries and build indexes at once; afterwards everything of both is there and is found."""
    command = [sys.executable, "-c", _WRITER, str(tmp_path / "data")]
    writers = [subprocess.Popen([*command, name, policy_text()], cwd=ROOT) for name in ("one", "other")]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    base = KnowledgeBase(tmp_path / "data", hashing)
    assert len(base.catalog.entry_ids()) == base.catalog.head() == 60
    assert not base.projection.behind()
    assert base.projection.lost(base.update()) == (120, [])
    base.close()
