"""What a plan that people change must keep to, so that it stays small and names nothing but what it holds itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.consultations.consultation import ConsultationError
from assistant.plans.arithmetic.kinds import KINDS
from assistant.plans.arithmetic.premises import NAMES
from assistant.plans.plan import Action, Cause, Plan, Referral, Risk, Sum
from knowledge import taxonomy

MOST_CHARACTERS = 200_000  # of a whole plan as JSON
MOST_PARTS = 60  # causes, risks, referrals or calculations
_MOST_DIGITS = 4  # of an id: longer numbers may be somebody's
DEEPEST = 8  # branches behind branches
_ID = re.compile(r"[a-z]{1,20}(?:-[a-z0-9]{1,12}){0,3}|[a-z][0-9]{1,3}")


def check_plan(plan: Plan) -> None:
    """Raise ConsultationError with the first thing that does not fit."""
    causes = list(_causes(plan))
    for many in (causes, plan.risks, plan.referrals, plan.sums):
        if len(many) > MOST_PARTS:
            raise ConsultationError(
                f"プランの項目が多すぎます。原因・リスク・紹介・計算は、それぞれ{MOST_PARTS}個までにしてください。"
            )
    if len(plan.model_dump_json()) > MOST_CHARACTERS:
        raise ConsultationError("プランが長すぎます。要点をしぼって、短くまとめてください。")
    parts: tuple[Cause | Action | Risk | Referral | Sum, ...] = (
        *causes,
        *plan.actions,
        *plan.risks,
        *plan.referrals,
        *plan.sums,
    )
    if any(not _ID.fullmatch(part.id) or sum(c.isdigit() for c in part.id) > _MOST_DIGITS for part in parts):
        raise ConsultationError("項目の番号の形が合いません。action-1 のような英小文字と数字にしてください。")
    named = {c.id for c in causes}, {s.id for s in plan.sums}
    if any((a.cause and a.cause not in named[0]) or (a.sum and a.sum not in named[1]) for a in plan.actions):
        raise ConsultationError(
            "行動が、プランにない原因や計算を指しています。画面を開き直して、もう一度お試しください。"
        )
    for referral in plan.referrals:
        taxonomy.PARTNERS.require(referral.partner)
    check_numbers(plan.intake.numbers)
    for one in plan.sums:
        if one.kind not in KINDS:
            raise ConsultationError("プランの計算の種類に、使えないものがあります。")
        check_numbers(one.inputs)


def check_numbers(numbers: dict[str, str]) -> None:
    """Raise ConsultationError for a number under a name that the arithmetic does not know."""
    if any(name not in NAMES for name in numbers):
        raise ConsultationError(f"数字の項目に、使えないものがあります。使えるもの: {'、'.join(NAMES)}")


def _causes(plan: Plan) -> Iterator[Cause]:
    level, depth = list(plan.causes), 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise ConsultationError(f"原因の枝が深すぎます。{DEEPEST}段までにまとめてください。")
        yield from level
        level = [behind for cause in level for behind in cause.because]
