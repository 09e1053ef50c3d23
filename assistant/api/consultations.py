"""``/api/consultations``: the consultations of this hub. Other hubs' are never shown, not even that they exist."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from assistant.api.service import Served, Service
from assistant.api.wire import Problem, StaleProblem
from assistant.consultations.consultation import STAGES, Consultation, Figure, Outcome, Person, Stage
from assistant.consultations.once import MOST_KEY, Answered
from assistant.consultations.pdca import Part
from assistant.plans.intake import Intake
from knowledge.entries import Entry
from knowledge.keeping.backup import holding_records

Key = Annotated[str, Header(alias="Idempotency-Key", max_length=MOST_KEY)]
Code = Annotated[str, Field(max_length=60)]
Version = Annotated[int, Field(ge=1, le=2**31)]
Text = Annotated[str, Field(max_length=8_000)]
_PREMISES: dict[str, JsonValue] = {"industry": ["09"], "owner_type": ["successor"]}
_OPENED: dict[str, JsonValue] = {"title": "和菓子店の値上げの相談", "topics": ["pricing"], "premises": _PREMISES}
FIGURE: dict[str, JsonValue] = {
    "name": "付加価値額(中小企業庁)",
    "before": "3200000",
    "after": "3500000",
    "unit": "円",
    "span": "1年",
}


def private(response: Response) -> None:
    """Keep what is told of a client out of every store on the way."""
    response.headers["Cache-Control"] = "no-store"


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how errors of these statuses are described; a 409 tells the version that stands."""
    return {s: {"model": StaleProblem if s == 409 else Problem} for s in statuses}


router = APIRouter(prefix="/api/consultations", tags=["consultations"], dependencies=[Depends(private)])


class Sent(BaseModel):
    """What a client sends; a field that is not named is refused."""

    model_config = ConfigDict(extra="forbid")


class OpenRequest(Sent):
    """What a consultation is about; all but the title may come later. Codes are those of the taxonomy."""

    model_config = ConfigDict(json_schema_extra={"examples": [_OPENED]})

    title: Text
    topics: list[Code] = Field(default_factory=list, max_length=10)
    premises: dict[Code, Annotated[list[Code], Field(max_length=10)]] = Field(default_factory=dict, max_length=8)
    intake: Intake = Field(default_factory=Intake)
    next_on: date | None = None


class ChangeRequest(Sent):
    """What changes, in the consultation as it stood in ``version``; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"version": 1, "figures": [FIGURE]}]})

    version: Version
    title: Text = ""
    topics: list[Code] = Field(default_factory=list, max_length=10)
    premises: dict[Code, Annotated[list[Code], Field(max_length=10)]] = Field(default_factory=dict, max_length=8)
    intake: Intake = Field(default_factory=Intake)
    figures: list[Figure] = Field(default_factory=list, max_length=30)
    next_on: date | None = None


class NoteRequest(Sent):
    """What is written down, and whose words it is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"version": 1, "by": "adviser", "text": "原価は量っていないとのこと。"}]}
    )

    version: Version
    by: Person
    text: Text


