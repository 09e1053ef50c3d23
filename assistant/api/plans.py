"""``/api/intake`` and ``/api/plans``: the interview, a plan drafted from it, its versions, edits and files."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import ConfigDict, Field, JsonValue

from assistant.answering.answer import ROLES
from assistant.api.consultations import Code, Key, Sent, Text, Version, created, private, refusals
from assistant.api.figures import result_json, unanswered_json
from assistant.api.service import Served, Service
from assistant.consultations.consultation import (
    ConsultationError,
    Person,
    StoredPlan,
    UnknownConsultationError,
)
from assistant.consultations.consultations import PREMISES
from assistant.exports import FORMATS, export
from assistant.plans.arithmetic.figures import Result
from assistant.plans.arithmetic.kinds import EXAMPLES, written
from assistant.plans.arithmetic.premises import NAMES
from assistant.plans.editing import results_of
from assistant.plans.intake import MOST_LINES, Intake, ProductLine
from assistant.plans.interview import QUESTIONS, Asking, open_questions, read_form
from assistant.plans.interview.reading import WORDS
from assistant.plans.plan import Plan

router = APIRouter(prefix="/api", tags=["plans"], dependencies=[Depends(private)])
_FORM: dict[str, JsonValue] = {
    "words": {"worry": "忙しいのに、お金が残らない。", "own_reasons": "材料が上がったのに、値段を変えていない。"},
    "numbers": {"sales": "２００万円", "variable_rate": "4割", "fixed": "80万円"},
    "period": "月",
}
_INTAKE: dict[str, JsonValue] = {
    "worry": "忙しいのに、お金が残らない。材料が上がったのに、値段を変えていない。",
    "period": "月",
    "numbers": {"sales": "200万円", "variable_rate": "4割", "fixed": "80万円"},
}
_SAID: dict[str, JsonValue] = {"text": "原価を3商品だけ量る", "by": "owner", "cited": []}
_PLAN: dict[str, JsonValue] = {
    "title": "採算の見える化",
    "as_of": "2026-11-24",
    "goal": {"said": _SAID, "indicator": "限界利益"},
    "actions": [
        {"id": "action-1", "what": _SAID, "first_step": _SAID, "first_step_due": "2026-11-30", "indicator": _SAID}
    ],
}
_FILE = refusals(404, 422, 503) | {200: {"content": {media_type: {} for media_type, _ in FORMATS.values()}}}
_Number = Annotated[int | None, Query(ge=1, le=2**31)]


class FormRequest(Sent):
    """What somebody filled in, as written: ``words`` and ``numbers`` by the names that ``GET /api/intake`` lists."""

    model_config = ConfigDict(json_schema_extra={"examples": [_FORM]})

    words: dict[Code, Text] = Field(default_factory=dict, max_length=len(WORDS))
    numbers: dict[Code, Annotated[str, Field(max_length=200)]] = Field(default_factory=dict, max_length=40)
    lines: list[ProductLine] = Field(default_factory=list, max_length=MOST_LINES)
    period: Annotated[str, Field(max_length=20)] = ""


class DraftRequest(Sent):
    """From what a plan is drafted; without a consultation a new one is opened for it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"intake": _INTAKE}]})

    intake: Intake
    consultation_id: Annotated[str, Field(max_length=40)] = ""
    role: Code = "owner"


