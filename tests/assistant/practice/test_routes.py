"""Practice over HTTP: as JSON for programs, as forms for browsers without script."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from tests.assistant.practice.conftest import CASE
from tests.assistant.practice.test_practice import PROPOSAL


def test_a_program_practises_from_the_deal_to_the_looking_back(practising: TestClient) -> None:
    dealt = practising.post("/api/practice", json={})
    assert dealt.status_code == 201 and dealt.headers["cache-control"] == "no-store"
    key = {"Learner-Key": dealt.json()["learner_key"]}
    at = f"/api/practice/{dealt.json()['id']}"
    assert CASE not in dealt.text
    asked = practising.post(
        f"{at}/questions", json={"version": 1, "text": "仕入れはどなたが決めていますか"}, headers=key
    )
    assert "夫は仕入れを勘で決め" in "".join(asked.json()["turns"][0]["reply"])
    assert CASE not in asked.text
    ended = practising.post(f"{at}/proposal", json={"version": 2, "text": PROPOSAL}, headers=key).json()
    assert ended["case_id"] == CASE and ended["blocks"] and ended["sources"]
    assert practising.get(at, headers=key).json() == ended
    assert practising.get("/api/practice", headers=key).json()["practices"][0]["case_id"] == CASE
    assert practising.delete("/api/practice", headers=key).json() == {"erased": 1}
    assert practising.get(at, headers=key).status_code == 404


def test_errors_have_their_status_and_one_sentence(practising: TestClient) -> None:
    dealt = practising.post("/api/practice", json={}).json()
    at, key = f"/api/practice/{dealt['id']}", {"Learner-Key": dealt["learner_key"]}
    assert practising.post(f"{at}/questions", json={"version": 9, "text": "はい？"}, headers=key).status_code == 409
    assert practising.post(f"{at}/questions", json={"version": 1, "text": "…"}, headers=key).status_code == 422
    assert practising.get(at, headers={"Learner-Key": "somebody"}).status_code == 404
    assert practising.get(at).status_code == 422
    assert practising.post("/api/practice", json={"topics": ["zzz"]}).status_code == 422


def test_a_browser_without_script_practises_too(practising: TestClient) -> None:
    assert practising.get("/practice").status_code == 200
    dealt = practising.post("/practice", data={"topic": ""}, follow_redirects=False)
    assert dealt.status_code == 303 and "HttpOnly" in dealt.headers["set-cookie"]
    at = dealt.headers["location"]
    page = practising.get(at)
    assert "フォロワーが2,100人" in page.text and "顧客帳の320人" not in page.text and CASE not in page.text
    said = {"version": "1", "kind": "question", "text": "株主はどなたですか"}
    page = practising.post(at, data=said)
    assert "分かりません。" in page.text
    stale = practising.post(at, data=said)
    assert stale.status_code == 409 and "別の画面で" in stale.text and "株主はどなたですか</textarea>" in stale.text
    page = practising.post(at, data={"version": "2", "kind": "proposal", "text": PROPOSAL})
    assert "顧客帳の320人" in page.text and "次に試したいこと" in page.text
    assert re.search(r'class="check">✓', page.text)
    assert practising.get("/practice/record.json").json()["practices"][0]["turns"]
    assert practising.post("/practice/erase", data={}).status_code == 422
    practising.post("/practice/erase", data={"sure": "1"})
    assert practising.get(at).status_code == 404


def test_markup_that_is_typed_stays_text(practising: TestClient) -> None:
    at = practising.post("/practice", data={}, follow_redirects=False).headers["location"]
    page = practising.post(
        at, data={"version": "1", "kind": "question", "text": "<img src=x onerror=alert(1)>値段は？"}
    )
    assert "<img src=x" not in page.text and "&lt;img" in page.text
