"""``/healthz`` (the process lives) and ``/readyz`` (it can answer)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from assistant.api.service import Served

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Say that the process lives."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"description": "質問にまだ答えられない"}})
def readyz(service: Served, response: Response) -> dict[str, Any]:
    """Say whether questions can be answered; 503 with the reason while they cannot."""
    ready = service.knowledge.ready()
    if not ready:
        response.status_code = 503
    manifest = service.knowledge.projection.current()
    return {
        "status": "ready" if ready else "building",
        "message": "質問に答えられます。" if ready else "検索の準備をしています。",
        "entries": service.knowledge.catalog.visible(service.viewer.partitions()),
        "generation": manifest.generation if manifest else None,
        "behind": service.knowledge.projection.behind(),
    }
