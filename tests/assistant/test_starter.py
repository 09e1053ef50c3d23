"""The starter knowledge comes in by itself, once, and again when the program brings a newer one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.starter import import_starter
from knowledge.corpus_check import CORPUS
from knowledge.embedding.fake import HashingEmbedder
from knowledge.search import KnowledgeBase


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of five real files."""
    chosen = [
        "cases/case-09-01.md",
        "cases/case-09-02.md",
        "guidelines/guide-listening.md",
        "policies/playbook-pricing.md",
    ]
    for name in [*chosen, "policies/institution-yorozu.md"]:
        (tmp_path / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CORPUS / name, tmp_path / "corpus" / name)
    return tmp_path / "corpus"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[KnowledgeBase]:
    """A knowledge base at its first start."""
    knowledge = KnowledgeBase(tmp_path / "data", HashingEmbedder())
    yield knowledge
    knowledge.close()


def test_first_start_imports_everything_and_says_so(knowledge: KnowledgeBase, starter_said: list[str]) -> None:
    """The real corpus comes in whole, without a failure, and the operator sees that it goes on."""
    counts = knowledge.catalog.counts()
    for kind, folder in (("case", "cases"), ("guideline", "guidelines"), ("policy", "policies")):
        assert counts[kind] == len(list((CORPUS / folder).glob("*.md")))
    assert knowledge.ready() and not knowledge.projection.behind()
    assert "初回だけ" in starter_said[0]
    assert sum("ベクトル化" in line for line in starter_said) >= 5
    assert not any("登録できませんでした" in line for line in starter_said)


def test_second_start_imports_nothing(empty: KnowledgeBase, corpus: Path) -> None:
    """Nothing is written, nothing is said, and the generation stays."""
    import_starter(empty, lambda _text: None, corpus)
    before = (empty.catalog.head(), empty.projection.current())
    said: list[str] = []
    import_starter(empty, said.append, corpus)
    assert (empty.catalog.head(), empty.projection.current()) == before
    assert said == []


def test_changed_and_vanished_files_are_imported_again(empty: KnowledgeBase, corpus: Path) -> None:
    """A newer program's corpus replaces the older, without the word of a first time."""
    import_starter(empty, lambda _text: None, corpus)
    changed = corpus / "cases/case-09-01.md"
    changed.write_text(changed.read_text().replace("小豆と卵の請求書", "大豆と卵の請求書"))
    (corpus / "cases/case-09-02.md").unlink()
    said: list[str] = []
    import_starter(empty, said.append, corpus)
    entry = empty.catalog.get("case-09-01")
    assert entry is not None and "大豆と卵の請求書" in entry.body
    assert empty.catalog.version_of("case-09-01") == 2
    assert empty.catalog.get("case-09-02") is None
    assert "新しい版" in said[0] and "初回" not in "".join(said)


def test_file_that_cannot_be_read_is_named_and_stops_nothing(empty: KnowledgeBase, corpus: Path) -> None:
    """One bad file is told by name; the others are there."""
    (corpus / "cases/case-09-02.md").write_text("---\n途中で切れた見出し情報")
    said: list[str] = []
    import_starter(empty, said.append, corpus)
    assert any("登録できませんでした" in line and "case-09-02.md" in line for line in said)
    assert empty.catalog.get("case-09-01") is not None


def test_start_builds_the_index_that_is_missing(empty: KnowledgeBase, corpus: Path, tmp_path: Path) -> None:
    """Entries without an index (it was deleted, or the model changed) are indexed before questions come."""
    import_starter(empty, lambda _text: None, corpus)
    shutil.rmtree(tmp_path / "data" / "projections")
    said: list[str] = []
    import_starter(empty, said.append, corpus)
    assert said == ["      検索の索引を作り直しています"]
    assert empty.ready()
