"""How much of a question a text speaks of: the share of its words, rare ones counting more."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answering.schemes import without_schemes
from knowledge.search import KnowledgeBase

#: Words that tell nothing of the matter (終わって*しまう*, と*言われた*, *どう*すれば).
_OF_GRAMMAR = frozenset(
    (
        "どう",
        "如何",
        "分かる",
        "仕舞う",
        "言う",
        "来る",
        "行く",
        "貰う",
        "呉れる",
        "頂く",
        "下さる",
        "置く",
        "見る",
        "遣る",
        "掛かる",
    )
)
_ALTERNATIVE = 0.7  # what another word that says the same counts beside the question's own


def shared_words(knowledge: KnowledgeBase, query: str) -> Callable[[str], float]:
    """Return the scorer (0–1) of texts by the words that they have of a question.

    The name of a scheme is left out: it tells which document is meant, not which sentence answers.
    """
    weights = knowledge.rarity(knowledge.terms(without_schemes(query)))
    total = sum(weights.values())

    def score(text: str) -> float:
        shared = {t for line in text.split("\n") for t in weights.keys() & knowledge.terms(line)}
        return sum(weights[t] for t in shared) / total if total else 0.0

    return score


def meant_words(knowledge: KnowledgeBase, query: str) -> Callable[[str], float]:
    """Return the scorer (0–1) of texts by the words that they have of a question, or others of the trade that say the same."""
    weights = knowledge.rarity(knowledge.terms(query) - _OF_GRAMMAR)
    alternatives = knowledge.alternatives(query)
    total = sum(weights.values())

    def score(text: str) -> float:
        said = {term for line in text.split("\n") for term in knowledge.terms(line)}
        own = sum(weight for term, weight in weights.items() if term in said)
        alike = {t for t in weights.keys() - said if any(other <= said for other in alternatives.get(t, ()))}
        return (own + _ALTERNATIVE * sum(weights[term] for term in alike)) / total if total else 0.0

    return score
