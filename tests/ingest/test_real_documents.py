"""Published documents as they are: ten subsidy PDFs and two minutes of the study group come in with every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.report import ImportReport
from knowledge.embedding import load_embedder
from knowledge.entries import Policy
from knowledge.search import KnowledgeBase

SHARED = Path(__file__).parents[2].parent / "shared"
PAGES = {
    "it2025_kakuninjikou_jisseki.pdf": 11,
    "it2025_kitei_tsujyo.pdf": 20,
    "it2025_koubo_denshi.pdf": 39,
    "it2025_koubo_fukusu.pdf": 42,
    "it2025_koubo_invoice.pdf": 39,
    "it2025_koubo_security.pdf": 35,
    "it2025_koubo_tsujyo.pdf": 45,
    "よくあるご質問_20250421.pdf": 20,
    "公募要領_20次締切_20250516.pdf": 50,
    "公募要領概要版_20次締切_20250425.pdf": 27,
    "2017-02-07-kosshi.txt": 0,
    "2025-03-06-kentokai-6.txt": 0,
}

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"{SHARED} is absent: the published documents are not part of the repository"
)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[KnowledgeBase, ImportReport]]:
    base = KnowledgeBase(tmp_path_factory.mktemp("real"), load_embedder("hashing"))
    yield base, pipeline.run([SHARED / "data" / "policy-pdf", SHARED / "sources"], base.catalog, base.update)
    base.close()


def test_every_document_comes_in_with_every_page(imported: tuple[KnowledgeBase, ImportReport]) -> None:
    """Each file is added, and its pages are those of the PDF."""
    _, report = imported
    assert {f.path: f.state for f in report.files} == dict.fromkeys(sorted(PAGES), "added")
    assert {f.path: f.pages for f in report.files} == PAGES


def test_every_page_with_text_has_passages(imported: tuple[KnowledgeBase, ImportReport]) -> None:
    """No page is lost between file and passages, but those that the report names as pictures."""
    base, report = imported
    for file in (f for f in report.files if f.pages):
        (entry_id,) = [
            i
            for source in base.catalog.sources()
            if source.endswith(file.path)
            for i in base.catalog.entries_of(source)
        ]
        passages = base.catalog.passages([entry_id])[entry_id]
        missing = set(range(1, file.pages + 1)) - {p.page for p in passages}
        told = "".join(file.warnings)
        assert not missing or "文字を取り出せなかったページ" in told, (file.path, missing)
        assert len(missing) <= 3
        entry = base.catalog.get(entry_id)
        assert isinstance(entry, Policy)
        assert all(entry.body[p.start : p.end] == p.text for p in passages)


@pytest.mark.parametrize(
    ("question", "file_says"),
    [
        ("持続化や設備投資の補助金で、賃上げの要件を満たせなかったときの返還", "返還"),
        ("インボイス枠で対象になるレジの補助率", "補助率"),
        ("コーディネーターに求められる伴走支援", "支援"),
    ],
)
def test_a_question_opens_a_document(
    imported: tuple[KnowledgeBase, ImportReport], question: str, file_says: str
) -> None:
    """What the documents say is found, and the passage says it."""
    base, _ = imported
    best = base.search(question)[:3]
    assert any(file_says in s.passage.text for hit in best for s in hit.passages[:3])


def test_a_second_run_reads_nothing(imported: tuple[KnowledgeBase, ImportReport]) -> None:
    """Unchanged documents are passed over, and the indexes stay as they are."""
    base, _ = imported
    before = base.projection.current()
    report = pipeline.run([SHARED / "data" / "policy-pdf"], base.catalog, base.update)
    assert report.count("unchanged") == 10
    assert base.projection.current() == before
