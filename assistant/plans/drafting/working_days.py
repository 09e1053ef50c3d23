"""Days on which offices are open: a date that falls on a weekend or a holiday is moved."""

from __future__ import annotations

import re
from datetime import date, timedelta

_SPAN = re.compile(r"(\d+)\s*(日|週間|か月|ヶ月|カ月)")
_DAYS = {"日": 1, "週間": 7}
_MONTH_DAYS = 30
#: Holidays of a fixed day (祝日法).
_FIXED = {(1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23)}
_NEW_YEAR = {(12, 29), (12, 30), (12, 31), (1, 2), (1, 3)}  # offices are closed
#: Month → which Monday of it is a holiday.
_MONDAYS = {1: 2, 7: 3, 9: 3, 10: 2}
_SUNDAY = 6


def works(day: date) -> bool:
    """Tell whether a day is a working day: neither weekend nor holiday, nor 12/29 to 1/3."""
    return day.weekday() < 5 and not _closed(day)


def on_or_after(day: date) -> date:
    """Return the first working day from ``day`` on."""
    while not works(day):
        day += timedelta(days=1)
    return day


def within(first: date, last: date) -> date:
    """Return the last working day from ``first`` to ``last``; ``last`` itself where there is none."""
    day = last
    while day >= first:
        if works(day):
            return day
        day -= timedelta(days=1)
    return last


def span_days(text: str) -> int | None:
    """Return the days of the first span of time that a text tells (2週間, 1か月 as 30 days), None without one."""
    found = _SPAN.search(text)
    return int(found[1]) * _DAYS.get(found[2], _MONTH_DAYS) if found else None


def _closed(day: date) -> bool:
    if _holiday(day) or (day.month, day.day) in _NEW_YEAR:
        return True
    # a holiday on a Sunday is taken on the next day that is none; a day between two holidays is one
    before = day - timedelta(days=1)
    while _holiday(before):
        if before.weekday() == _SUNDAY:
            return True
        before -= timedelta(days=1)
    return _holiday(day - timedelta(days=1)) and _holiday(day + timedelta(days=1))


def _holiday(day: date) -> bool:
    if (day.month, day.day) in _FIXED:
        return True
    if day.weekday() == 0 and _MONDAYS.get(day.month) == (day.day + 6) // 7:
        return True
    return (day.month == 3 and day.day == _equinox(day.year, 20.8431)) or (
        day.month == 9 and day.day == _equinox(day.year, 23.2488)
    )


def _equinox(year: int, base: float) -> int:
    """Return the day of an equinox, by the usual approximation for 1980 to 2099."""
    return int(base + 0.242194 * (year - 1980)) - (year - 1980) // 4
