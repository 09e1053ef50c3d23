"""The routes of a plan's page: to read, in an earlier version, to print, and as a file to take along."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Response

from assistant.api.service import Served, Service
from assistant.consultations.consultation import StoredPlan, UnknownConsultationError
from assistant.exports import FORMATS, export
from assistant.exports.sections import sections
from assistant.pages import rendering
from assistant.pages.planning import plan_view
from assistant.pages.planning.plan_terms import terms_of
from assistant.pages.planning.plan_view import PlanView

router = APIRouter(include_in_schema=False)
Number = Annotated[int | None, Query(ge=1, le=1_000_000)]
FILES = {"docx": "Word", "xlsx": "Excel", "ics": "予定表", "md": "テキスト"}


@router.get("/plans/{plan_id}")
def plan(plan_id: str, service: Served, version: Number = None) -> Response:
    """Show a plan, the newest version unless another is asked for."""
    versions = service.consulting.versions(service.settings.hub, plan_id)
    stored = _chosen(versions, version)
    still = plan_view.standing(stored.plan, service.knowledge, service.viewer)
    seen = partial(plan_view.seen, knowledge=service.knowledge, viewer=service.viewer)
    terms = terms_of(stored.plan, service.assistant.glossary, seen) if service.knowledge.ready() else ()
    return rendering.page(
        "planning/plan.html",
        view=PlanView(stored, versions, still, terms),
        makers=plan_view.MAKERS,
        partner=plan_view.partner,
        files=FILES,
        closed=service.consulting.find(service.settings.hub, stored.consultation_id).stage == "closed",
    )


@router.get("/plans/{plan_id}/print")
def printed(plan_id: str, service: Served, version: Number = None) -> Response:
    """Show a plan as the paper that the files hold as well."""
    stored = _of(service, plan_id, version)
    return rendering.page("planning/print.html", stored=stored, sections=list(sections(stored.plan, date.today())))


@router.get("/plans/{plan_id}/files/{kind}")
def file(plan_id: str, kind: str, service: Served, version: Number = None) -> Response:
    """Give a plan as a file."""
    if kind not in FORMATS:
        raise HTTPException(404)
    made = export(_of(service, plan_id, version).plan, kind, today=date.today(), key=plan_id)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
    return Response(made.body, media_type=made.media_type, headers=headers)


def _of(service: Service, plan_id: str, version: int | None) -> StoredPlan:
    return _chosen(service.consulting.versions(service.settings.hub, plan_id), version)


def _chosen(versions: list[StoredPlan], version: int | None) -> StoredPlan:
    found = [v for v in versions if version in (None, v.version)]
    if not found:
        raise UnknownConsultationError
    return found[-1]
