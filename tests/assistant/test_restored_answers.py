"""The starter knowledge, put back from a backup on an empty machine, answers as it did."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.answering import Assistant, Question
from assistant.api.wire import answer_json
from knowledge.embedding import Embedder
from knowledge.embedding.embedder import Vectors
from knowledge.keeping import backup
from knowledge.search import KnowledgeBase

QUESTIONS = Path(__file__).parents[2] / "eval" / "datasets" / "retrieval-smoke.jsonl"
ASKED = 100
ANSWERED = 10  # of them answered in full: that takes longer than searching


class QueriesOnly(Embedder):
    """The bundled model that refuses to embed a passage."""

    def __init__(self, model: Embedder) -> None:
        self._model = model

    @property
    def key(self) -> str:
        return self._model.key

    @property
    def dimension(self) -> int:
        return self._model.dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError(texts)

    def encode_query(self, text: str) -> Vectors:
        return self._model.encode_query(text)


def test_a_hundred_questions_are_answered_alike(starter_data: Path, bundled_embedder: Embedder, tmp_path: Path) -> None:
    """Entries, their order and the evidence are equal, and nothing was embedded again."""
    backup.take(starter_data, tmp_path / "kept.zip")
    backup.restore(tmp_path / "kept.zip", tmp_path / "new")
    model = QueriesOnly(bundled_embedder)
    old, new = KnowledgeBase(starter_data, model), KnowledgeBase(tmp_path / "new", model)
    new.update()
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    for question in questions[:: len(questions) // ASKED][:ASKED]:
        hits, before = new.search(question), old.search(question)
        assert [h.entry for h in hits] == [h.entry for h in before], question
        assert [h.score for h in hits] == pytest.approx([h.score for h in before], abs=0.01)
    for question in questions[:ANSWERED]:
        told = []
        for base in (old, new):
            answer = answer_json(Assistant(base, today=lambda: date(2026, 11, 24)).answer(Question(text=question)))
            told.append({name: value for name, value in answer.items() if name not in ("seconds", "id")})
        assert told[0] == told[1]
    old.close()
    new.close()
