"""The route of the follow-up page: what is past its date, and what changed for the firms."""

from __future__ import annotations

from fastapi import APIRouter, Response

from assistant.api.service import Served
from assistant.consultations.overdue import KINDS
from assistant.pages import rendering

router = APIRouter(include_in_schema=False)


@router.get("/follow-up")
def follow_up(service: Served) -> Response:
    """Show what to ask about, the longest overdue first, and the indicators of closed consultations."""
    hub, kept = service.settings.hub, service.consulting
    today = kept.today()
    return rendering.page(
        "consulting/follow_up.html",
        late=kept.follow_up.overdue(hub, today),
        indicators=kept.follow_up.indicators(hub),
        kinds=KINDS,
        today=today,
    )
