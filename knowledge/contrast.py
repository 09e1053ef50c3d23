"""Success and failure under like premises, side by side: the pairs that teach where two ways parted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knowledge import taxonomy
from knowledge.entries import Case, Entry
from knowledge.ranking import Premises

if TYPE_CHECKING:
    from knowledge.search import Hit

GOOD = ("success", "partial")
BAD = ("failure", "discontinued")
PARTED = "分かれ目"
_NEAR = 0.3  # two cases less alike than this do not explain each other
_SIDE = 8  # cases of each side that are paired
_ALIKE: Mapping[str, float] = {
    "industry": 3.0,
    "topics": 3.0,
    "owner_type": 1.0,
    "owner_traits": 1.0,
    "stage": 1.0,
    "size": 0.5,
}
_SISTER_TRADE = 0.4
_WRITTEN_TOGETHER = 0.3  # two cases that were written as a contrast
_FIT = 0.6  # what fitting the question counts beside being alike


@dataclass(frozen=True, slots=True)
class Pair:
    """A success and a failure: the codes they share, where each parted (its own words, "" if not told), how near (0–1)."""

    good: Hit
    bad: Hit
    shared: Mapping[str, tuple[str, ...]]
    nearness: float
    parted: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Contrast:
    """Pairs, best first; without any, the cases of the side that there is (``alone``) and what is ``missing``.

    ``missing``: "" (there are pairs), success, failure, both, or near (both sides, but none alike). ``apart`` names the fields
    (industry, topics) of the question that the best pair is not of: there is none nearer.
    """

    pairs: tuple[Pair, ...] = ()
    alone: tuple[Hit, ...] = field(default=())
    missing: str = ""
    apart: tuple[str, ...] = ()


def contrasted(good: Sequence[Hit], bad: Sequence[Hit], asked: Premises, limit: int = 2) -> Contrast:
    """Pair cases that went well with cases that did not; ``asked`` are the premises (field → codes) of the question.

    A pair stands high when both fit the question, above all in what it is about, and when they share premises; each case is
    used once. A pair of another trade, or on another matter, than the one asked about is left out where there is one of both;
    without one, what the best pair is ``apart`` in is told.
    """
    good, bad = [h for h in good if _of(h, GOOD)][:_SIDE], [h for h in bad if _of(h, BAD)][:_SIDE]
    best = max((h.score for h in (*good, *bad)), default=0.0) or 1.0
    trades, topics = set(asked.get("industry", ())), set(asked.get("topics", ()))
    candidates = []
    for g in good:
        for b in bad:
            shared, near = nearness(g.entry, b.entry)
            if near >= _NEAR:
                of_trade = not trades or all(trades & set(h.entry.facets().get("industry", ())) for h in (g, b))
                on_topic = bool(topics & set(shared.get("topics", ()))) or not topics
                fit = _FIT * (max(g.score, 0.0) + max(b.score, 0.0)) / (2 * best)
                parted = (g.entry.text_of(PARTED), b.entry.text_of(PARTED))
                apart = tuple(name for name, met in (("industry", of_trade), ("topics", on_topic)) if not met)
                candidates.append((apart, near + fit, Pair(g, b, shared, near, parted)))
    nearest = min((len(apart) for apart, _, _ in candidates), default=0)
    fitting = sorted(
        ((apart, worth, pair) for apart, worth, pair in candidates if len(apart) == nearest),
        key=lambda row: (-row[1], row[2].good.entry.id, row[2].bad.entry.id),
    )
    chosen: list[Pair] = []
    used: set[str] = set()
    for _, _, pair in fitting:
        if not {pair.good.entry.id, pair.bad.entry.id} & used:
            chosen.append(pair)
            used |= {pair.good.entry.id, pair.bad.entry.id}
    if chosen:
        return Contrast(tuple(chosen[:limit]), apart=fitting[0][0])
    missing = "near" if good and bad else "failure" if good else "success" if bad else "both"
    return Contrast((), tuple(sorted([*good, *bad], key=lambda h: -h.score)[:3]), missing)


def nearness(one: Entry, other: Entry) -> tuple[dict[str, tuple[str, ...]], float]:
    """Return the codes that two cases share, and how alike they are (0–1): of each field the share of codes in common."""
    if not isinstance(one, Case) or not isinstance(other, Case):
        return {}, 0.0
    a, b = one.facets(), other.facets()
    shared: dict[str, tuple[str, ...]] = {}
    total = 0.0
    for name, weight in _ALIKE.items():
        mine, theirs = a.get(name, ()), b.get(name, ())
        common = tuple(c for c in mine if c in theirs)
        if common:
            shared[name] = common
            total += weight * len(common) / min(len(mine), len(theirs))
        elif name == "industry" and mine and theirs and _section(mine[0]) == _section(theirs[0]):
            total += weight * _SISTER_TRADE
    near = total / sum(_ALIKE.values())
    if one.contrast_group and one.contrast_group == other.contrast_group:
        near += _WRITTEN_TOGETHER
    return shared, min(1.0, near)


def _of(hit: Hit, outcomes: Sequence[str]) -> bool:
    return isinstance(hit.entry, Case) and hit.entry.outcome in outcomes


def _section(industry: str) -> str:
    return taxonomy.INDUSTRIES[industry].group
