"""Opens, changes, moves and erases the consultations of a hub, and keeps every version of their plans."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.answering.understand import Hide, clean
from assistant.consultations.consultation import (
    ClosedConsultationError,
    Consultation,
    ConsultationError,
    Figure,
    Move,
    Note,
    Outcome,
    Person,
    Stage,
    StaleConsultationError,
    StoredPlan,
    UnknownConsultationError,
    check_move,
)
from assistant.consultations.follow_up import FollowUp
from assistant.consultations.hiding import hidden, hidden_plan, hidden_values
from assistant.consultations.once import Once
from assistant.consultations.plan_check import check_numbers, check_plan
from assistant.plans.editing import edited
from assistant.plans.intake import Intake
from assistant.plans.plan import Plan
from assistant.records.consultations import ConsultationRows
from assistant.records.records import Records
from ingest.anonymise import mask
from knowledge import taxonomy

_T = TypeVar("_T", bound=BaseModel)
PREMISES = ("industry", "size", "owner_type", "owner_traits", "stage")


class Consultations:
    """The consultations of hubs; safe for many threads and processes. Texts are masked before they are stored.

    ``follow_up`` keeps what became of their plans; ``once`` keeps a request that is sent again from being done twice.

    Whatever names a version raises StaleConsultationError when another stands, and every method that changes something
    raises UnknownConsultationError, ClosedConsultationError after the close, or ConsultationError for what cannot be taken.
    """

    def __init__(self, records: Records, hide: Hide = mask, today: Callable[[], date] = date.today) -> None:
        self._rows, self._hide, self._today = ConsultationRows(records), hide, today
        self.follow_up, self.once = FollowUp(self, self._rows, hide), Once(records)

    def today(self) -> date:
        """Return the day on which what is written now is written."""
        return self._today()

    def open(
        self,
        hub: str,
        title: str,
        topics: Sequence[str] = (),
        premises: Mapping[str, Sequence[str]] | None = None,
        intake: Intake | None = None,
        next_on: date | None = None,
    ) -> Consultation:
        """Open a consultation at the stage of booking; codes are those of the taxonomy (UnknownCodeError)."""
        values = {"title": title, "topics": topics, "premises": premises or {}, "intake": intake or Intake()}
        fixed = {"id": secrets.token_urlsafe(12), "version": 1, "hub": hub, "opened_on": self._today()}
        opened = _checked(Consultation, {**self._taken(values), **fixed, "next_on": next_on})
        self._rows.add({"id": opened.id, "version": 1, "hub": hub, **_columns(opened)})
        return opened

    def find(self, hub: str, consultation_id: str) -> Consultation:
        """Return a consultation of this hub."""
        row = self._rows.find(hub, consultation_id)
        if row is None:
            raise UnknownConsultationError
        return _consultation(row)

    def listed(self, hub: str, stage: Stage | None = None) -> list[Consultation]:
        """Return the consultations of this hub, the last changed first."""
        return [_consultation(row) for row in self._rows.of(hub, stage or "")]

    def change(self, hub: str, consultation_id: str, version: int, **values: Any) -> Consultation:
        """Change any of title, topics, premises, intake, figures (a sequence of Figure) and next_on."""
        return self._changed(self._open(hub, consultation_id), version, **self._taken(values))

    def note(self, hub: str, consultation_id: str, version: int, by: Person, text: str) -> Consultation:
        """Write something down."""
        found = self._open(hub, consultation_id)
        note = _checked(Note, {"on": self._today(), "by": by, "text": self._said(text)})
        return self._changed(found, version, notes=(*found.notes, note))

    def advance(
        self,
        hub: str,
        consultation_id: str,
        version: int,
        stage: Stage,
        outcome: Outcome | None = None,
        learnt: str = "",
        reason: str = "",
    ) -> Consultation:
        """Move to another stage; every move is kept in ``moves``, with the outcome and what was learnt at a close."""
        found = self.find(hub, consultation_id)
        check_move(found.stage, stage, outcome, reason)
        closing = stage == "closed"
        told = {
            "outcome": outcome if closing else None,
            "learnt": hidden(self._hide, learnt) if closing else "",
        }
        why = {"on": self._today(), "before": found.stage, "after": stage, "reason": hidden(self._hide, reason)}
        moves = (*found.moves, _checked(Move, {**why, **told}))
        closed_on = self._today() if closing else None
        return self._changed(found, version, stage=stage, moves=moves, closed_on=closed_on, **told)

    def keep_plan(self, hub: str, consultation_id: str, plan: Plan) -> StoredPlan:
        """Store the first version of a plan as it was drafted; its quotes stay word for word."""
        self._open(hub, consultation_id)
        masked = _checked(Plan, hidden_plan(self._hide, plan))
        first = StoredPlan(
            id=secrets.token_urlsafe(12),
            consultation_id=consultation_id,
            version=1,
            made_on=self._today(),
            made_by="draft",
            plan=masked,
        )
        return self._kept(hub, first)

    def edit_plan(self, hub: str, plan_id: str, version: int, plan: Plan, by: Person) -> StoredPlan:
        """Store the version after ``version``, as a change by a person; what they wrote becomes theirs (PlanEditError)."""
        if by not in ("owner", "adviser"):
            raise ConsultationError("だれの変更かを、ご本人(owner)か相談員(adviser)から選んでください。")
        newest = self.versions(hub, plan_id)[-1]
        self._open(hub, newest.consultation_id)
        if newest.version != version:
            raise StaleConsultationError(newest.version)
        check_plan(plan)
        masked = _checked(Plan, hidden_plan(self._hide, edited(newest.plan, plan, by), newest.plan))
        changes = {"version": version + 1, "made_on": self._today(), "made_by": by, "plan": masked}
        return self._kept(hub, newest.model_copy(update=changes))

    def versions(self, hub: str, plan_id: str) -> list[StoredPlan]:
        """Return every version of a plan, the oldest first."""
        rows = self._rows.plan_versions(hub, plan_id)
        if not rows:
            raise UnknownConsultationError
        return [_stored(row) for row in rows]

    def plans(self, hub: str, consultation_id: str) -> list[StoredPlan]:
        """Return the newest version of every plan of a consultation, the oldest plan first."""
        self.find(hub, consultation_id)
        return [_stored(row) for row in self._rows.newest_plans(hub, consultation_id)]

    def erase(self, hub: str, consultation_id: str) -> date | None:
        """Erase a consultation and all that belongs to it from the file; return when it was opened, as far as it is known.

        RecordsError when the file is in use and traces are left: call it again, it finishes what was begun.
        """
        row = self._rows.find(hub, consultation_id)
        if not self._rows.erase(hub, consultation_id):
            raise UnknownConsultationError
        return _consultation(row).opened_on if row else None

    def _open(self, hub: str, consultation_id: str) -> Consultation:
        found = self.find(hub, consultation_id)
        if found.stage == "closed":
            raise ClosedConsultationError
        return found

    def _kept(self, hub: str, stored: StoredPlan) -> StoredPlan:
        row = {"id": stored.id, "version": stored.version, "consultation_id": stored.consultation_id}
        made = {"made_at": _now(), "made_by": stored.made_by, "record": stored.model_dump_json()}
        if not self._rows.add_plan(hub, {**row, **made}):
            self._open(hub, stored.consultation_id)
            raise StaleConsultationError(self.versions(hub, stored.id)[-1].version)
        return stored

    def _changed(self, found: Consultation, version: int, **values: Any) -> Consultation:
        if found.version != version:
            raise StaleConsultationError(found.version)
        changed = _checked(Consultation, {**dict(found), **values, "version": version + 1})
        if not self._rows.change(found.hub, found.id, version, **_columns(changed)):
            raise StaleConsultationError(self.find(found.hub, found.id).version)
        return changed

    def _taken(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a person gives of a consultation, checked and masked."""
        taken = dict(values)
        if unknown := taken.keys() - {"title", "topics", "premises", "intake", "figures", "next_on"}:
            raise TypeError(f"not to be changed: {sorted(unknown)}")
        if "title" in taken:
            taken["title"] = self._said(taken["title"])
        for code in taken.get("topics", ()):
            taxonomy.TOPICS.require(code)
        for field, codes in taken.get("premises", {}).items():
            if field not in PREMISES:
                raise ConsultationError(f"前提「{clean(field)[:20]}」は使えません。使えるもの: {'、'.join(PREMISES)}")
            for code in codes:
                taxonomy.VOCABULARIES[field].require(code)
        if "intake" in taken:
            check_numbers(taken["intake"].numbers)
            taken["intake"] = _checked(Intake, hidden_values(self._hide, taken["intake"].model_dump(mode="json")))
        if "figures" in taken:
            shown = [f.model_dump(mode="json") for f in taken["figures"]]
            taken["figures"] = [_checked(Figure, {**f, **hidden_values(self._hide, _texts_of(f))}) for f in shown]
        return taken

    def _said(self, text: str) -> str:
        if not any(c.isalnum() for c in clean(text)):
            raise ConsultationError("何も書かれていません。内容をお書きください。")
        return hidden(self._hide, text)


def _texts_of(figure: Mapping[str, Any]) -> dict[str, str]:
    return {name: figure[name] for name in ("name", "unit", "span")}


def _checked(kind: type[_T], values: dict[str, Any]) -> _T:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise ConsultationError("長すぎるか、形の合わない項目があります。短くまとめてお書きください。") from error


def _columns(consultation: Consultation) -> dict[str, str]:
    return {"stage": consultation.stage, "changed_at": _now(), "record": consultation.model_dump_json()}


def _consultation(row: Mapping[str, Any]) -> Consultation:
    return Consultation.model_validate_json(row["record"])


def _stored(row: Mapping[str, Any]) -> StoredPlan:
    return StoredPlan.model_validate_json(row["record"])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
