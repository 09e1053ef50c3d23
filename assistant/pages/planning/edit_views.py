"""The routes of a plan's edit page: a plain form of every field; two people's changes are shown together and nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Body, Response
from fastapi.responses import RedirectResponse

from assistant.api import problems
from assistant.api.service import Served
from assistant.consultations.consultation import StaleConsultationError, StoredPlan, UnknownConsultationError
from assistant.pages import rendering
from assistant.pages.planning import edit_form, plan_view
from assistant.pages.planning.edit_form import Filled, fields_of, ids, several
from assistant.pages.planning.edit_plan import FieldsError, plan_of
from assistant.pages.planning.intake_form import COLUMNS, WORDS
from assistant.plans.arithmetic.premises import NAMES
from assistant.plans.plan import FIRST_STEP_DAYS, MOST_ACTIONS
from knowledge import taxonomy

router = APIRouter(include_in_schema=False)
Form = Annotated[bytes, Body(media_type="application/x-www-form-urlencoded")]
#: Part → the field of it that begins a new one.
_FIRST = {"causes": "said", "actions": "what", "risks": "said", "referrals": "reason"}
_NOBODY = "どなたの記入かを選んでから、保存してください。"
_STALE = "ほかの方が先に変更し、第{0}版になりました。あなたの記入は消えていません。印の付いた欄は、いま保存されている内容も示しています。見比べて直し、もう一度保存してください。"


@router.get("/plans/{plan_id}/edit")
def opened(plan_id: str, service: Served) -> Response:
    """Show every field of the plan that stands."""
    stored = service.consulting.versions(service.settings.hub, plan_id)[-1]
    return _shown(stored, Filled(texts=fields_of(stored.plan), version=stored.version))


@router.post("/plans/{plan_id}/edit")
def changed(plan_id: str, service: Served, body: Form = b"") -> Response:
    """Add an empty part, or store the fields as the next version; a refused form comes back as it was filled in."""
    hub, kept = service.settings.hub, service.consulting
    versions = kept.versions(hub, plan_id)
    form = edit_form.read(body)
    base = next((v for v in versions if v.version == form.version), None)
    if base is None:
        raise UnknownConsultationError
    part = form.action.removeprefix("add:")
    if part in edit_form.LISTED and form.action.startswith("add:"):
        return _shown(base, _with_new(form, part), opened=part)
    newest = versions[-1]
    if newest.version != base.version:
        return _both(newest, form, base)
    if form.by is None:
        return _shown(base, form, problem=_NOBODY, status=422)
    try:
        plan = plan_of(form.texts, form.removed, base.plan, form.by)
        kept.edit_plan(hub, plan_id, base.version, plan, form.by)
    except FieldsError as error:
        return _shown(base, form, problem=str(error), status=422, wrong=error.fields)
    except StaleConsultationError:
        return _both(kept.versions(hub, plan_id)[-1], form, base)
    except tuple(problems.STATUS_OF) as error:
        return _shown(base, form, problem=problems.sentence(error), status=problems.status(error))
    return RedirectResponse(f"/plans/{plan_id}", 303)


def _both(newest: StoredPlan, form: Filled, base: StoredPlan) -> Response:
    texts, conflicts = edit_form.merged(form, fields_of(base.plan), fields_of(newest.plan))
    again = Filled(texts=texts, removed=form.removed, version=newest.version, by=form.by)
    return _shown(newest, again, problem=_STALE.format(newest.version), status=409, conflicts=conflicts)


def _with_new(form: Filled, part: str) -> Filled:
    taken = ids(form.texts, part)
    key = next(key for n in range(1, len(taken) + 2) if (key := f"own-{n}") not in taken)
    return Filled(
        texts={**form.texts, f"{part}.{key}.{_FIRST[part]}": ""},
        removed=form.removed,
        version=form.version,
        by=form.by,
    )


def _shown(
    stored: StoredPlan,
    form: Filled,
    *,
    problem: str = "",
    status: int = 200,
    wrong: Mapping[str, str] | None = None,
    conflicts: Mapping[str, str] | None = None,
    opened: str = "",
) -> Response:
    causes = [(key, form.texts.get(f"causes.{key}.said", "")) for key in ids(form.texts, "causes")]
    return rendering.page(
        "planning/edit.html",
        status,
        stored=stored,
        form=form,
        problem=problem,
        wrong=wrong or {},
        conflicts=conflicts or {},
        opened=opened,
        causes=causes,
        parts={part: ids(form.texts, part) for part in edit_form.LISTED},
        rows=lambda path: _rows(form, path),
        first_due=stored.plan.as_of + timedelta(days=FIRST_STEP_DAYS),
        most_actions=MOST_ACTIONS,
        partners=[(code, plan_view.partner(code)) for code in taxonomy.PARTNERS],
        words=WORDS,
        columns=COLUMNS,
        names=NAMES,
    )


def _rows(form: Filled, path: str) -> Sequence[str]:
    """Return the names of a list's fields and of one more, for what is added."""
    names = several(form.texts, path)
    last = int(names[-1].rpartition(".")[2]) if names else -1
    empty = names and not form.texts[names[-1]]
    return names if empty else [*names, f"{path}.{last + 1}"]
