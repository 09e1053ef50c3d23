"""A model's draft on the page: shown while it grows, gone when the answer stands; and who wrote the answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fastapi.testclient import TestClient

from assistant.answering import Assistant
from assistant.answering.conversation import Conversations
from assistant.answering.modelling import ModelSettings, ModelWriter
from assistant.answering.modelling.fake import Reply, ScriptedModel, as_reply, honest, true_sentences
from assistant.api.app import create_app
from assistant.api.service import Service

if TYPE_CHECKING:
    from conftest import Open

WAGASHI = "和菓子店の二代目。原価が上がり、値上げに踏み切れない。似た事例はありますか。"


def with_model(service: Service, reply: Reply) -> Service:
    writer = ModelWriter(ScriptedModel(reply), ModelSettings(name="scripted:model", seconds=10))
    assistant = Assistant(service.knowledge, lambda: date(2026, 11, 24), writer=writer)
    return replace(service, assistant=assistant, conversations=Conversations())


def test_who_wrote_the_answer_stands_at_its_end(service: Service, client: TestClient) -> None:
    """The model's name, or that it is made of the evidence alone."""
    with TestClient(create_app(with_model(service, honest))) as opened:
        assert "文章：scripted:model" in opened.post("/ask", data={"question": WAGASHI}).text
    assert "文章：根拠のみ" in client.post("/ask", data={"question": WAGASHI}).text


def test_a_draft_grows_and_gives_way_to_the_answer(
    service: Service, visit: Open, run_service: Callable[[Service], AbstractContextManager[str]]
) -> None:
    """One draft at a time, told apart by nothing a reader must know; in the end each sentence stands once."""

    def hesitating(task: str) -> list[str | float]:
        text = "".join(as_reply(true_sentences(task, 3)))
        cut = text.index("}]}, ") + 5
        return [text[:cut], 1.5, text[cut:]]

    with run_service(with_model(service, hesitating)) as address:
        page = visit(address).page
        page.fill("#question", WAGASHI)
        page.click("#send")
        page.wait_for_selector(".draft .sentence")
        assert page.locator(".draft").count() == 1
        shown = page.locator(".draft .block.summary:last-child .sentence").first.inner_text()
        page.wait_for_selector(".ending")
        assert page.locator(".draft").count() == 0
        ended = page.locator("#latest .blocks").inner_text()
        assert "文章：scripted:model" in ended
        assert page.locator("#latest .block.summary .sentence", has_text=shown[:20]).count() == 1
