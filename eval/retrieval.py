"""Suite: does search find what answers a question, per leg and for the hybrid?"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval.metrics import Metric, hit, mean, ndcg, paired_difference, recall, reciprocal_rank
from eval.samples import Beir, Sample
from ingest import chunker
from knowledge import taxonomy
from knowledge.entry_file import build_document
from knowledge.ranking import FIELD_WEIGHTS
from knowledge.search import KnowledgeBase

LEGS: Mapping[str, tuple[str, ...]] = {"dense": ("dense",), "lexical": ("lexical",), "hybrid": ("dense", "lexical")}
_DEPTH = 10


@dataclass(frozen=True, slots=True)
class LegResult:
    """One leg over all samples; ``per_sample`` holds nDCG@10 in the order of the samples."""

    metrics: tuple[Metric, ...]
    per_sample: tuple[float, ...]
    empty: int
    seconds: float


@dataclass(frozen=True, slots=True)
class RetrievalResult:
    """All legs; ``margin`` is the hybrid's nDCG@10 minus the best single leg's, per sample, with interval."""

    dataset: str
    samples: int
    entries: int
    legs: Mapping[str, LegResult]
    margin: Metric
    worst: tuple[dict[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        """Return ``{"legs": {leg: {"ndcg@10": …, "recall@5": …}}}`` with n, intervals, and the worst questions."""
        legs: dict[str, Any] = {}
        for name, leg in self.legs.items():
            legs[name] = {m.name: m.mean for m in leg.metrics}
            legs[name]["intervals"] = {m.name: [m.low, m.high] for m in leg.metrics}
            legs[name]["n"] = self.samples
            legs[name]["empty"] = leg.empty
            legs[name]["seconds"] = round(leg.seconds, 2)
        return {
            "dataset": self.dataset,
            "samples": self.samples,
            "entries": self.entries,
            "legs": legs,
            "hybrid_minus_best_leg": asdict(self.margin),
            "worst": list(self.worst),
        }


def run(
    name: str,
    samples: Sequence[Sample],
    knowledge: KnowledgeBase,
    premises: bool,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> RetrievalResult:
    """Ask every question of every leg; ``premises`` lets the hybrid use what the taxonomy reads from the question."""
    legs: dict[str, LegResult] = {}
    hybrid_ranked: list[list[str]] = []
    done = 0
    for leg, parts in LEGS.items():
        rankings, empty, began = [], 0, time.perf_counter()
        for sample in samples:
            read = _premises(sample.question) if premises and leg == "hybrid" else {}
            hits = knowledge.search(sample.question, premises=read, limit=_DEPTH, legs=parts)
            rankings.append([h.entry.id for h in hits])
            empty += not hits
            done += 1
            progress(done, len(samples) * len(LEGS))
        legs[leg] = _leg(rankings, samples, empty, time.perf_counter() - began)
        hybrid_ranked = rankings
    best = max(("dense", "lexical"), key=lambda leg: sum(legs[leg].per_sample))
    margin = paired_difference(f"ndcg@10 hybrid-{best}", legs["hybrid"].per_sample, legs[best].per_sample)
    return RetrievalResult(
        name,
        len(samples),
        len(knowledge.catalog.entry_ids()),
        legs,
        margin,
        _worst(samples, legs["hybrid"].per_sample, hybrid_ranked),
    )


def load_beir(beir: Beir, knowledge: KnowledgeBase) -> dict[str, str]:
    """Put a BEIR corpus into an empty knowledge base; return document id by entry id."""
    ids: dict[str, str] = {}
    for document in beir.documents:
        entry_id = "doc-" + hashlib.sha256(document.id.encode()).hexdigest()[:20]
        ids[entry_id] = document.id
        entry = build_document(
            {
                "id": entry_id,
                "title": " ".join((document.title or document.text[:30]).split()) or document.id,
                "category": "document",
                "publisher": beir.name,
            },
            [("本文", None, document.text)],
        )
        knowledge.catalog.put(entry, chunker.passages_of(entry), beir.name)
    knowledge.update()
    return ids


def _premises(question: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for mention in taxonomy.mentions(question):
        if mention.field in FIELD_WEIGHTS and mention.code not in found.setdefault(mention.field, []):
            found[mention.field].append(mention.code)
    return found


def _leg(rankings: Sequence[Sequence[str]], samples: Sequence[Sample], empty: int, seconds: float) -> LegResult:
    pairs = list(zip(rankings, samples, strict=True))
    per_sample = tuple(ndcg(r, s.relevant) for r, s in pairs)
    metrics = (
        mean("ndcg@10", per_sample),
        mean("recall@5", [recall(r, s.relevant) for r, s in pairs]),
        mean("mrr@10", [reciprocal_rank(r, s.relevant) for r, s in pairs]),
        mean("hit@1", [hit(r, s.relevant) for r, s in pairs]),
    )
    return LegResult(metrics, per_sample, empty, seconds)


def _worst(
    samples: Sequence[Sample], scores: Sequence[float], rankings: Sequence[Sequence[str]]
) -> tuple[dict[str, Any], ...]:
    order = sorted(range(len(samples)), key=lambda i: scores[i])[:8]
    return tuple(
        {
            "id": samples[i].id,
            "question": samples[i].question,
            "ndcg@10": round(scores[i], 4),
            "relevant": dict(samples[i].relevant),
            "found": list(rankings[i][:5]),
        }
        for i in order
    )
