"""Consultations, plans and their follow-up over HTTP: once, in order, one hub at a time."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.answering import Assistant
from assistant.answering.conversation import Conversations
from assistant.api.app import create_app
from assistant.api.service import Service
from assistant.consultations.consultations import Consultations
from assistant.plans.drafting import Drafter
from assistant.records import FILE, Records
from assistant.settings import Settings
from knowledge.embedding.fake import HashingEmbedder
from knowledge.search import KnowledgeBase

TODAY = date(2026, 11, 24)
Ask = Callable[[str], TestClient]
TITLE = {"title": "和菓子店の値上げの相談", "topics": ["pricing"], "premises": {"industry": ["09"]}}
INTAKE = {
    "worry": "値上げに踏み切れない。原価が上がった。",
    "period": "月",
    "numbers": {"sales": "200万円", "fixed": "80万円"},
}


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = Records.at(tmp_path, wait=0.2)
    yield opened
    opened.close()


@pytest.fixture
def hub(service: Service, knowledge: KnowledgeBase, records: Records) -> Ask:
    """A program of a hub; all hubs share one file of records."""

    def asked(code: str) -> TestClient:
        own = replace(
            service,
            settings=replace(service.settings, hub=code),
            consultations=Consultations(records, today=lambda: TODAY),
            drafter=Drafter(knowledge, lambda: TODAY),
        )
        return TestClient(create_app(own), raise_server_exceptions=False)

    return asked


@pytest.fixture
def tokyo(hub: Ask) -> TestClient:
    return hub("13")


def opened(client: TestClient, **more: Any) -> dict[str, Any]:
    response = client.post("/api/consultations", json={**TITLE, **more})
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


def drafted(client: TestClient, **more: Any) -> dict[str, Any]:
    response = client.post("/api/plans", json={"intake": INTAKE, **more})
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


def refused(response: Any, status: int, said: str = "") -> dict[str, Any]:
    assert response.status_code == status, response.text
    body: dict[str, Any] = response.json()
    assert re.search("[ぁ-ん].*。", body["message"]) and said in body["message"], body
    return body


def test_a_consultation_is_opened_changed_moved_and_closed(tokyo: TestClient) -> None:
    at = opened(tokyo)
    assert (at["version"], at["stage_label"], at["topics"]) == (1, "予約", ["pricing"])
    path = f"/api/consultations/{at['id']}"
    figure = {"name": "付加価値額(中小企業庁)", "before": 3200000, "after": "3500000.5", "unit": "円"}
    changed = tokyo.patch(path, json={"version": 1, "figures": [figure], "next_on": "2026-12-01"}).json()
    assert (changed["title"], changed["figures"][0]["after"]) == (TITLE["title"], "3500000.5")
    noted = tokyo.post(f"{path}/notes", json={"version": 2, "by": "owner", "text": "原価は量っていない。"})
    assert noted.status_code == 201 and noted.json()["notes"][0]["text"] == "原価は量っていない。"
    moved = tokyo.post(f"{path}/stage", json={"version": 3, "stage": "hearing"}).json()
    assert moved["stage_label"] == "ヒアリング"
    refused(tokyo.post(f"{path}/stage", json={"version": 4, "stage": "closed"}), 422, "結果")
    closed = tokyo.post(
        f"{path}/stage", json={"version": 4, "stage": "closed", "outcome": "partial", "learnt": "先に量る"}
    )
    assert closed.json()["learnt"] == "先に量る"
    refused(tokyo.patch(path, json={"version": 5, "title": "別の相談"}), 422, "終結した相談")
    assert tokyo.get("/api/indicators").json()["indicators"][0]["n"] == 1
    listed = tokyo.get("/api/consultations", params={"stage": "closed"})
    assert [c["id"] for c in listed.json()["consultations"]] == [at["id"]]
    assert listed.headers["cache-control"] == "no-store"


def test_a_stale_change_is_409_and_tells_the_version_that_stands(tokyo: TestClient) -> None:
    at = opened(tokyo)
    path = f"/api/consultations/{at['id']}"
    tokyo.patch(path, json={"version": 1, "title": "値上げの相談 二回目"})
    for send in (
        lambda: tokyo.patch(path, json={"version": 1, "title": "別の相談"}),
        lambda: tokyo.post(f"{path}/notes", json={"version": 1, "by": "owner", "text": "先に書いた"}),
        lambda: tokyo.post(f"{path}/stage", json={"version": 1, "stage": "hearing"}),
    ):
        body = refused(send(), 409, "ほかの方が先に")
        assert (body["code"], body["current"]) == ("stale", 2)


def test_a_plan_is_drafted_kept_edited_and_exported(tokyo: TestClient) -> None:
    at = opened(tokyo)
    first = drafted(tokyo, consultation_id=at["id"])
    assert (first["consultation_id"], first["made_by"], first["version"]) == (at["id"], "draft", 1)
    assert first["plan"]["actions"] and first["plan"]["intake"]["numbers"]["sales"] == "200万円"
    path = f"/api/plans/{first['id']}"
    assert tokyo.get(path).json() == first
    plan = copy.deepcopy(first["plan"]) | {"title": "採算の見える化"}
    plan["actions"][0]["what"] = {"text": "原価を3商品だけ量る", "by": "source", "cited": []}
    second = tokyo.put(path, json={"version": 1, "by": "owner", "plan": plan}).json()
    assert second["plan"]["actions"][0]["what"] == {"text": "原価を3商品だけ量る", "by": "owner", "cited": []}
    assert second["plan"]["goal"] == first["plan"]["goal"]
    body = refused(tokyo.put(path, json={"version": 1, "by": "owner", "plan": plan}), 409)
    assert body["current"] == 2
    refused(tokyo.put(path, json={"version": 2, "by": "draft", "plan": plan}), 422, "by")
    assert [v["made_by"] for v in tokyo.get(f"{path}/versions").json()["versions"]] == ["draft", "owner"]
    assert tokyo.get(path, params={"version": 1}).json() == first
    refused(tokyo.get(path, params={"version": 9}), 404)
    assert [p["id"] for p in tokyo.get("/api/plans", params={"consultation_id": at["id"]}).json()["plans"]] == [
        first["id"]
    ]
    for kind, begins in (("docx", b"PK"), ("xlsx", b"PK"), ("ics", b"BEGIN:VCALENDAR"), ("md", "採算".encode())):
        file = tokyo.get(f"{path}/export", params={"format": kind})
        assert file.status_code == 200 and begins in file.content[:400], kind
        assert file.headers["cache-control"] == "no-store" and f".{kind}" in file.headers["content-disposition"]
    refused(tokyo.get(f"{path}/export", params={"format": "exe"}), 422, "形式")


def test_a_plan_without_a_consultation_opens_one(tokyo: TestClient) -> None:
    plan = drafted(tokyo)
    at = tokyo.get(f"/api/consultations/{plan['consultation_id']}").json()
    assert (at["title"], [p["id"] for p in at["plans"]]) == (plan["plan"]["title"], [plan["id"]])


def test_what_became_of_a_plan_is_told_and_what_was_not_is_overdue(tokyo: TestClient) -> None:
    first = drafted(tokyo)
    path, action = f"/api/plans/{first['id']}", first["plan"]["actions"][0]
    late = tokyo.get("/api/follow-up", params={"on": "2027-12-31"}).json()["overdue"]
    assert action["id"] in {o["item"] for o in late} and all(o["days"] > 0 and o["kind_label"] for o in late)
    told = tokyo.post(
        f"{path}/check-ins",
        json={"action": action["id"], "state": "not", "by": "owner", "hindered": "090-1111-2222 が鳴り続けた"},
    )
    assert told.status_code == 201 and "1111" not in told.text
    refused(tokyo.post(f"{path}/check-ins", json={"action": "none", "state": "done", "by": "owner"}), 422, "その行動は")
    refused(
        tokyo.post(f"{path}/referral-results", json={"referral": "none", "state": "reached", "by": "owner"}),
        422,
        "その紹介",
    )
    at = tokyo.get(f"/api/consultations/{first['consultation_id']}").json()
    assert [t["state"] for t in at["told"]] == ["not"]
    view = tokyo.get(f"/api/consultations/{first['consultation_id']}/pdca").json()
    assert [p["name"] for p in view["parts"]] == ["計画", "実行", "評価", "改善"]
    assert all(point["heading"] and tokyo.get(point["href"]).status_code == 200 for point in view["parts"][0]["points"])


def test_the_same_request_under_the_same_key_is_done_once(tokyo: TestClient) -> None:
    key = {"Idempotency-Key": "5f1c"}
    first = tokyo.post("/api/consultations", json=TITLE, headers=key)
    tokyo.patch(f"/api/consultations/{first.json()['id']}", json={"version": 1, "title": "あとの題"})
    again = tokyo.post("/api/consultations", json=TITLE, headers=key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert len(tokyo.get("/api/consultations").json()["consultations"]) == 1
    refused(tokyo.post("/api/consultations", json={"title": "別の相談"}, headers=key), 422, "Idempotency-Key")
    refused(
        tokyo.post("/api/consultations", json=TITLE, headers={"Idempotency-Key": "k" * 129}), 422, "Idempotency-Key"
    )
    plan = {"Idempotency-Key": "77aa"}
    drafts = [tokyo.post("/api/plans", json={"intake": INTAKE}, headers=plan).json() for _ in range(2)]
    assert drafts[0] == drafts[1]
    told = {"action": drafts[0]["plan"]["actions"][0]["id"], "state": "done", "by": "owner"}
    told_twice = [
        tokyo.post(f"/api/plans/{drafts[0]['id']}/check-ins", json=told, headers={"Idempotency-Key": "c"}).json()
        for _ in range(2)
    ]
    assert told_twice[0] == told_twice[1]


def test_many_at_once_under_one_key_open_one_consultation(tokyo: TestClient) -> None:
    def send(_: int) -> str:
        return tokyo.post("/api/consultations", json=TITLE, headers={"Idempotency-Key": "one"}).text

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(send, range(12)))) == 1
    assert len(tokyo.get("/api/consultations").json()["consultations"]) == 1


def test_a_refused_request_is_not_remembered(tokyo: TestClient) -> None:
    key = {"Idempotency-Key": "again"}
    for _ in range(2):
        refused(tokyo.post("/api/consultations", json={"title": "…"}, headers=key), 422, "何も書かれて")
    assert tokyo.post("/api/consultations", json=TITLE, headers=key).status_code == 201


def test_another_hub_learns_nothing_of_a_consultation(hub: Ask, tokyo: TestClient) -> None:
    key = {"Idempotency-Key": "shared"}
    at = tokyo.post("/api/consultations", json=TITLE, headers=key).json()
    plan = drafted(tokyo, consultation_id=at["id"])
    osaka, path, of_plan = hub("27"), f"/api/consultations/{at['id']}", f"/api/plans/{plan['id']}"
    action = {"action": plan["plan"]["actions"][0]["id"], "state": "done", "by": "owner"}
    for response in (
        osaka.get(path),
        osaka.get(f"{path}/pdca"),
        osaka.patch(path, json={"version": 1, "title": "別の相談"}),
        osaka.post(f"{path}/notes", json={"version": 1, "by": "owner", "text": "のぞく"}),
        osaka.post(f"{path}/stage", json={"version": 1, "stage": "hearing"}),
        osaka.delete(path),
        osaka.get("/api/plans", params={"consultation_id": at["id"]}),
        osaka.get(of_plan),
        osaka.get(f"{of_plan}/versions"),
        osaka.get(f"{of_plan}/export", params={"format": "md"}),
        osaka.put(of_plan, json={"version": 1, "by": "owner", "plan": plan["plan"]}),
        osaka.post(f"{of_plan}/check-ins", json=action),
        osaka.post("/api/plans", json={"intake": INTAKE, "consultation_id": at["id"]}),
    ):
        assert refused(response, 404)["code"] == "consultation"
    assert osaka.get("/api/consultations").json() == {"consultations": [], "more": False}
    assert osaka.get("/api/follow-up", params={"on": "2099-01-01"}).json()["overdue"] == []
    own = osaka.post("/api/consultations", json=TITLE, headers=key).json()
    assert own["id"] != at["id"]
    assert tokyo.get(path).json()["version"] == 1


def test_an_erased_consultation_is_gone_with_the_answers_that_told_of_it(tokyo: TestClient, tmp_path: Path) -> None:
    at = tokyo.post("/api/consultations", json={"title": "灯籠の和紙の相談"}, headers={"Idempotency-Key": "k"}).json()
    answer = tokyo.delete(f"/api/consultations/{at['id']}")
    assert answer.json() == {"erased": at["id"], "backups": []}
    refused(tokyo.get(f"/api/consultations/{at['id']}"), 404)
    held = b"".join(f.read_bytes() for f in tmp_path.glob(f"{FILE}*"))
    assert "灯籠の和紙".encode() not in held


def test_the_interview_is_listed_and_a_form_is_read_in_words(tokyo: TestClient) -> None:
    asked = tokyo.get("/api/intake").json()
    assert asked["questions"][0]["field"] == "worry" and {n["name"] for n in asked["numbers"]} >= {"sales", "fixed"}
    form = {
        "words": {"worry": "090-1111-2222 の者です。お金が残らない。"},
        "numbers": {"sales": "２００万円", "fixed": "たくさん"},
        "period": "月",
        "lines": [{"name": "どら焼き", "price": "300円", "variable_cost": "4割", "quantity": "900個"}],
    }
    read = tokyo.post("/api/intake", json=form).json()
    assert read["intake"]["numbers"] == {"sales": "２００万円"} and "fixed" in read["unread"]
    assert "1111" not in json.dumps(read) and read["intake"]["lines"][0]["variable_cost"] == "4割"
    assert "worry" not in {q["field"] for q in read["questions"]}
    refused(tokyo.post("/api/intake", json={"words": {"colour": "red"}}), 422, "答えの項目")


HOSTILE = "'; DROP TABLE consultations; --<script>alert(1)</script>"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": ""},
        {"title": "\u200b\u0000"},
        {"title": "あ" * 9_000},
        {"title": "あ" * 500},
        {"title": 5},
        {"title": "相談", "hub": "27"},
        {"title": "相談", "topics": ["none"]},
        {"title": "相談", "premises": {"colour": ["red"]}},
        {"title": "相談", "premises": {"industry": ["zz"]}},
        {"title": "相談", "next_on": "明日"},
        {"title": "相談", "intake": {"numbers": {"田中太郎": "3人"}}},
        {"title": "相談", "intake": {"worry": "あ" * 2_001}},
    ],
)
def test_what_cannot_be_a_consultation_is_422_in_words(tokyo: TestClient, body: Any) -> None:
    refused(tokyo.post("/api/consultations", json=body), 422)
    assert tokyo.get("/api/consultations").json()["consultations"] == []


def test_hostile_words_stay_words(tokyo: TestClient) -> None:
    at = opened(tokyo, title=HOSTILE)
    assert "DROP TABLE" in tokyo.get(f"/api/consultations/{at['id']}").json()["title"]
    refused(tokyo.get("/api/consultations/%27%20OR%201=1"), 404)


def test_a_plan_that_is_too_deep_too_large_or_names_people_is_refused(tokyo: TestClient) -> None:
    first = drafted(tokyo)
    said = {"text": "原価", "by": "owner", "cited": []}
    deep: dict[str, Any] = {"id": "c-0", "said": said, "because": [], "essential": False}
    for n in range(1, 60):
        deep = {"id": f"c-{n}", "said": said, "because": [deep], "essential": False}
    risk = {"id": "risk-1", "said": said, "change_when": said}
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"causes": [deep]}, "深すぎます"),
        ({"risks": [risk | {"id": f"risk-{n}"} for n in range(61)]}, "多すぎます"),
        ({"risks": [risk | {"id": "田中a"}]}, "番号の形"),
        ({"risks": [risk | {"id": "090-1111-2222a"}]}, "番号の形"),
        ({"actions": [first["plan"]["actions"][0] | {"cause": "田中太郎"}]}, "プランにない"),
        ({"sums": [{"id": "sum-9", "kind": "田中", "label": "", "inputs": {}}]}, ""),
        ({"actions": []}, "actions"),
        ({"actions": [first["plan"]["actions"][0] | {"who": "あ" * 401}]}, "who"),
    ]
    for changes, told in wrong:
        edit = {"version": 1, "by": "owner", "plan": first["plan"] | changes}
        refused(tokyo.put(f"/api/plans/{first['id']}", json=edit), 422, told)
    for n in range(300):
        deep = {"id": f"d-{n}", "said": said, "because": [deep], "essential": False}
    edit = {"version": 1, "by": "owner", "plan": first["plan"] | {"causes": [deep]}}
    assert tokyo.put(f"/api/plans/{first['id']}", json=edit).status_code in (400, 422)
    assert len(tokyo.get(f"/api/plans/{first['id']}/versions").json()["versions"]) == 1


def test_a_page_of_another_site_changes_and_erases_nothing(tokyo: TestClient) -> None:
    at = opened(tokyo)
    path, elsewhere = f"/api/consultations/{at['id']}", {"Sec-Fetch-Site": "cross-site"}
    for response in (
        tokyo.post("/api/consultations", json=TITLE, headers=elsewhere),
        tokyo.patch(path, json={"version": 1, "title": "別の相談"}, headers=elsewhere),
        tokyo.delete(path, headers=elsewhere),
    ):
        refused(response, 403)
    assert tokyo.get(path).json()["version"] == 1


def test_without_playbooks_no_plan_is_made_up(records: Records, tmp_path: Path) -> None:
    knowledge = KnowledgeBase(tmp_path / "empty", HashingEmbedder())
    knowledge.update()
    settings = Settings(data=tmp_path, names=("testserver",))
    kept = Consultations(records, today=lambda: TODAY)
    own = Service(settings, knowledge, Assistant(knowledge), Conversations(), consultations=kept)
    client = TestClient(create_app(own), raise_server_exceptions=False)
    refused(client.post("/api/plans", json={"intake": INTAKE}), 422, "資料")
    assert client.get("/api/consultations").json()["consultations"] == []
    knowledge.close()


def test_without_records_the_operator_is_told(service: Service) -> None:
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        answer = client.get("/api/consultations")
    refused(answer, 503, "python -m assistant serve")
    assert answer.headers["content-type"].startswith("application/json")
