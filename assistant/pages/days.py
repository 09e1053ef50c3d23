"""Reads a day as people write it where a browser offers no calendar: 2026-12-01, ２０２６年12月1日, 令和8年12月1日."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_REIWA = 2018  # 令和1年 is 2019
_DAY = re.compile(r"(令和|R)?([0-9]{4}|[0-9]{1,2}|元)[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", re.IGNORECASE)


def read_day(text: str) -> date:
    """Return the day that a text names; raise ValueError where it names none."""
    found = _DAY.fullmatch(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    if found is None:
        raise ValueError(text[:20])
    era, year, month, day = found.groups()
    if bool(era) == (len(year) == 4):
        raise ValueError(text[:20])
    counted = 1 if year == "元" else int(year)
    return date(counted + _REIWA if era else counted, int(month), int(day))
