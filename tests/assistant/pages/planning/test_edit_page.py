"""The edit page: every field of a plan comes back as it was, changes become the person's, and two people lose nothing."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest

from assistant.pages.planning.edit_form import fields_of
from assistant.pages.planning.edit_plan import FieldsError, plan_of
from assistant.plans.editing import edited
from assistant.plans.plan import Plan

if TYPE_CHECKING:
    from conftest import Planning


def _sent(plan: Plan, version: int = 1, **changes: str) -> dict[str, str]:
    fields = {name: text for name, text in fields_of(plan).items() if not (name.endswith(".essential") and not text)}
    return {
        **fields,
        "version": str(version),
        "by": "owner",
        "action": "save",
        **{n.replace("__", "."): t for n, t in changes.items()},
    }


def test_a_form_sent_back_untouched_changes_nothing(whole_plan: Plan) -> None:
    plan = plan_of(fields_of(whole_plan), frozenset(), whole_plan, "owner")
    assert edited(whole_plan, plan, "owner") == whole_plan


def test_every_field_is_on_the_page_and_a_change_becomes_the_persons(planning: Planning, whole_plan: Plan) -> None:
    stored = planning.keep(whole_plan)
    page = planning.client.get(f"/plans/{stored.id}/edit").text
    for name in fields_of(stored.plan):
        assert f'name="{name}"' in page, name
    sent = _sent(stored.plan, actions__measure__what="原価を5商品量る", actions__measure__who="むすめ")
    found = planning.client.post(f"/plans/{stored.id}/edit", data=sent)
    assert found.status_code == 200 and 'class="by owner"' in found.text and "第2版（ご本人" in found.text
    newest = planning.service.consulting.versions("13", stored.id)[-1].plan
    assert set(newest.changed) == {"actions.measure.what", "actions.measure.who"}
    assert newest.actions[0].why == whole_plan.actions[0].why


def test_an_action_is_added_and_another_removed(planning: Planning, whole_plan: Plan) -> None:
    at = f"/plans/{planning.keep(whole_plan).id}"
    page = planning.client.post(f"{at}/edit", data={**_sent(whole_plan, title="直した名前"), "action": "add:actions"})
    assert 'name="actions.own-1.what"' in page.text and "直した名前" in page.text
    own = {
        "what": "看板を直す",
        "first_step": "写真を撮る",
        "first_step_due": "2026-11-30",
        "indicator": "入店した人数",
    }
    sent = {**_sent(whole_plan), **{f"actions.own-1.{n}": t for n, t in own.items()}, "remove": "actions.raise"}
    shown = planning.client.post(f"{at}/edit", data=sent).text
    assert "看板を直す" in shown and "売れ筋から5%値上げする" not in shown


def test_who_writes_is_set_by_the_role_that_was_chosen(planning: Planning, whole_plan: Plan) -> None:
    at = f"/plans/{planning.keep(whole_plan).id}/edit"
    assert 'name="by" value="owner" checked' not in planning.client.get(at).text
    for role, by in (("owner", "owner"), ("cco", "adviser")):
        planning.client.get(f"/?role={role}")
        assert f'name="by" value="{by}" checked' in planning.client.get(at).text


def test_a_changed_number_works_out_the_effect_anew(planning: Planning, whole_plan: Plan) -> None:
    stored = planning.keep(whole_plan)
    sent = _sent(stored.plan, sums__rise__inputs__rise="１０％")
    planning.client.post(f"/plans/{stored.id}/edit", data=sent)
    plan = planning.service.consulting.versions("13", stored.id)[-1].plan
    effect = plan.actions[1].effect
    assert {said.by for said in effect} == {"computed"} and plan.sums[0].label == "10%の値上げをした場合"
    assert [said.text for said in effect] == ["値上げ後の利益は60万円です。"]


def test_two_people_see_both_and_lose_nothing(planning: Planning, whole_plan: Plan) -> None:
    """What only the other changed is taken over; what both changed is shown twice; what was typed stays."""
    stored = planning.keep(whole_plan)
    at = f"/plans/{stored.id}/edit"
    first = _sent(stored.plan, actions__measure__who="むすめ", goal__after="140", by="adviser")
    assert planning.client.post(at, data=first).status_code == 200
    second = _sent(stored.plan, actions__measure__who="むすこ", actions__raise__cost="1万円")
    page = planning.client.post(at, data=second)
    text = unescape(page.text)
    assert page.status_code == 409 and "第2版になりました" in text and 'name="version" value="2"' in text
    assert 'value="むすこ"' in text and "いま保存されている内容</strong>むすめ" in text
    assert 'name="goal.after" value="140"' in text and 'value="1万円"' in text and text.count('class="both"') == 1
    again = _sent(
        whole_plan, 2, actions__measure__who="むすことむすめ", goal__after="140", actions__raise__cost="1万円"
    )
    assert planning.client.post(at, data=again).status_code == 200
    newest = planning.service.consulting.versions("13", stored.id)
    assert [v.version for v in newest] == [1, 2, 3] and newest[-1].plan.actions[0].who == "むすことむすめ"


def test_what_cannot_be_taken_is_told_at_its_field_and_stays(planning: Planning, whole_plan: Plan) -> None:
    stored = planning.keep(whole_plan)
    at = f"/plans/{stored.id}/edit"
    sent = _sent(stored.plan, actions__measure__due="あした", goal__said="", title="残る名前")
    page = planning.client.post(at, data=sent)
    assert page.status_code == 422 and 'value="残る名前"' in page.text and 'value="あした"' in page.text
    assert 'id="actions.measure.due-wrong"' in page.text and 'id="goal.said-wrong"' in page.text
    nobody = planning.client.post(at, data={**_sent(stored.plan), "by": ""})
    assert nobody.status_code == 422 and "どなたの記入か" in nobody.text
    circle = _sent(stored.plan, causes__money__above="fear")
    assert "輪になっています" in planning.client.post(at, data=circle).text
    assert len(planning.service.consulting.versions("13", stored.id)) == 1


@pytest.mark.parametrize("sent", [{"version": "9"}, {f"x{n}": "1" for n in range(3_100)}, {}])
def test_a_foreign_form_is_refused_in_one_sentence(planning: Planning, whole_plan: Plan, sent: dict[str, str]) -> None:
    stored = planning.keep(whole_plan)
    found = planning.client.post(f"/plans/{stored.id}/edit", data=sent)
    assert found.status_code in (404, 422)


def test_an_overlong_text_is_told(whole_plan: Plan) -> None:
    with pytest.raises(FieldsError) as told:
        plan_of({**fields_of(whole_plan), "goal.said": "あ" * 4_001}, frozenset(), whole_plan, "owner")
    assert "goal.said" in told.value.fields
