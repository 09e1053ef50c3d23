"""Changing a plan: whose words are whose, and what is worked out anew."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.plans.arithmetic import NoAnswer, Result
from assistant.plans.editing import PlanEditError, edited, results_of
from assistant.plans.plan import Action, Cited, Goal, Plan, Referral, Said, Scheme, Sum

DAY = date(2026, 4, 6)
QUOTE = Cited(entry_id="case-x", anchor="a", quote="原価を測った。", start=0, end=7)
SOURCE = Said(text="原価を測った。", by="source", cited=(QUOTE,))
GUIDE = Said(text="原価を3商品だけ測る", by="guide")


def _action(key: str, effect: tuple[Said, ...] = (), total: str = "") -> Action:
    return Action(
        id=key,
        what=GUIDE,
        why=(SOURCE,),
        effect=effect,
        sum=total,
        first_step=GUIDE,
        first_step_due=DAY,
        indicator=GUIDE,
    )


RISE = Sum(id="s1", kind="price-rise", label="値上げ", inputs={"rise": "5%", "sales": "1000万円"})
PLAN = Plan(
    title="計画",
    as_of=DAY,
    goal=Goal(said=GUIDE, indicator="限界利益"),
    actions=(_action("a1", (Said(text="値上げによる利益の増加は50万円です。", by="computed"),), "s1"), _action("a2")),
    schemes=(Scheme(entry_id="subsidy-x", title="補助金", as_of=DAY, check=(GUIDE,)),),
    sums=(RISE,),
)


def _with_action(**fields: object) -> Plan:
    return PLAN.model_copy(update={"actions": (PLAN.actions[0].model_copy(update=fields), PLAN.actions[1])})


def test_a_plan_that_nobody_changed_stays_as_it_is() -> None:
    assert edited(PLAN, PLAN, "owner") == PLAN


@given(st.text(max_size=200), st.sampled_from(["source", "reworded", "computed", "adviser", "guide", "owner"]))
def test_whatever_a_client_claims_a_new_text_is_the_persons_without_citation(text: str, speaker: str) -> None:
    claimed = Said.model_validate({"text": "新" + text, "by": speaker, "cited": (QUOTE,)})
    plan = edited(PLAN, _with_action(why=(claimed,)), "owner")
    assert plan.actions[0].why == (Said(text="新" + text, by="owner"),)
    assert plan.changed == ("actions.a1.why.0",)


def test_a_forged_speaker_on_an_unchanged_text_is_put_right() -> None:
    forged = Said(text=GUIDE.text, by="source", cited=(QUOTE,))
    assert edited(PLAN, _with_action(what=forged), "owner") == PLAN


def test_actions_can_be_put_in_another_order_and_removed_with_their_sources_kept() -> None:
    turned = edited(PLAN, PLAN.model_copy(update={"actions": PLAN.actions[::-1]}), "adviser")
    assert turned.actions == PLAN.actions[::-1]
    assert turned.changed == ("actions",)
    fewer = edited(PLAN, PLAN.model_copy(update={"actions": PLAN.actions[:1]}), "adviser")
    assert (fewer.actions, fewer.changed) == (PLAN.actions[:1], ("actions.a2",))


def test_two_actions_with_one_id_are_refused_in_words() -> None:
    with pytest.raises(PlanEditError, match="同じ番号"):
        edited(PLAN, PLAN.model_copy(update={"actions": PLAN.actions[:1] * 2}), "owner")


def test_a_scheme_is_neither_added_nor_given_another_date() -> None:
    late = PLAN.schemes[0].model_copy(update={"as_of": date(2030, 1, 1)})
    new = late.model_copy(update={"entry_id": "subsidy-y"})
    assert edited(PLAN, PLAN.model_copy(update={"schemes": (late, new)}), "owner") == PLAN


def test_a_changed_number_changes_the_computed_effect() -> None:
    ten = RISE.model_copy(update={"inputs": {**RISE.inputs, "rise": "10%"}})
    plan = edited(PLAN, PLAN.model_copy(update={"sums": (ten,)}), "owner")
    assert any("100万円" in said.text for said in plan.actions[0].effect)  # 1000万円 × 10%
    assert not any("50万円" in said.text for said in plan.actions[0].effect)


def test_a_sum_that_cannot_be_calculated_says_why() -> None:
    bad = RISE.model_copy(update={"id": "s2", "inputs": {"rise": "たくさん"}})
    found = results_of(PLAN.model_copy(update={"sums": (RISE, bad)}))
    assert any(isinstance(a, Result) and a.value == 500_000 for a in found["s1"])
    assert [type(a) for a in found["s2"]] == [NoAnswer]


def test_a_reason_that_is_put_to_another_use_is_the_persons_word() -> None:
    plan = edited(PLAN, _with_action(first_step=SOURCE), "owner")
    assert plan.actions[0].first_step == Said(text=SOURCE.text, by="owner")
    moved = PLAN.model_copy(update={"actions": (PLAN.actions[0], PLAN.actions[1].model_copy(update={"why": ()}))})
    assert edited(moved, PLAN, "owner").actions[1].why == (SOURCE,)


def test_what_was_computed_for_one_action_is_not_another_ones() -> None:
    effect = PLAN.actions[0].effect
    other = PLAN.model_copy(
        update={"actions": (PLAN.actions[0], PLAN.actions[1].model_copy(update={"effect": effect}))}
    )
    assert edited(PLAN, other, "owner").actions[1].effect == (Said(text=effect[0].text, by="owner"),)


REFERRAL = Referral(id="r1", partner="bank", reason=GUIDE, bring=(GUIDE,), caller="ご本人", check_on=DAY)


@pytest.mark.parametrize(
    ("fields", "lacking"),
    [
        ({"reason": Said(text=" ", by="owner")}, "理由"),
        ({"bring": ()}, "持っていくもの"),
        ({"caller": ""}, "連絡する人"),
    ],
)
def test_an_added_referral_without_what_makes_it_one_is_refused_in_words(
    fields: dict[str, object], lacking: str
) -> None:
    with pytest.raises(PlanEditError, match=lacking):
        edited(PLAN, PLAN.model_copy(update={"referrals": (REFERRAL.model_copy(update=fields),)}), "adviser")
    assert edited(PLAN, PLAN.model_copy(update={"referrals": (REFERRAL,)}), "adviser").referrals


def test_an_action_without_a_first_step_is_refused_in_words() -> None:
    with pytest.raises(PlanEditError, match="最初の一歩"):
        edited(PLAN, _with_action(first_step=Said(text="", by="owner")), "owner")


def test_an_action_that_is_due_before_it_starts_is_refused_in_words() -> None:
    with pytest.raises(PlanEditError, match="期限"):
        edited(PLAN, _with_action(start=date(2026, 5, 1), due=date(2026, 4, 1)), "owner")


PROFIT = Sum(id="s9", kind="profit", label="利益", inputs={"sales": "100万円", "rate": "5割", "fixed": "60万円"})
WITH_GOAL = PLAN.model_copy(
    update={
        "sums": (RISE, PROFIT),
        "goal": Goal(said=GUIDE, indicator="利益", unit="円", before="-100,000", after="0"),
    }
)


def test_the_goals_amounts_follow_the_numbers_unless_a_person_wrote_them() -> None:
    better = PROFIT.model_copy(update={"inputs": {**PROFIT.inputs, "sales": "110万円"}})
    changed = WITH_GOAL.model_copy(update={"sums": (RISE, better)})
    assert (edited(WITH_GOAL, changed, "owner").goal.before, edited(WITH_GOAL, changed, "owner").goal.after) == (
        "-50,000",
        "0",
    )
    own = changed.model_copy(update={"goal": WITH_GOAL.goal.model_copy(update={"after": "30,000"})})
    assert edited(WITH_GOAL, own, "owner").goal.after == "30,000"
