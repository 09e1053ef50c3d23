"""A person's changes to a plan: what they wrote is shown as theirs, and nobody can pass their own words off as a source's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel

from assistant.plans.arithmetic.figures import Answer, NoAnswer, Result, said_of
from assistant.plans.arithmetic.inputs import PlanInputError
from assistant.plans.arithmetic.kinds import calculated
from assistant.plans.arithmetic.money import fold
from assistant.plans.completeness import PlanEditError, require_whole
from assistant.plans.drafting.profit_change import profit_change
from assistant.plans.drafting.sums import Numbers, lines_of
from assistant.plans.plan import Action, Plan, Said, Scheme, Sum

__all__ = ["Person", "PlanEditError", "edited", "results_of"]

_LONGEST_LABEL = 400  # characters
Person = Literal["owner", "adviser"]
#: What a person does not write: it tells when and from what the plan was drafted.
_FIXED = ("as_of", "topics", "premises", "writer", "notices", "changed")


def edited(before: Plan, after: Plan, by: Person) -> Plan:
    """Return ``after`` as a change of ``before`` by a person, with the paths that differ added to ``changed``.

    A text that differs becomes the person's, without citations; a speaker or citation is kept only where ``before`` has
    the very same ``Said`` in a place of the same use (a reason stays a reason), and what was computed only where it stood.
    Parts with an id may be added, removed and put in another order; a scheme cannot be added, and only what is to be
    checked of it can be written. When a sum changes, the computed effects of its actions are worked out anew, and so are
    the goal's amounts unless the person wrote them. Raises PlanEditError for two parts with the same id, and for an action
    or referral, added or changed, that lacks what makes it one.
    """
    schemes = {s.entry_id: s for s in before.schemes}
    known = tuple(
        schemes[s.entry_id].model_copy(update={"check": s.check}) for s in after.schemes if s.entry_id in schemes
    )
    fixed = {name: getattr(before, name) for name in _FIXED}
    change = _Change(before, by)
    plan = change.merged(before, after.model_copy(update={**fixed, "schemes": known}), "")
    require_whole(before, plan)
    changed = tuple(dict.fromkeys((*before.changed, *change.paths)))
    plan = plan.model_copy(update={"sums": tuple(_relabelled(before, one) for one in plan.sums)})
    return _with_goal(before, _with_effects(before, plan)).model_copy(update={"changed": changed})


def results_of(plan: Plan) -> dict[str, list[Answer]]:
    """Return the answers of every sum by its id, worked out anew; one that cannot be calculated is a NoAnswer saying why."""
    found: dict[str, list[Answer]] = {}
    for one in plan.sums:
        try:
            found[one.id] = calculated(one.kind, one.inputs)
        except PlanInputError as error:
            found[one.id] = [NoAnswer(name=one.label, reason=str(error))]
    return found


class _Change:
    """Walks two plans side by side; ``paths`` collects where they differ."""

    def __init__(self, before: Plan, by: Person) -> None:
        self._said = set(_saids(before, ""))
        self._by = by
        self.paths: list[str] = []

    def merged(self, old: object, new: Any, path: str, use: str = "") -> Any:
        """Return ``new`` with every text under its rightful speaker; ``old`` is its counterpart, or None if there is none."""
        if isinstance(new, Said):
            return self._spoken(old, new, path, use)
        if isinstance(new, BaseModel):
            if old is None:
                self.paths.append(path)
            names = type(new).model_fields
            parts = {
                n: self.merged(getattr(old, n, None), getattr(new, n), _under(path, n), _use(new, n)) for n in names
            }
            return new.model_copy(update=parts)
        if isinstance(new, tuple) and any(isinstance(part, BaseModel) for part in (*new, *_parts(old))):
            return self._listed(_parts(old), new, path, use)
        if old != new:
            self.paths.append(path)
        return new

    def _spoken(self, old: object, new: Said, path: str, use: str) -> Said:
        if isinstance(old, Said) and old.text == new.text:
            return old
        self.paths.append(path)
        moved = new.by != "computed" and (use, new) in self._said
        return new if moved else Said(text=new.text, by=self._by)

    def _listed(self, old: tuple[object, ...], new: tuple[object, ...], path: str, use: str) -> tuple[object, ...]:
        before = {_name(part, at): part for at, part in enumerate(old)}
        names = [_name(part, at) for at, part in enumerate(new)]
        if len(set(names)) < len(names):
            raise PlanEditError("同じ番号の項目が2つあります。画面を開き直して、もう一度お試しください。")
        gone = [name for name in before if name not in names]
        self.paths.extend(_under(path, name) for name in gone)
        if [n for n in before if n in names] != [n for n in names if n in before]:
            self.paths.append(path)
        return tuple(self.merged(before.get(n), part, _under(path, n), use) for n, part in zip(names, new, strict=True))


def _relabelled(before: Plan, one: Sum) -> Sum:
    """Return a sum whose label names the number that was changed: 5%値上げした場合 → 10%値上げした場合."""
    old = next((s for s in before.sums if s.id == one.id and s.label == one.label), one)
    label = one.label
    for key, text in old.inputs.items():
        if text.strip() and one.inputs.get(key, text) != text:
            whole = rf"(?<![0-9.,]){re.escape(fold(text))}(?![0-9.,%割万億千円])"
            label = re.sub(whole, fold(one.inputs[key]).replace("\\", ""), label)
    return one.model_copy(update={"label": label[:_LONGEST_LABEL]})


def _with_effects(before: Plan, plan: Plan) -> Plan:
    sums = {one.id: one for one in before.sums}
    stale = {one.id for one in plan.sums if sums.get(one.id) != one} | sums.keys() - {one.id for one in plan.sums}
    answers, now = results_of(plan), {one.id: one for one in plan.sums}

    def renewed(action: Action) -> Action:
        if action.sum not in stale:
            return action
        results = [a for a in answers.get(action.sum, []) if isinstance(a, Result)]
        shown = [e.text for e in action.effect if e.by == "computed"]
        again = [r for r in results if any(text.startswith(f"{r.name}は") for text in shown)] or results
        told = tuple(Said(text=f"{r.name}は{said_of(r)[0]}", by="computed") for r in again)
        kept = tuple(
            _renamed(e, sums.get(action.sum), now.get(action.sum)) for e in action.effect if e.by != "computed"
        )
        return action.model_copy(update={"effect": (*kept, *told)})

    return plan.model_copy(update={"actions": tuple(renewed(action) for action in plan.actions)})


def _renamed(said: Said, old: Sum | None, new: Sum | None) -> Said:
    """Return a guide's words with the label that the calculation has now."""
    if said.by != "guide" or old is None or new is None:
        return said
    return said.model_copy(update={"text": said.text.replace(old.label, new.label)})


