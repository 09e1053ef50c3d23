"""A cosine counts by its distance from those of questions of other worlds, whatever the embedder's scale."""

from __future__ import annotations

from assistant.answering.judging.nearness import Nearness
from knowledge.search import KnowledgeBase


def test_question_of_the_field_lies_further_than_one_of_another_world(knowledge: KnowledgeBase) -> None:
    near = Nearness(knowledge).now()

    def of(text: str) -> float:
        return near(max(h.cosine for h in knowledge.search(text, limit=3) if h.cosine is not None))

    assert of("値上げを言い出せない和菓子店の二代目") > 2 > of("織田信長が生まれた年")
