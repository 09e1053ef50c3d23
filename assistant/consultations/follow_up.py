"""Keeps what became of plans, and tells from it what is overdue, how a consultation stands, and what changed for the firms."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from assistant.answering.understand import Hide
from assistant.consultations.consultation import (
    ClosedConsultationError,
    ConsultationError,
    Figure,
    Person,
    StoredPlan,
)
from assistant.consultations.hiding import hidden, hidden_values
from assistant.consultations.indicators import Indicator, indicators
from assistant.consultations.overdue import Overdue, overdue
from assistant.consultations.pdca import Lookup, Part, pdca
from assistant.consultations.told import MOST_FIGURES, CheckIn, Done, Reached, ReferralResult
from assistant.records.consultations import ConsultationRows

if TYPE_CHECKING:
    from assistant.consultations.consultations import Consultations

_T = TypeVar("_T", CheckIn, ReferralResult)
_KINDS: Mapping[str, type[CheckIn] | type[ReferralResult]] = {"check-in": CheckIn, "referral": ReferralResult}


class FollowUp:
    """What was told of the plans of hubs; only ever added to, so that no two people overwrite each other.

    Every method raises UnknownConsultationError, ClosedConsultationError after the close, or ConsultationError.
    """

    def __init__(self, kept: Consultations, rows: ConsultationRows, hide: Hide) -> None:
        self._kept, self._rows, self._hide = kept, rows, hide

    def check_in(
        self,
        hub: str,
        plan_id: str,
        action: str,
        state: Done,
        by: Person,
        figures: Sequence[Figure] = (),
        hindered: str = "",
    ) -> CheckIn:
        """Write down how an action of the plan that stands went."""
        plan = self._plan(hub, plan_id)
        if action not in {a.id for a in plan.plan.actions}:
            raise ConsultationError("その行動は、いまのプランにありません。プランを開き直して、行動を選んでください。")
        if len(figures) > MOST_FIGURES:
            raise ConsultationError(f"数字は一度に{MOST_FIGURES}個までにしてください。")
        masked = [f.model_copy(update=hidden_values(self._hide, _words(f))) for f in figures]
        values = {"action": action, "state": state, "figures": [dict(f) for f in masked]}
        return self._added(hub, CheckIn, plan, by, {**values, "hindered": hidden(self._hide, hindered)})

    def referral_result(
        self,
        hub: str,
        plan_id: str,
        referral: str,
        state: Reached,
        by: Person,
        result: str = "",
        check_on: date | None = None,
    ) -> ReferralResult:
        """Write down what came of a referral; who still waits says when to ask again."""
        plan = self._plan(hub, plan_id)
        if referral not in {r.id for r in plan.plan.referrals}:
            raise ConsultationError(
                "その紹介は、いまのプランにありません。プランを開き直して、紹介先を選んでください。"
            )
        if state == "waiting" and check_on is None:
            raise ConsultationError("返事待ちのときは、次に確かめる日をお書きください。")
        values = {"referral": referral, "state": state, "check_on": check_on}
        return self._added(hub, ReferralResult, plan, by, {**values, "result": hidden(self._hide, result)})

    def told(self, hub: str, consultation_id: str) -> list[CheckIn | ReferralResult]:
        """Return what was told of a consultation's plans, the oldest first."""
        self._kept.find(hub, consultation_id)
        return self._told(hub, consultation_id)

    def overdue(self, hub: str, today: date) -> list[Overdue]:
        """Return what is past its date in the open consultations of a hub, the longest first."""
        opened = [c for c in self._kept.listed(hub) if c.stage != "closed"]
        plans = [StoredPlan.model_validate_json(row["record"]) for row in self._rows.newest_plans(hub)]
        return overdue(opened, plans, self._told(hub, ""), today)

    def pdca(self, hub: str, consultation_id: str, lookup: Lookup) -> list[Part]:
        """Return 計画, 実行, 評価, 改善 of a consultation; ``lookup`` finds the documents of the guideline."""
        found = self._kept.find(hub, consultation_id)
        return pdca(found, self._kept.plans(hub, consultation_id), self._told(hub, consultation_id), lookup)

    def indicators(self, hub: str) -> list[Indicator]:
        """Return what changed in 付加価値 over the closed consultations of a hub."""
        closed = self._kept.listed(hub, "closed")
        return indicators(closed, self._told(hub, "", closed=True))

    def _told(self, hub: str, consultation_id: str, closed: bool = False) -> list[CheckIn | ReferralResult]:
        rows = self._rows.follow_ups(hub, consultation_id, closed)
        return [_KINDS[row["kind"]].model_validate_json(row["record"]) for row in rows]

    def _plan(self, hub: str, plan_id: str) -> StoredPlan:
        return self._kept.versions(hub, plan_id)[-1]

    def _added(self, hub: str, kind: type[_T], plan: StoredPlan, by: Person, values: dict[str, Any]) -> _T:
        belongs = {"consultation_id": plan.consultation_id, "plan_id": plan.id}
        fixed = {"id": secrets.token_urlsafe(12), **belongs, "on": self._kept.today(), "by": by}
        try:
            told = kind.model_validate({**values, **fixed})
        except ValidationError as error:
            raise ConsultationError("長すぎるか、形の合わない項目があります。短くまとめてお書きください。") from error
        item = told.action if isinstance(told, CheckIn) else told.referral
        name = next(name for name, of in _KINDS.items() if of is kind)
        made_at = datetime.now(UTC).isoformat(timespec="microseconds")
        row = {"id": told.id, **belongs, "kind": name, "item": item, "made_at": made_at}
        if not self._rows.add_follow_up(hub, {**row, "record": told.model_dump_json()}):
            self._kept.find(hub, plan.consultation_id)
            raise ClosedConsultationError
        return told


def _words(figure: Figure) -> dict[str, str]:
    return {"name": figure.name, "unit": figure.unit, "span": figure.span}
