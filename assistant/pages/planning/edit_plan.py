"""The fields of the edit form → a plan; a text that stays keeps its speaker, and what cannot be taken is told by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.consultations.consultation import Person
from assistant.pages.planning.edit_fields import Fields
from assistant.pages.planning.edit_form import Texts, ids
from assistant.pages.planning.intake_form import COLUMNS, WORDS
from assistant.plans.editing import PlanEditError
from assistant.plans.plan import MOST_ACTIONS, Action, Cause, Plan, Referral, Risk
from knowledge import taxonomy

_T = TypeVar("_T", bound=BaseModel)


class FieldsError(PlanEditError):
    """Fields that cannot be taken: ``fields`` has a sentence for each."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(f"直していただく欄が{len(fields)}つあります。印の付いた欄を確かめてください。")
        self.fields = fields


def plan_of(texts: Texts, removed: frozenset[str], before: Plan, by: Person) -> Plan:
    """Return ``before`` as the fields say it now; raise FieldsError, or PlanEditError where no field is to blame."""
    return _Written(texts, removed, before, by).plan()


class _Written:
    """Builds the parts of one plan."""

    def __init__(self, texts: Texts, removed: frozenset[str], before: Plan, by: Person) -> None:
        self._fields = Fields(texts, removed, by)
        self._removed, self._before = removed, before

    def plan(self) -> Plan:
        before = self._before
        if len(ids(self._fields.texts, "actions")) > MOST_ACTIONS:
            raise PlanEditError(f"行動は{MOST_ACTIONS}つまでにしぼってください。少ないほど続きます。")
        values = {
            "title": self._fields.needed("title", "計画の名前をお書きください。"),
            "phase": self._fields.one("phase", ("1", "2"), before.phase),
            "next_meeting": self._fields.day("next_meeting"),
            "goal": self._goal(),
            "causes": self._causes(),
            "actions": tuple(
                self._action(key) for key in ids(self._fields.texts, "actions") if self._said_something(key)
            ),
            "risks": tuple(
                self._risk(key) for key in ids(self._fields.texts, "risks") if self._fields.text(f"risks.{key}.said")
            ),
            "referrals": tuple(self._referral(key) for key in ids(self._fields.texts, "referrals")),
            "schemes": tuple(
                s.model_copy(update={"check": self._fields.saids(f"schemes.{s.entry_id}.check", s.check)})
                for s in before.schemes
                if f"schemes.{s.entry_id}" not in self._removed
            ),
            "sums": tuple(
                s.model_copy(
                    update={"label": self._fields.text(f"sums.{s.id}.label", s.label), "inputs": self._inputs(s)}
                )
                for s in before.sums
            ),
            "intake": self._intake(),
        }
        if not values["actions"]:
            raise PlanEditError("行動を1つは残してください。")
        if self._fields.wrong:
            raise FieldsError(self._fields.wrong)
        return _checked(Plan, {**dict(before), **values})

    def _said_something(self, key: str) -> bool:
        """Tell whether an action is more than an empty form."""
        return key in {a.id for a in self._before.actions} or any(
            self._fields.text(f"actions.{key}.{name}") for name in ("what", "first_step", "indicator", "who")
        )

    def _goal(self) -> dict[str, Any]:
        goal = self._before.goal
        texts = {name: self._fields.text(f"goal.{name}") for name in ("unit", "before", "after")}
        return {
            "said": self._fields.said("goal.said", goal.said, "目標をお書きください。"),
            "indicator": self._fields.needed("goal.indicator", "何で測るかをお書きください。"),
            "by_date": self._fields.day("goal.by_date"),
            "warnings": self._fields.saids("goal.warnings", goal.warnings),
            **texts,
        }

    def _action(self, key: str) -> Action:
        path, old = f"actions.{key}", {a.id: a for a in self._before.actions}.get(key)
        first = self._fields.day(f"{path}.first_step_due", "最初の一歩の日を入れてください。")
        values: dict[str, Any] = {
            "id": key,
            "what": self._fields.said(f"{path}.what", old.what if old else None, "何をするかをお書きください。"),
            "first_step": self._fields.said(
                f"{path}.first_step", old.first_step if old else None, "最初の一歩をお書きください。"
            ),
            "indicator": self._fields.said(
                f"{path}.indicator", old.indicator if old else None, "どう確かめるかをお書きください。"
            ),
            "first_step_due": first or self._before.as_of,
            "start": self._fields.day(f"{path}.start"),
            "due": self._fields.day(f"{path}.due"),
            **{name: self._fields.text(f"{path}.{name}") for name in ("who", "cost")},
            "cause": self._fields.one(f"{path}.cause", ("", *ids(self._fields.texts, "causes")), ""),
            "sum": old.sum if old else "",
        }
        for name in ("why", "avoid", "effect"):
            values[name] = self._fields.saids(f"{path}.{name}", getattr(old, name) if old else ())
        return _checked(Action, values)

    def _risk(self, key: str) -> Risk:
        old = {r.id: r for r in self._before.risks}.get(key)
        return _checked(
            Risk,
            {
                "id": key,
                "said": self._fields.said(f"risks.{key}.said", old.said if old else None, ""),
                "change_when": self._fields.said(
                    f"risks.{key}.change_when", old.change_when if old else None, "やり方を変える目安をお書きください。"
                ),
            },
        )

    def _referral(self, key: str) -> Referral:
        path, old = f"referrals.{key}", {r.id: r for r in self._before.referrals}.get(key)
        checked_on = self._fields.day(f"{path}.check_on", "結果を確かめる日を入れてください。")
        values = {
            "id": key,
            "partner": self._fields.one(f"{path}.partner", tuple(taxonomy.PARTNERS), old.partner if old else "yorozu"),
            "reason": self._fields.said(f"{path}.reason", old.reason if old else None, "つなぐ理由をお書きください。"),
            "bring": self._fields.saids(f"{path}.bring", old.bring if old else ()),
            "caller": self._fields.needed(f"{path}.caller", "だれが連絡するかをお書きください。"),
            "check_on": checked_on or self._before.as_of,
            "result": old.result if old else "",
        }
        return _checked(Referral, values)

    def _causes(self) -> tuple[Cause, ...]:
        """Build the tree; what hung under a removed cause moves to the top."""
        old = {f"causes.{c.id}": c for root in self._before.causes for c in _walk(root)}
        above = {key: self._fields.text(f"causes.{key}.above") for key in ids(self._fields.texts, "causes")}
        for key in above:
            seen, up = {key}, above[key]
            while up:
                if up in seen:
                    self._fields.wrong[f"causes.{key}.above"] = (
                        "原因の上下が輪になっています。上に置く原因を選び直してください。"
                    )
                    return ()
                seen.add(up)
                up = above.get(up, "")

        def under(parent: str) -> tuple[Cause, ...]:
            found = []
            for key, up in above.items():
                path = f"causes.{key}"
                if (up if up in above else "") != parent or not self._fields.text(f"{path}.said"):
                    continue
                known = old.get(path)
                essential = self._fields.text(f"{path}.essential") == "1"
                said = self._fields.said(f"{path}.said", known.said if known else None, "")
                found.append(_checked(Cause, {"id": key, "said": said, "essential": essential, "because": under(key)}))
            return tuple(found)

        return under("")

    def _intake(self) -> Any:
        told = self._before.intake
        words = {name: self._fields.text(f"intake.{name}", getattr(told, name)) for name in WORDS}
        numbers = {key: text for key in told.numbers if (text := self._fields.text(f"intake.numbers.{key}"))}
        lines = [
            line.model_copy(update={c: self._fields.text(f"intake.lines.{n}.{c}", getattr(line, c)) for c in COLUMNS})
            for n, line in enumerate(told.lines)
        ]
        return {**dict(told), **words, "numbers": numbers, "lines": [dict(line) for line in lines if line.name]}

    def _inputs(self, one: Any) -> dict[str, str]:
        return {key: self._fields.text(f"sums.{one.id}.inputs.{key}", text) for key, text in one.inputs.items()}


def _checked(kind: type[_T], values: Mapping[str, Any]) -> _T:
    try:
        return kind.model_validate(dict(values))
    except ValidationError as error:
        raise PlanEditError("長すぎるか、形の合わない欄があります。短くまとめてお書きください。") from error


def _walk(cause: Cause) -> list[Cause]:
    return [cause, *(c for behind in cause.because for c in _walk(behind))]
