"""Files in, catalog entries out: each file ends in a state of its own, and none stops the others."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.loaders import LoadError
from ingest.report import FileReport, ImportReport
from knowledge.catalog import Catalog, CatalogError
from knowledge.entries import Policy

CaseText = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path, case_text: CaseText) -> Path:
    """A folder with two cases and a notice."""
    folder = tmp_path / "files"
    (folder / "more").mkdir(parents=True)
    (folder / "a.md").write_text(case_text("case-09-01"), encoding="utf-8")
    (folder / "more" / "b.md").write_text(case_text("case-09-02"), encoding="utf-8")
    (folder / "notice.txt").write_text("小規模事業者の支援について\n\n店が対象です。\n", encoding="utf-8")
    return folder


@pytest.fixture
def bring_in(catalog: Catalog) -> Callable[..., ImportReport]:
    """Return a function that imports paths; the indexes are no matter here."""
    return lambda *paths: pipeline.run(paths, catalog, lambda _progress: None)


def states(report: ImportReport) -> dict[str, str]:
    return {file.path: file.state for file in report.files}


def of(report: ImportReport, path: str) -> FileReport:
    return next(file for file in report.files if file.path == path)


def test_added_then_unchanged_then_changed(
    folder: Path, catalog: Catalog, bring_in: Callable[..., ImportReport], case_text: CaseText
) -> None:
    """A file is read again only when it differs, and counts as changed only when its entry does."""
    assert states(bring_in(folder)) == {"a.md": "added", "more/b.md": "added", "notice.txt": "added"}
    head = catalog.head()
    assert set(states(bring_in(folder)).values()) == {"unchanged"}
    assert catalog.head() == head
    (folder / "a.md").write_text(case_text("case-09-01", says="値上げの日を紙に書いた。"), encoding="utf-8")
    (folder / "more" / "b.md").write_text(case_text("case-09-02") + "\n\n", encoding="utf-8")
    report = bring_in(folder)
    assert states(report) == {"a.md": "changed", "more/b.md": "unchanged", "notice.txt": "unchanged"}
    assert of(report, "a.md").entries == 1
    assert catalog.changed_since(head) == ["case-09-01"]
    assert catalog.version_of("case-09-01") == 2


def test_vanished_files_are_retired(folder: Path, catalog: Catalog, bring_in: Callable[..., ImportReport]) -> None:
    """What is gone from a folder that is imported is gone from the knowledge; other folders are left alone."""
    bring_in(folder)
    (folder / "more" / "b.md").unlink()
    (folder / "a.md").unlink()
    assert states(bring_in(folder / "more")) == {"b.md": "retired"}
    report = bring_in(folder)
    assert states(report) == {"notice.txt": "unchanged", "a.md": "retired"}
    assert of(report, "a.md").reason == "元のファイルがなくなりました(1件)"
    assert [e.kind for e in catalog.entries()] == ["policy"]
    assert [Path(p).name for p in catalog.sources()] == ["notice.txt"]


def test_one_bad_file_never_stops_the_rest(
    folder: Path, catalog: Catalog, bring_in: Callable[..., ImportReport]
) -> None:
    """Each bad file is named with its reason; the good ones are in; a hidden or unknown file is no failure."""
    (folder / "0.md").write_text("---\nid: x\n途中まで", encoding="utf-8")
    (folder / "1.pdf").write_bytes(b"not a pdf")
    (folder / "2.txt").write_bytes(b"")
    (folder / "3.jsonl").write_text("{", encoding="utf-8")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    (folder / "README").write_text("x")
    (folder / ".hidden.md").write_text("x")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.md").write_text("x")
    report = bring_in(folder)
    assert states(report) == {
        "0.md": "failed",
        "1.pdf": "failed",
        "2.txt": "failed",
        "3.jsonl": "failed",
        "README": "skipped",
        "a.md": "added",
        "more/b.md": "added",
        "notice.txt": "added",
        "photo.jpg": "skipped",
    }
    assert all(f.reason.endswith("。") for f in report.files if f.state == "failed")
    assert of(report, "photo.jpg").reason == "対応していない形式です(.jpg)"
    assert of(report, "README").reason == "対応していない形式です(拡張子なし)"
    assert len(catalog.entry_ids()) == 3


def test_a_file_that_turns_bad_keeps_its_last_good_entry(
    folder: Path, catalog: Catalog, bring_in: Callable[..., ImportReport], case_text: CaseText
) -> None:
    """A mistake in an edit does not take knowledge away; the failure is told until it is mended."""
    bring_in(folder)
    (folder / "a.md").write_text("書きかけ", encoding="utf-8")
    for _ in range(2):
        assert of(bring_in(folder), "a.md").state == "failed"
    assert "case-09-01" in catalog.entry_ids()
    (folder / "a.md").write_text(case_text("case-09-01"), encoding="utf-8")
    assert of(bring_in(folder), "a.md").state == "unchanged"


def test_two_files_with_one_id(
    folder: Path, catalog: Catalog, bring_in: Callable[..., ImportReport], case_text: CaseText
) -> None:
    """The second is refused with the name of the first, the first is kept; once the first is gone the second takes over."""
    (folder / "z.md").write_text(case_text("case-09-01", title="同じ番号を名乗るもう一つの話"), encoding="utf-8")
    report = bring_in(folder)
    assert states(report)["z.md"] == "failed"
    assert f"{folder / 'a.md'}" in of(report, "z.md").reason
    assert "id を変えてください" in of(report, "z.md").reason
    entry = catalog.get("case-09-01")
    assert entry
    assert entry.title == "値上げを先送りした和菓子店の話"
    (folder / "a.md").unlink()
    report = bring_in(folder)
    assert states(report)["z.md"] == "changed"
    entry = catalog.get("case-09-01")
    assert entry
    assert entry.title == "同じ番号を名乗るもう一つの話"


def test_a_moved_folder_is_taken_over(
    tmp_path: Path, folder: Path, catalog: Catalog, bring_in: Callable[..., ImportReport]
) -> None:
    """Entries follow their files to another place, and back, without ever being two or none."""
    bring_in(folder)
    ids = catalog.entry_ids()
    for place in ("moved", "files"):
        target = tmp_path / place
        shutil.move(next(p for p in (folder, tmp_path / "moved") if p.exists()), target)
        report = bring_in(target)
        assert set(states(report).values()) == {"changed"}
        assert catalog.entry_ids() == ids
        assert {Path(p).parts[-2] for p in catalog.sources()} <= {place, "more"}
    bring_in(tmp_path / "files")
    assert catalog.entry_ids() == ids


def test_lines_of_one_file_come_and_go(folder: Path, catalog: Catalog, bring_in: Callable[..., ImportReport]) -> None:
    """A line that is removed retires its entry; a bad line is a warning and is told again until it is mended."""
    rows = [
        {
            "kind": "policy",
            "id": f"row-{n}",
            "title": f"制度{n}",
            "category": "law",
            "publisher": "役所",
            "body": "## 対象\n店",
        }
        for n in range(3)
    ]
    file = folder / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert of(bring_in(folder), "rows.jsonl").entries == 3
    file.write_text("\n".join([*map(json.dumps, rows[:2]), "{"]), encoding="utf-8")
    for state in ("changed", "unchanged"):
        report = of(bring_in(folder), "rows.jsonl")
        assert (report.state, report.entries) == (state, 2)
        assert report.warnings == ("3行目: JSON として読み取れません。",)
    assert "row-2" not in catalog.entry_ids()


def test_a_sidecar_is_part_of_its_file(folder: Path, catalog: Catalog, bring_in: Callable[..., ImportReport]) -> None:
    """The YAML beside a file gives it its facts, in any encoding; a change there is a change of the file."""
    sidecar = folder / "notice.txt.yaml"
    sidecar.write_bytes("id: notice-1\npublisher: 見本の役所\n".encode("cp932"))
    report = bring_in(folder)
    assert "notice.txt.yaml" not in states(report)
    notice = catalog.get("notice-1")
    assert isinstance(notice, Policy)
    assert notice.publisher == "見本の役所"
    sidecar.write_text("id: notice-1\npublisher: 見本の県\n", encoding="utf-8")
    assert of(bring_in(folder), "notice.txt").state == "changed"
    sidecar.write_text("id: [", encoding="utf-8")
    assert "notice.txt.yaml: 2行目付近" in of(bring_in(folder), "notice.txt").reason
    sidecar.write_bytes(b"\x00\x01")
    assert of(bring_in(folder), "notice.txt").state == "failed"


def test_without_a_gate_no_contributed_case_enters(
    folder: Path, catalog: Catalog, bring_in: Callable[..., ImportReport], case_text: CaseText
) -> None:
    """Only what ships with the program comes in without one."""
    for visibility in ("national", "hub:13"):
        text = case_text("case-09-03", origin="contributed", visibility=visibility)
        (folder / "c.md").write_text(text, encoding="utf-8")
        report = bring_in(folder)
        assert states(report)["c.md"] == "failed"
        assert "匿名化の確認を通さずには登録できません" in of(report, "c.md").reason
    assert "case-09-03" not in catalog.entry_ids()


def test_single_files_and_overlapping_paths(
    folder: Path, catalog: Catalog, bring_in: Callable[..., ImportReport]
) -> None:
    """A file can be given alone; one that is given twice is one file."""
    report = bring_in(folder / "a.md", folder / "a.md")
    assert [f.state for f in report.files] == ["added", "unchanged"]
    assert catalog.entry_ids() == ["case-09-01"]


def test_a_missing_path_stops_before_anything_is_read(
    folder: Path, catalog: Catalog, bring_in: Callable[..., ImportReport]
) -> None:
    """A typing mistake in one path imports nothing."""
    with pytest.raises(LoadError, match="が見つかりません。場所と名前を確かめてください"):
        bring_in(folder, folder / "no-such")
    assert catalog.entry_ids() == []


def test_a_file_name_of_another_encoding_is_told(
    folder: Path, bring_in: Callable[..., ImportReport], case_text: CaseText
) -> None:
    """A name in Shift_JIS, as old archives unpack, is named as far as it can be and does not stop the rest."""
    name = os.fsencode(folder) + b"/" + "事例.md".encode("cp932")
    with open(name, "wb") as file:  # noqa: PTH123 (the name is bytes)
        file.write(case_text("case-09-04").encode())
    report = bring_in(folder)
    (bad,) = (f for f in report.files if f.state == "failed")
    assert "ファイル名の文字コードが UTF-8 ではありません" in bad.reason
    report.as_text().encode()
    json.dumps(report.as_json(), ensure_ascii=False).encode()
    assert len([f for f in report.files if f.state == "added"]) == 3


def test_a_folder_that_cannot_be_listed_retires_nothing(
    folder: Path, catalog: Catalog, bring_in: Callable[..., ImportReport]
) -> None:
    """Files that cannot be seen do not pass for files that are gone; the folder is named."""
    bring_in(folder)
    (folder / "a.md").unlink()
    deep = os.open(folder, os.O_RDONLY)
    for _ in range(20):  # deeper than a path may be long
        os.mkdir("x" * 250, dir_fd=deep)
        inner = os.open("x" * 250, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = inner
    os.close(deep)
    report = bring_in(folder)
    (bad,) = (f for f in report.files if f.state == "failed")
    assert "フォルダを読めません" in bad.reason
    assert report.count("retired") == 0
    assert "case-09-01" in catalog.entry_ids()


def test_a_gigantic_file_is_not_read(folder: Path, bring_in: Callable[..., ImportReport]) -> None:
    """The bound is checked before the content is fetched."""
    with (folder / "big.txt").open("wb") as file:
        file.truncate(100_000_001)
    assert "上限 100 MB" in of(bring_in(folder), "big.txt").reason


def test_a_file_that_goes_away_while_reading_is_told(folder: Path, catalog: Catalog, case_text: CaseText) -> None:
    """Between listing and reading a file may vanish: it fails alone."""

    for number in range(9):  # a few files are read ahead of the one that is written
        (folder / f"b{number}.md").write_text(case_text(f"case-09-1{number}"), encoding="utf-8")

    def progress(_stage: str, done: int, _total: int) -> None:
        if done == 1:
            (folder / "notice.txt").unlink()

    report = pipeline.run([folder], catalog, lambda _progress: None, progress)
    assert {file.path for file in report.files if file.state == "failed"} == {"notice.txt"}
    assert of(report, "notice.txt").reason.startswith("読み込めません(")


def test_a_catalog_that_cannot_be_written_stops_the_run(folder: Path, catalog: Catalog) -> None:
    """Nothing can be kept then: going on would only name every file as bad."""
    with catalog.reading() as db:
        pages = db.exec_driver_sql("PRAGMA page_count").scalar()
        db.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    (folder / "notice.txt").write_text("対象の話です。\n" * 20_000, encoding="utf-8")
    with pytest.raises(CatalogError, match="台帳に書き込めません"):
        pipeline.run([folder], catalog, lambda _progress: None)


def test_progress_counts_every_file(folder: Path, catalog: Catalog) -> None:
    """The bar moves once a file, and the indexes are updated once."""
    seen: list[tuple[str, int, int]] = []
    updates: list[object] = []
    pipeline.run([folder], catalog, updates.append, lambda *step: seen.append(step))
    assert seen == [("read", 1, 3), ("read", 2, 3), ("read", 3, 3)]
    assert len(updates) == 1


def test_a_broken_loader_fails_its_file_alone(
    folder: Path, bring_in: Callable[..., ImportReport], pdf: Callable[..., bytes]
) -> None:
    """An error that nobody foresaw is told by its kind, and the rest goes on."""
    whole = pdf([["この頁の文字は読めるはずである。"]])
    (folder / "odd.pdf").write_bytes(whole.replace(b"/Count 1", b"/Count 9"))
    report = bring_in(folder)
    assert report.count("added") >= 3
    assert of(report, "odd.pdf").state in ("added", "failed")


# -- the report --------------------------------------------------------------------------------------------------------


def test_report_tells_files_and_totals() -> None:
    """Unchanged and skipped files are only counted, warnings are shown, long lists are cut."""
    files = (
        FileReport("a.md", "added", entries=1, passages=9),
        FileReport("b.pdf", "changed", entries=1, passages=20, pages=4, warnings=("時点が分かりません。",)),
        FileReport("c.md", "unchanged"),
        FileReport("d.md", "failed", reason="中身が空です。"),
        FileReport("e.jpg", "skipped"),
    )
    report = ImportReport(files, 2.0, 0.5)
    assert report.as_text().splitlines() == [
        "[追加] a.md  1件 9節",
        "[更新] b.pdf  1件 20節 4ページ",
        "    注意: 時点が分かりません。",
        "[失敗] d.md  中身が空です。",
        "合計: 追加 1、更新 1、変更なし 1、失敗 1、対象外 1(2.0秒)",
    ]
    assert "… ほか 2 ファイル(--json で全部を表示)" in report.as_text(most=1)
    values = report.as_json()
    assert values["totals"] == {
        "added": 1,
        "changed": 1,
        "unchanged": 1,
        "retired": 0,
        "held": 0,
        "failed": 1,
        "skipped": 1,
    }
    assert (values["entries"], values["passages"], values["passages_per_second"]) == (2, 29, 14.5)
    assert json.loads(json.dumps(values))["files"][3]["reason"] == "中身が空です。"


def test_an_empty_run_is_told() -> None:
    """Nothing found is not nothing said."""
    assert ImportReport((), 0.0).as_text() == "合計: 対象なし(0.0秒)"
    assert ImportReport((), 0.0).as_json()["passages_per_second"] == 0.0
