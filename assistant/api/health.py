"""``/healthz`` (the process lives) and ``/readyz`` (it can answer)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from assistant.api.service import Served

router = APIRouter(tags=["health"])
_MESSAGES = {
    "ready": "質問に答えられます。",
    "degraded": "検索の索引を直しています。いまは、ことばの一致だけで探して答えます。",
    "building": "検索の準備をしています。",
}


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Say that the process lives."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"description": "質問にまだ答えられない"}})
def readyz(service: Served, response: Response) -> dict[str, Any]:
    """Say whether questions can be answered; 503 with the reason while they cannot.

    ``degraded`` (200) means that answers come from keywords alone while the indexes are mended: fewer are found, all are true.
    """
    status = "ready" if service.knowledge.ready() else "building"
    if status == "ready" and service.knowledge.serving.keywords_only:
        status = "degraded"
    if status == "building":
        response.status_code = 503
    manifest = service.knowledge.projection.in_use()
    return {
        "status": status,
        "message": _MESSAGES[status],
        "entries": service.knowledge.catalog.visible(service.viewer.partitions()),
        "generation": manifest.generation if manifest else None,
        "behind": service.knowledge.projection.behind(),
    }
