"""Held cases over the API: shown to who may see them, decided once, told in one shape when they cannot be."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.desk import Desk
from ingest.quarantine import Quarantine, QuarantineError
from knowledge.catalog.runs import Runs

if TYPE_CHECKING:
    from conftest import Reviewing

FIRST, SECOND = "確認 一子", "確認 二郎"


@pytest.fixture
def desk(reviewing: Callable[..., Reviewing]) -> Reviewing:
    return reviewing()


@pytest.fixture
def client(desk: Reviewing) -> Iterator[TestClient]:
    with TestClient(create_app(desk.service), raise_server_exceptions=False) as opened:
        yield opened


def decision(client: TestClient, review_id: str, action: str = "accept", **more: Any) -> Any:
    sent = {"version": 1, "reviewer": FIRST, "action": action, **more}
    return client.post(f"/api/reviews/{review_id}/decision", json=sent)


def test_list_holds_nothing_that_identifies_and_the_item_holds_it_all(desk: Reviewing, client: TestClient) -> None:
    """Neither is kept by a browser or in between."""
    review_id = desk.hold()
    listed = client.get("/api/reviews")
    assert listed.headers["cache-control"] == "no-store" and "架空" not in listed.text
    (item,) = listed.json()["items"]
    assert (item["id"], item["title"], item["needed"], item["state_label"]) == (
        review_id,
        "県内の町の菓子店の値上げ",
        2,
        "確認待ち",
    )
    shown = client.get(f"/api/reviews/{review_id}")
    assert shown.headers["cache-control"] == "no-store"
    body = shown.json()
    assert body["original"]["title"] == "架空里三丁目の菓子店の値上げ"
    assert body["doubts"][1]["original"] == "県内でただ一つの手延べ菓子" and body["doubts"][1]["now"] == "地域の菓子"
    assert "s5" in [choice["code"] for choice in body["doubts"][2]["choices"]]


def test_two_people_publish_and_the_case_can_be_found(desk: Reviewing, client: TestClient) -> None:
    """An edit, then an approval; the search knows it at once and the original is gone."""
    review_id = desk.hold()
    once = decision(client, review_id, "edit", doubts={"2": "昔ながらの菓子"}, note="架空田さんの品なので丸めました。")
    assert once.status_code == 200 and once.json()["state"] == "approved-once"
    assert "架空田" not in once.text and once.headers["cache-control"] == "no-store"
    done = decision(client, review_id, reviewer=SECOND, version=2)
    assert done.status_code == 200, done.text
    assert done.json()["state"] == "accepted" and done.json()["approvals"] == [FIRST, SECOND]
    found = client.get("/api/cases", params={"q": "昔ながらの菓子"}).json()
    assert [i["id"] for i in found["items"]] == ["case-h-01"]
    assert desk.quarantine.ids() == []
    decided = client.get(f"/api/reviews/{review_id}").json()
    assert "original" not in decided and decided["state_label"] == "承認済み"


@pytest.mark.parametrize(
    ("change", "status", "code", "told"),
    [
        ({"version": 2}, 409, "stale", "見ている間に内容が変わりました"),
        ({"reviewer": "　"}, 422, "decision", "名前を入れてください"),
        ({"action": "publish"}, 422, "decision", "accept、edit、reject"),
        ({"action": "edit", "body": "短い文。"}, 422, "decision", "見出し"),
        ({"action": "edit", "title": "架空田の店"}, 422, "decision", "まだ相手を特定できる記述"),
        ({"doubts": {"1": "町"}}, 422, "decision", "直して承認"),
        ({"colour": "red"}, 422, "request", "colour"),
        ({"version": 0}, 422, "request", "version"),
        ({"doubts": {"x": "町"}}, 422, "request", "doubts"),
    ],
)
def test_decision_that_cannot_be_taken_is_one_sentence(
    desk: Reviewing, client: TestClient, change: dict[str, Any], status: int, code: str, told: str
) -> None:
    """And nothing is recorded."""
    review_id = desk.hold()
    answer = decision(client, review_id, **change)
    assert (answer.status_code, answer.json()["code"]) == (status, code) and told in answer.json()["message"]
    assert desk.queue.review(review_id).decisions == ()


def test_decided_and_unknown_reviews_are_told_apart(desk: Reviewing, client: TestClient) -> None:
    """409 and 404."""
    review_id = desk.hold()
    assert decision(client, review_id, "reject").json()["state"] == "rejected"
    again = decision(client, review_id)
    assert (again.status_code, again.json()["code"]) == (409, "decided")
    for answer in (client.get("/api/reviews/none"), decision(client, "none")):
        assert (answer.status_code, answer.json()["code"]) == (404, "review")


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_order_from_another_sites_page_decides_nothing(
    desk: Reviewing, client: TestClient, headers: dict[str, str]
) -> None:
    """Over the API and over the form."""
    review_id = desk.hold()
    sent = {"version": 1, "reviewer": FIRST, "action": "reject"}
    assert client.post(f"/api/reviews/{review_id}/decision", json=sent, headers=headers).status_code == 403
    assert client.post(f"/reviews/{review_id}", data=sent, headers=headers).status_code == 403
    assert desk.queue.review(review_id).state == "waiting"


@pytest.mark.parametrize(
    "path", ["/api/reviews", "/api/reviews/x", "/api/imports", "/reviews", "/reviews/x", "/imports"]
)
def test_nothing_is_shown_where_other_machines_could_read_it(reviewing: Callable[..., Reviewing], path: str) -> None:
    """Unless the operator says that everybody who can connect may see originals."""
    closed = TestClient(create_app(reviewing(host="192.0.2.7").service), raise_server_exceptions=False)
    answer = closed.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 403 and "YOROZU_REVIEW_PAGES=1" in answer.text
    opened = TestClient(create_app(reviewing(host="192.0.2.7", review_pages=True).service))
    assert opened.get(path).status_code == (404 if path.endswith("/x") else 200)


def test_decision_is_refused_there_too(reviewing: Callable[..., Reviewing]) -> None:
    """Reading and deciding are closed together."""
    desk = reviewing(host="192.0.2.7")
    client = TestClient(create_app(desk.service), raise_server_exceptions=False)
    review_id = desk.hold()
    assert decision(client, review_id, "reject").json()["code"] == "review-closed"
    assert client.post(f"/reviews/{review_id}", data={"action": "reject"}).status_code == 403
    assert desk.queue.review(review_id).state == "waiting"


def test_missing_key_is_told_with_what_to_set_and_chat_goes_on(
    desk: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 with the sentence itself; once it is mended, the next request works without a restart."""
    settings, knowledge = desk.service.settings, desk.service.knowledge
    monkeypatch.delenv("YOROZU_QUARANTINE_KEY", raising=False)
    monkeypatch.setenv("YOROZU_QUARANTINE_KEY_FILE", str(settings.data / "key"))
    service = replace(desk.service, desk=Desk.at(settings, knowledge))
    client = TestClient(create_app(service), raise_server_exceptions=False)
    answer = client.get("/api/reviews")
    assert (answer.status_code, answer.json()["code"]) == (503, "quarantine")
    assert "YOROZU_QUARANTINE_KEY_FILE" in answer.json()["message"]
    page = client.get("/reviews", headers={"accept": "text/html"})
    assert page.status_code == 503 and "YOROZU_QUARANTINE_KEY_FILE" in page.text
    assert client.get("/imports").status_code == client.get("/").status_code == 200
    monkeypatch.setenv("YOROZU_QUARANTINE_KEY_FILE", str(settings.data.parent / "key"))
    assert client.get("/api/reviews").status_code == 200


