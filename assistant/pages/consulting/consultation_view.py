"""What the page of a consultation shows: where it stands, the moves that are allowed, plans, what was told, and the cycle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.api.service import Service
from assistant.consultations.consultation import STAGES, Consultation, Stage, StoredPlan
from assistant.consultations.overdue import Overdue
from assistant.consultations.pdca import Part
from assistant.consultations.told import CheckIn, ReferralResult
from knowledge.entries import Entry

OUTCOMES = {"success": "成功", "partial": "一部成功", "failure": "失敗", "discontinued": "中止"}
WRITERS = {"owner": "ご本人", "adviser": "相談員"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A consultation in the list; ``next_on`` is the next day to meet, ``overdue`` how many things are past their date."""

    consultation: Consultation
    next_on: date | None
    overdue: int


@dataclass(frozen=True, slots=True)
class View:
    """A consultation with all that belongs to it."""

    consultation: Consultation
    plans: Sequence[StoredPlan]
    told: Sequence[CheckIn | ReferralResult]
    cycle: Sequence[Part]
    late: Sequence[Overdue]

    @property
    def closed(self) -> bool:
        """Tell whether nothing more is written."""
        return self.consultation.stage == "closed"

    @property
    def onward(self) -> Stage | None:
        """Return the next stage, if it is not the close."""
        order = list(STAGES)
        place = order.index(self.consultation.stage) + 1
        return order[place] if place < len(order) - 1 else None

    @property
    def back(self) -> Stage | None:
        """Return the stage before."""
        order = list(STAGES)
        place = order.index(self.consultation.stage)
        return order[place - 1] if place else None

    def last(self, plan: StoredPlan, item: str) -> CheckIn | ReferralResult | None:
        """Return what was last told of an action or a referral."""
        own = [t for t in self.told if t.plan_id == plan.id and _item(t) == item]
        return own[-1] if own else None

    def is_late(self, plan: StoredPlan, item: str) -> bool:
        """Tell whether an action or a referral is past its date and not heard of."""
        return any(o.plan_id == plan.id and o.item == item for o in self.late)


def view(service: Service, consultation_id: str) -> View:
    """Return a consultation of this hub; raise UnknownConsultationError."""
    hub, kept = service.settings.hub, service.consulting

    def lookup(entry_id: str) -> Entry | None:
        entry = service.knowledge.catalog.get(entry_id)
        return entry if entry is not None and service.viewer.may_see(entry) else None

    late = kept.follow_up.overdue(hub, kept.today())
    return View(
        kept.find(hub, consultation_id),
        kept.plans(hub, consultation_id),
        kept.follow_up.told(hub, consultation_id),
        kept.follow_up.pdca(hub, consultation_id, lookup),
        [o for o in late if o.consultation_id == consultation_id],
    )


def listed(service: Service, stage: Stage | None) -> list[Listed]:
    """Return the consultations of this hub, those with something past its date first."""
    hub, kept = service.settings.hub, service.consulting
    today = kept.today()
    late: dict[str, int] = {}
    for item in kept.follow_up.overdue(hub, today):
        late[item.consultation_id] = late.get(item.consultation_id, 0) + 1
    meetings: dict[str, list[date]] = {}
    found = kept.listed(hub, stage)
    for consultation in found:
        plans = kept.plans(hub, consultation.id) if consultation.stage != "closed" else []
        days = [consultation.next_on, *(p.plan.next_meeting for p in plans)]
        meetings[consultation.id] = sorted(day for day in days if day and day >= today)
    rows = [Listed(c, next(iter(meetings[c.id]), None), late.get(c.id, 0)) for c in found]
    return sorted(rows, key=lambda row: (not row.overdue, row.next_on or date.max))


def counted(service: Service) -> Mapping[Stage, int]:
    """Return how many consultations stand at each stage."""
    stages = [c.stage for c in service.consulting.listed(service.settings.hub)]
    return {stage: stages.count(stage) for stage in STAGES}


def _item(told: CheckIn | ReferralResult) -> str:
    return told.action if isinstance(told, CheckIn) else told.referral
