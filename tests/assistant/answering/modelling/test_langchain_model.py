"""The seam to LangChain against a server that speaks as OpenAI's does: what goes over the wire, and what goes wrong on it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.answering import Assistant, Question
from assistant.answering.modelling import ModelError, ModelSettings, open_writer
from assistant.answering.modelling.fake import ScriptedModel, honest
from assistant.answering.modelling.langchain_model import LangChainModel
from assistant.answering.written import EvidenceWriter

if TYPE_CHECKING:
    from conftest import Provider

WAGASHI = "和菓子店の二代目。値上げに踏み切れない。似た事例は？"
KEY = "sk-very-secret-1234"
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # torn connections are the point


def opened(provider: Provider, seconds: float = 1.5, key: str = KEY) -> LangChainModel:
    return LangChainModel(ModelSettings(name="openai:any", url=provider.url, key=key, seconds=seconds), {})


def test_the_seam_and_its_fake_behave_alike(provider: Provider) -> None:
    """Pieces in order, and a failure as a ModelError, for both."""
    pieces = ["値上げ", "の", "前に"]
    provider.say(pieces, [500])
    for model in (opened(provider), ScriptedModel(pieces)):
        assert "".join(model.stream("規則", "仕事", True)) == "値上げの前に"
        with pytest.raises(ModelError) as failure:
            list(model.stream("規則", "仕事", True))
        assert failure.value.reason == "failed"


def test_what_is_sent(provider: Provider) -> None:
    """Both messages, no sampling, a limit, the shape only where it is asked for, and the key."""
    provider.say(["あ"], ["い"])
    model = opened(provider)
    list(model.stream("規則", "仕事", True))
    list(model.stream("規則", "仕事", False))
    first, second = provider.requests
    assert [m["content"] for m in first["messages"]] == ["規則", "仕事"]  # type: ignore[attr-defined]
    assert (first["model"], first["temperature"], first["stream"]) == ("any", 0, True)
    assert 1_500 in (first.get("max_tokens"), first.get("max_completion_tokens"))
    assert first["response_format"]["type"] == "json_schema" and "response_format" not in second  # type: ignore[index]
    assert provider.keys == [f"Bearer {KEY}"] * 2


def test_a_local_server_needs_no_key(provider: Provider) -> None:
    provider.say(["あ"])
    assert list(opened(provider, key="").stream("規則", "仕事", False)) == ["あ"]


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_an_error_of_the_server_is_one_failure_and_tells_no_secret(
    provider: Provider, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    """The client does not try again by itself: that is the writer's to decide."""
    provider.say([status])
    with caplog.at_level(logging.DEBUG, "assistant"), pytest.raises(ModelError) as failure:
        list(opened(provider).stream("規則", "田中さんの質問", True))
    assert failure.value.reason == "failed" and len(provider.requests) == 1
    assert KEY not in caplog.text and "田中" not in caplog.text and KEY not in repr(failure.value)


def test_a_server_that_is_not_there_is_a_failure() -> None:
    model = LangChainModel(ModelSettings(name="openai:any", url="http://127.0.0.1:9/v1", seconds=1), {})
    with pytest.raises(ModelError) as failure:
        list(model.stream("規則", "仕事", True))
    assert failure.value.reason == "failed"


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ([3.0], "届かなかった"),
        (['{"sentences": [', ConnectionError], "つながらなかった"),
        ([ConnectionError], "つながらなかった"),
        ([401], "つながらなかった"),
        (["値" * 1_000] * 10_000, "読み取れなかった"),
        (["<html>502 Bad Gateway</html>"], "読み取れなかった"),
    ],
)
def test_what_goes_wrong_on_the_wire_ends_in_the_evidence_answer_in_time(
    provider: Provider, writing_with: Callable[..., Assistant], reply: list[object], told: str
) -> None:
    """With the real client: silence, torn connections, refusals, floods."""
    provider.say(reply, reply)  # type: ignore[arg-type]
    assistant = writing_with(opened(provider))
    answer = assistant.answer(Question(text=WAGASHI))
    assert told in answer.notices[0] and not answer.writer
    assert {s.status for s in answer.sentences()} <= {"verified", "note"}


def test_an_honest_model_behind_the_wire_writes_the_answer(
    provider: Provider, writing_with: Callable[..., Assistant]
) -> None:
    """After one torn connection."""
    provider.say([ConnectionError], honest)
    answer = writing_with(opened(provider)).answer(Question(text=WAGASHI))
    assert answer.writer == "openai:any"
    block = next(b for b in answer.blocks if b.heading == "要点")
    assert [s.status for s in block.sentences] == ["verified"] * 4


@pytest.mark.parametrize(
    ("name", "told"),
    [("anthropic:claude", "入っていません"), ("no_such_provider:x", "提供元の名前"), ("openai:gpt", "鍵を確かめて")],
)
def test_a_model_that_cannot_be_opened_is_told_once_and_evidence_answers_go_on(
    monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    """A missing package, an unknown provider, a missing key: one sentence, no traceback."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    said: list[str] = []
    assert isinstance(open_writer(ModelSettings(name=name), said.append), EvidenceWriter)
    assert len(said) == 1 and told in said[0] and "根拠の引用だけで答えます" in said[0]


def test_langchains_models_are_known_in_one_file() -> None:
    """Without a model nothing of theirs is loaded: they take seconds and are an extra."""
    folder = Path(__file__).parents[4] / "assistant"
    known = [
        p.name
        for p in folder.rglob("*.py")
        if re.search(r"^\s*(?:from|import) lang(?:chain|smith)", p.read_text(), re.M)
    ]
    assert known == ["langchain_model.py"]
    loads = [
        p.name for p in folder.rglob("*.py") if re.search(r"^(?:from|import) .*langchain_model", p.read_text(), re.M)
    ]
    assert loads == [], "only where a model is set, inside the function that opens it"
