"""The routes of the pages for held cases and import reports; they work without script."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Query, Response
from fastapi.responses import RedirectResponse

from assistant.api import problems
from assistant.api.desk import ReviewClosedError
from assistant.api.review import decide
from assistant.api.service import Served, Service
from assistant.pages import entry_view, rendering, review_form, review_list
from ingest.quarantine import QuarantineError
from ingest.review import DecidedReviewError, Item, ReviewError, ReviewQueue, StaleReviewError
from knowledge.catalog.reviews import OPEN_STATES, Review
from knowledge.catalog.runs import KEPT, Runs

router = APIRouter(include_in_schema=False)
_LOOK = "look"  # what pressing Enter in a field does: nothing is decided
_UNKNOWN = "「承認」「直して承認」「却下」のどれかを押してください。"


@router.get("/reviews")
def reviews(service: Served, page: Annotated[int, Query(ge=1, le=20_000)] = 1) -> Response:
    """Show what waits for people, or why nothing can be shown."""
    try:
        queue = service.desk.opened(service.settings)
    except (ReviewClosedError, QuarantineError) as error:
        return rendering.page("reviews.html", problems.status(error), list=review_list.Rows(), problem=str(error))
    return rendering.page("reviews.html", list=review_list.rows(queue, page), problem="")


@router.get("/reviews/{review_id}")
def review(review_id: str, service: Served) -> Response:
    """Show a held case: each doubt in its context, and what can be decided."""
    queue = service.desk.opened(service.settings)
    return _shown(queue, review_id)


@router.post("/reviews/{review_id}")
def decided(
    review_id: str,
    service: Served,
    body: Annotated[bytes, Body(media_type="application/x-www-form-urlencoded")] = b"",
) -> Response:
    """Take a decision and lead back to the page that tells it; a refused one is shown with what was filled in."""
    queue = service.desk.opened(service.settings)
    try:
        form = review_form.read(body)
    except ReviewError as error:
        return _shown(queue, review_id, problem=str(error), status=422)
    if queue.review(review_id).state not in OPEN_STATES:
        return _shown(queue, review_id, problem=str(DecidedReviewError()), status=409)
    try:
        _carry_out(service, queue, review_id, form)
    except StaleReviewError as error:
        return _shown(queue, review_id, problem=str(error), status=409)  # what was filled in was meant for another text
    except tuple(problems.STATUS_OF) as error:
        return _shown(queue, review_id, form, problems.sentence(error), problems.status(error))
    return RedirectResponse(f"/reviews/{review_id}", 303)


@router.get("/imports")
def imports(service: Served) -> Response:
    """Show what the last imports did."""
    try:
        service.desk.require_open(service.settings)
    except ReviewClosedError as error:
        return rendering.page("imports.html", problems.status(error), runs=(), problem=str(error))
    runs = [review_list.run(run) for run in Runs(service.knowledge.catalog).latest(KEPT)]
    return rendering.page("imports.html", runs=runs, problem="")


def _carry_out(service: Service, queue: ReviewQueue, review_id: str, form: review_form.Decided) -> None:
    if form.action not in ("accept", "edit", "reject"):
        raise ReviewError(_UNKNOWN)
    item = queue.item(review_id)
    edits = form.edits(item)
    if form.action == "accept" and edits:
        raise ReviewError("直した文があります。「直して承認」を押すか、直した欄を元に戻してください。")
    decide(service, review_id, form.version, form.reviewer, form.action, edits, form.note)


def _shown(
    queue: ReviewQueue,
    review_id: str,
    form: review_form.Decided | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    found = queue.review(review_id)
    item, problem, status = _item(queue, found, problem, status)
    return rendering.page(
        "review.html",
        status,
        row=review_list.row(queue, found),
        item=item,
        facts=entry_view.view(item.proposed, date.today()).facts if item else (),
        form=form or review_form.Decided(version=found.version),
        problem=problem,
        view=review_list,
    )


def _item(queue: ReviewQueue, found: Review, problem: str, status: int) -> tuple[Item | None, str, int]:
    """Return the case with its original while it waits; one that cannot be opened is told, and can be told only."""
    if found.state not in OPEN_STATES:
        return None, problem, status
    try:
        return queue.item(found.id), problem, status
    except QuarantineError as error:
        return None, str(error), problems.status(error)
