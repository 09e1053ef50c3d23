"""The pages of consultations: opened, written to, moved, followed up, closed and erased, all by plain forms."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from assistant.consultations.consultation import StoredPlan
from assistant.plans.plan import Action, Goal, Plan, Referral, Said

if TYPE_CHECKING:
    from conftest import Planning

HUB = "13"
EARLIER = date(2026, 11, 2)


@pytest.fixture
def late(planning: Planning) -> StoredPlan:
    """A plan whose first step, action and referral are past their dates."""
    said = Said(text="原価を3商品だけ量る", by="owner")
    action = Action(
        id="a1", what=said, who="ご本人", due=EARLIER, first_step=said, first_step_due=EARLIER, indicator=said
    )
    referral = Referral(id="r1", partner="jfc", reason=said, bring=(said,), caller="相談員", check_on=EARLIER)
    goal = Goal(said=said, indicator="付加価値額")
    return planning.keep(Plan(title="量る計画", as_of=EARLIER, goal=goal, actions=(action,), referrals=(referral,)))


def _version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


def _write(planning: Planning, at: str, **fields: str) -> tuple[int, str]:
    page = planning.client.get(at).text
    found = planning.client.post(at, data={"version": _version(page), **fields})
    return found.status_code, unescape(found.text)


def test_a_consultation_is_opened_and_walks_through_its_stages(planning: Planning) -> None:
    found = planning.client.post("/consultations", data={"title": "値上げの相談", "next_on": "2026-12-01"})
    at = found.url.path
    assert found.status_code == 200 and "2026年12月1日" in found.text and "「ヒアリング」へ進める" in found.text
    status, page = _write(planning, at, action="move", stage="hearing")
    assert status == 200 and '<li aria-current="step">ヒアリング</li>' in page
    status, page = _write(planning, at, action="move", stage="booked", reason="")
    assert status == 422 and "理由をお書きください" in page
    status, page = _write(planning, at, action="close", learnt="原価を先に")
    assert status == 422 and "結果" in page and "原価を先に</textarea>" in page
    status, page = _write(planning, at, action="close", outcome="failure", learnt="原価を先に")
    assert status == 200 and "この相談を事例として共有する" in page and "原価を先に" in page
    assert "値上げの相談" in planning.client.get("/consultations?stage=closed").text
    assert "値上げの相談" not in planning.client.get("/consultations?stage=hearing").text


def test_what_is_written_down_is_masked_and_a_stale_form_keeps_what_was_typed(planning: Planning) -> None:
    at = f"/consultations/{planning.service.consulting.open(HUB, '値上げの相談').id}"
    status, page = _write(planning, at, action="note", note="電話は 090-1234-5678", by="owner")
    assert status == 200 and "090-1234" not in page and "ご本人" in page
    found = planning.client.post(at, data={"version": "1", "action": "note", "note": "あとから書いた人の言葉"})
    assert found.status_code == 409 and "あとから書いた人の言葉</textarea>" in found.text
    assert "ほかの方が先に変更した" in found.text


def test_numbers_before_and_after_are_kept_and_wrong_ones_stay_to_be_mended(planning: Planning) -> None:
    at = f"/consultations/{planning.service.consulting.open(HUB, '値上げの相談').id}"
    row = {
        "figure-name-0": "付加価値額",
        "figure-before-0": "３２０",
        "figure-after-0": "1,350",
        "figure-unit-0": "万円",
    }
    status, page = _write(planning, at, action="figures", **row)
    assert status == 200 and 'value="320"' in page and 'value="1350"' in page
    told = {"figure-before-0": "３２０万円", "figure-after-0": "1,350万円", "figure-unit-0": ""}
    status, page = _write(planning, at, action="figures", **{**row, **told})
    assert status == 200 and 'value="1350"' in page and 'value="万円"' in page
    for wrong, why in (("350円", "同じ単位で"), ("たくさん", "読み取れません")):
        status, page = _write(planning, at, action="figures", **{**row, "figure-after-0": wrong})
        assert status == 422 and f'value="{wrong}"' in page and why in page


def test_check_ins_and_referral_results_are_written_and_leave_the_overdue_list(
    planning: Planning, late: StoredPlan
) -> None:
    at = f"/consultations/{late.consultation_id}"
    listed = planning.client.get("/follow-up").text
    assert listed.count("日前）") == 2 and f"{at}#{late.id}-a1" in listed
    assert "期日を過ぎたこと 2件" in planning.client.get("/consultations").text
    told = {"action": "check-in", "plan": late.id, "item": "a1"}
    status, page = _write(planning, at, **told, hindered="忙しかった")
    assert status == 422 and "忙しかった</textarea>" in page
    status, page = _write(planning, at, **told, state="done", hindered="忙しかった", by="owner")
    assert status == 200 and '<span class="badge">できた</span>' in page
    told = {"action": "referral", "plan": late.id, "item": "r1", "state": "waiting"}
    status, page = _write(planning, at, **told)
    assert status == 422 and "次に確かめる日" in page
    status, page = _write(planning, at, **told, check_on=str(date(2026, 11, 24) + timedelta(days=9)))
    assert status == 200 and '<span class="badge">返事待ち</span>' in page
    assert "期日を過ぎたことはありません" in planning.client.get("/follow-up").text


def test_the_cycle_tells_what_is_recorded_and_what_is_still_to_be_asked(planning: Planning, late: StoredPlan) -> None:
    page = planning.client.get(f"/consultations/{late.consultation_id}").text
    for word in ("計画", "実行", "評価", "改善"):
        assert f"<summary>{word}" in page
    assert "進んだかどうかを、まだ伺っていません" in page and "点数ではありません" in page


def test_a_closed_consultation_shows_its_numbers_in_the_indicators(planning: Planning) -> None:
    at = f"/consultations/{planning.service.consulting.open(HUB, '値上げの相談').id}"
    row = {"figure-name-0": "付加価値額", "figure-before-0": "320", "figure-after-0": "350", "figure-unit-0": "万円"}
    _write(planning, at, action="figures", **row)
    _write(planning, at, action="close", outcome="success")
    page = planning.client.get("/follow-up").text
    assert "<td>30万円</td>" in page and "1件中1件" in page


def test_erasing_needs_a_yes_and_leaves_nothing(planning: Planning, late: StoredPlan) -> None:
    at = f"/consultations/{late.consultation_id}"
    assert _write(planning, at, action="erase")[0] == 422
    status, page = _write(planning, at, action="erase", sure="1")
    assert status == 200 and "まだ記録がありません" in page
    assert planning.client.get(f"/plans/{late.id}").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "note", "note": "　"},
        {"action": "move", "stage": "nowhere"},
        {"action": "meeting", "next_on": "あした"},
        {"action": "check-in", "plan": "nothing", "item": "a1", "state": "done"},
        {"action": "nothing"},
        {f"x{n}": "1" for n in range(500)},
        {"action": "note", "note": "あ" * 5_000},
    ],
)
def test_what_cannot_be_taken_is_told_in_one_sentence(planning: Planning, fields: dict[str, str]) -> None:
    at = f"/consultations/{planning.service.consulting.open(HUB, '値上げの相談').id}"
    found = planning.client.post(at, data={"version": "1", **fields}, headers={"accept": "text/html"})
    assert found.status_code in (404, 422) and "Traceback" not in found.text
    assert planning.client.post("/consultations", data={"title": ""}).status_code == 422


def test_an_unknown_consultation_is_told_on_a_page(planning: Planning) -> None:
    found = planning.client.get("/consultations/nothing", headers={"accept": "text/html"})
    assert found.status_code == 404 and "その相談やプランは見つかりません" in found.text
