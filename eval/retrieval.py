"""Suite: does search find what answers a question, per leg, for the hybrid, and by kind of question?"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence

from eval.metrics import hit, judged, mean, ndcg, paired_difference, recall, reciprocal_rank, separation
from eval.retrieval_result import LegResult, Part, RetrievalResult
from eval.samples import Beir, Sample
from ingest import chunker
from knowledge.entry_file import build_document
from knowledge.reading import read
from knowledge.search import Hit, KnowledgeBase

#: The hybrid without premises shows what they add; it is asked only where premises are read at all.
LEGS: Mapping[str, tuple[str, ...]] = {
    "dense": ("dense",),
    "lexical": ("lexical",),
    "hybrid": ("dense", "lexical"),
    "hybrid-text": ("dense", "lexical"),
}
_DEPTH = 10
_WORST = 8
Progress = Callable[[int, int], None]


def run(
    name: str,
    samples: Sequence[Sample],
    knowledge: KnowledgeBase,
    premises: bool,
    progress: Progress = lambda _done, _total: None,
    baseline: Mapping[str, float] | None = None,
) -> RetrievalResult:
    """Ask every question of every leg; ``premises`` lets the hybrid use what is read from the question.

    ``baseline`` holds an earlier hybrid's nDCG@10 by question id; it is compared on the questions that both have.
    Questions that nothing answers are measured apart: is their best cosine lower than that of the others?
    """
    answered = [s for s in samples if s.relevant]
    nothing = [s for s in samples if not s.relevant]
    legs: dict[str, LegResult] = {}
    cosines: list[float] = []
    ranked: list[list[str]] = []
    asked = {leg: parts for leg, parts in LEGS.items() if premises or leg != "hybrid-text"}
    done, total = 0, len(answered) * len(asked)
    for leg, parts in asked.items():
        rankings, began = [], time.perf_counter()
        for sample in answered:
            hits = _ask(knowledge, sample, parts, premises and leg == "hybrid")
            rankings.append([h.entry.id for h in hits])
            if leg == "hybrid":
                cosines.append(_best_cosine(hits))
            done += 1
            progress(done, total)
        legs[leg] = _leg(rankings, answered, time.perf_counter() - began)
        if leg == "hybrid":
            ranked = rankings
    strangers = [_best_cosine(_ask(knowledge, s, LEGS["hybrid"], premises)) for s in nothing]
    hybrid = legs["hybrid"].per_sample
    best = max(("dense", "lexical"), key=lambda leg: sum(legs[leg].per_sample))
    before = baseline or {}
    earlier = [(ours, before[s.id]) for ours, s in zip(hybrid, answered, strict=True) if s.id in before]
    return RetrievalResult(
        dataset=name,
        ids=tuple(s.id for s in answered),
        entries=len(knowledge.catalog.entry_ids()),
        legs=legs,
        parts=_parts(answered, legs),
        margin=paired_difference(f"ndcg@10 hybrid-{best}", hybrid, legs[best].per_sample),
        change=paired_difference("ndcg@10 hybrid-baseline", [a for a, _ in earlier], [b for _, b in earlier]),
        nothing=len(nothing),
        separation=separation(cosines, strangers),
        worst=tuple(
            {
                "id": answered[i].id,
                "question": answered[i].question,
                "ndcg@10": round(hybrid[i], 4),
                "relevant": dict(answered[i].relevant),
                "found": list(ranked[i][:5]),
            }
            for i in sorted(range(len(answered)), key=lambda i: hybrid[i])[:_WORST]
        ),
        ranked=tuple(tuple(found) for found in ranked),
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


def _ask(knowledge: KnowledgeBase, sample: Sample, parts: tuple[str, ...], premises: bool) -> list[Hit]:
    if not premises:
        return knowledge.search(sample.question, limit=_DEPTH, legs=parts)
    said = read(sample.question)
    return knowledge.search(said.query, premises=said.premises(), limit=_DEPTH, legs=parts, excluded=said.excluded)


def _best_cosine(hits: Sequence[Hit]) -> float:
    return max((h.cosine for h in hits if h.cosine is not None), default=0.0)


def _leg(rankings: Sequence[Sequence[str]], samples: Sequence[Sample], seconds: float) -> LegResult:
    pairs = list(zip(rankings, samples, strict=True))
    per_sample = tuple(ndcg(r, s.relevant) for r, s in pairs)
    metrics = (
        mean("ndcg@10", per_sample),
        mean("recall@5", [recall(r, s.relevant) for r, s in pairs]),
        mean("mrr@10", [reciprocal_rank(r, s.relevant) for r, s in pairs]),
        mean("hit@1", [hit(r, s.relevant) for r, s in pairs]),
        mean("judged@10", [judged(r, s.relevant.keys() | s.irrelevant) for r, s in pairs]),
    )
    return LegResult(metrics, per_sample, sum(not r for r in rankings), seconds)


def _parts(samples: Sequence[Sample], legs: Mapping[str, LegResult]) -> tuple[Part, ...]:
    """Return nDCG@10 of every leg on the half for tuning, the half for confirming, and each slice."""
    groups: dict[str, list[int]] = {}
    for place, sample in enumerate(samples):
        for name in filter(None, (sample.half, sample.slice)):
            groups.setdefault(name, []).append(place)
    return tuple(
        Part(name, {leg: mean("ndcg@10", [found.per_sample[i] for i in places]) for leg, found in legs.items()})
        for name, places in sorted(groups.items(), key=lambda pair: (pair[0] not in ("dev", "test"), pair[0]))
    )
