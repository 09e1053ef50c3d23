"""Questions about real public documents are answered with the page that says it (reads ../shared where it is present)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering import Assistant, Question
from ingest import pipeline
from knowledge.embedding import load_embedder
from knowledge.search import KnowledgeBase

SHARED = Path(__file__).parents[2].parent / "shared"
FILES = (
    "data/policy-pdf/よくあるご質問_20250421.pdf",
    "data/policy-pdf/公募要領_20次締切_20250516.pdf",
    "data/policy-pdf/it2025_kakuninjikou_jisseki.pdf",
    "sources",
)
#: Question → a part of the sentence that answers it, and the pages on which it stands.
ASKED = (
    ("ものづくり補助金で中古の機械は対象になりますか", "中古設備も対象", {28}),
    ("ものづくり補助金の交付申請は採択発表日からいつまでに行いますか", "遅くとも2か月以内", {2}),
    ("補助事業実施期間内に事業が完了しなかった場合はどうなりますか。補助金の交付は", "交付決定取消し", {2}),
    (
        "KPIを達成することが目的になってしまうという懸念は検討会で出ていましたか",
        "KPI を達成すること自体が目的化",
        {None},
    ),
    ("2017年の骨子は、よろず支援拠点の今後のミッションをどう書いていますか", "経営課題", {None}),
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    if not SHARED.is_dir():
        pytest.skip("../shared with the real documents is not here")
    knowledge = KnowledgeBase(tmp_path_factory.mktemp("documents"), load_embedder())
    report = pipeline.run([SHARED / name for name in FILES], knowledge.catalog, knowledge.update)
    assert report.count("failed") == 0
    yield Assistant(knowledge)
    knowledge.close()


@pytest.mark.parametrize(("question", "said", "pages"), ASKED, ids=[q for q, _, _ in ASKED])
def test_answer_cites_the_page_that_says_it(
    assistant: Assistant, question: str, said: str, pages: set[int | None]
) -> None:
    """The sentence that answers is quoted word for word, with its page."""
    answer = assistant.answer(Question(text=question, intent="policy"))
    found = [c for s in answer.sentences() for c in s.citations if said in c.quote]
    assert found, [s.text for s in answer.sentences()]
    assert {c.page for c in found} & pages
    assert all(s.status == "verified" for s in answer.sentences() if s.citations)
