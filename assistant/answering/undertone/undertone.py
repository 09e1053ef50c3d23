"""Listens to questions with the vectors that the search makes anyway."""

from __future__ import annotations

from assistant.answering.meaning import Meaning
from assistant.answering.undertone.heads import Heads, load_heads


class Undertone:
    """Says what is heard in a text, nothing where the vectors are of another model; safe for many threads."""

    def __init__(self, meaning: Meaning, heads: Heads | None = None) -> None:
        self._meaning = meaning
        self._heads = heads or load_heads()

    def of_question(self, text: str) -> frozenset[str]:
        """Return which of distress and illegal are heard in a question."""
        vector = self._meaning(text, self._heads.model)
        return frozenset() if vector is None else frozenset(self._heads.heard(vector))
