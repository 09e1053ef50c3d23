"""``/api/reviews`` and ``/api/imports``: held cases and their decisions, and what the last imports did."""

from __future__ import annotations

import logging
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from assistant.api.service import Served, Service
from assistant.api.wire import Problem
from ingest.review import Edits, ReviewQueue
from ingest.review.report import item_json, review_json
from knowledge.catalog import CatalogError
from knowledge.catalog.reviews import OPEN_STATES, Review
from knowledge.catalog.runs import Runs
from knowledge.embedding import EmbeddingError
from knowledge.indexes.vectors import BrokenIndexError

_EXAMPLE: dict[str, JsonValue] = {
    "version": 1,
    "reviewer": "確認 一子",
    "action": "edit",
    "doubts": {"1": "県内の町"},
    "note": "町の名前を丸めました。",
}
_KEPT_BY_NOBODY = {"Cache-Control": "no-store"}


def _private(response: Response) -> None:
    """Let neither the browser nor anything in between keep an answer that may hold an original."""
    response.headers.update(_KEPT_BY_NOBODY)


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {s: {"model": Problem} for s in statuses}


_LOG = logging.getLogger(__name__)
router = APIRouter(prefix="/api", tags=["review"], dependencies=[Depends(_private)])


class DecisionRequest(BaseModel):
    """A decision on a held case as it stood in ``version``.

    ``edit`` takes replacement texts by the number of the doubt, or a whole title or body. What only a hub sees needs one
    person, what the country sees two different ones (YOROZU_REVIEWERS_NATIONAL).
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    version: int = Field(ge=1, le=2**31)
    reviewer: str = Field(max_length=200)
    action: str = Field(max_length=20)
    doubts: dict[int, Annotated[str, Field(max_length=10_000)]] = Field(default_factory=dict, max_length=500)
    title: str | None = Field(default=None, max_length=1_000)
    body: str | None = None
    note: str = Field(default="", max_length=5_000)


@router.get("/reviews", responses=_problems(403, 422, 503))
def reviews(
    service: Served,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """List the cases that wait for people, the longest waiting first; nothing in the list identifies anybody."""
    queue = service.desk.opened(service.settings)
    waiting = queue.waiting()
    return {"total": len(waiting), "items": [_row(queue, review) for review in waiting[offset : offset + limit]]}


@router.get("/reviews/{review_id}", responses=_problems(403, 404, 422, 503))
def review(review_id: str, service: Served) -> dict[str, Any]:
    """Return a held case with its original and its doubts in context; once decided, only what was decided."""
    queue = service.desk.opened(service.settings)
    found = queue.review(review_id)
    if found.state not in OPEN_STATES:
        return _row(queue, found)
    return item_json(queue.item(review_id), queue.needed(found.visibility))


@router.post("/reviews/{review_id}/decision", responses=_problems(400, 403, 404, 409, 413, 422, 503))
def decision(review_id: str, request: DecisionRequest, service: Served) -> dict[str, Any]:
    """Accept, edit or reject a held case; 409 when it changed or was decided since ``version``."""
    edits = Edits(request.doubts, request.title, request.body)
    decided = decide(service, review_id, request.version, request.reviewer, request.action, edits, request.note)
    return _row(service.desk.opened(service.settings), decided)


@router.get("/imports", responses=_problems(403, 422, 503))
def imports(service: Served, limit: Annotated[int, Query(ge=1, le=50)] = 10) -> dict[str, Any]:
    """Return the reports of the last imports, the newest first."""
    service.desk.require_open(service.settings)
    runs = Runs(service.knowledge.catalog).latest(limit)
    return {
        "items": [
            {"id": run.id, "started_at": run.started_at, "seconds": run.seconds, "report": run.report} for run in runs
        ]
    }


def decide(
    service: Service, review_id: str, version: int, reviewer: str, action: str, edits: Edits, note: str
) -> Review:
    """Carry a decision out, and let searches find what it published."""
    decided = service.desk.opened(service.settings).decide(review_id, version, reviewer, action, edits, note)
    if decided.state == "accepted":
        try:
            service.knowledge.update()
        except (CatalogError, EmbeddingError, BrokenIndexError, OSError) as error:
            _LOG.warning(
                "the index is behind: %s", type(error).__name__
            )  # the decision stands; the next update mends it
    return decided


def _row(queue: ReviewQueue, found: Review) -> dict[str, Any]:
    return review_json(found, queue.needed(found.visibility))
