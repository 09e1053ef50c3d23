"""Drafts a plan from an intake: understand → find → calculate → causes → goal → actions → referrals, schemes and risks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from assistant.answering.answer import ROLES, QuestionError
from assistant.answering.judging import scope
from assistant.answering.understand import Hide
from assistant.plans.drafting import working_days
from assistant.plans.drafting.actions import Actions
from assistant.plans.drafting.avoiding import allotted
from assistant.plans.drafting.causes import SEEN, causes_of, walk
from assistant.plans.drafting.goal import goal_of, warnings_of
from assistant.plans.drafting.ground.gathering import Gathering
from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.drafting.ground.masking import masked_intake
from assistant.plans.drafting.notices import notices_of
from assistant.plans.drafting.referrals import referrals_of
from assistant.plans.drafting.rewording import Rewording
from assistant.plans.drafting.risks import risks_of
from assistant.plans.drafting.schemes import schemes_of
from assistant.plans.drafting.turned_away import plan_for_care, plan_for_window
from assistant.plans.intake import Intake
from assistant.plans.interview.mentioned import mentioned, period_of
from assistant.plans.plan import Cause, Plan
from ingest.anonymise import mask
from knowledge import taxonomy
from knowledge.search import KnowledgeBase

_URGENT = ("cash", "crisis", "turnaround")
_DEEP = ("turnaround", "succession", "productivity", "people", "margin")
_GOAL_DAYS = 90
_NO_PLAYBOOK = "行動の手がかりになる進め方の資料が、まだ登録されていません。管理者に、資料の登録を頼んでください。"


class Drafter:
    """Drafts plans from the knowledge base; the same intake on the same day over the same knowledge gives the same plan."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        today: Callable[[], date] = date.today,
        hide: Hide = mask,
        rewording: Rewording | None = None,
    ) -> None:
        """Take the knowledge, the clock, what masks the intake before anything else sees it, and who may reword quotes."""
        self._rewording = rewording
        self._gathering = Gathering(knowledge, today)
        self._hide = hide

    def draft(self, intake: Intake, hub: str = "", role: str = "owner") -> Plan:
        """Return a plan with one to five actions; raise UnknownCodeError for a hub, QuestionError for a role that is none.

        QuestionError too where no playbook is known yet that an action could come from.
        """
        if role not in ROLES:
            raise QuestionError(f"役割は、{'、'.join(ROLES)} のどれかを選んでください。")
        if hub:
            taxonomy.HUBS.require(hub)
        masked = masked_intake(intake, self._hide)
        read = mentioned(masked)
        told = masked.model_copy(update={"numbers": {**masked.numbers, **read}, "period": period_of(masked)})
        ground = self._gathering.ground(told, read, hub, role)
        if scope.danger(ground.everything):
            return plan_for_care(ground)
        outside = scope.outside(ground.everything)
        if outside:
            return plan_for_window(ground, outside)
        plan = self._drafted(ground, hub)
        return self._rewording.reworded(plan, role, ground.lookup) if self._rewording else plan

    def _drafted(self, ground: Ground, hub: str) -> Plan:
        causes = causes_of(ground)
        meeting = _meeting(ground)
        of_goal = warnings_of(ground)
        drafting = Actions(ground, _workable(causes), meeting)
        actions, warnings = allotted(ground, drafting.drafted())
        if not actions:
            raise QuestionError(_NO_PLAYBOOK)
        numbers = ground.numbers.without_trials({a.sum for a in actions})
        return Plan(
            title=ground.say("title", theme=taxonomy.TOPICS.label_of(ground.theme))
            if ground.theme
            else ground.say("title.plain"),
            phase="2" if _deep(ground) else "1",
            as_of=ground.today,
            topics=ground.topics,
            premises=ground.understood.codes() if ground.understood else {},
            intake=ground.told,
            causes=causes,
            goal=goal_of(ground, numbers, working_days.on_or_after(ground.today + timedelta(days=_GOAL_DAYS)), of_goal),
            actions=actions,
            risks=risks_of(ground, warnings, actions),
            referrals=referrals_of(ground),
            schemes=schemes_of(ground, self._gathering.schemes(ground, hub)),
            sums=numbers.sums,
            next_meeting=meeting,
            notices=tuple(dict.fromkeys((*notices_of(ground), *drafting.left_out))),
        )


def _meeting(ground: Ground) -> date:
    """Return the day of the next meeting: within a week where money is short, else in two."""
    days = 7 if ground.theme in _URGENT else 14
    return working_days.on_or_after(ground.today + timedelta(days=days))


def _deep(ground: Ground) -> bool:
    """Tell whether the issue is to be set anew and walked along with (phase 2), and not only what was asked."""
    return ground.evidence is not None and ground.theme in _DEEP


def _workable(causes: tuple[Cause, ...]) -> list[Cause]:
    """Return the branches that an action may work on, the essential one first; what is only seen, and others' cases, are none."""
    found = [c for c in walk(causes) if c.id != SEEN and not c.id.startswith("case-")] or list(causes)
    return sorted(found, key=lambda c: not c.essential)
