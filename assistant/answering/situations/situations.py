"""Reads a difficulty of the office with the vector that the search makes anyway."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.answering.meaning import Meaning
from assistant.answering.situations.clauses import Clauses, load_clauses
from assistant.answering.situations.told import told, turned, without_actor

_SURE, _PLAIN = -0.1, 0.1  # on the dev half: few questions about a client's business reach it


class Situations:
    """Says which clauses a text is about, nothing where the vectors are of another model; safe for many threads."""

    def __init__(self, meaning: Meaning, clauses: Clauses | None = None) -> None:
        self._meaning = meaning
        self._clauses = clauses or load_clauses()

    def fit(self, text: str) -> Mapping[str, float]:
        """Return ``entry#clause`` → how well it fits, in standard deviations over all clauses; empty where nothing is known."""
        happened = told(text)
        found = [self._fit(each) for each in dict.fromkeys((happened, without_actor(happened), turned(happened)))]
        return {name: sum(one[name] for one in found) / len(found) for name in found[0]}

    def _fit(self, text: str) -> Mapping[str, float]:
        vector = self._meaning(text, self._clauses.model)
        return {} if vector is None else self._clauses.fit(vector)

    def of_own_work(self, text: str, of_client: bool = False) -> bool:
        """Tell whether an adviser speaks of the own work rather than of a client's business.

        Where the talk is of a client (``of_client``: a trade is told) it must be plainer.
        """
        vector = self._meaning(text, self._clauses.model)
        return vector is not None and self._clauses.own_work(vector) > (_PLAIN if of_client else _SURE)
