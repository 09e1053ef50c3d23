"""The routes of the pages: the one screen, asking, an entry, and the list of cases."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, FastAPI, Header, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse

from assistant.answering.answer import ROLES
from assistant.answering.understand import understand
from assistant.api import problems
from assistant.api.service import Served
from assistant.pages import asked, browsing, entry_view, rendering, screen, static_files, streaming, visitor

router = APIRouter(include_in_schema=False)
Codes = Annotated[list[str] | None, Query(max_length=20)]
Place = Annotated[int | None, Query(ge=0, le=10_000_000)]


def mount_static(app: FastAPI) -> None:
    """Serve the static files."""
    static_files.mount(app)


@router.get("/")
def home(service: Served, c: str = "", role: str = "") -> Response:
    """Show the one screen: a conversation, or the start of one; a role that is chosen holds on the other pages."""
    shown = _screen(screen.opened(service, c[:64], role))
    if role in ROLES:
        visitor.remember(shown, role)
    return shown


@router.get("/ask")
def asked_by_address() -> Response:
    """Lead back to the screen whoever opens the form's address by itself."""
    return RedirectResponse("/", 303)


@router.post("/ask")
def ask(
    service: Served,
    body: Annotated[bytes, Body(media_type="application/x-www-form-urlencoded")] = b"",
    accept: Annotated[str, Header()] = "",
) -> Response:
    """Answer a question: as a stream of fragments for the script, else by leading to the conversation's page."""
    form = asked.read(body)
    conversation = service.conversations.get(form.conversation)
    question = form.question(service, conversation)
    if "text/event-stream" in accept:
        understand(question)  # a bad question is an error with a status, not a broken stream
        return StreamingResponse(
            streaming.fragments(service, conversation, question),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
    try:
        answer = service.assistant.answer(question)
    except tuple(problems.STATUS_OF) as error:
        shown = screen.refused(service, conversation, form, problems.sentence(error))
        return _screen(shown, problems.status(error))
    service.remember(conversation, question, answer)
    return RedirectResponse(f"/?c={conversation.id}#latest", 303)


@router.get("/entries/{entry_id}")
def entry(
    entry_id: str, service: Served, start: Place = None, end: Place = None, section: str = "", panel: bool = False
) -> Response:
    """Show an entry opened at a quote or a section; with ``panel`` only its article, for the side panel."""
    found = service.knowledge.catalog.get(entry_id)
    if found is None or not service.viewer.may_see(found):
        return rendering.error_page(
            404, "お探しの事例・資料は見つかりませんでした。新しい版に替わったか、取り下げられた可能性があります。"
        )
    span = (start, end) if start is not None and end is not None else None
    newer, times = service.knowledge.newer(found, service.viewer), service.cited([found]).get(found.id)
    view = entry_view.view(found, date.today(), span, section, newer, times)
    if panel:
        return HTMLResponse(rendering.fragment("entry_parts.html", "article", view, 2))
    return rendering.page("entry.html", view=view)


@router.get("/cases")
def cases(
    service: Served,
    q: Annotated[str, Query(max_length=8_000)] = "",
    industry: Codes = None,
    outcome: Codes = None,
    owner_type: Codes = None,
    owner_traits: Codes = None,
    size: Codes = None,
    stage: Codes = None,
    topics: Codes = None,
    phase: Codes = None,
    page: Annotated[int, Query(ge=1, le=500)] = 1,
) -> Response:
    """Show the cases to search and filter."""
    given = {
        "industry": industry,
        "outcome": outcome,
        "owner_type": owner_type,
        "owner_traits": owner_traits,
        "size": size,
        "stage": stage,
        "topics": topics,
        "phase": phase,
    }
    chosen = {name: tuple(codes) for name, codes in given.items() if codes}
    return rendering.page("cases.html", list=browsing.case_list(service, q, chosen, page), PAGE=browsing.PAGE)


def _screen(shown: screen.Screen, status: int = 200) -> Response:
    return rendering.page("home.html", status, screen=shown, stages=screen.stages)
