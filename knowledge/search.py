"""KnowledgeBase: one question in, the entries that answer it out.

Three legs, each with filters and visibility inside: dense (Chroma), words and character bigrams (Tantivy), and the premises
that the question names. The legs' scores are scaled to 0–1 over their candidates and added with weights: on unlike legs this
measured better than rank fusion (docs/decisions/0002-fusion.md).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from knowledge import taxonomy
from knowledge.catalog import Catalog, CatalogError
from knowledge.catalog.editions import Edition, Editions
from knowledge.embedding import Embedder
from knowledge.entries import Case, Entry, Passage, entry_of
from knowledge.filters import Filters, Viewer, required_terms
from knowledge.freshness import freshness, newest_first
from knowledge.indexes.projection import Manifest, Progress, Projection, no_progress
from knowledge.indexes.serving import Opened, Serving
from knowledge.indexes.vectors import BrokenIndexError
from knowledge.indexes.verification import Verifier
from knowledge.words import Words, fold

CANDIDATES = 120  # passages taken from each leg before fusion
LEG_WEIGHTS: Mapping[str, float] = {"dense": 1.0, "words": 0.5, "grams": 1.0}
LEGS = ("dense", "lexical")
PREMISE_WEIGHT = 0.8
_CACHED_ENTRIES = 5_000
_CACHED_TEXTS = 20_000  # sentences; about 20 MB when full
#: How much each premise counts when an entry shares it with the question (JSIC section only: half of industry).
FIELD_WEIGHTS: Mapping[str, float] = {
    "industry": 3.0,
    "topics": 2.0,
    "owner_type": 1.5,
    "owner_traits": 1.5,
    "stage": 1.0,
    "size": 0.5,
    "outcome": 1.5,
}
Premises = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage with its fused text score (0 to the sum of the leg weights)."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found: its score, its passages best first, the cosine of the best one, and premises shared.

    ``cosine`` is None when the dense leg did not return the entry; ``shared`` maps a field to the codes in common.
    """

    entry: Entry
    score: float
    passages: tuple[ScoredPassage, ...]
    cosine: float | None = None
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class KnowledgeBase:
    """Searches the catalog through the current generation of its indexes; safe for many threads."""

    def __init__(
        self, data: Path, embedder: Embedder, check: Verifier | None = None, today: Callable[[], date] = date.today
    ) -> None:
        self.catalog = Catalog.at(data)
        self._editions = Editions(self.catalog)
        self._today = today
        self._terms = functools.lru_cache(maxsize=_CACHED_TEXTS)(lambda text: frozenset(self._words.terms(text)))
        self._query_vector = functools.lru_cache(maxsize=512)(embedder.encode_query)
        self._words = Words()
        self.projection = Projection(data, self.catalog, embedder, self._words)
        self.serving = Serving(data, self.catalog, self.projection, self._words, check)
        self._check = check
        self._all_entries: tuple[int, tuple[Entry, ...]] = (-1, ())
        self._cache: tuple[int, dict[str, Entry]] = (-1, {})

    def close(self) -> None:
        """Close indexes and catalog."""
        self.serving.close()
        self.catalog.close()

    def update(self, progress: Progress = no_progress) -> Manifest:
        """Bring the indexes up to the catalog; those whose files were altered since they were verified are built anew."""
        current = self.projection.current()
        return self.projection.update(progress, rebuild=bool(self._check and current and self._check.altered(current)))

    def require_sound(self) -> None:
        """Raise CatalogError when the catalog file is damaged: better no answer than one from wrong pages."""
        said = self.catalog.integrity()
        if said != "ok":
            raise CatalogError("知識の台帳(catalog.db)が壊れています。python -m knowledge doctor で確かめてください。")

    def ready(self) -> bool:
        """Tell whether there is something to search in: a complete generation, or its keywords at least."""
        return self.projection.current() is not None or self.serving.something

    def terms(self, text: str) -> frozenset[str]:
        """Return the content words of a text as the keyword leg sees them (kept for the sentences seen last)."""
        return self._terms(text)

    def rarity(self, terms: Collection[str]) -> dict[str, float]:
        """Return how rare each term is in the knowledge (inverse document frequency); 1 for all before the first build."""
        opened = self.serving.current()
        return opened.lexical.rarity(terms) if opened else dict.fromkeys(terms, 1.0)

    def search(
        self,
        text: str,
        filters: Filters | None = None,
        premises: Premises | None = None,
        viewer: Viewer | None = None,
        limit: int = 10,
        legs: Sequence[str] = LEGS,
    ) -> list[Hit]:
        """Return up to ``limit`` entries, best first.

        ``filters`` exclude; ``premises`` (field → codes) only raise what shares them. ``legs`` is for measuring single legs.
        """
        filters, viewer = filters or Filters(), viewer or Viewer()
        premises = {name: codes for name, codes in (premises or {}).items() if name in FIELD_WEIGHTS}
        for name, codes in premises.items():
            for code in codes:
                taxonomy.VOCABULARIES[name].require(code)
        if not fold(text).strip() and not any(premises.values()):
            return []
        opened = self.serving.current()
        if opened is None:
            return []
        partitions = [
            f"{v}/{k}" for v in viewer.partitions() for k in (filters.kinds or ("case", "guideline", "policy"))
        ]
        required = required_terms(filters)
        cosines: dict[str, float] = {}
        scores: dict[str, float] = {}
        for leg, found in self._legs(opened, text, partitions, required, legs).items():
            if leg == "dense":
                cosines = dict(found)
            for passage_id, scaled in _scaled(found):
                scores[passage_id] = scores.get(passage_id, 0.0) + LEG_WEIGHTS[leg] * scaled
        weights = {f"{name}:{code}": FIELD_WEIGHTS[name] for name, codes in premises.items() for code in codes}
        by_premises = opened.lexical.search_premises(weights, partitions, required, 40) if weights else []
        grouped = _grouped(scores, [passage_id for passage_id, _ in by_premises], max(50, 2 * limit))
        entries = self._entries(list(grouped))
        ranked, newer, today = [], {}, self._today()
        for entry_id, found in grouped.items():
            entry = entries.get(entry_id)
            if entry is None or not viewer.may_see(entry) or not filters.allow(entry):
                continue  # changed since the index was built
            score = found[0][1] + PREMISE_WEIGHT * premise_share(entry, premises)
            edition = self._editions.newer(entry, viewer, today)
            newer[entry_id] = edition.entry_id if edition else ""
            ranked.append((score * freshness(entry, today, edition), entry, found))
        ranked.sort(key=lambda row: (-row[0], row[1].id))
        ranked = newest_first(ranked, lambda row: row[1].id, lambda row: newer[row[1].id])
        return self._hits(ranked[:limit], cosines, premises)

    def newer(self, entry: Entry, viewer: Viewer) -> Edition | None:
        """Return the edition that supersedes an entry today and that the viewer may see."""
        return self._editions.newer(entry, viewer, self._today())

    def browse(self, filters: Filters, viewer: Viewer) -> list[Entry]:
        """Return every entry that the viewer may see and the filters allow, by id."""
        head = self.catalog.head()
        kept_head, entries = self._all_entries
        if kept_head != head:
            entries = tuple(self.catalog.entries())
            self._all_entries = (head, entries)
        return [e for e in entries if viewer.may_see(e) and filters.allow(e)]

    def _legs(
        self,
        opened: Opened,
        text: str,
        partitions: Sequence[str],
        required: Sequence[Sequence[str]],
        legs: Sequence[str],
    ) -> dict[str, list[tuple[str, float]]]:
        found: dict[str, list[tuple[str, float]]] = {}
        if "dense" in legs and opened.vectors:
            vector = self._query_vector(text)
            try:
                found["dense"] = opened.vectors.search(vector, partitions, required, CANDIDATES)
            except BrokenIndexError:
                self.serving.vectors_failed(opened)  # this question and the next are searched by keywords
        if "lexical" in legs:
            found["words"] = opened.lexical.search_words(text, partitions, required, CANDIDATES)
            found["grams"] = opened.lexical.search_grams(text, partitions, required, CANDIDATES)
        return found

    def _hits(
        self,
        ranked: Sequence[tuple[float, Entry, Sequence[tuple[str, float]]]],
        cosines: Mapping[str, float],
        premises: Premises,
    ) -> list[Hit]:
        stored = self.catalog.passages_by_id([i for _, _, found in ranked for i, _ in found])
        return [
            Hit(
                entry,
                score,
                tuple(ScoredPassage(stored[i], s) for i, s in found if i in stored),
                max((cosines[i] for i, _ in found if i in cosines), default=None),
                shared_premises(entry, premises),
            )
            for score, entry, found in ranked
            if any(i in stored for i, _ in found)  # else it was changed since the index was built
        ]

    def _entries(self, entry_ids: Sequence[str]) -> dict[str, Entry]:
        """Return entries from a small cache that is emptied whenever the catalog changes."""
        head = self.catalog.head()
        kept_head, kept = self._cache
        if kept_head != head or len(kept) > _CACHED_ENTRIES:
            kept = {}
            self._cache = (head, kept)
        missing = [i for i in entry_ids if i not in kept]
        if missing:
            kept.update(self.catalog.get_many(missing))
        return {i: kept[i] for i in entry_ids if i in kept}


