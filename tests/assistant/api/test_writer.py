"""Who wrote an answer is told, and what is written so far comes as drafts, already verified."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.answering import Assistant
from assistant.answering.conversation import Conversations
from assistant.answering.modelling import ModelSettings, ModelWriter
from assistant.answering.modelling.fake import Reply, ScriptedModel, honest
from assistant.api.app import create_app
from assistant.api.service import Service

ASKED = {"question": "和菓子店の二代目。値上げに踏み切れない。似た事例は？"}
Made = Callable[..., TestClient]


@pytest.fixture
def with_model(service: Service) -> Made:
    """A client of the service in which a scripted model writes."""

    def made(*replies: Reply) -> TestClient:
        writer = ModelWriter(ScriptedModel(*replies), ModelSettings(name="scripted:model", seconds=2))
        assistant = Assistant(service.knowledge, lambda: date(2026, 11, 24), writer=writer)
        return TestClient(create_app(replace(service, assistant=assistant, conversations=Conversations())))

    return made


def events(client: TestClient) -> list[tuple[str, dict[str, Any]]]:
    text = client.post("/api/chat", json=ASKED, headers={"Accept": "text/event-stream"}).text
    parts = [part.split("\n") for part in text.removesuffix("\n\n").split("\n\n")]
    return [(kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for kind, data in parts]


def test_without_a_model_the_writer_is_the_evidence(client: TestClient) -> None:
    answer = client.post("/api/chat", json=ASKED).json()
    assert answer["writer"] == {"model": "", "label": "根拠のみ"}


def test_with_a_model_its_name_is_told(with_model: Made) -> None:
    answer = with_model(honest).post("/api/chat", json=ASKED).json()
    assert answer["writer"] == {"model": "scripted:model", "label": "scripted:model"}


def test_drafts_hold_verified_sentences_that_the_answer_keeps(with_model: Made) -> None:
    """A client may show them at once; the blocks that follow replace them."""
    found = events(with_model(honest))
    drafts = [data["blocks"] for kind, data in found if kind == "draft"]
    assert [len(d[-1]["sentences"]) for d in drafts] == [1, 2, 3, 4]
    assert drafts[-1][-1] in found[-1][1]["blocks"]
    assert {s["status"] for s in drafts[-1][-1]["sentences"]} == {"verified"}


def test_a_fallback_is_told_in_one_notice(with_model: Made) -> None:
    """The answer itself is the evidence writer's."""
    answer = with_model(["申し訳ありませんが、お答えできません。"]).post("/api/chat", json=ASKED).json()
    assert answer["writer"]["model"] == ""
    assert answer["notices"][0].startswith("文章を書くAIが資料からは書けないと返したため")
