"""``GET /api/cases`` and ``GET /api/entries/{id}``: what is known, to search and to open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException

from assistant.answering.understand import clean
from assistant.api.service import Served
from assistant.api.wire import Problem, entry_json, summary_json
from knowledge import taxonomy
from knowledge.entries import Entry
from knowledge.filters import Filters

router = APIRouter(prefix="/api", tags=["library"])
_COUNTED = ("industry", "outcome", "owner_type", "owner_traits", "size", "stage", "topics", "phase")
Codes = Annotated[list[str] | None, Query(max_length=20)]


@router.get("/cases", responses={422: {"model": Problem}, 503: {"model": Problem}})
def cases(
    service: Served,
    q: Annotated[str, Query(max_length=8_000, examples=["値上げに踏み切れない"])] = "",
    industry: Codes = None,
    outcome: Codes = None,
    owner_type: Codes = None,
    owner_traits: Codes = None,
    size: Codes = None,
    stage: Codes = None,
    topics: Codes = None,
    phase: Codes = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> dict[str, Any]:
    """Search cases with filters (values of one field OR, fields AND) and count every facet of what matches."""
    given = (industry, outcome, owner_type, owner_traits, size, stage, topics, phase)
    values = {name: tuple(codes) for name, codes in zip(_COUNTED, given, strict=True) if codes}
    filters = Filters(kinds=("case",), values=values)
    found: Sequence[Entry] = service.knowledge.browse(filters, service.viewer)
    if clean(q):
        ranked = service.knowledge.search(clean(q), filters, None, service.viewer, limit=100)
        found = [hit.entry for hit in ranked]
    shown = found[offset : offset + limit]
    times = service.cited(shown)
    return {
        "total": len(found),
        "items": [summary_json(e, times.get(e.id)) for e in shown],
        "facets": facet_counts(found),
    }


def facet_counts(entries: Sequence[Entry]) -> dict[str, list[dict[str, Any]]]:
    """Count the codes of each facet, most frequent first."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in _COUNTED}
    for entry in entries:
        for name, codes in entry.facets().items():
            if name in counts:
                counts[name].update(codes)
    return {
        name: [
            {"code": code, "label": taxonomy.VOCABULARIES[name].label_of(code), "count": n}
            for code, n in counter.most_common()
        ]
        for name, counter in counts.items()
    }


@router.get("/entries/{entry_id}", responses={s: {"model": Problem} for s in (404, 422, 503)})
def entry(entry_id: str, service: Served) -> dict[str, Any]:
    """Return one entry with its sections and anchors."""
    found = service.knowledge.catalog.get(entry_id)
    if found is None or not service.viewer.may_see(found):
        raise HTTPException(404)
    return entry_json(found, service.cited([found]).get(found.id))