def test_number_of_people_that_is_none_is_told_too(desk: Reviewing, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting is the operator's to mend, whoever sees the page."""
    monkeypatch.setenv("YOROZU_QUARANTINE_KEY", base64.b64encode(bytes(range(32))).decode())
    monkeypatch.setenv("YOROZU_REVIEWERS_NATIONAL", "many")
    opened = Desk.at(desk.service.settings, desk.service.knowledge)
    with pytest.raises(QuarantineError, match="1〜9 の人数"):
        opened.opened(desk.service.settings)


def test_no_key_is_made_before_it_is_needed(
    reviewing: Callable[..., Reviewing], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start without held cases leaves the home directory alone."""
    service = reviewing().service
    data = service.settings.data
    empty = replace(service.settings, data=data.parent / "empty")
    monkeypatch.delenv("YOROZU_QUARANTINE_KEY", raising=False)
    monkeypatch.setenv("YOROZU_QUARANTINE_KEY_FILE", str(data.parent / "key"))
    desk = Desk.at(empty, service.knowledge)
    assert not (data.parent / "key").exists()
    assert desk.opened(empty).waiting() == [] and (data.parent / "key").exists()


def test_index_that_cannot_be_written_takes_no_decision_back(desk: Reviewing, client: TestClient) -> None:
    """The case is accepted and in the catalog; searches find it once the index is mended."""
    review_id = desk.hold(visibility="hub:13")
    projections = desk.service.settings.data / "projections"
    shutil.rmtree(projections, ignore_errors=True)
    projections.write_text("in the way")
    answer = decision(client, review_id)
    assert answer.status_code == 200 and answer.json()["state"] == "accepted"
    assert desk.service.knowledge.catalog.get("case-h-01") and desk.quarantine.ids() == []


def test_case_that_cannot_be_opened_is_told_and_the_list_still_works(desk: Reviewing, client: TestClient) -> None:
    """A file that was tampered with."""
    review_id = desk.hold()
    Quarantine(desk.service.settings.data / "quarantine", bytes(32)).put(desk.quarantine.ids()[0], {})
    answer = client.get(f"/api/reviews/{review_id}")
    assert (answer.status_code, answer.json()["code"]) == (503, "quarantine")
    assert client.get("/api/reviews").json()["total"] == 1
    page = client.get(f"/reviews/{review_id}", headers={"accept": "text/html"})
    assert page.status_code == 503 and "原文を開けません" in page.text and "<form" not in page.text


def test_imports_are_the_reports_of_the_last_runs(desk: Reviewing, client: TestClient) -> None:
    """The newest first, as the pipeline gave them."""
    runs = Runs(desk.service.knowledge.catalog)
    for n in range(3):
        runs.record({"files": [{"path": f"{n}.pdf", "state": "added"}], "entries": n, "seconds": 1.0})
    answer = client.get("/api/imports", params={"limit": 2})
    assert answer.headers["cache-control"] == "no-store"
    assert [i["report"]["entries"] for i in answer.json()["items"]] == [2, 1]
    assert client.get("/api/imports", params={"limit": 51}).status_code == 422
