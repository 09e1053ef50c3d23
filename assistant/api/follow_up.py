"""``/api/follow-up``: what became of plans, what is past its date, and what changed for the firms."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ConfigDict, Field, JsonValue

from assistant.api.consultations import FIGURE, Code, Key, Sent, Text, created, private, refusals
from assistant.api.service import Served
from assistant.consultations.consultation import Figure, Person
from assistant.consultations.indicators import Indicator
from assistant.consultations.overdue import KINDS, Overdue
from assistant.consultations.told import MOST_FIGURES, Done, Reached

router = APIRouter(prefix="/api", tags=["follow-up"], dependencies=[Depends(private)])
_NOT: dict[str, JsonValue] = {
    "action": "action-1",
    "state": "not",
    "by": "owner",
    "hindered": "繁忙期で手が空かなかった。",
    "figures": [FIGURE],
}
_WAITS: dict[str, JsonValue] = {
    "referral": "referral-1",
    "state": "waiting",
    "by": "adviser",
    "result": "担当の方から折り返しがある。",
    "check_on": "2026-12-10",
}


class CheckInRequest(Sent):
    """How an action went, and what got in the way; the numbers, if any were measured."""

    model_config = ConfigDict(json_schema_extra={"examples": [_NOT]})

    action: Code
    state: Done
    by: Person
    figures: list[Figure] = Field(default_factory=list, max_length=MOST_FIGURES)
    hindered: Text = ""


class ReferralRequest(Sent):
    """What came of a referral; ``check_on`` is when to ask again."""

    model_config = ConfigDict(json_schema_extra={"examples": [_WAITS]})

    referral: Code
    state: Reached
    by: Person
    result: Text = ""
    check_on: date | None = None


@router.post("/plans/{plan_id}/check-ins", status_code=201, responses=refusals(400, 403, 404, 413, 422, 503))
def check_in(plan_id: str, request: CheckInRequest, service: Served, http: Request, key: Key = "") -> Response:
    """Write down how an action went; nothing told before is overwritten."""

    def made() -> tuple[str, dict[str, Any]]:
        told = service.consulting.follow_up.check_in(
            service.settings.hub,
            plan_id,
            request.action,
            request.state,
            request.by,
            request.figures,
            request.hindered,
        )
        return told.consultation_id, told.model_dump(mode="json")

    return created(service, http, key, request, made)


@router.post("/plans/{plan_id}/referral-results", status_code=201, responses=refusals(400, 403, 404, 413, 422, 503))
def referral(plan_id: str, request: ReferralRequest, service: Served, http: Request, key: Key = "") -> Response:
    """Write down what came of a referral."""

    def made() -> tuple[str, dict[str, Any]]:
        told = service.consulting.follow_up.referral_result(
            service.settings.hub,
            plan_id,
            request.referral,
            request.state,
            request.by,
            request.result,
            request.check_on,
        )
        return told.consultation_id, told.model_dump(mode="json")

    return created(service, http, key, request, made)


@router.get("/follow-up", responses=refusals(422, 503))
def overdue(service: Served, on: date | None = None) -> dict[str, Any]:
    """List what is past its date on a day (today unless ``on`` names another), the longest first."""
    day = on or service.consulting.today()
    found = service.consulting.follow_up.overdue(service.settings.hub, day)
    return {"on": day.isoformat(), "overdue": [_overdue_json(o, day) for o in found]}


@router.get("/indicators", responses=refusals(503))
def indicators(service: Served) -> dict[str, Any]:
    """Return what changed in 付加価値 over closed consultations, each with its n; consultations are not counted as a score."""
    found = service.consulting.follow_up.indicators(service.settings.hub)
    return {"indicators": [_indicator_json(i) for i in found]}


def _overdue_json(item: Overdue, day: date) -> dict[str, Any]:
    return {
        **asdict(item),
        "due": item.due.isoformat(),
        "kind_label": KINDS[item.kind],
        "days": (day - item.due).days,
    }


def _indicator_json(indicator: Indicator) -> dict[str, Any]:
    numbers = ("before", "after", "change", "lowest", "highest", "rate")
    shown = asdict(indicator)
    return {k: f"{v:f}" if k in numbers and v is not None else v for k, v in shown.items()}
