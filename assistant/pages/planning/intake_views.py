"""The routes of the intake page: the owner's words and numbers in order, what they say already, and a plan drafted of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query, Response
from fastapi.responses import RedirectResponse

from assistant.answering.answer import ROLES
from assistant.api import problems
from assistant.api.service import Served, Service
from assistant.consultations.consultations import PREMISES
from assistant.pages import rendering
from assistant.pages.planning import intake_form
from assistant.pages.planning.intake_form import Filled
from assistant.plans.arithmetic.figures import Answer, NoAnswer, Result
from assistant.plans.arithmetic.inputs import PlanInputError
from assistant.plans.arithmetic.items import ItemLine, item_lines
from assistant.plans.arithmetic.kinds import calculated
from assistant.plans.arithmetic.premises import NAMES
from assistant.plans.intake import MOST_LINES, Intake
from assistant.plans.interview.lines import items_of

router = APIRouter(include_in_schema=False)
Form = Annotated[bytes, Body(media_type="application/x-www-form-urlencoded")]
_MORE_LINES = 3
_KINDS = ("profit", "break-even")
_NOTHING = "困りごとか数字を、1つは書いてください。それをもとに案を作ります。"
_LACKING = NoAnswer(name="利益と損益分岐点", reason="固定費が分かると計算できます。", missing=(NAMES["fixed"],))


@router.get("/plan/new")
def empty(consultation: Annotated[str, Query(max_length=40)] = "") -> Response:
    """Show the intake, empty; a plan for a consultation that stands names it."""
    return _shown(Filled(texts={"consultation": consultation}))


@router.post("/plan/new")
def filled(service: Served, body: Form = b"") -> Response:
    """Add rows, work out what the numbers say, or draft a plan and lead to it; what was typed stays in the form."""
    try:
        form = intake_form.read(body)
    except PlanInputError as error:
        return _shown(Filled(texts={}), {}, str(error), 422)
    if form.action == "begin":  # brought along from an answer or the interview: nothing was asked for yet
        return _shown(form)
    if form.action == "more":
        lines = min(form.lines + _MORE_LINES, MOST_LINES)
        return _shown(Filled(texts=form.texts, lines=lines, action=form.action))
    wrong = intake_form.problems_of(form)
    if wrong:
        return _shown(form, wrong, f"読み取れない項目が{len(wrong)}つあります。印の付いた項目を直してください。", 422)
    try:
        given = intake_form.intake(form, service.hide)
        if form.action == "draft":
            return RedirectResponse(f"/plans/{_drafted(service, form, given)}", 303)
        return _shown(form, answers=_answers(given), ranked=_ranked(given), told=True)
    except tuple(problems.STATUS_OF) as error:
        return _shown(form, {}, problems.sentence(error), problems.status(error))


def _drafted(service: Service, form: Filled, given: Intake) -> str:
    """Draft a plan, keep it in its consultation (a new one unless the form names one) and return its id."""
    if not intake_form.told(given):
        raise PlanInputError(_NOTHING)
    hub, kept = service.settings.hub, service.consulting
    known = form.texts.get("consultation", "")[:40]
    role = form.texts.get("role", "owner")
    plan = service.drafting.draft(given, hub, role if role in ROLES else "owner")
    consultation = (
        kept.find(hub, known)
        if known
        else kept.open(hub, plan.title, plan.topics, {f: c for f, c in plan.premises.items() if f in PREMISES}, given)
    )
    return kept.keep_plan(hub, consultation.id, plan).id


def _answers(given: Intake) -> list[Answer]:
    """Return what sales, cost share and fixed costs say; without fixed costs, what is still needed."""
    inputs = {name: text for name, text in given.numbers.items() if name != "people"}
    if "fixed" not in inputs:
        return [_LACKING] if inputs else []
    found = {answer.name: answer for kind in _KINDS for answer in calculated(kind, inputs)}
    return list(found.values())


def _ranked(given: Intake) -> tuple[ItemLine, ...]:
    items, _ = items_of(given.lines)
    return item_lines(items) if items else ()


def _shown(
    form: Filled,
    wrong: dict[str, str] | None = None,
    problem: str = "",
    status: int = 200,
    *,
    answers: list[Answer] | None = None,
    ranked: tuple[ItemLine, ...] = (),
    told: bool = False,
) -> Response:
    return rendering.page(
        "planning/intake.html",
        status,
        words=intake_form.WORDS,
        numbers=[(name, NAMES[name], *told) for name, told in intake_form.NUMBERS.items()],
        columns=intake_form.COLUMNS,
        periods=intake_form.PERIODS,
        form=form,
        wrong=wrong or {},
        problem=problem,
        results=[a for a in answers or () if isinstance(a, Result)],
        unanswered=[a for a in answers or () if isinstance(a, NoAnswer)],
        ranked=ranked,
        told=told,
        full=form.lines >= MOST_LINES,
    )
