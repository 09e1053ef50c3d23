"""Listens to questions and to sentences of answers with the vectors that the search makes anyway."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answering.undertone.heads import Floats, Heads, load_heads

#: Text and the model whose vectors are wanted → the unit vector, or None where that model does not serve.
Meaning = Callable[[str, str], Floats | None]
_OF_QUESTIONS = ("distress", "illegal")


class Undertone:
    """Says what is heard in a text, nothing where the vectors are of another model; safe for many threads."""

    def __init__(self, meaning: Meaning, heads: Heads | None = None) -> None:
        self._meaning = meaning
        self._heads = heads or load_heads()

    def of_question(self, text: str) -> frozenset[str]:
        """Return which of distress and illegal are heard in a question."""
        return frozenset(self._heard(text)).intersection(_OF_QUESTIONS)

    def broken(self, sentence: str) -> tuple[str, ...]:
        """Return the ids of the clauses that a sentence of an answer seems to break."""
        return tuple(head for head in self._heard(sentence) if head not in _OF_QUESTIONS)

    def _heard(self, text: str) -> tuple[str, ...]:
        vector = self._meaning(text, self._heads.model)
        return () if vector is None else self._heads.heard(vector)