def _with_goal(before: Plan, plan: Plan) -> Plan:
    """Work the goal's amounts out anew where they came from the arithmetic and what they came from has changed."""
    old, new = profit_change(_numbers(before)), profit_change(_numbers(plan))
    shown = (before.goal.before, before.goal.after)
    if old == new or new is None or shown != (plan.goal.before, plan.goal.after) or old is None or shown != old.texts:
        return plan
    amounts = new.texts
    return plan.model_copy(update={"goal": plan.goal.model_copy(update={"before": amounts[0], "after": amounts[1]})})


def _numbers(plan: Plan) -> Numbers:
    return Numbers(plan.sums, results_of(plan), lines_of(plan.intake)[0])


def _use(part: BaseModel, name: str) -> str:
    """Return what a field is for, whichever part of the plan it stands in: Action.why."""
    return f"{type(part).__name__}.{name}"


def _name(part: object, at: int) -> str:
    return str(getattr(part, "entry_id" if isinstance(part, Scheme) else "id", at))


def _parts(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _under(path: str, name: str) -> str:
    return f"{path}.{name}"[-200:] if path else name


def _saids(value: object, use: str) -> Iterator[tuple[str, Said]]:
    """Yield every text of a value that has a speaker, with the use of the place where it stands."""
    if isinstance(value, Said):
        yield use, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _saids(getattr(value, name), _use(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _saids(part, use)