class EditRequest(Sent):
    """The whole plan as it is to be, over ``version``; what differs becomes ``by``'s own words."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"version": 1, "by": "owner", "plan": _PLAN}]})

    version: Version
    by: Person
    plan: Plan


@router.get("/intake")
def questions() -> dict[str, Any]:
    """List the questions before a plan in their order, and the numbers that can be told; nothing must be answered."""
    numbers = [
        {"name": name, "label": label, "written": written(name), "example": EXAMPLES[written(name)]}
        for name, label in NAMES.items()
    ]
    return {"questions": [_asking_json(q) for q in QUESTIONS], "numbers": numbers}


@router.post("/intake", responses=refusals(400, 403, 413, 422, 503))
def read(request: FormRequest, service: Served) -> dict[str, Any]:
    """Read a form: what was understood, masked; a sentence for each field that was not; what may still be asked."""
    unknown = [name for name in request.words if name not in WORDS]
    if unknown:
        raise ConsultationError(f"答えの項目に、使えないものがあります。使えるもの: {'、'.join(WORDS)}")
    found = read_form(request.words, request.numbers, request.period, service.hide)
    lines = [
        line.model_copy(update={name: service.hide(text).text[:60] for name, text in line if text and name == "name"})
        for line in request.lines
    ]
    told = found.intake.model_copy(update={"lines": tuple(lines)})
    return {
        "intake": told.model_dump(mode="json"),
        "unread": dict(found.unread),
        "rest": dict(found.rest),
        "questions": [_asking_json(q) for q in open_questions(told)],
    }


@router.post("/plans", status_code=201, responses=refusals(400, 403, 404, 413, 422, 503))
def draft(request: DraftRequest, service: Served, http: Request, key: Key = "") -> Response:
    """Draft a plan from the knowledge and the arithmetic and keep it; under the same ``Idempotency-Key`` only once."""
    if request.role not in ROLES:
        raise ConsultationError(f"役割は、{'、'.join(ROLES)} のどれかを選んでください。")

    def made() -> tuple[str, dict[str, Any]]:
        hub, kept = service.settings.hub, service.consulting
        if request.consultation_id:
            kept.find(hub, request.consultation_id)
        plan = service.drafting.draft(request.intake, hub, request.role)
        consultation_id = request.consultation_id or _opened(service, plan)
        return consultation_id, plan_json(kept.keep_plan(hub, consultation_id, plan))

    return created(service, http, key, request, made)


@router.get("/plans", responses=refusals(404, 422, 503))
def plans(service: Served, consultation_id: Annotated[str, Query(max_length=40)]) -> dict[str, Any]:
    """List the plans of a consultation as they stand."""
    found = service.consulting.plans(service.settings.hub, consultation_id)
    return {"plans": [plan_json(p) for p in found]}


@router.get("/plans/{plan_id}", responses=refusals(404, 422, 503))
def plan(plan_id: str, service: Served, version: _Number = None) -> dict[str, Any]:
    """Return a plan as it stands, or an earlier version, with its calculations worked out anew."""
    return plan_json(_chosen(service, plan_id, version))


@router.put("/plans/{plan_id}", responses=refusals(400, 403, 404, 409, 413, 422, 503))
def edit(plan_id: str, request: EditRequest, service: Served) -> dict[str, Any]:
    """Keep a changed plan as the next version."""
    kept = service.consulting
    return plan_json(kept.edit_plan(service.settings.hub, plan_id, request.version, request.plan, request.by))


@router.get("/plans/{plan_id}/versions", responses=refusals(404, 422, 503))
def versions(plan_id: str, service: Served) -> dict[str, Any]:
    """List who made which version when, and what they changed."""
    found = service.consulting.versions(service.settings.hub, plan_id)
    listed = [
        {"version": v.version, "made_on": v.made_on.isoformat(), "made_by": v.made_by, "changed": list(v.plan.changed)}
        for v in found
    ]
    return {"id": plan_id, "versions": listed}


@router.get("/plans/{plan_id}/export", response_class=Response, responses=_FILE)
def file(plan_id: str, service: Served, format: Code, version: _Number = None) -> Response:  # noqa: A002 - the word of the wire
    """Return a plan as a file: docx, xlsx, ics or md."""
    stored = _chosen(service, plan_id, version)
    made = export(stored.plan, format, today=date.today(), key=plan_id)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
    return Response(made.body, media_type=made.media_type, headers=headers)


def plan_json(stored: StoredPlan) -> dict[str, Any]:
    """Return a version of a plan with what its calculations give now, by the id of the sum."""
    return {
        **stored.model_dump(mode="json"),
        "results": {
            key: [result_json(a) if isinstance(a, Result) else unanswered_json(a) for a in answers]
            for key, answers in results_of(stored.plan).items()
        },
    }


def _opened(service: Service, plan: Plan) -> str:
    premises = {name: codes for name, codes in plan.premises.items() if name in PREMISES}
    opened = service.consulting.open(service.settings.hub, plan.title, plan.topics, premises, plan.intake)
    return opened.id


def _chosen(service: Service, plan_id: str, version: int | None) -> StoredPlan:
    found = [v for v in service.consulting.versions(service.settings.hub, plan_id) if version in (None, v.version)]
    if not found:
        raise UnknownConsultationError
    return found[-1]


def _asking_json(asking: Asking) -> dict[str, str]:
    return {"field": asking.field, "ask": asking.ask, "why": asking.why, "example": asking.example}
