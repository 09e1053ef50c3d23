"""When a step is made: first steps within a week, due dates as the playbook says, all on working days."""

from __future__ import annotations

from datetime import date, timedelta

from assistant.plans.drafting import working_days
from assistant.plans.plan import FIRST_STEP_DAYS

_FIRST, _NEXT = 3, 2  # days until the first step of the first action, and more for each further one


def first_step_day(today: date, at: int, due: date) -> date:
    """Return the day of the first step of the ``at``-th action (from 0): tomorrow at the earliest, in a week at the latest."""
    last = min(today + timedelta(days=min(_FIRST + _NEXT * at, FIRST_STEP_DAYS)), due)
    return working_days.within(today + timedelta(days=1), max(last, today + timedelta(days=1)))


def due_day(today: date, text: str, meeting: date) -> date:
    """Return the day that a text such as 2週間以内 means; the next meeting where it tells no span."""
    days = working_days.span_days(text)
    return meeting if days is None else working_days.on_or_after(today + timedelta(days=days))
