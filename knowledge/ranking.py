"""How the findings of the legs become one order of entries: weights that were measured, premises, duplicates, both outcomes.

Scores are added as they are, not scaled to each list: a question whose words are nowhere then weighs its keywords little,
and a list in which everything is equally far weighs little as a whole (docs/decisions/0002-fusion.md).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from operator import neg

from knowledge import taxonomy
from knowledge.entries import Case, Entry, entry_of

#: What one unit of each leg counts: of cosine in usual spreads, of BM25 points. Measured in docs/retrieval.md.
LEG_WEIGHTS: Mapping[str, float] = {"dense": 0.18, "words": 0.02, "grams": 0.0115}
#: What each premise adds when an entry shares all of it with the question.
FIELD_WEIGHTS: Mapping[str, float] = {
    "topics": 0.35,
    "industry": 0.2,
    "owner_type": 0.15,
    "owner_traits": 0.15,
    "outcome": 0.15,
    "stage": 0.1,
    "size": 0.05,
}
_SISTER_TRADE = 0.4  # of an industry's share when only the JSIC section is the same
_RULED_OUT = 2.0  # times what sharing it would add
_TOUCHED = 0.5  # the same for topics: who wants no loan may still need a case about cash
#: Documents that are themselves what a question rules out.
_MEANS: Mapping[str, str] = {"topics:policy": "subsidy", "topics:cash": "finance"}
#: Field → codes, or field → code → confidence (0–1).
Premises = Mapping[str, Sequence[str] | Mapping[str, float]]
Found = Sequence[tuple[str, float]]


def fused(legs: Mapping[str, Found], spread: float, candidates: int) -> dict[str, float]:
    """Add the legs' scores by passage; ``spread`` is the usual distance of cosines, ``candidates`` the most that a leg returns.

    What a list was too short for is taken to be as near as its last passage, and to have half of the last one's keywords.
    """
    scores: dict[str, float] = {}
    for leg, found in legs.items():
        unit, low = LEG_WEIGHTS[leg], 0.0
        if leg == "dense":
            unit /= spread
            low = found[-1][1] if len(found) > 1 else 0.0
        elif len(found) >= candidates:
            low = found[-1][1] / 2
        for passage_id, score in found:
            scores[passage_id] = scores.get(passage_id, 0.0) + unit * (score - low)
    return scores


def grouped(scores: Mapping[str, float], by_premises: Sequence[str], most: int) -> dict[str, list[tuple[str, float]]]:
    """Group passage scores by entry: the ``most`` best entries by text, and those found by premises alone (score 0)."""
    named = {entry_of(passage_id): passage_id for passage_id in reversed(by_premises)}
    kept: dict[str, list[tuple[str, float]]] = {}
    beyond: dict[str, list[tuple[str, float]]] = {}
    for loss, passage_id in sorted(zip(map(neg, scores.values()), scores, strict=True)):
        entry_id = entry_of(passage_id)
        if (own := kept.get(entry_id)) is not None:
            own.append((passage_id, -loss))
        elif len(kept) < most:
            kept[entry_id] = [(passage_id, -loss)]
        elif entry_id in named:
            beyond.setdefault(entry_id, []).append((passage_id, -loss))
    for entry_id in map(entry_of, by_premises):
        kept.setdefault(entry_id, beyond.get(entry_id) or [(named[entry_id], 0.0)])
    return kept


def shared_premises(entry: Entry, premises: Premises) -> dict[str, tuple[str, ...]]:
    """Return the codes that an entry has in common with the premises, by field."""
    facets = entry.facets()
    shared = {name: tuple(c for c in codes if c in facets.get(name, ())) for name, codes in premises.items()}
    return {name: codes for name, codes in shared.items() if codes}


def premise_score(entry: Entry, premises: Premises) -> float:
    """Return what the premises add to an entry's score: of each field the share that it meets; a sister trade counts in part."""
    if not premises:
        return 0.0
    facets = entry.facets()
    score = 0.0
    for name, codes in premises.items():
        if not codes:
            continue
        sure = codes if isinstance(codes, Mapping) else dict.fromkeys(codes, 1.0)
        common = sum(confidence for code, confidence in sure.items() if code in facets.get(name, ()))
        if not common and name == "industry" and isinstance(entry, Case) and entry.industry:
            sister = _section(entry.industry)
            common = _SISTER_TRADE * sum(confidence for code, confidence in sure.items() if _section(code) == sister)
        score += FIELD_WEIGHTS[name] * common / max(sum(sure.values()), 1.0)
    return score


def exclusion(entry: Entry, excluded: Collection[str]) -> float:
    """Return what an entry loses when it carries codes (``field:code``) that the question rules out."""
    if not excluded:
        return 0.0
    facets = entry.facets()
    lost = 0.0
    for ruled_out in excluded:
        name, _, code = ruled_out.partition(":")
        itself = _MEANS.get(ruled_out, "-") in facets.get("category", ())
        if itself or code in facets.get(name, ()):
            lost += FIELD_WEIGHTS.get(name, 0.0) * (_TOUCHED if name == "topics" and not itself else _RULED_OUT)
    return lost


def _section(industry: str) -> str:
    return taxonomy.INDUSTRIES[industry].group
