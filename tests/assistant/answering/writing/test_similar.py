"""Similar cases: both outcomes, each case by its parts, more for advisers than for owners."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from assistant.answering import Answer, Assistant, Question
from assistant.api.service import Service
from knowledge.search import KnowledgeBase

WAGASHI = "和菓子店の二代目。原価が上がり値上げに踏み切れない。似た事例は？"
Build = Callable[[Mapping[str, str]], KnowledgeBase]


def labels(answer: Answer) -> set[str]:
    return {row.label for block in answer.blocks if block.kind == "case" for row in block.rows}


def test_summary_comes_first_and_counts_both_sides(service: Service) -> None:
    """The reader knows at once how many cases went well and how many did not, and a lesson of each."""
    answer = service.assistant.answer(Question(text=WAGASHI))
    summary, *rest = answer.blocks
    cases = [b for b in rest if b.kind == "case"]
    good = sum(b.heading.startswith(("成功", "一部成功")) for b in cases)
    assert summary.kind == "summary"
    assert f"{len(cases)}件" in summary.sentences[0].text
    assert f"成功・一部成功 {good}件、失敗・中断 {len(cases) - good}件" in summary.sentences[0].text
    assert 1 <= good < len(cases)
    assert [s.status for s in summary.sentences[1:]] == ["verified", "verified"]


def test_case_is_told_by_its_parts_with_its_premises(service: Service) -> None:
    """Situation, acts, result and the point of parting stand in their order, under the facts."""
    answer = service.assistant.answer(Question(text=WAGASHI))
    case = next(b for b in answer.blocks if b.kind == "case")
    assert [row.label for row in case.rows] == [
        "状況",
        "本質的課題",
        "前提条件",
        "打ち手",
        "結果",
        "分かれ目",
        "学び",
        "当てはまらない条件",
    ]
    assert "食料品製造業" in case.facts
    assert case.entry_id.startswith("case-")


def test_owner_gets_less_and_in_friendlier_words(service: Service) -> None:
    """An owner is not shown the adviser's analysis."""
    adviser = service.assistant.answer(Question(text=WAGASHI, role="co"))
    owner = service.assistant.answer(Question(text=WAGASHI, role="owner"))
    assert labels(adviser) - labels(owner) == {"本質的課題", "前提条件"}
    assert owner.blocks[0].heading == "先に知っておきたいこと"
    assert "前提" not in owner.blocks[0].sentences[0].text


@pytest.mark.parametrize(
    ("only", "missing"),
    [("success", "失敗事例は、いまの知識にはありません"), ("failure", "成功事例は、いまの知識にはありません")],
)
def test_side_without_a_case_is_named(build: Build, case_file: Callable[..., str], only: str, missing: str) -> None:
    """One-sided evidence is said to be one-sided."""
    knowledge = build({"a.md": case_file("case-a", outcome=only)})
    answer = Assistant(knowledge).answer(Question(text=WAGASHI))
    assert any(missing in s.text for s in answer.blocks[0].sentences)
    assert [b.entry_id for b in answer.blocks if b.kind == "case"] == ["case-a"]


def test_far_weaker_case_of_the_same_trade_is_shown_rather_than_denied(service: Service) -> None:
    """「失敗事例はありません」 is never said while one of the same trade is known."""
    answer = service.assistant.answer(
        Question(text="温泉旅館の女将さん、人手不足で休館日を増やすか迷っている。似た事例は？")
    )
    assert any(b.heading.startswith(("失敗", "中断")) and "宿泊業" in b.facts for b in answer.blocks)
    assert not any("いまの知識にはありません" in s.text for s in answer.sentences())


def test_case_that_shows_what_was_ruled_out_is_left_out(service: Service) -> None:
    """「補助金以外で」 brings no case about subsidies."""
    answer = service.assistant.answer(Question(text="補助金以外で、パン屋の生産性を上げた事例"))
    assert any(b.kind == "case" for b in answer.blocks)
    assert not any("補助金・制度" in b.facts for b in answer.blocks if b.kind == "case")


def test_fixed_premise_filters_and_read_premise_only_ranks(service: Service) -> None:
    """What a person sets is a condition."""
    fixed = service.assistant.answer(Question(text=WAGASHI, premises={"industry": ("75",)}))
    facts = [b.facts for b in fixed.blocks if b.kind == "case"]
    assert facts and all("宿泊業" in f for f in facts)