def _scaled(found: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Scale scores to 0–1 between the weakest and the strongest candidate; a lone candidate is 1."""
    if not found:
        return []
    low, high = found[-1][1], found[0][1]
    span = high - low
    return [(i, (s - low) / span if span > 0 else 1.0) for i, s in found]


def shared_premises(entry: Entry, premises: Premises) -> dict[str, tuple[str, ...]]:
    """Return the codes that an entry has in common with the premises, by field."""
    facets = entry.facets()
    shared = {name: tuple(c for c in codes if c in facets.get(name, ())) for name, codes in premises.items()}
    return {name: codes for name, codes in shared.items() if codes}


def premise_share(entry: Entry, premises: Premises) -> float:
    """Return the weighted share (0–1) of the premises that an entry meets; a sister trade counts as part of one."""
    facets = entry.facets()
    score = wanted = 0.0
    for name, codes in premises.items():
        if not codes:
            continue
        wanted += FIELD_WEIGHTS[name]
        own = facets.get(name, ())
        common = sum(code in own for code in codes)
        if common:
            score += FIELD_WEIGHTS[name] * (0.6 + 0.4 * common / len(codes))
        elif (
            name == "industry"
            and isinstance(entry, Case)
            and entry.industry
            and _section(entry.industry) in map(_section, codes)
        ):
            score += FIELD_WEIGHTS[name] * 0.4
    return score / wanted if wanted else 0.0


def _grouped(scores: Mapping[str, float], by_premises: Sequence[str], most: int) -> dict[str, list[tuple[str, float]]]:
    """Group passage scores by entry: the ``most`` best entries by text, and those found by premises alone (score 0)."""
    groups: dict[str, list[tuple[str, float]]] = {}
    for passage_id, score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
        groups.setdefault(entry_of(passage_id), []).append((passage_id, score))
    kept = dict(list(groups.items())[:most])
    for passage_id in by_premises:
        entry_id = entry_of(passage_id)
        kept.setdefault(entry_id, groups.get(entry_id, [(passage_id, 0.0)]))
    return kept


def _section(industry: str) -> str:
    return taxonomy.INDUSTRIES[industry].group
