"""How well the best of the evidence fits a question: a logistic score, fitted on the dev half of ``eval/datasets``.

``python -m eval abstention --fit`` prints the constants anew; what they refuse and let through: docs/retrieval.md.
The cosine counts by its distance from that of questions which nothing here answers (judging/nearness.py), so that another
embedder or another scale of its vectors moves the score little.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering.evidence import Evidence
from assistant.answering.understand import Understood
from knowledge.search import Hit

WEIGHTS = {"coverage": 3.698, "nearness": 0.422, "premises": 4.562, "offset": -2.906}
_ENOUGH = 3  # premises: more tell no more
NOTHING = -1.07
CAVEAT = -0.33
_UNKNOWN = 2.0  # stands for a nearness while only keywords are searched: words then decide between caveat and nothing
_WORDS_SUFFICE = 0.6  # of the question's words: bare keywords lie far from any sentence, yet name what they want


@dataclass(frozen=True, slots=True)
class Signs:
    """What the score is made of: share of the question's words found, nearness, and premises read (share of three)."""

    coverage: float
    nearness: float
    premises: float

    def strength(self) -> float:
        """Return the weighted sum."""
        return (
            WEIGHTS["coverage"] * self.coverage
            + WEIGHTS["nearness"] * self.nearness
            + WEIGHTS["premises"] * self.premises
            + WEIGHTS["offset"]
        )


def signs(understood: Understood, evidence: Evidence) -> Signs:
    """Read the signs from the evidence."""
    hits = [*evidence.cases, *evidence.clauses, *evidence.policies, *evidence.playbooks]
    nearness = max((evidence.near(h.cosine) for h in hits if h.cosine is not None), default=0.0)
    if evidence.keywords_only:
        nearness = max(nearness, _UNKNOWN)
    coverage = max((evidence.score(_searched_text(h)) for h in hits), default=0.0)
    return Signs(coverage, nearness, min(len(understood.premises), _ENOUGH) / _ENOUGH)


def evidence_strength(understood: Understood, evidence: Evidence) -> float:
    """Return the strength; a question whose words are nearly all found is never below NOTHING."""
    found = signs(understood, evidence)
    return max(found.strength(), NOTHING) if found.coverage >= _WORDS_SUFFICE else found.strength()


def _searched_text(hit: Hit) -> str:
    return f"{hit.entry.title}\n" + "\n".join(p.passage.text for p in hit.passages[:3])
