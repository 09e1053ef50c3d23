"""A real model on a real server of this machine. It writes nonsense: none of it may pass for checked."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator

import pytest

from assistant.answering import Answer, Assistant, Question
from assistant.answering.modelling import ModelSettings
from assistant.answering.modelling.langchain_model import LangChainModel
from assistant.answering.modelling.reading import SHAPE, Reader
from knowledge.search import KnowledgeBase

WAGASHI = "和菓子店の二代目。値上げに踏み切れない。似た事例は？"


class Overheard:
    """A model of which what it says is kept."""

    def __init__(self, model: LangChainModel) -> None:
        self.name = model.name
        self.said = ""
        self._model = model

    def stream(self, rules: str, task: str, shaped: bool) -> Iterator[str]:
        for piece in self._model.stream(rules, task, shaped):
            self.said += piece
            yield piece


def insisting() -> dict[str, object]:
    """Return a shape that makes the model write a sentence and cite a source which exists."""
    shape = copy.deepcopy(dict(SHAPE))
    sentences = shape["properties"]["sentences"]
    sentences |= {"minItems": 1, "maxItems": 1}
    parts = sentences["items"]["properties"]
    parts["text"] |= {"minLength": 10, "maxLength": 30}
    refs = parts["refs"]
    refs |= {"minItems": 1, "maxItems": 1}
    refs["items"]["properties"]["id"] = {"enum": ["S1"]}
    refs["items"]["properties"]["quote"] |= {"minLength": 15, "maxLength": 25}
    return shape


@pytest.fixture(scope="session")
def real(local_model_url: str) -> Overheard:
    settings = ModelSettings(name="openai:gemma-3-270m", url=local_model_url, seconds=120, answer_tokens=500)
    return Overheard(LangChainModel(settings, {}, insisting()))


def test_nothing_a_real_model_invents_is_shown_as_checked(
    real: Overheard, writing_with: Callable[..., Assistant], knowledge: KnowledgeBase
) -> None:
    """It is held to the shape and cites a source that exists: still every sentence of its own fails."""
    answer = writing_with(real, seconds=120.0, source_tokens=200).answer(Question(text=WAGASHI))
    written = [d.text for d in Reader().read(real.said)]
    assert len(written) == 1, real.said
    assert "確かめられなかった" in answer.notices[0] and not answer.writer
    shown = {s.text for s in answer.sentences() if s.status in ("verified", "paraphrase")}
    assert not shown & set(written)
    for sentence in answer.sentences():
        for citation in sentence.citations:
            entry = knowledge.catalog.get(citation.entry_id)
            assert entry and entry.body[citation.start : citation.end] == citation.quote


def test_a_slow_real_model_does_not_hold_the_answer_up(real: Overheard, writing_with: Callable[..., Assistant]) -> None:
    """The time is up while it is still reading; the evidence answer is there."""
    answer: Answer = writing_with(real, seconds=0.3, source_tokens=1_000).answer(
        Question(text=WAGASHI, intent="contrast")
    )
    assert "届かなかった" in answer.notices[0]
    assert any(b.kind == "contrast" for b in answer.blocks)
