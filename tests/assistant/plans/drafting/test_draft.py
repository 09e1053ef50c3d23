"""A drafted plan: what holds of every one of them, and what single intakes must come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from pydantic import BaseModel

from assistant.plans.drafting import Drafter
from assistant.plans.drafting.causes import walk
from assistant.plans.drafting.working_days import works
from assistant.plans.intake import Intake
from assistant.plans.plan import FIRST_STEP_DAYS, Plan, Said
from knowledge import taxonomy
from knowledge.search import KnowledgeBase


def _saids(value: object) -> Iterator[Said]:
    if isinstance(value, Said):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _saids(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _saids(part)


def _text(plan: Plan) -> str:
    return plan.model_dump_json()


def test_what_a_source_says_stands_word_for_word_in_the_cited_entry(
    plans: Mapping[str, Plan], knowledge: KnowledgeBase
) -> None:
    cited = [said for plan in plans.values() for said in _saids(plan) if said.by == "source"]
    assert len(cited) > 100
    for said in cited:
        assert said.cited
        for one in said.cited:
            entry = knowledge.catalog.get(one.entry_id)
            assert entry is not None
            assert entry.body[one.start : one.end] == one.quote == said.text
            assert one.anchor in {s.anchor for s in entry.sections}


def test_only_a_source_cites(plans: Mapping[str, Plan]) -> None:
    assert all(said.by == "source" for plan in plans.values() for said in _saids(plan) if said.cited)


def test_a_plan_says_no_quoted_sentence_twice(plans: Mapping[str, Plan]) -> None:
    for name, plan in plans.items():
        quoted = [said.text for said in _saids(plan) if said.by == "source"]
        assert len(quoted) == len(set(quoted)), name


def test_ids_are_unique_and_what_they_point_to_is_there(plans: Mapping[str, Plan]) -> None:
    for plan in plans.values():
        causes = [c.id for c in walk(plan.causes)]
        for ids in (
            causes,
            [a.id for a in plan.actions],
            [r.id for r in plan.risks],
            [r.id for r in plan.referrals],
            [s.id for s in plan.sums],
        ):
            assert len(ids) == len(set(ids))
        for action in plan.actions:
            assert action.cause in ("", *causes)
            assert bool(action.cause) == bool(causes)
            assert action.sum in ("", *(s.id for s in plan.sums))


def test_a_cause_is_the_owners_view_or_has_a_source_or_a_sum(
    plans: Mapping[str, Plan], intakes: Mapping[str, Intake]
) -> None:
    for name, plan in plans.items():
        told = intakes[name].worry + intakes[name].own_reasons
        for cause in walk(plan.causes):
            told_of = cause.said.by == "guide" and all(below.said.by == "source" for below in cause.because)
            assert cause.said.by in ("owner", "source", "computed") or (told_of and cause.because)
            assert cause.said.by != "owner" or cause.said.text in told
        assert sum(c.essential for c in walk(plan.causes)) == (1 if plan.causes else 0)


def test_every_first_step_is_within_a_week_and_every_date_a_working_day(plans: Mapping[str, Plan]) -> None:
    for plan in plans.values():
        for action in plan.actions:
            assert plan.as_of < action.first_step_due <= plan.as_of + timedelta(days=FIRST_STEP_DAYS)
            assert action.due and action.first_step_due <= action.due
            assert works(action.first_step_due) and works(action.due) and action.start and works(action.start)
        assert plan.next_meeting and works(plan.next_meeting)
        assert all(works(r.check_on) and r.check_on > plan.as_of for r in plan.referrals)


def test_every_referral_is_whole(plans: Mapping[str, Plan]) -> None:
    for name, plan in plans.items():
        assert plan.referrals, name
        for one in plan.referrals:
            assert one.partner in taxonomy.PARTNERS
            assert one.reason.text and one.bring and one.caller


def test_the_indicator_is_never_sales_alone(plans: Mapping[str, Plan]) -> None:
    assert all("売上高だけ" not in plan.goal.indicator and plan.goal.indicator for plan in plans.values())
    assert not any(plan.goal.indicator in ("売上", "売上高") for plan in plans.values())


def test_an_action_has_what_an_owner_needs_to_begin(plans: Mapping[str, Plan]) -> None:
    for plan in plans.values():
        for action in plan.actions:
            assert all((action.what.text, action.who, action.cost, action.first_step.text, action.indicator.text))
            assert action.why


def test_the_same_intake_gives_the_same_plan(drafter: Drafter, intakes: Mapping[str, Intake]) -> None:
    assert drafter.draft(intakes["lunch boxes"]) == drafter.draft(intakes["lunch boxes"])


def test_products_sold_below_cost_become_an_action_and_a_warning(plans: Mapping[str, Plan]) -> None:
    plan = plans["lunch boxes"]
    assert "日替わり" in plan.actions[0].what.text
    assert any("日替わり" in w.text and w.by == "computed" for w in plan.goal.warnings)
    essential = next(c for c in walk(plan.causes) if c.essential)
    assert essential.said.by == "computed" and "日替わり" in essential.said.text
    assert plan.actions[0].cause == essential.id


def test_what_the_owner_will_not_do_is_left_out_and_said(plans: Mapping[str, Plan]) -> None:
    plan = plans["no price rise"]
    assert not any("値上げ" in a.what.text for a in plan.actions)
    assert any("値上げだけはしたくない" in notice for notice in plan.notices)


def test_a_wish_for_sales_alone_is_warned_of_selling_below_cost(plans: Mapping[str, Plan]) -> None:
    assert any("原価割れ" in w.text for w in plans["sales only"].goal.warnings)


def test_numbers_tell_before_and_after(plans: Mapping[str, Plan]) -> None:
    goal = plans["noodles"].goal
    assert (goal.before, goal.after, goal.unit) == ("-100,000", "0", "円")


def test_without_numbers_the_first_action_is_to_measure(plans: Mapping[str, Plan]) -> None:
    plan = plans["empty"]
    assert "限界利益" in plan.actions[0].what.text
    assert any("まだお話を伺っていない" in n for n in plan.notices)
    assert plan.causes == ()


def test_numbers_that_do_not_read_are_told_in_words(plans: Mapping[str, Plan]) -> None:
    notices = "\n".join(plans["nonsense numbers"].notices)
    assert "計算に使えなかった数字" in notices
    assert plans["nonsense numbers"].sums == ()


@pytest.mark.parametrize(
    ("worry", "partner", "said"),
    [
        ("資金繰りに疲れました。もう死にたいです。", "health-line", "命"),
        ("売上を少なく申告する方法を知りたい。", "lawyer", "お手伝いできません"),
    ],
)
def test_distress_and_wrongdoing_are_sent_to_the_right_window_first(
    drafter: Drafter, worry: str, partner: str, said: str
) -> None:
    plan = drafter.draft(Intake(worry=worry))
    assert said in plan.notices[0]
    assert [r.partner for r in plan.referrals] == [partner]
    assert len(plan.actions) == 1 and plan.sums == ()


def test_names_do_not_survive(drafter: Drafter) -> None:
    told = Intake(
        worry="株式会社山田製菓の山田太郎です。電話は090-1234-5678です。材料が上がって利益が出ません。",
        will_not="鈴木一郎さんを辞めさせたくない。",
    )
    text = _text(drafter.draft(told))
    assert not any(name in text for name in ("山田", "太郎", "090-1234-5678", "鈴木一郎"))


def test_schemes_come_with_their_date_and_what_to_check(plans: Mapping[str, Plan]) -> None:
    schemes = plans["subsidy"].schemes
    assert schemes
    assert all(s.check and all(c.by == "source" for c in s.check) for s in schemes)
    assert not any("必ずもらえ" in c.text for s in schemes for c in s.check)
