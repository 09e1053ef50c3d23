"""The interview before a plan: one question at a time, what was told so far carried along in hidden fields. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Body, Response

from assistant.pages import rendering
from assistant.pages.planning import intake_form
from assistant.pages.planning.intake_form import Filled
from assistant.plans.arithmetic.inputs import PlanInputError
from assistant.plans.arithmetic.premises import NAMES
from assistant.plans.interview import QUESTIONS

router = APIRouter(include_in_schema=False)
Form = Annotated[bytes, Body(media_type="application/x-www-form-urlencoded")]
_ORDER = tuple(question.field for question in QUESTIONS)
_END = len(_ORDER)


@router.get("/plan/interview")
def begun() -> Response:
    """Ask the first question."""
    return _asked(Filled(texts={}), 0)


@router.post("/plan/interview")
def answered(body: Form = b"") -> Response:
    """Take an answer and ask the next question; one that does not read is asked again with what was typed."""
    try:
        form = intake_form.read(body)
    except PlanInputError as error:
        return _asked(Filled(texts={}), 0, problem=str(error), status=422)
    at = form.texts.get("at", "")
    if at not in _ORDER:
        return _asked(form, _open(form, 0))
    here = _ORDER.index(at)
    if form.action == "back":
        return _asked(form, max(here - 1, 0))
    if form.action == "skip":
        texts = {name: text for name, text in form.texts.items() if name not in _fields(at, form)}
        return _asked(replace(form, texts=texts), _open(form, here + 1))
    wrong = {name: told for name, told in intake_form.problems_of(form).items() if name in _fields(at, form)}
    if wrong:
        return _asked(form, here, wrong, "読み取れない項目があります。直すか、空けたまま次へ進んでください。", 422)
    return _asked(form, _open(form, here + 1))


def _open(form: Filled, first: int) -> int:
    """Return the first question from ``first`` on that nothing was told of yet, or the end."""
    return next((n for n in range(first, _END) if not _told(_ORDER[n], form)), _END)


def _told(field: str, form: Filled) -> bool:
    return any(form.texts.get(name) for name in _fields(field, form) if name != "period")


def _fields(field: str, form: Filled) -> tuple[str, ...]:
    """Return the names of the form's fields that a question fills."""
    if field == "numbers":
        return ("period", *intake_form.NUMBERS)
    if field == "lines":
        return tuple(f"{column}-{row}" for row in range(form.lines) for column in intake_form.COLUMNS)
    return (field,)


def _asked(
    form: Filled, number: int, wrong: Mapping[str, str] | None = None, problem: str = "", status: int = 200
) -> Response:
    asking = QUESTIONS[number] if number < _END else None
    shown = _fields(asking.field, form) if asking else ()
    kept = {name: text for name, text in form.texts.items() if text and name not in (*shown, "at", "action", "lines")}
    return rendering.page(
        "planning/interview.html",
        status,
        asking=asking,
        number=number + 1,
        of=_END,
        form=form,
        kept=kept,
        told=[(intake_form.WORDS[n], form.texts[n]) for n in intake_form.WORDS if form.texts.get(n)],
        numbers=[(name, NAMES[name], *told) for name, told in intake_form.NUMBERS.items()],
        columns=intake_form.COLUMNS,
        periods=intake_form.PERIODS,
        wrong=wrong or {},
        problem=problem,
    )
