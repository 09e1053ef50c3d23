"""``/api/contributions`` and ``/api/gaps``: closed consultations as shared cases, their thanks, and what the knowledge lacks."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import ConfigDict, Field

from assistant.api.consultations import Key, Sent, created, private, refusals
from assistant.api.service import Served, Service
from assistant.consultations.consultation import Consultation
from assistant.consultations.told import DONE, CheckIn
from assistant.plans.plan import Plan
from assistant.sharing import CaseDraft, Contribution
from assistant.sharing.contributions import STATES
from knowledge import taxonomy

router = APIRouter(prefix="/api", tags=["sharing"], dependencies=[Depends(private)])


class ContributionRequest(Sent):
    """Which closed consultation is shared, with whom: the country, or only the own hub."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"consultation_id": "q3F…", "scope": "national"}]})

    consultation_id: Annotated[str, Field(max_length=40)]
    scope: Literal["national", "hub"] = "national"


@router.post("/contributions/preview", responses=refusals(400, 403, 404, 413, 422, 503))
def preview(request: ContributionRequest, service: Served) -> dict[str, Any]:
    """Show the case as it would be sent, and what the record does not tell; nothing is sent yet."""
    return draft_json(service.sharing_room.contributions.preview(*record(service, request.consultation_id)))


@router.post("/contributions", status_code=201, responses=refusals(400, 403, 404, 413, 422, 503))
def send(request: ContributionRequest, service: Served, http: Request, key: Key = "") -> Response:
    """Send the case through the gate; sent again it corrects the case sent before."""

    def made() -> tuple[str, dict[str, Any]]:
        found = sent(service, request.consultation_id, request.scope)
        return found.consultation_id, contribution_json(found)

    return created(service, http, key, request, made)


@router.get("/contributions", responses=refusals(503))
def contributions(service: Served) -> dict[str, Any]:
    """List what this hub has shared, the newest first."""
    found = service.sharing_room.contributions.listed(service.settings.hub)
    return {"items": [contribution_json(c) for c in found]}


@router.delete("/contributions/{entry_id}", responses=refusals(403, 404, 422, 503))
def retire(entry_id: str, service: Served) -> dict[str, Any]:
    """Take a shared case back: it is found no more."""
    return contribution_json(service.sharing_room.contributions.retire(service.settings.hub, entry_id))


@router.get("/contributions/{entry_id}/thanks", responses=refusals(404, 422, 503))
def thanks(entry_id: str, service: Served) -> dict[str, Any]:
    """Tell which hubs' answers cited a shared case, on which day and how often."""
    trail = service.sharing_room.contributions.thanks(service.settings.hub, entry_id)
    return {"items": [{"hub": hub, "day": day.isoformat(), "times": times} for hub, day, times in trail]}


@router.get("/gaps", responses=refusals(422, 503))
def gaps(service: Served, fewest: Annotated[int, Query(ge=1, le=50)] = 2) -> dict[str, Any]:
    """Tell what the knowledge lacks: what was asked in vain, and where only success or only failure is known."""
    room = service.sharing_room.gaps
    return {
        "unanswered": [
            {**_cell(g.industry, g.topic), "times": g.times, "last": g.last.isoformat()}
            for g in room.unanswered(service.settings.hub)
        ],
        "one_sided": [
            {**_cell(g.industry, g.topic), "cases": g.cases, "lacks": g.lacks}
            for g in room.one_sided(service.viewer, fewest)
        ],
    }


def sent(service: Service, consultation_id: str, scope: str) -> Contribution:
    """Send a closed consultation of this hub."""
    consultation, plan, done = record(service, consultation_id)
    visibility = f"hub:{consultation.hub}" if scope == "hub" and consultation.hub else "national"
    return service.sharing_room.contributions.send(consultation, plan, done, visibility)


def record(service: Service, consultation_id: str) -> tuple[Consultation, Plan | None, list[str]]:
    """Return the consultation, its newest plan, and how each action went."""
    hub, consulting = service.settings.hub, service.consulting
    consultation = consulting.find(hub, consultation_id)
    plans = consulting.plans(hub, consultation_id)
    plan = max(plans, key=lambda p: (p.made_on, p.version)).plan if plans else None
    return consultation, plan, went(service, consultation, plan)


def went(service: Service, consultation: Consultation, plan: Plan | None) -> list[str]:
    """Return how the actions of a plan went, a sentence each, from the check-ins."""
    names = {a.id: a.what.text.rstrip("。") for a in plan.actions} if plan else {}
    told = service.consulting.follow_up.told(service.settings.hub, consultation.id)
    return [
        f"{names[c.action]}: {DONE[c.state]}。{c.hindered}"
        for c in told
        if isinstance(c, CheckIn) and c.action in names
    ]


def draft_json(draft: CaseDraft) -> dict[str, Any]:
    """Return a drafted case with the headings that are missing."""
    case = draft.case
    sections = [{"heading": s.heading, "text": case.body[s.start : s.end]} for s in case.sections]
    return {"title": case.title, "outcome": case.outcome, "sections": sections, "missing": list(draft.missing)}


def contribution_json(found: Contribution) -> dict[str, Any]:
    """Return a contribution; ``times`` is how many answers have cited it."""
    return {
        "entry_id": found.entry_id,
        "consultation_id": found.consultation_id,
        "title": found.title,
        "visibility": found.visibility,
        "state": found.state,
        "state_label": STATES[found.state],
        "sent_on": found.sent_on.isoformat(),
        "times": found.times,
        "review_id": found.review_id,
    }


def _cell(industry: str, topic: str) -> dict[str, Any]:
    return {
        "industry": {"code": industry, "label": taxonomy.INDUSTRIES.label_of(industry) if industry else ""},
        "topic": {"code": topic, "label": taxonomy.TOPICS.label_of(topic) if topic else ""},
    }
