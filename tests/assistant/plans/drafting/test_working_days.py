"""Days on which something can be done: no weekend, no holiday, nothing later than promised."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.plans.drafting.steps import due_day, first_step_day
from assistant.plans.drafting.working_days import on_or_after, span_days, within, works
from assistant.plans.plan import FIRST_STEP_DAYS

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 11, 23), False),  # 勤労感謝の日
        (date(2026, 11, 24), True),
        (date(2026, 1, 12), False),  # 成人の日, the second Monday
        (date(2026, 3, 20), False),  # 春分の日
        (date(2026, 5, 6), False),  # for 憲法記念日 on a Sunday
        (date(2026, 9, 22), False),  # between 敬老の日 and 秋分の日
        (date(2026, 9, 23), False),
        (date(2026, 12, 31), False),
        (date(2027, 1, 4), True),
    ],
)
def test_weekends_and_holidays_are_no_working_days(day: date, open_: bool) -> None:
    assert works(day) is open_


@given(DAYS)
def test_a_moved_day_is_a_working_day_and_not_earlier(day: date) -> None:
    moved = on_or_after(day)
    assert works(moved) and day <= moved <= day + timedelta(days=10)


@given(DAYS, st.integers(0, 6), st.integers(1, 120))
def test_a_first_step_is_after_today_within_a_week_and_not_after_its_due_date(today: date, at: int, days: int) -> None:
    due = on_or_after(today + timedelta(days=days))
    step = first_step_day(today, at, due)
    assert today < step <= today + timedelta(days=FIRST_STEP_DAYS)
    assert step <= due


@pytest.mark.parametrize(
    ("text", "days"), [("2週間以内", 14), ("3日以内", 3), ("1か月以内", 30), ("次回面談まで", None), ("", None)]
)
def test_a_span_of_time_is_read_in_days(text: str, days: int | None) -> None:
    assert span_days(text) == days


def test_what_is_due_at_the_next_meeting_is_due_on_its_day() -> None:
    meeting = date(2026, 12, 8)
    assert due_day(date(2026, 11, 24), "次回面談まで", meeting) == meeting
    assert due_day(date(2026, 11, 24), "3日以内", meeting) == date(2026, 11, 27)


def test_a_week_without_a_working_day_gives_its_last_day() -> None:
    assert within(date(2026, 12, 29), date(2027, 1, 3)) == date(2027, 1, 3)
