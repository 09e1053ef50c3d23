"""The dates of a plan for a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from icalendar import Alarm, Calendar, Event

from assistant.exports.sections import clean
from assistant.plans.plan import Plan
from knowledge.taxonomy import PARTNERS


def appointments(plan: Plan, today: date, key: str = "") -> bytes:
    """Return due dates, first steps, referral checks and the next meeting as all-day events, each with an alarm.

    ``key`` names the plan from one version to the next; without one its title and date do.
    """
    name = key or f"{plan.title}|{plan.as_of}"
    calendar = Calendar()
    calendar.add("prodid", "-//yorozu-assistant//action plan//JA")
    calendar.add("version", "2.0")
    for part, day, words in _dates(plan):
        event = Event()
        # stable from one export to the next, so that a calendar moves an event instead of doubling it
        event.add("uid", f"{sha256(f'{name}|{part}'.encode()).hexdigest()[:32]}@yorozu-assistant")
        event.add("dtstamp", datetime.combine(today, time(), UTC))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", clean(words)[:200])
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", clean(words)[:200])
        alarm.add("trigger", timedelta(days=-1))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _dates(plan: Plan) -> Iterator[tuple[str, date, str]]:
    for action in plan.actions:
        yield f"first-{action.id}", action.first_step_due, f"最初の一歩: {action.first_step.text}"
        if action.due:
            yield f"due-{action.id}", action.due, f"期限: {action.what.text}"
    for referral in plan.referrals:
        yield f"check-{referral.id}", referral.check_on, f"つなぎ先の確認: {PARTNERS.label_of(referral.partner)}"
    if plan.next_meeting:
        yield "meeting", plan.next_meeting, "次回の面談"
