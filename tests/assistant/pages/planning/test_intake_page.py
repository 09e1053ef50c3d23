"""The intake page: numbers as written are worked out, wrong ones are told, and what was typed stays."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from fastapi.testclient import TestClient

if TYPE_CHECKING:
    from conftest import Planning


def _send(client: TestClient, **fields: str) -> tuple[int, str]:
    found = client.post("/plan/new", data=fields)
    return found.status_code, unescape(found.text)


def test_numbers_as_people_write_them_are_worked_out(client: TestClient) -> None:
    """Full-width digits and 万円 read; the break-even point of 350万 at a cost share of 6割 is 875万円."""
    status, page = _send(client, action="check", sales="１，０００万円", variable_rate="６割", fixed="350万円")
    assert status == 200 and "875万円" in page and "書いた数字から分かること" in page


def test_a_cost_may_be_a_share_of_the_price(client: TestClient) -> None:
    """300円 at 4割, 900 sold: 180円 × 900 = 162,000円."""
    row = {"name-0": "どら焼き", "price-0": "３００円", "variable_cost-0": "4割", "quantity-0": "900個"}
    status, page = _send(client, action="check", **row)
    assert status == 200 and "限界利益 162,000円（率 60%）" in page


def test_work_on_one_is_told_in_minutes(client: TestClient) -> None:
    row = {"name-0": "どら焼き", "price-0": "300円", "variable_cost-0": "4割", "quantity-0": "900個"}
    status, page = _send(client, action="check", **row, **{"minutes-0": "三分"})
    assert status == 200 and "1時間あたり 3,600円/時" in page
    status, page = _send(client, action="check", **row, **{"minutes-0": "2時間"})
    assert status == 422 and "時間ではなく分で" in page


def test_a_wrong_number_is_told_at_its_field_and_nothing_typed_is_lost(client: TestClient) -> None:
    """An amount without a unit is refused in words."""
    status, page = _send(client, action="check", worry="客が減った", fixed="350", sales="たくさん")
    assert status == 422 and 'id="fixed-wrong"' in page and 'id="sales-wrong"' in page
    assert "単位がありません" in page and "客が減った" in page and 'value="たくさん"' in page


def test_rows_are_added_without_losing_what_was_typed(client: TestClient) -> None:
    """Submitting for more rows needs no script."""
    assert 'id="name-3"' not in client.get("/plan/new").text
    status, page = _send(client, action="more", lines="3", worry="原価が上がった", **{"name-2": "最中"})
    assert status == 200 and 'id="name-5"' in page and 'value="最中"' in page and "原価が上がった" in page


def test_without_fixed_costs_the_page_says_what_is_needed(client: TestClient) -> None:
    """Sales alone are not worked out, and are no error."""
    status, page = _send(client, action="check", sales="1,000万円")
    assert status == 200 and "固定費が分かると計算できます。" in page


def test_hostile_and_huge_input_is_told_in_one_sentence(client: TestClient) -> None:
    """Markup stays text; too many fields and too long a text are refused."""
    found = client.post("/plan/new", data={"action": "check", "worry": "<script>x</script>"})
    assert found.status_code == 200 and "<script>x" not in found.text
    assert _send(client, action="check", worry="あ" * 2_001)[0] == 422
    assert _send(client, **{f"x{n}": "1" for n in range(400)})[0] == 422


def test_a_plan_is_drafted_kept_masked_and_shown(drafting: Planning) -> None:
    """The form leads to the stored plan; a name that was typed all the same is not in it."""
    worry = "忙しいのにお金が残らない。担当は山田太郎 090-1234-5678 です。"
    told = {"action": "draft", "worry": worry, "sales": "200万円", "variable_rate": "4割", "fixed": "80万円"}
    found = drafting.client.post("/plan/new", data=told)
    assert found.status_code == 200 and "/plans/" in str(found.url), found.text
    assert "忙しいのにお金が残らない" in found.text and "090-1234" not in found.text
    plan_id = str(found.url).rpartition("/")[2]
    assert drafting.service.consulting.versions("13", plan_id)[0].plan.intake.period == ""


def test_a_plan_for_a_consultation_is_kept_there(drafting: Planning) -> None:
    """The intake opened from a consultation does not open another."""
    opened = drafting.service.consulting.open("13", "値上げの相談")
    form = drafting.client.get(f"/plan/new?consultation={opened.id}").text
    assert f'name="consultation" value="{opened.id}"' in form
    told = {"action": "draft", "worry": "客が減った", "consultation": opened.id}
    plan_id = str(drafting.client.post("/plan/new", data=told).url).rpartition("/")[2]
    assert drafting.service.consulting.versions("13", plan_id)[0].consultation_id == opened.id
    assert len(drafting.service.consulting.listed("13")) == 1


def test_nothing_told_drafts_nothing(planning: Planning) -> None:
    """An empty form is answered with what to write."""
    found = planning.client.post("/plan/new", data={"action": "draft"})
    assert found.status_code == 422 and "1つは書いてください" in found.text
    assert planning.service.consulting.listed("13") == []


def test_an_answer_to_an_owner_leads_to_the_intake_with_the_masked_question(planning: Planning) -> None:
    """What was asked stands in the form; a telephone number in it does not."""
    question = "パン屋です。電話は090-1234-5678です。売上が落ちています。何から手を付ければよいですか。"
    page = planning.client.post("/ask", data={"question": question, "role": "owner"}).text
    assert "この相談から行動計画を作る" in page
    begun = re.search(r'name="worry" value="([^"]*)"', page)
    assert begun
    form = planning.client.post(
        "/plan/new", data={"worry": unescape(begun[1]), "role": "owner", "action": "begin"}
    ).text
    assert "売上が落ちています。" in form and "090-1234" not in form and 'name="role" value="owner"' in form
