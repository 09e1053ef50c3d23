"""The routes of the consultations' pages: the list, one consultation, and everything that is written down there."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query, Response
from fastapi.responses import RedirectResponse

from assistant.api import problems
from assistant.api.service import Served, Service
from assistant.consultations.consultation import (
    STAGES,
    ConsultationError,
    Stage,
    StaleConsultationError,
    UnknownConsultationError,
)
from assistant.consultations.told import DONE, REACHED
from assistant.pages import rendering
from assistant.pages.consulting import consultation_form, consultation_view
from assistant.pages.consulting.consultation_form import Filled
from assistant.pages.planning.plan_view import MAKERS, partner

router = APIRouter(include_in_schema=False)
Form = Annotated[bytes, Body(media_type="application/x-www-form-urlencoded")]
_BLANK_ROWS = 2
_STALE = "ほかの方が先に変更したので、いまの内容を表示しています。書いたことは欄に残っています。確かめて、もう一度押してください。"


@router.get("/consultations")
def consultations(service: Served, stage: Annotated[str, Query(max_length=20)] = "") -> Response:
    """List the consultations of this hub, all of them or those of a stage."""
    return _listed(service, next((s for s in STAGES if s == stage), None))


@router.post("/consultations")
def opened(service: Served, body: Form = b"") -> Response:
    """Open a consultation and lead to it."""
    form = Filled()
    try:
        form = consultation_form.read(body)
        found = service.consulting.open(service.settings.hub, form.text("title"), next_on=form.day("next_on"))
    except tuple(problems.STATUS_OF) as error:
        return _listed(service, None, form, problems.sentence(error), problems.status(error))
    return RedirectResponse(f"/consultations/{found.id}", 303)


@router.get("/consultations/{consultation_id}")
def consultation(consultation_id: str, service: Served) -> Response:
    """Show a consultation."""
    return _shown(service, consultation_id)


@router.post("/consultations/{consultation_id}")
def written(consultation_id: str, service: Served, body: Form = b"") -> Response:
    """Write something down and lead back; what cannot be taken is told, and what was typed stays."""
    form = Filled()
    try:
        form = consultation_form.read(body)
        if form.text("action") == "erase":
            _erased(service, consultation_id, form)
            return RedirectResponse("/consultations", 303)
        _carry_out(service, consultation_id, form)
    except UnknownConsultationError:
        raise
    except StaleConsultationError:
        return _shown(service, consultation_id, form, _STALE, 409)
    except tuple(problems.STATUS_OF) as error:
        return _shown(service, consultation_id, form, problems.sentence(error), problems.status(error))
    return RedirectResponse(f"/consultations/{consultation_id}", 303)


def _carry_out(service: Service, consultation_id: str, form: Filled) -> None:
    hub, kept, version = service.settings.hub, service.consulting, form.version
    match form.text("action"):
        case "note":
            kept.note(hub, consultation_id, version, form.by, form.text("note"))
        case "move":
            kept.advance(hub, consultation_id, version, form.stage(), reason=form.text("reason"))
        case "close":
            kept.advance(hub, consultation_id, version, "closed", form.outcome, form.text("learnt"))
        case "meeting":
            kept.change(hub, consultation_id, version, next_on=form.day("next_on"))
        case "figures":
            kept.change(hub, consultation_id, version, figures=form.figures())
        case "check-in":
            kept.follow_up.check_in(
                hub, form.text("plan"), form.text("item"), form.done(), form.by, form.figures(), form.text("hindered")
            )
        case "referral":
            told, day = form.text("result"), form.day("check_on")
            kept.follow_up.referral_result(
                hub, form.text("plan"), form.text("item"), form.reached(), form.by, told, day
            )
        case _:
            raise ConsultationError("どのボタンが押されたか分かりません。もう一度お試しください。")


def _erased(service: Service, consultation_id: str, form: Filled) -> None:
    if form.text("sure") != "1":
        raise ConsultationError("消すときは、「記録と計画をすべて消してよい」に印を付けてください。")
    service.erase(consultation_id)


def _listed(
    service: Service, stage: Stage | None, form: Filled | None = None, problem: str = "", status: int = 200
) -> Response:
    return rendering.page(
        "consulting/consultations.html",
        status,
        rows=consultation_view.listed(service, stage),
        counts=consultation_view.counted(service),
        stages=STAGES,
        stage=stage,
        outcomes=consultation_view.OUTCOMES,
        form=form or Filled(),
        problem=problem,
    )


def _shown(
    service: Service, consultation_id: str, form: Filled | None = None, problem: str = "", status: int = 200
) -> Response:
    form = form or Filled()
    found = consultation_view.view(service, consultation_id)
    figures = form.rows() if form.text("action") == "figures" else [_row(f) for f in found.consultation.figures]
    return rendering.page(
        "consulting/consultation.html",
        status,
        view=found,
        stages=STAGES,
        outcomes=consultation_view.OUTCOMES,
        writers=consultation_view.WRITERS,
        makers=MAKERS,
        done=DONE,
        reached=REACHED,
        partner=partner,
        figures=[*figures, *({} for _ in range(_BLANK_ROWS))],
        form=form,
        problem=problem,
    )


def _row(figure: object) -> dict[str, str]:
    found = {part: getattr(figure, part) for part in consultation_form.FIGURE}
    return {
        part: "" if value is None else f"{value:f}" if part in ("before", "after") else value
        for part, value in found.items()
    }
