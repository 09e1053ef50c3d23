"""What is past its date and was not heard of since: actions, first steps, referrals to ask about, meetings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.consultations.consultation import Consultation, StoredPlan
from assistant.consultations.told import CheckIn, ReferralResult

Kind = Literal["first-step", "action", "referral", "meeting"]
KINDS: Mapping[Kind, str] = {
    "first-step": "最初の一歩",
    "action": "行動",
    "referral": "紹介の確認",
    "meeting": "次の面談",
}
Told = CheckIn | ReferralResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """One thing to ask about: ``item`` is the id of the action or referral, ``who`` whose turn it was, ``due`` its date."""

    kind: Kind
    consultation_id: str
    title: str
    what: str
    due: date
    who: str = ""
    plan_id: str = ""
    item: str = ""


def overdue(
    consultations: Sequence[Consultation], plans: Sequence[StoredPlan], told: Sequence[Told], today: date
) -> list[Overdue]:
    """Return what is past its date on ``today``, the longest first; ``told`` is the oldest first."""
    titles = {c.id: c.title for c in consultations}
    heard: dict[str, date] = {}
    for one in told:
        heard[one.consultation_id] = max(one.on, heard.get(one.consultation_id, one.on))
    found = [item for c in consultations for item in _meetings(c, plans, heard.get(c.id))]
    for stored in plans:
        if stored.consultation_id in titles:
            own = [t for t in told if t.plan_id == stored.id]
            title = titles[stored.consultation_id]
            found += [*_actions(stored, title, own, today), *_referrals(stored, title, own)]
    return sorted((f for f in found if f.due < today), key=lambda f: (f.due, f.consultation_id, f.item))


def _meetings(consultation: Consultation, plans: Sequence[StoredPlan], heard: date | None) -> Iterator[Overdue]:
    """Yield the days to meet after which nothing was written down."""
    written = [n.on for n in consultation.notes] + [m.on for m in consultation.moves] + ([heard] if heard else [])
    days = {(consultation.next_on, "")} | {
        (p.plan.next_meeting, p.id) for p in plans if p.consultation_id == consultation.id
    }
    for on, plan_id in sorted((on, plan_id) for on, plan_id in days if on):
        if all(day < on for day in written):
            yield Overdue(
                kind="meeting",
                consultation_id=consultation.id,
                title=consultation.title,
                what="面談の記録がまだありません",
                due=on,
                plan_id=plan_id,
            )


def _actions(stored: StoredPlan, title: str, told: Sequence[Told], today: date) -> Iterator[Overdue]:
    last = {t.action: t.state for t in told if isinstance(t, CheckIn)}
    for action in stored.plan.actions:
        belongs = {"consultation_id": stored.consultation_id, "title": title, "who": action.who}
        of = {"plan_id": stored.id, "item": action.id}
        if action.due and action.due < today and last.get(action.id) != "done":
            yield Overdue(kind="action", what=action.what.text, due=action.due, **belongs, **of)
        elif action.id not in last:
            yield Overdue(kind="first-step", what=action.first_step.text, due=action.first_step_due, **belongs, **of)


def _referrals(stored: StoredPlan, title: str, told: Sequence[Told]) -> Iterator[Overdue]:
    last = {t.referral: t for t in told if isinstance(t, ReferralResult)}
    for referral in stored.plan.referrals:
        answered = last.get(referral.id)
        due = answered.check_on if answered else referral.check_on
        if due:
            yield Overdue(
                kind="referral",
                consultation_id=stored.consultation_id,
                title=title,
                what=referral.reason.text,
                due=due,
                who=referral.caller,
                plan_id=stored.id,
                item=referral.id,
            )
