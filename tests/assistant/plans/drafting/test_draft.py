"""A drafted plan: what holds of every one of them, and what single intakes must come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from pydantic import BaseModel

from assistant.plans.drafting import Drafter
from assistant.plans.drafting.causes import walk
from assistant.plans.drafting.working_days import works
from assistant.plans.intake import Intake, ProductLine
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
    assert len(plans) > 20 and len(cited) > 300
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


@pytest.mark.parametrize(
    ("name", "theme"),
    [("cash by numbers alone", "cash"), ("fire", "crisis"), ("too few hands", "margin"), ("pupils", "sales")],
)
def test_numbers_and_what_has_happened_tell_the_theme(plans: Mapping[str, Plan], name: str, theme: str) -> None:
    assert plans[name].topics[0] == theme


def test_an_action_comes_first_where_the_worry_is_about_what_its_numbers_show(plans: Mapping[str, Plan]) -> None:
    first = plans["wages"].actions[0]
    assert "賃上げ" in first.what.text and any(e.by == "computed" and "162万円" in e.text for e in first.effect)


def test_a_loss_is_not_put_down_to_what_the_owner_says_of_another_matter(plans: Mapping[str, Plan]) -> None:
    essential = {
        name: next(c for c in walk(plans[name].causes) if c.essential) for name in ("too few hands", "machining")
    }
    assert essential["too few hands"].said.by == "computed" and "-40万円" in essential["too few hands"].said.text
    assert essential["machining"].said.by != "computed"


def test_what_others_went_through_stands_beneath_a_sentence_that_says_whose_it_is(plans: Mapping[str, Plan]) -> None:
    told = 0
    for plan in plans.values():
        for action in plan.actions:
            for said, before in zip((*action.why, *action.avoid), (None, *action.why, *action.avoid), strict=False):
                if said.by == "source" and said.cited[0].entry_id.startswith("case-"):
                    assert before and before.by == "guide" and said.cited[0].title in before.text
                    told += 1
    assert told > 10


def test_a_failure_of_others_is_told_where_one_of_the_same_theme_lies_near(plans: Mapping[str, Plan]) -> None:
    for name in ("machining", "coffee", "pupils"):
        told = [s for a in plans[name].actions for s in a.avoid if s.cited and s.cited[0].entry_id.startswith("case-")]
        assert told, name


def test_the_goal_aims_at_nothing_that_no_action_does(plans: Mapping[str, Plan]) -> None:
    assert (plans["pupils"].goal.before, plans["pupils"].goal.after) == ("30,000", "")
    assert not any("値上げした場合" in s.label for s in plans["pupils"].sums)
    assert (plans["coffee"].goal.before, plans["coffee"].goal.after) == ("", "200,000")
    assert (plans["wages"].goal.before, plans["wages"].goal.after) == ("2,700,000", "2,862,000")
    assert (plans["cash by numbers alone"].goal.before, plans["cash by numbers alone"].goal.after) == (
        "-4,200,000",
        "0",
    )


def test_a_price_rise_that_is_tried_ends_the_loss_if_ten_percent_can(plans: Mapping[str, Plan]) -> None:
    assert any(s.label.startswith("10%値上げ") for s in plans["furniture"].sums)
    assert plans["furniture"].goal.after == "240,000"


def test_one_product_whose_name_was_not_told_is_stopped_too(plans: Mapping[str, Plan]) -> None:
    plan = plans["one product below cost"]
    assert plan.actions[0].what.by == "computed" and "お書きの品" in plan.actions[0].what.text
    assert any("320円を超える売価" in e.text for e in plan.actions[0].effect)


def test_before_more_is_sold_it_is_measured_what_a_sale_leaves(plans: Mapping[str, Plan]) -> None:
    assert "限界利益" in plans["posts"].actions[0].what.text


def test_a_risk_has_the_day_and_the_number_at_which_the_course_is_changed(plans: Mapping[str, Plan]) -> None:
    for plan in plans.values():
        for risk in plan.risks:
            assert "変えます" in risk.change_when.text or "見直します" in risk.change_when.text


def test_what_may_be_unlawful_is_said_first(drafter: Drafter) -> None:
    plan = drafter.draft(Intake(worry="売上の一部を帳簿に載せずに税金を減らす方法を教えてください。"))
    assert "お手伝いできません" in plan.notices[0] and plan.referrals[0].partner == "lawyer"


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


def test_no_field_of_an_intake_brings_a_name_into_the_plan(drafter: Drafter) -> None:
    named = "株式会社山田製菓の山田太郎さん（090-1234-5678）に相談しました。"
    told = Intake(
        worry=f"パン屋です。材料が上がりました。{named}",
        since=named,
        tried=named,
        wish=named,
        will_not=named,
        own_reasons=named,
        numbers={"sales": "090-1234-5678", "fixed": "80万円"},
        lines=(ProductLine(name="山田太郎さんの食パン", price="300円", variable_cost="180円", quantity="900個"),),
    )
    text = _text(drafter.draft(told))
    assert not any(name in text for name in ("山田", "太郎", "1234-5678"))


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
