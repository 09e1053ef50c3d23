"""A question about one scheme is not answered with the rules of another."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from assistant.answering import Assistant, Question
from assistant.answering.schemes import of_another_scheme, schemes_named
from knowledge.entry_file import build_document
from knowledge.search import KnowledgeBase

Build = Callable[[Mapping[str, str]], KnowledgeBase]


@pytest.mark.parametrize(
    ("title", "another"),
    [
        ("小規模事業者持続化補助金の要点", False),
        ("持続化補助金 よくあるご質問", False),
        ("架空設備補助金 公募要領", True),
        ("補助金のしくみ", False),
        ("見積書の集め方", False),
    ],
)
def test_a_title_tells_whose_rules_a_document_holds(title: str, another: bool) -> None:
    facts = {"kind": "policy", "id": "d-1", "title": title, "category": "document", "publisher": "発行者"}
    assert (
        of_another_scheme(build_document(facts, [("本文", 1, "持続化補助金との重複はできません。")]), ["持続化補助金"])
        == another
    )


def test_a_short_name_stands_for_the_long_official_one() -> None:
    title = "ものづくり・商業・サービス生産性向上促進補助金 公募要領"
    facts = {"kind": "policy", "id": "d-1", "title": title, "category": "document", "publisher": "発行者"}
    names = schemes_named("ものづくり補助金で中古の機械は対象ですか")
    assert not of_another_scheme(build_document(facts, [("本文", 1, "中古の機械の話。")]), names)


def test_rules_of_another_scheme_are_not_quoted(build: Build, policy_file: Callable[..., str]) -> None:
    """Also where that document mentions the asked scheme somewhere; once the asked one's own is there, only that speaks."""
    other = policy_file(
        "rule-other",
        {"対象経費": "- 中古品の購入は対象になります。", "重複": "- 持続化補助金との重複はできません。"},
        title="架空設備補助金 公募要領",
        category="subsidy",
    )
    own = policy_file(
        "rule-own",
        {"対象経費": "- 持続化補助金では、中古品の購入は見積りが2者から要ります。"},
        title="持続化補助金の要点",
        category="subsidy",
    )
    question = Question(text="持続化補助金で中古品の購入は対象になりますか")
    for files, quoted in (({"a.md": other}, set()), ({"a.md": other, "b.md": own}, {"rule-own"})):
        answer = Assistant(build(files)).answer(question)
        said = [s for b in answer.blocks for s in b.sentences] + [
            s for b in answer.blocks for r in b.rows for c in r.cells for s in c
        ]
        assert not any("中古品の購入は対象になります" in s.text for s in said)
        assert {s.entry_id for s in answer.sources if s.entry_id.startswith("rule-")} - {"rule-other"} == quoted
