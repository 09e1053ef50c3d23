"""KnowledgeBase: one question in, the entries that answer it out.

Three legs, each with filters and visibility inside: dense (Chroma), words and character bigrams (Tantivy), and the premises
that the question names. How their scores become one order: ``knowledge/ranking.py``.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from knowledge import taxonomy
from knowledge.at_hand import AtHand, Snapshot
from knowledge.catalog import Catalog, CatalogError
from knowledge.catalog.editions import Edition, Editions
from knowledge.contrast import BAD, GOOD, Contrast, contrasted
from knowledge.duplicates import without_duplicates
from knowledge.embedding import Embedder, EmbeddingError
from knowledge.entries import Entry, Passage
from knowledge.filters import Filters, Viewer, required_terms
from knowledge.freshness import freshness, newest_first
from knowledge.indexes.centre import Centre
from knowledge.indexes.projection import Manifest, Progress, Projection, no_progress
from knowledge.indexes.serving import Opened, Serving
from knowledge.indexes.vectors import BrokenIndexError, Vector
from knowledge.indexes.verification import Verifier
from knowledge.kana import in_kanji
from knowledge.ranking import FIELD_WEIGHTS, Premises, exclusion, fused, grouped, premise_score, shared_premises
from knowledge.rescoring import RESCORED, Rescorer, reordered
from knowledge.words import Word, Words, fold

_LOG = logging.getLogger(__name__)
CANDIDATES = {"dense": 200, "words": 300, "grams": 300}  # passages taken from each leg
_PAIRED = 12  # cases of each side of a contrast
_SPARE = 5  # entries looked at beyond the limit, so that a list is full again without its duplicates
LEGS = ("dense", "lexical")
_CACHED_TEXTS = 20_000  # sentences; about 20 MB when full


_Ranked = tuple[float, Entry, Sequence[tuple[str, float]]]  # score, entry, its passages with their scores


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage with its fused text score (from 0; comparable within one search only)."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found: its score, its passages best first, the cosine of the best one, and premises shared.

    ``cosine`` is that of centred vectors, None when the dense leg did not return the entry; ``shared`` maps a field to the
    codes in common; ``twins`` are entries left out because they say nearly the same.
    """

    entry: Entry
    score: float
    passages: tuple[ScoredPassage, ...]
    cosine: float | None = None
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    twins: tuple[str, ...] = ()


