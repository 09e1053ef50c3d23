"""The routes of sharing: what would be shared, what became of it, whom it helped, and what the knowledge lacks."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Body, Query, Response
from fastapi.responses import RedirectResponse

from assistant.api import contributions as sending
from assistant.api import problems
from assistant.api.service import Served, Service
from assistant.pages import rendering
from assistant.pages.consulting.consultation_view import OUTCOMES
from assistant.sharing import SharingError
from assistant.sharing.contributions import STATES
from knowledge import taxonomy

router = APIRouter(include_in_schema=False)
Form = Annotated[bytes, Body(media_type="application/x-www-form-urlencoded")]
_LACKS = {"failure": "失敗の事例", "success": "成功の事例"}
_MOST_FIELDS = 20


@router.get("/contributions")
def contributions(service: Served, consultation: Annotated[str, Query(max_length=40)] = "") -> Response:
    """Show what this hub has shared; with a consultation, first the case that would be shared of it."""
    return _shown(service, consultation)


@router.post("/contributions")
def sent(service: Served, body: Form = b"") -> Response:
    """Send a closed consultation through the gate and lead to what became of it."""
    form: dict[str, str] = {}
    try:
        form = _read(body)
        found = sending.sent(service, form.get("consultation", "")[:40], form.get("scope", "national"))
    except tuple(problems.STATUS_OF) as error:
        return _shown(service, form.get("consultation", "")[:40], problems.sentence(error), problems.status(error))
    return RedirectResponse(f"/contributions#{found.entry_id}", 303)


@router.post("/contributions/{entry_id}")
def retired(entry_id: str, service: Served, body: Form = b"") -> Response:
    """Take a shared case back."""
    try:
        if _read(body).get("sure") != "1":
            raise SharingError("取り下げるときは、「検索と回答に出なくしてよい」に印を付けてください。")
        service.sharing_room.contributions.retire(service.settings.hub, entry_id)
    except tuple(problems.STATUS_OF) as error:
        return _shown(service, "", problems.sentence(error), problems.status(error))
    return RedirectResponse(f"/contributions#{entry_id}", 303)


@router.get("/gaps")
def gaps(service: Served) -> Response:
    """Show what was asked in vain, and where only one side of a contrast is known."""
    room = service.sharing_room.gaps
    return rendering.page(
        "sharing/gaps.html",
        unanswered=[(_cell(g.industry, g.topic), g) for g in room.unanswered(service.settings.hub)],
        one_sided=[(_cell(g.industry, g.topic), g) for g in room.one_sided(service.viewer)],
        lacks=_LACKS,
    )


def _shown(service: Service, consultation_id: str, problem: str = "", status: int = 200) -> Response:
    hub, room = service.settings.hub, service.sharing_room.contributions
    draft = None
    if consultation_id:
        try:
            draft = sending.draft_json(room.preview(*sending.record(service, consultation_id)))
        except SharingError as error:
            problem, status = problem or str(error), max(status, problems.status(error))
    listed = room.listed(hub)
    return rendering.page(
        "sharing/contributions.html",
        status,
        consultation=consultation_id,
        draft=draft,
        known=next((c for c in listed if c.consultation_id == consultation_id), None),
        outcomes=OUTCOMES,
        rows=[(c, room.thanks(hub, c.entry_id)) for c in listed],
        states=STATES,
        hub=taxonomy.HUBS.label_of(hub) if hub else "",
        hub_label=lambda code: taxonomy.HUBS.label_of(code) if code in taxonomy.HUBS else "拠点の記載なし",
        problem=problem,
    )


def _cell(industry: str, topic: str) -> tuple[str, str]:
    return (
        taxonomy.INDUSTRIES.label_of(industry) if industry in taxonomy.INDUSTRIES else "業種の指定なし",
        taxonomy.TOPICS.label_of(topic) if topic in taxonomy.TOPICS else "テーマの指定なし",
    )


def _read(body: bytes) -> dict[str, str]:
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise SharingError("送られた項目が多すぎます。画面を開き直して、もう一度お試しください。") from error
    return {name: values[-1] for name, values in fields.items()}
