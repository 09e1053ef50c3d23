"""A plan: causes, one to three actions that can be checked, what to avoid, where to go with what, and when to look again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from assistant.answering import Answer, Assistant, Block, Question
from assistant.api.service import Service
from knowledge.search import KnowledgeBase

Build = Callable[[Mapping[str, str]], KnowledgeBase]


@pytest.fixture(
    scope="module",
    params=[
        "売上は増えているのに手元にお金が残りません。どうすれば",
        "借入の返済が重くて資金繰りが心配です",
        "息子に継がせたいが何から手を付ければ",
    ],
    ids=["margin", "cash", "succession"],
)
def answer(service: Service, request: pytest.FixtureRequest) -> Answer:
    """Plans of owners."""
    return service.assistant.answer(Question(text=request.param, role="owner", intent="plan"))


def one(answer: Answer, kind: str) -> Block:
    return next(b for b in answer.blocks if b.kind == kind)


def test_one_to_three_actions_say_who_by_when_by_which_measure_and_the_first_step(answer: Answer) -> None:
    """An action that cannot be checked is no action."""
    actions = [b for b in answer.blocks if b.kind == "action"]
    assert 1 <= len(actions) <= 3
    for number, action in enumerate(actions, 1):
        assert action.heading.startswith(f"行動{number}　") and action.heading != f"行動{number}　"
        assert [row.label for row in action.rows] == ["やること", "誰が", "期日", "指標", "最初の一歩"]
        assert all(s.status == "verified" for s in action.all_sentences())


def test_causes_come_before_actions_and_risks_after(answer: Answer) -> None:
    """First what is going on, then what to do, then what to avoid."""
    kinds = [b.kind for b in answer.blocks]
    assert kinds.index("cause") < kinds.index("action") < kinds.index("avoid") < kinds.index("referral")


def test_referral_says_where_why_what_to_bring_how_to_call_and_when_to_look_again(answer: Answer, today: date) -> None:
    """Nobody is sent away with a telephone number only; the day is counted from today."""
    referral = one(answer, "referral")
    assert {"どこへ、なぜ", "つなぎ方", "持っていくもの", "フォローの仕方"} <= {row.label for row in referral.rows}
    assert today == date(2026, 11, 24)
    assert "2026年12月8日" in referral.sentences[0].text and "14日後" in referral.sentences[0].text


def test_follow_up_crosses_the_year(knowledge: KnowledgeBase) -> None:
    """The day is a real day, whatever today is."""
    late = Assistant(knowledge, lambda: date(2027, 12, 25))
    answer = late.answer(Question(text="資金繰りの行動計画を", role="co"))
    assert "2028年1月8日" in one(answer, "referral").sentences[0].text
    assert answer.as_of == date(2027, 12, 25)


def test_adviser_is_also_shown_what_was_really_wrong_in_like_cases(service: Service) -> None:
    """Advisers look for the cause behind the cause."""
    text = "旅館の資金繰りの行動計画を作りたい"
    adviser, owner = (service.assistant.answer(Question(text=text, role=role)) for role in ("co", "owner"))
    heading = "似た事例で見つかった本当の課題"
    assert heading in [b.heading for b in adviser.blocks]
    assert heading not in [b.heading for b in owner.blocks]


def test_plan_is_of_the_topic_that_was_named(service: Service) -> None:
    """The basis of the plan is told."""
    answer = service.assistant.answer(Question(text="事業承継の進め方を教えてください", role="owner"))
    assert "「事業承継・M&A」" in one(answer, "summary").sentences[0].text
    assert {b.entry_id for b in answer.blocks if b.kind == "action"} == {"playbook-succession"}


def test_without_a_playbook_the_nearest_cases_stand_in_its_place(build: Build, case_file: Callable[..., str]) -> None:
    """No actions are made up."""
    knowledge = build({"a.md": case_file("case-a")})
    answer = Assistant(knowledge).answer(Question(text="和菓子店の二代目。値上げの行動計画を", role="owner"))
    assert [b.kind for b in answer.blocks if b.kind != "summary"] == ["case"]
