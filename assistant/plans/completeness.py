"""What an action or a referral must have, told in words when a person adds or changes one."""

from __future__ import annotations

from assistant.plans.plan import Action, Plan, Referral


class PlanEditError(ValueError):
    """A change that cannot be taken; the message is the Japanese sentence the user sees."""


def require_whole(before: Plan, after: Plan) -> None:
    """Raise PlanEditError where an action or referral that ``before`` does not have as it is lacks something."""
    for referral in after.referrals:
        if referral not in before.referrals and (lacking := _of_referral(referral)):
            raise PlanEditError(f"つなぎ先には、{'と'.join(lacking)}を書いてください。つないだままにしないためです。")
    for action in after.actions:
        if action in before.actions:
            continue
        if lacking := _of_action(action):
            raise PlanEditError(f"行動には、{'と'.join(lacking)}を書いてください。")
        if action.due and action.start and action.due < action.start:
            raise PlanEditError(
                f"「{action.what.text[:30]}」の期限が、開始より前になっています。日付を確かめてください。"
            )


def _of_referral(referral: Referral) -> list[str]:
    parts = {
        "理由": referral.reason.text,
        "持っていくもの": "".join(one.text for one in referral.bring),
        "連絡する人": referral.caller,
    }
    return [name for name, text in parts.items() if not text.strip()]


def _of_action(action: Action) -> list[str]:
    parts = {
        "すること": action.what.text,
        "最初の一歩": action.first_step.text,
        "うまくいったかを確かめる数字": action.indicator.text,
    }
    return [name for name, text in parts.items() if not text.strip()]
