"""An erased entry is gone from every file, and what remains of it tells nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.catalog import Catalog, ErasedEntryError, Source
from knowledge.catalog.reviews import Decision, Review, Reviews
from knowledge.catalog.runs import Runs
from knowledge.embedding import Embedder
from knowledge.entries import Entry
from knowledge.keeping import backup
from knowledge.keeping.doctor import examine_databases, index_findings
from knowledge.keeping.erase import erase, tombstones
from knowledge.keeping.erased_rows import PENDING, TREATMENT, EraseError, erase_rows
from knowledge.search import KnowledgeBase

Make = Callable[..., Entry]
Open = Callable[..., KnowledgeBase]
Split = Callable[[Entry], list]
PLANTED = "紫雲寺山麓珈琲ZQXJVK7741"  # a shop's name that is nobody's
WORD = "zqxjvk"


def forms(text: str) -> list[bytes]:
    """Return the bytes that a text may have in a file: UTF-8, UTF-16, escaped as in JSON, in small letters too."""
    found = []
    for said in {text, text.lower(), text.upper()}:
        escaped = json.dumps(said)[1:-1]
        found += [said.encode(), said.encode("utf-16-le"), said.encode("utf-16-be"), escaped.encode()]
    return found


def holding(folder: Path, *texts: str) -> list[str]:
    return [
        f"{path.relative_to(folder)}: {text}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for text in texts
        if any(form in path.read_bytes() for form in forms(text))
    ]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def base(open_base: Open, make_case: Make, make_policy: Make, split: Split) -> KnowledgeBase:
    """Knowledge with an entry of two versions that names the planted text everywhere."""
    base = open_base([make_case(), make_policy()])
    for text in ("前の版", "今の版"):
        secret = make_case(
            id="case-13-77",
            title=f"{PLANTED}の値上げ",
            結果=f"{PLANTED}は{text}で値上げした。",
            学び=f"{PLANTED}の学び",
            tools=[f"{PLANTED}の採算表"],
        )
        path = f"/in/{PLANTED}.md"
        base.catalog.put(secret, split(secret), path)
        base.catalog.put_source(Source(path, "/in", "0", "partly", f"{PLANTED} は読めません"))
        base.update()
    return base


def test_the_planted_text_is_there_before(base: KnowledgeBase, data: Path) -> None:
    """Else finding nothing afterwards would prove nothing."""
    assert any("catalog.db" in where for where in holding(data, PLANTED, WORD))
    unknown = base.rarity(["どこにもないことば"])["どこにもないことば"]
    assert max(base.rarity(base.terms(PLANTED)).values()) < unknown  # the keyword index keeps words, compressed
    assert "case-13-77" in {hit.entry.id for hit in base.search(PLANTED, limit=5, legs=("lexical",))}


def test_an_erased_entry_is_in_no_file(base: KnowledgeBase, data: Path) -> None:
    """Rows, versions, free pages, log, both indexes and the generation before: no byte of it; the rest still answers."""
    rest = base.search("従業員5人以下の店が対象", limit=1)
    done = erase(data, base.catalog, base.projection, ["case-13-77"], wait=0.5)
    assert done.erased == ("case-13-77",)
    assert holding(data, PLANTED, WORD, "紫雲寺山麓") == []
    assert base.catalog.get("case-13-77") is None
    assert "case-13-77" not in {hit.entry.id for hit in base.search(f"{PLANTED}の値上げ", limit=50)}
    assert [h.entry for h in base.search("従業員5人以下の店が対象", limit=1)] == [h.entry for h in rest]
    unknown = base.rarity(["どこにもないことば"])["どこにもないことば"]
    assert max(base.rarity(base.terms(PLANTED)).values()) == unknown
    base.close()
    assert holding(data, PLANTED, WORD) == []


def test_only_the_id_remains_and_keeps_it_from_coming_back(
    base: KnowledgeBase, data: Path, make_case: Make, split: Split
) -> None:
    """A folder that still has the file does not bring it back unseen."""
    erase(data, base.catalog, base.projection, ["case-13-77"], wait=0.5)
    assert tombstones(base.catalog) == ["case-13-77"]
    again = make_case(id="case-13-77")
    with pytest.raises(ErasedEntryError, match="消去済みのため、登録しません"):
        base.catalog.put(again, split(again), "x.md")
    assert base.catalog.sources() == {}


def test_vectors_of_its_texts_go_and_shared_ones_stay(base: KnowledgeBase, data: Path) -> None:
    """Also those of the old version, whose texts nothing names any more; a rebuild afterwards embeds nothing."""
    before = base.catalog.counts()["vectors"]
    erase(data, base.catalog, base.projection, ["case-13-77"], wait=0.5)
    after = base.catalog.counts()
    assert before - after["vectors"] == 4  # the title with premises, the result of each version, the lesson
    base.projection.update(rebuild=True)
    assert base.catalog.counts() == after


def test_reviews_and_reports_about_it_go_too(base: KnowledgeBase, data: Path) -> None:
    """Titles, notes of reviewers and file names in reports; the quarantine is told to erase the original."""
    reviews, runs = Reviews(base.catalog), Runs(base.catalog)
    reviews.expect_item("item-1", "r1")
    review = Review(
        id="r1",
        entry_id="case-13-77",
        title=f"{PLANTED}の相談",
        visibility="national",
        kinds={},
        state="waiting",
        content_mark="a",
        source_mark="b",
        item="item-1",
        held_at="2026-11-21",
        changed_at="2026-11-21",
    )
    reviews.add(review)
    reviews.change(review, review, Decision("山", "山", "accept", {}, f"{PLANTED}の確認", "2026-11-21"))
    runs.record({"seconds": 1, "files": [{"path": f"{PLANTED}.md"}]})
    runs.record({"seconds": 1, "files": [{"path": "other.md"}]})
    erase(data, base.catalog, base.projection, ["case-13-77"], wait=0.5)
    assert holding(data, PLANTED, WORD) == []
    assert reviews.of_entry("case-13-77") == []
    assert reviews.items("erasing") == ["item-1"]
    assert [r.report["files"] for r in runs.latest()] == [[{"path": "other.md"}]]


def test_backups_that_still_hold_it_are_named(base: KnowledgeBase, data: Path, tmp_path: Path) -> None:
    """Those taken after it was first written, by path and time; one taken afterwards is not."""
    backup.take(data, tmp_path / "with.zip")
    done = erase(data, base.catalog, base.projection, ["case-13-77"], wait=0.5)
    assert len(done.backups) == 1
    assert done.backups[0].startswith(f"{tmp_path / 'with.zip'}(20")
    backup.take(data, tmp_path / "without.zip")
    backup.restore(tmp_path / "without.zip", tmp_path / "new")
    assert holding(tmp_path / "new", PLANTED, WORD) == []


def test_an_unknown_id_is_told(base: KnowledgeBase, data: Path) -> None:
    """And nothing is erased, not even what is known beside it."""
    with pytest.raises(EraseError, match="「case-99-99」という知識はありません"):
        erase(data, base.catalog, base.projection, ["case-13-77", "case-99-99"])
    assert base.catalog.get("case-13-77")


def test_a_retired_entry_is_erased_too(base: KnowledgeBase, data: Path) -> None:
    """Its versions were kept on record."""
    base.catalog.retire(["case-13-77"])
    erase(data, base.catalog, base.projection, ["case-13-77"], wait=0.5)
    assert holding(data, PLANTED, WORD) == []


def test_a_stopped_erasure_is_told_and_finished(base: KnowledgeBase, data: Path, hashing: Embedder) -> None:
    """After a stop between the rows and the indexes the doctor names it; the same command ends it."""
    erase_rows(base.catalog, ["case-13-77"])
    assert json.loads(base.catalog.note(PENDING)) == ["case-13-77"]
    assert "case-13-77" not in {hit.entry.id for hit in base.search(f"{PLANTED}の値上げ", limit=50)}
    base.close()
    findings = {f.name: f for f in examine_databases(data).findings}
    assert not findings["erasure"].fine and "case-13-77" in findings["erasure"].said
    again = KnowledgeBase(data, hashing)
    assert erase(data, again.catalog, again.projection, ["case-13-77"], wait=0.5).erased == ("case-13-77",)
    again.close()
    assert holding(data, PLANTED, WORD) == []
    assert all(f.fine for f in (*examine_databases(data).findings, *index_findings(data, "hashing")))


def test_a_reader_that_stays_is_named(base: KnowledgeBase, data: Path, open_base: Open) -> None:
    """A program that has the generation before open is told; once it has moved on, nothing is."""
    reader = open_base()
    reader.search("値上げ")
    done = erase(data, base.catalog, base.projection, ["case-13-77"], wait=0.3)
    assert done.still_open == ("hashing-512-v1-000003",)
    reader.search("値上げ")
    base.search("値上げ")
    assert erase(data, base.catalog, base.projection, ["subsidy-small"], wait=0.3).still_open != done.still_open
    reader.close()


def test_every_text_column_is_treated(tmp_path: Path) -> None:
    """A new table or column must be thought of before it can hold what was to be erased."""
    Catalog.at(tmp_path).close()
    with sqlite3.connect(tmp_path / "catalog.db") as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {
            table: {row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[2] not in ("INTEGER", "FLOAT")}
            for table in tables
            if not table.startswith("sqlite_")
        }
    db.close()
    assert found == {table: set(columns) for table, columns in TREATMENT.items()}
