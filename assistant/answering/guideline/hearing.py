"""Hears breaches in words that no list has: learnt from labelled sentences, beside the rules and never instead of them."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answering.guideline.breaches import Breaches, load_breaches
from assistant.answering.guideline.wording import without_quotes
from assistant.answering.meaning import Meaning

#: A sentence → the clauses that it seems to break.
Heard = Callable[[str], tuple[str, ...]]
_SHORTEST = 6  # characters outside quotation marks: less says nothing of its own


def nothing_heard(_sentence: str) -> tuple[str, ...]:
    """Hear nothing: the rules alone."""
    return ()


class Hearing:
    """Says which clauses a sentence seems to break, none where the vectors are of another model; safe for many threads."""

    def __init__(self, meaning: Meaning, breaches: Breaches | None = None) -> None:
        self._meaning = meaning
        self._breaches = breaches or load_breaches()

    def broken(self, sentence: str) -> tuple[str, ...]:
        """Return the ids of the clauses, the surest first; what stands in quotation marks is somebody else's."""
        own = without_quotes(sentence)
        if len(own) < _SHORTEST:
            return ()
        vector = self._meaning(own, self._breaches.model)
        return () if vector is None else self._breaches.told(own, vector)
