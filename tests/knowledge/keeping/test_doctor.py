"""The doctor looks, searches, and says in words what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.entries import Entry
from knowledge.indexes.vectors import ChromaIndex
from knowledge.keeping.doctor import Examination, Finding, examine, index_findings
from knowledge.search import KnowledgeBase

Make = Callable[..., Entry]
Open = Callable[..., KnowledgeBase]


@pytest.fixture
def data(tmp_path: Path, open_base: Open, make_case: Make, make_policy: Make) -> Path:
    open_base([make_case(), make_policy()]).close()
    return tmp_path / "data"


def said(findings: list[Finding]) -> dict[str, tuple[bool, str]]:
    return {f.name: (f.fine, f.said) for f in findings}


def test_sound_knowledge_is_fine(data: Path) -> None:
    """Indexes that open, are up to date and answer are told to be in order."""
    findings = said(index_findings(data, "hashing"))
    assert list(findings) == ["index", "current", "answers"]
    assert all(fine for fine, _ in findings.values())
    assert findings["answers"][1] == "11節を自身の文で検索し、11節が見つかりました。"


def test_a_missing_index_is_told(data: Path) -> None:
    """Without a generation for this model, the doctor says how to build one."""
    (data / "projections" / "current.json").unlink()
    assert said(index_findings(data, "hashing")) == {
        "index": (False, "検索の索引がありません。python -m knowledge rebuild で索引を作り直してください。")
    }


def test_an_index_of_the_model_before_is_told(data: Path) -> None:
    """After a change of the setting the doctor names the model that still serves."""
    assert said(index_findings(data, "hashing:128"))["index"] == (
        False,
        "検索の索引は、前の埋め込みモデル(hashing)で作ったものです。python -m knowledge rebuild で索引を作り直してください。",
    )


def test_an_index_that_is_behind_is_told(data: Path, open_base: Open, make_case: Make, split: Callable) -> None:
    """Changes that no index holds are counted; the rest is still examined."""
    base = open_base()
    new = make_case(id="case-09-02")
    base.catalog.put(new, split(new), "b.md")
    base.close()
    findings = said(index_findings(data, "hashing"))
    assert findings["index"][0]
    assert not findings["current"][0]
    assert "1件の変更が入っていません。python -m knowledge rebuild" in findings["current"][1]
    assert findings["answers"] == (True, "11節を自身の文で検索し、11節が見つかりました。")


def test_a_truncated_index_is_told(data: Path) -> None:
    """A file cut short is named as the trouble, with the way out."""
    database = next(data.rglob("chroma.sqlite3"))
    database.write_bytes(database.read_bytes()[:999])
    findings = said(index_findings(data, "hashing"))
    assert not findings["index"][0]
    assert "欠けているファイルがあります" in findings["index"][1]
    assert "python -m knowledge rebuild" in findings["index"][1]


def test_lost_vectors_are_told(data: Path, open_base: Open) -> None:
    """Passages that do not find themselves are counted, though the counts agree."""
    base = open_base()
    manifest = base.projection.current()
    assert manifest
    _, lexical = base.projection.open(manifest)
    vectors = ChromaIndex(data / "projections" / manifest.generation / "chroma")
    vectors.delete(lexical.ids_of(["subsidy-small"]))
    vectors.close()
    base.close()
    findings = said(index_findings(data, "hashing"))
    assert findings["index"][0]
    assert not findings["answers"][0]
    assert "節が見つかりません。python -m knowledge rebuild" in findings["answers"][1]


def test_an_index_that_kills_the_process_is_told(data: Path, open_base: Open, make_case: Make, split: Callable) -> None:
    """A vector index overwritten in place makes Chroma crash; the doctor lives on and says what to do."""
    base = open_base(data=data)
    bodies = "".join(f"第{n}の打ち手として、瓶の数を改めた。\n" for n in range(1_100))
    case = make_case(id="case-09-03", 打ち手=bodies)
    acts = next(p for p in split(case) if p.anchor == "打ち手")
    lines = bodies.splitlines()
    pieces = [replace(acts, id=f"{case.id}#{n}", ordinal=n, text=line) for n, line in enumerate(lines)]
    base.catalog.put(case, pieces, "c.md")
    base.update()
    base.close()
    for file in data.rglob("data_level0.bin"):
        content = bytearray(file.read_bytes())
        content[100::97] = b"\xff" * len(content[100::97])
        file.write_bytes(content)
    examination = examine(data, "hashing")
    assert not examination.fine
    assert "python -m knowledge rebuild" in examination.as_text()


def test_a_broken_catalog_is_told_and_the_index_is_left_alone(data: Path) -> None:
    """A catalog that cannot be read is named first, with the way back; exit is not a traceback."""
    (data / "catalog.db").write_bytes(b"no database" * 500)
    examination = examine(data, "hashing")
    assert [(f.name, f.fine) for f in examination.findings] == [("catalog", False)]
    assert "控え(バックアップ)の catalog.db に戻してください" in examination.as_text()
    assert examination.as_json() == {
        "fine": False,
        "counts": {},
        "findings": [{"name": "catalog", "fine": False, "said": examination.findings[0].said}],
    }


def test_damaged_pages_are_told(data: Path) -> None:
    """What SQLite's own check finds is passed on."""
    path = data / "catalog.db"
    content = bytearray(path.read_bytes())
    content[-4096:] = b"\xab" * 4096
    path.write_bytes(content)
    assert not examine(data, "hashing").findings[0].fine


def test_text_ends_with_a_verdict() -> None:
    """One wrong thing is enough."""
    examination = Examination((Finding("a", True, "よい。"), Finding("b", False, "わるい。")), {})
    assert examination.as_text() == "[正常] よい。\n[異常] わるい。\n直すところがあります。"
