"""Mentor guidance: what to check first, clauses with a good and a bad line, cases, and questions to ask oneself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from assistant.answering import Answer, Assistant, Question
from assistant.api.service import Service
from knowledge.entries import Guideline
from knowledge.search import KnowledgeBase

Build = Callable[[Mapping[str, str]], KnowledgeBase]


@pytest.fixture(scope="module")
def answer(service: Service) -> Answer:
    """Guidance on a complaint."""
    return service.assistant.answer(
        Question(text="「上から目線だ」という苦情が届いたときに最初にすることは？", role="cco")
    )


def test_first_block_says_what_to_check_first_in_the_words_of_the_clauses(answer: Answer) -> None:
    """A senior begins with what to do."""
    first = answer.blocks[0]
    assert first.heading == "まず確かめること"
    assert all(s.citations for s in first.sentences)


def test_clause_that_fits_comes_with_reason_good_and_bad_line_and_basis(
    answer: Answer, knowledge: KnowledgeBase
) -> None:
    """Each clause is named by its id, and both lines are those of the guideline."""
    clauses = [b for b in answer.blocks if b.kind == "clause"]
    assert 1 <= len(clauses) <= 2
    assert "苦情" in clauses[0].heading
    for block in clauses:
        guideline = knowledge.catalog.get(block.entry_id)
        assert isinstance(guideline, Guideline)
        anchor = block.rows[0].cells[0][0].citations[0].anchor
        clause = guideline.clause(anchor)
        said = {row.label: "".join(s.text for s in row.cells[0]) for row in block.rows}
        assert f"行動指針（見本）{anchor}" in block.heading and clause.heading in block.heading
        assert (said["良い例"], said["悪い例"]) == (clause.good, clause.bad)
        assert said["理由"] == clause.why and said["根拠"] == clause.basis


@pytest.mark.parametrize(
    ("told", "clause"),
    [
        ("施策の紹介だけで終わってしまう", "2-5"),
        ("補助金の案内をするだけの面談になっている", "2-5"),
        ("会社をたたみたいと言われた", "10-9"),
    ],
)
def test_a_clause_is_found_by_what_is_meant(service: Service, told: str, clause: str) -> None:
    """The guideline says 補助金 and 廃業; another clause that only rests on the words of the question stands behind."""
    found = service.assistant.answer(Question(text=told, role="cco", intent="mentor"))
    first = next(b for b in found.blocks if b.kind == "clause")
    assert f"行動指針（見本）{clause}　" in first.heading


def test_questions_to_oneself_come_last(answer: Answer) -> None:
    """The reflection of each clause is asked."""
    last = answer.blocks[-1]
    assert (last.kind, last.heading) == ("questions", "振り返りの問い")
    assert any("だろうか" in s.text for s in last.sentences)


def test_cases_stand_for_either_outcome_once(answer: Answer) -> None:
    """At most one case that went well and one that did not."""
    outcomes = [b.heading.partition("｜")[0] for b in answer.blocks if b.kind == "case"]
    assert len([o for o in outcomes if o in ("成功", "一部成功")]) <= 1
    assert len(outcomes) <= 2


def test_owner_is_not_given_the_guideline_of_advisers_unasked(service: Service) -> None:
    """「もう店を閉めようか」 is a worry to plan for, not a lesson in counselling."""
    answer = service.assistant.answer(Question(text="もう店を閉めようかと思っています", role="owner"))
    assert answer.intent == "plan"
    assert "clause" not in [b.kind for b in answer.blocks]
    adviser = service.assistant.answer(Question(text="もう店を閉めようかと言われました", role="cco"))
    assert adviser.intent == "mentor"


def test_without_a_guideline_the_nearest_cases_stand(build: Build, case_file: Callable[..., str]) -> None:
    """A knowledge base that has only cases still helps."""
    knowledge = build({"a.md": case_file("case-a"), "b.md": case_file("case-b", outcome="failure")})
    answer = Assistant(knowledge).answer(Question(text="和菓子店の二代目の値上げの面談をどう指導するか", role="cco"))
    assert sorted(b.kind for b in answer.blocks if b.kind != "summary") == ["case", "case"]


def test_clause_on_words_of_death_is_shown_only_where_they_fell(service: Service) -> None:
    """An insurance in a question is no hint at death."""
    shown = {
        text: "".join(b.heading for b in service.assistant.answer(Question(text=text, role="co")).blocks)
        for text in ("全店値上げ保険に入りたい", "面談で相談者が「保険金で払う」と言いました")
    }
    assert ["10-8" in headings for headings in shown.values()] == [False, True]


def test_follow_up_of_a_referral_is_a_matter_of_the_own_work(service: Service) -> None:
    """Not a plan on succession, though the words look alike."""
    answer = service.assistant.answer(
        Question(text="紹介したあと相談者がどうなったか分からない。どうすれば？", role="co")
    )
    clauses = [b.heading for b in answer.blocks if b.kind == "clause"]
    assert answer.intent == "mentor" and clauses and "5-" in clauses[0]
