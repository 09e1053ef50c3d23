"""The routes of the practice pages (千本ノック); they work without script. The learner's key is a cookie of this browser."""

from __future__ import annotations

import json
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Body, Cookie, Response
from fastapi.responses import RedirectResponse

from assistant.api import problems
from assistant.api.service import Served, Service
from assistant.pages import rendering
from assistant.practice import PracticeError, Session, UnknownPracticeError
from assistant.practice.practice import new_learner
from knowledge import taxonomy

router = APIRouter(include_in_schema=False)
_COOKIE = "learner"
_YEAR = 365 * 24 * 3600  # seconds
Key = Annotated[str, Cookie(alias=_COOKIE, max_length=128)]
Form = Annotated[bytes, Body(media_type="application/x-www-form-urlencoded")]


@router.get("/practice")
def start(service: Served, learner: Key = "") -> Response:
    """Show what practice is, the start of one, and the learner's record."""
    return _start(service, learner)


@router.post("/practice")
def dealt(service: Served, learner: Key = "", body: Form = b"") -> Response:
    """Deal a case and lead to its page."""
    form = _read(body)
    key = learner or new_learner()
    topic = form.get("topic", "")
    try:
        session = service.practising.deal(key, service.viewer, (topic,) if topic else (), form.get("industry", ""))
    except tuple(problems.STATUS_OF) as error:
        return _start(service, learner, problems.sentence(error), problems.status(error))
    found = RedirectResponse(f"/practice/{session.id}", 303)
    found.set_cookie(_COOKIE, key, max_age=_YEAR, httponly=True, samesite="strict")
    return found


@router.get("/practice/record.json")
def record(service: Served, learner: Key = "") -> Response:
    """Give the learning record as a file."""
    text = json.dumps(service.practising.exported(learner, service.viewer), ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": 'attachment; filename="practice-record.json"', "Cache-Control": "no-store"}
    return Response(text, media_type="application/json", headers=headers)


@router.post("/practice/erase")
def erased(service: Served, learner: Key = "", body: Form = b"") -> Response:
    """Erase the learning record and forget the key."""
    if _read(body).get("sure") != "1":
        return _start(service, learner, "消すときは、「すべて消してよい」に印を付けてください。", 422)
    if learner:
        service.practising.erase(learner)
    found = RedirectResponse("/practice", 303)
    found.delete_cookie(_COOKIE, httponly=True, samesite="strict")
    return found


@router.get("/practice/{practice_id}")
def practice(practice_id: str, service: Served, learner: Key = "") -> Response:
    """Show a practice: the talk so far, or the looking back."""
    return _shown(service, service.practising.session(learner, practice_id))


@router.post("/practice/{practice_id}")
def said(practice_id: str, service: Served, learner: Key = "", body: Form = b"") -> Response:
    """Take a question or the proposal, and lead back to the talk; a refused one is shown as it was filled in."""
    form = _read(body)
    text, version = form.get("text", ""), form.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    practising = service.practising
    try:
        if form.get("kind") == "proposal":
            practising.propose(learner, practice_id, number, text)
        else:
            practising.ask(learner, practice_id, number, text, service.viewer)
    except UnknownPracticeError:
        raise
    except tuple(problems.STATUS_OF) as error:
        session = practising.session(learner, practice_id)
        return _shown(service, session, problems.sentence(error), problems.status(error), form)
    return RedirectResponse(f"/practice/{practice_id}#latest", 303)


def _start(service: Service, learner: str, problem: str = "", status: int = 200) -> Response:
    return rendering.page(
        "practices.html",
        status,
        sessions=service.practising.sessions(learner) if learner else [],
        topics=[(code, taxonomy.TOPICS.label_of(code)) for code in taxonomy.TOPICS],
        problem=problem,
    )


def _shown(
    service: Service, session: Session, problem: str = "", status: int = 200, form: dict[str, str] | None = None
) -> Response:
    practising = service.practising
    case = practising.case(session, service.viewer)
    blocks = practising.look_back(session, service.viewer)[0] if session.state == "closed" else []
    return rendering.page(
        "practice.html",
        status,
        session=session,
        opening=practising.opening(session, service.viewer),
        facts=[taxonomy.INDUSTRIES.label_of(case.industry), taxonomy.SIZES.label_of(case.size)],
        blocks=blocks,
        problem=problem,
        form={"kind": "", "text": ""} | (form or {}),
    )


def _read(body: bytes) -> dict[str, str]:
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=20)
    except ValueError as error:
        raise PracticeError("送られた項目が多すぎます。画面を開き直して、もう一度お試しください。") from error
    return {name: values[-1].replace("\r\n", "\n") for name, values in fields.items()}