class StageRequest(Sent):
    """The next stage; a close needs an outcome, a step back a reason."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"version": 1, "stage": "hearing"}]})

    version: Version
    stage: Stage
    outcome: Outcome | None = None
    learnt: Text = ""
    reason: Text = ""


@router.post("", status_code=201, responses=refusals(400, 403, 413, 422, 503))
def open_(request: OpenRequest, service: Served, http: Request, key: Key = "") -> Response:
    """Open a consultation; sent again under the same ``Idempotency-Key`` it is opened once."""

    def made() -> tuple[str, dict[str, Any]]:
        found = service.consulting.open(
            service.settings.hub, request.title, request.topics, request.premises, request.intake, request.next_on
        )
        return found.id, consultation_json(found)

    return created(service, http, key, request, made)


@router.get("", responses=refusals(422, 503))
def list_(
    service: Served,
    stage: Stage | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0, le=10**6)] = 0,
) -> dict[str, Any]:
    """List the consultations of this hub, the last changed first."""
    found = service.consulting.listed(service.settings.hub, stage)
    shown = found[offset : offset + limit]
    return {"consultations": [_summary(c) for c in shown], "more": offset + limit < len(found)}


@router.get("/{consultation_id}", responses=refusals(404, 422, 503))
def find(consultation_id: str, service: Served) -> dict[str, Any]:
    """Return a consultation with its plans as they stand and what was told of them."""
    hub, kept = service.settings.hub, service.consulting
    plans = [
        {"id": p.id, "version": p.version, "title": p.plan.title, "made_on": p.made_on.isoformat()}
        for p in kept.plans(hub, consultation_id)
    ]
    told = [t.model_dump(mode="json") for t in kept.follow_up.told(hub, consultation_id)]
    return {**consultation_json(kept.find(hub, consultation_id)), "plans": plans, "told": told}


@router.patch("/{consultation_id}", responses=refusals(400, 403, 404, 409, 413, 422, 503))
def change(consultation_id: str, request: ChangeRequest, service: Served) -> dict[str, Any]:
    """Change what is sent and leave the rest as it is."""
    sent = {name: getattr(request, name) for name in request.model_fields_set - {"version"}}
    kept = service.consulting
    return consultation_json(kept.change(service.settings.hub, consultation_id, request.version, **sent))


@router.post("/{consultation_id}/notes", status_code=201, responses=refusals(400, 403, 404, 409, 413, 422, 503))
def note(consultation_id: str, request: NoteRequest, service: Served, http: Request, key: Key = "") -> Response:
    """Write something down."""

    def made() -> tuple[str, dict[str, Any]]:
        hub, kept = service.settings.hub, service.consulting
        return consultation_id, consultation_json(
            kept.note(hub, consultation_id, request.version, request.by, request.text)
        )

    return created(service, http, key, request, made)


@router.post("/{consultation_id}/stage", responses=refusals(400, 403, 404, 409, 413, 422, 503))
def advance(consultation_id: str, request: StageRequest, service: Served) -> dict[str, Any]:
    """Move on, step back with a reason, close with an outcome, or open again."""
    told = (request.outcome, request.learnt, request.reason)
    hub, kept = service.settings.hub, service.consulting
    return consultation_json(kept.advance(hub, consultation_id, request.version, request.stage, *told))


@router.get("/{consultation_id}/pdca", responses=refusals(404, 422, 503))
def pdca(consultation_id: str, service: Served) -> dict[str, Any]:
    """Return 計画, 実行, 評価, 改善 against the behaviour guideline: clauses, what is recorded, and what is missing."""
    view = service.consulting.follow_up.pdca(service.settings.hub, consultation_id, _seen_by(service))
    return {"consultation_id": consultation_id, "parts": [_part_json(part) for part in view]}


@router.delete("/{consultation_id}", responses=refusals(403, 404, 422, 503))
def erase(consultation_id: str, service: Served) -> dict[str, Any]:
    """Erase a consultation with all that belongs to it; ``backups`` names the files outside that still hold it."""
    opened_on = service.erase(consultation_id)
    return {"erased": consultation_id, "backups": holding_records(service.knowledge.catalog, opened_on)}


def created(
    service: Service, http: Request, key: str, request: BaseModel, make: Callable[[], tuple[str, dict[str, Any]]]
) -> Response:
    """Answer a request that creates something, once; ``make`` returns the consultation's id and the answer."""

    def answered() -> Answered:
        consultation_id, shown = make()
        return Answered(201, json.dumps(shown, ensure_ascii=False), consultation_id)

    asked = f"{http.method} {http.url.path}\n{request.model_dump_json()}"
    found = service.consulting.once.answered(service.settings.hub, key, asked, answered)
    headers = {"Cache-Control": "no-store"}
    return Response(found.body, found.status, headers, media_type="application/json")


def consultation_json(consultation: Consultation) -> dict[str, Any]:
    """Return a consultation as JSON values; figures as plain numbers in text, so that none is rounded."""
    return {**consultation.model_dump(mode="json"), "stage_label": STAGES[consultation.stage]}


def _summary(consultation: Consultation) -> dict[str, Any]:
    shown = consultation_json(consultation)
    names = ("id", "version", "stage", "stage_label", "title", "topics", "next_on", "opened_on", "closed_on", "outcome")
    return {name: shown[name] for name in names}


def _part_json(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "points": [
            {
                "document": point.document,
                "clause": point.clause,
                "heading": point.heading,
                "href": f"/entries/{point.document}#{point.clause}" if point.heading else "",
                "recorded": list(point.recorded),
                "missing": list(point.missing),
            }
            for point in part.points
        ],
    }


def _seen_by(service: Service) -> Callable[[str], Entry | None]:
    def lookup(entry_id: str) -> Entry | None:
        entry = service.knowledge.catalog.get(entry_id)
        return entry if entry and service.viewer.may_see(entry) else None

    return lookup
