"""The answer as a stream of fragments for the script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.answering import Assistant, Event, Question
from assistant.answering.conversation import Conversations
from assistant.api.app import create_app
from assistant.api.service import Service
from knowledge.catalog import CatalogError

STREAM = {"accept": "text/event-stream"}
WAGASHI = "和菓子店の二代目。原価が上がり、値上げに踏み切れない。似た事例はありますか。"


def _events(text: str) -> list[tuple[str, dict[str, str]]]:
    found = re.findall(r"event: (\w+)\ndata: (.+)\n\n", text)
    return [(kind, json.loads(data)) for kind, data in found]


def test_stages_come_as_they_happen_then_blocks_then_the_end(client: TestClient) -> None:
    """Understood, found, blocks, answer; each says for the ear what it brought."""
    answered = client.post("/ask", data={"question": WAGASHI}, headers=STREAM)
    assert answered.headers["content-type"].startswith("text/event-stream")
    events = _events(answered.text)
    kinds = [kind for kind, _ in events]
    assert kinds[:2] == ["understood", "found"] and kinds[-1] == "answer"
    assert set(kinds[2:-1]) == {"block"}
    assert all(data["said"] for _, data in events)
    assert re.search(r"事例\d+件・資料\d+件を検索", events[1][1]["stages"])


def test_the_stream_and_the_page_show_the_same_html(client: TestClient) -> None:
    """There is one rendering: every streamed fragment stands in the page of the conversation."""
    events = _events(client.post("/ask", data={"question": WAGASHI}, headers=STREAM).text)
    page = client.get("/", params={"c": events[0][1]["conversation"]}).text
    squeezed = re.sub(r"\s+", "", page)
    for kind, data in events:
        if kind in ("block", "answer"):
            assert re.sub(r"\s+", "", data["html"]) in squeezed
    assert re.sub(r"\s+", "", events[0][1]["pane"]) in squeezed


def test_a_bad_question_is_a_status_not_a_broken_stream(client: TestClient) -> None:
    """The script reads one sentence."""
    refused = client.post("/ask", data={"question": ""}, headers=STREAM)
    assert refused.status_code == 422 and "空です" in refused.json()["message"]


def test_an_error_on_the_way_ends_the_stream_with_a_sentence(service: Service) -> None:
    """What fails after the first stage is told in the stream, without the program's words."""

    class Failing(Assistant):
        def stream(self, question: Question) -> Iterator[Event]:
            for event in super().stream(question):
                yield event
                raise CatalogError("disk image is malformed at /var/x")

    failing = Service(service.settings, service.knowledge, Failing(service.knowledge), Conversations())
    answered = TestClient(create_app(failing)).post("/ask", data={"question": WAGASHI}, headers=STREAM)
    kind, data = _events(answered.text)[-1]
    assert kind == "problem" and "もう一度" in data["message"] and "disk" not in data["message"]


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_failures_without_script_are_a_page_that_keeps_the_text(service: Service, accept: str) -> None:
    """The typed question is still in its field when the search is not ready."""

    class Broken(Assistant):
        def stream(self, question: Question) -> Iterator[Event]:
            raise CatalogError("locked")
            yield

    broken = Service(service.settings, service.knowledge, Broken(service.knowledge), Conversations())
    page = TestClient(create_app(broken)).post("/ask", data={"question": WAGASHI}, headers={"accept": accept})
    assert page.status_code == 503 and f"{WAGASHI}</textarea>" in page.text and "locked" not in page.text