class KnowledgeBase:
    """Searches the catalog through the current generation of its indexes; safe for many threads."""

    def __init__(
        self,
        data: Path,
        embedder: Embedder,
        check: Verifier | None = None,
        today: Callable[[], date] = date.today,
        rescorer: Rescorer | None = None,
    ) -> None:
        self.catalog = Catalog.at(data)
        self._editions = Editions(self.catalog)
        self._today = today
        self._terms = functools.lru_cache(maxsize=_CACHED_TEXTS)(lambda text: frozenset(self._words.terms(text)))
        self._words = Words()
        self.projection = Projection(data, self.catalog, embedder, self._words)
        self.serving = Serving(data, self.catalog, self.projection, self._words, check)
        self._check = check
        self._rescorer = rescorer
        self._at_hand = AtHand(self.catalog)

    def close(self) -> None:
        """Close indexes and catalog."""
        self.serving.close()
        self.catalog.close()

    def update(self, progress: Progress = no_progress) -> Manifest:
        """Bring the indexes up to the catalog; those whose files were altered since they were verified are built anew."""
        projection = self.serving.followed()
        current = projection.current()
        return projection.update(progress, rebuild=bool(self._check and current and self._check.altered(current)))

    def require_sound(self) -> None:
        """Raise CatalogError when the catalog file is damaged: better no answer than one from wrong pages."""
        said = self.catalog.integrity()
        if said != "ok":
            raise CatalogError("知識の台帳(catalog.db)が壊れています。python -m knowledge doctor で確かめてください。")

    def ready(self) -> bool:
        """Tell whether there is something to search in: a complete generation, or its keywords at least."""
        return self.projection.in_use() is not None or self.serving.something

    def now(self) -> Snapshot:
        """Return the catalog as it stands now, with what was read of it lately at hand."""
        return self._at_hand.now()

    def meaning(self, text: str, model: str) -> Vector | None:
        """Return the unit vector of a question, the one it is searched with; None where another ``model`` serves, or none."""
        opened = self.serving.current()
        if opened is None or opened.manifest is None or opened.manifest.model != model:
            return None
        try:
            return opened.query_vector(in_kanji(text))
        except EmbeddingError:
            return None

    def terms(self, text: str) -> frozenset[str]:
        """Return the content words of a text as the keyword leg sees them (kept for the sentences seen last)."""
        return self._terms(text)

    def written(self, text: str) -> list[Word]:
        """Return every word of a text as it is written there, with its part of speech."""
        return self._words.written(text)

    def alternatives(self, text: str) -> dict[str, tuple[frozenset[str], ...]]:
        """Return content word of a text → other words of the trade, as their terms, that say the same."""
        return self._words.alternatives(in_kanji(text))

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
        excluded: Collection[str] = (),
    ) -> list[Hit]:
        """Return up to ``limit`` entries, best first.

        ``filters`` exclude; ``premises`` (field → codes) only raise what shares them, ``excluded`` (``field:code``)
        only lower it. ``legs`` is for measuring single legs.
        """
        filters, viewer = filters or Filters(), viewer or Viewer()
        premises = {name: codes for name, codes in (premises or {}).items() if name in FIELD_WEIGHTS and codes}
        for name, codes in premises.items():
            for code in codes:
                taxonomy.VOCABULARIES[name].require(code)
        if not fold(text).strip() and not any(premises.values()):
            return []
        opened = self.serving.current()
        if opened is None:
            return []
        text = in_kanji(text)
        partitions = [
            f"{v}/{k}" for v in viewer.partitions() for k in (filters.kinds or ("case", "guideline", "policy"))
        ]
        required = required_terms(filters)
        found = self._legs(opened, text, partitions, required, legs)
        cosines = dict(found.get("dense", ()))
        scores = fused(found, _centre(opened).spread, CANDIDATES["words"])
        weights = {f"{name}:{code}": FIELD_WEIGHTS[name] for name, codes in premises.items() for code in codes}
        by_premises = opened.lexical.search_premises(weights, partitions, required, 40) if weights else []
        groups = grouped(scores, [passage_id for passage_id, _ in by_premises], max(50, 2 * limit))
        catalog = self.now()
        entries = catalog.entries(groups)
        ranked: list[_Ranked] = []
        newer, today = {}, self._today()
        for entry_id, own in groups.items():
            entry = entries.get(entry_id)
            if entry is None or not viewer.may_see(entry) or not filters.allow(entry):
                continue  # changed since the index was built
            score = own[0][1] + premise_score(entry, premises) - exclusion(entry, excluded)
            edition = self._editions.newer(entry, viewer, today)
            newer[entry_id] = edition.entry_id if edition else ""
            ranked.append((score * freshness(entry, today, edition), entry, own))
        ranked.sort(key=lambda row: (-row[0], row[1].id))
        if self._rescorer:
            ranked = self._rescored(self._rescorer, text, ranked)
        ranked = newest_first(ranked, lambda row: row[1].id, lambda row: newer[row[1].id])
        single = without_duplicates(ranked[: limit + _SPARE], lambda row: row[1])
        return _hits(catalog, single[:limit], cosines, premises)

    def contrast(
        self,
        text: str,
        filters: Filters | None = None,
        premises: Premises | None = None,
        viewer: Viewer | None = None,
        limit: int = 2,
        excluded: Collection[str] = (),
    ) -> Contrast:
        """Return pairs of success and failure for a question; one side, or nothing, and why, where there is no counterpart."""
        filters = filters or Filters()
        wanted = filters.values.get("outcome", ())
        asked = {name: codes for name, codes in (premises or {}).items() if name != "outcome"}
        sides = []
        for side in (GOOD, BAD):
            outcomes = tuple(o for o in side if o in wanted or not wanted)
            narrowed = Filters(("case",), {**filters.values, "outcome": outcomes}, filters.unknown)
            found = self.search(text, narrowed, asked, viewer, _PAIRED, excluded=excluded) if outcomes else []
            sides.append(found)
        return contrasted(sides[0], sides[1], asked, limit)

    def newer(self, entry: Entry, viewer: Viewer) -> Edition | None:
        """Return the edition that supersedes an entry today and that the viewer may see."""
        return self._editions.newer(entry, viewer, self._today())

    def browse(self, filters: Filters, viewer: Viewer) -> list[Entry]:
        """Return every entry that the viewer may see and the filters allow, by id."""
        return [e for e in self.now().all_entries() if viewer.may_see(e) and filters.allow(e)]

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
            try:
                vector = _centre(opened).query(opened.query_vector(text))
                found["dense"] = opened.vectors.search(vector, partitions, required, CANDIDATES["dense"])
            except (
                EmbeddingError
            ) as error:  # a provider that does not answer, say: keywords find something all the same
                _LOG.warning("a question was searched by keywords alone: %s", error)
            except BrokenIndexError:
                self.serving.vectors_failed(opened)  # this question and the next are searched by keywords
        if "lexical" in legs:
            found["words"] = opened.lexical.search_words(text, partitions, required, CANDIDATES["words"])
            found["grams"] = opened.lexical.search_grams(text, partitions, required, CANDIDATES["grams"])
        return found

    def _rescored(self, rescorer: Rescorer, text: str, ranked: list[_Ranked]) -> list[_Ranked]:
        """Order the best entries anew by what the rescorer says of their best passages; as they are when it fails."""
        best = ranked[:RESCORED]
        stored = self.now().passages([found[0][0] for _, _, found in best])
        best = [row for row in best if row[2][0][0] in stored]
        try:
            passages = [f"{entry.title}\n{stored[found[0][0]].text}" for _, entry, found in best]
            ratings = rescorer.rate(text, passages)
        except EmbeddingError as error:
            _LOG.warning("not rescored: %s", error)
            return ranked
        scores = reordered(ratings, [score for score, _, _ in best])
        again = [(score, entry, found) for score, (_, entry, found) in zip(scores, best, strict=True)]
        told = {entry.id for _, entry, _ in best}
        rest = [row for row in ranked if row[1].id not in told]
        return sorted([*again, *rest], key=lambda row: (-row[0], row[1].id))


def _hits(
    catalog: Snapshot,
    ranked: Sequence[tuple[_Ranked, tuple[str, ...]]],
    cosines: Mapping[str, float],
    premises: Premises,
) -> list[Hit]:
    stored = catalog.passages([i for (_, _, found), _ in ranked for i, _ in found])
    return [
        Hit(
            entry,
            score,
            tuple(ScoredPassage(stored[i], s) for i, s in found if i in stored),
            max((cosines[i] for i, _ in found if i in cosines), default=None),
            shared_premises(entry, premises),
            twins,
        )
        for (score, entry, found), twins in ranked
        if any(i in stored for i, _ in found)  # else it was changed since the index was built
    ]


@functools.lru_cache(maxsize=4)
def _read_centre(text: str) -> Centre:
    return Centre.from_text(text)


def _centre(opened: Opened) -> Centre:
    return _read_centre(opened.manifest.centre if opened.manifest else "")
