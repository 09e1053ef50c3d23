"""Amounts told to the last digit, and the band that says as much to a reader."""

from __future__ import annotations

import re

#: An amount that describes the whole firm, right after what it is of.
AMOUNT = re.compile(
    r"(?P<of>年商|年間売上高?|売上高|総売上|資本金|負債総額|総資産|純資産|借入(?:金)?(?:残高|総額)|経常利益|営業利益|当期純利益|生産額|出荷額)(?P<link>[はがをの: 約]{0,2})"
    r"(?P<amount>(?:[0-9][0-9,]*億)?(?:[0-9][0-9,]*(?:\.[0-9]+)?万)?(?:[0-9][0-9,]*)?千?円)"
)
_EXACT = 4  # significant digits; two or three are a band already
_UNITS = {"億": 10**8, "万": 10**4, "千": 10**3, "円": 1}
_PART = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)([億万千円])")


def banded(match: re.Match[str], year: int) -> str:
    """Return the amount as a band (年商8千万円台); "" when it is round already."""
    yen = sum(int(float(n.replace(",", "")) * _UNITS[unit]) for n, unit in _PART.findall(match.group("amount")))
    if len(str(yen).rstrip("0")) < _EXACT:
        return ""
    return f"{match.group('of')}{match.group('link')}{_band(yen)}円台"


def _band(yen: int) -> str:
    """Return the amount cut to its first digit in the units people use: 84,370,000 → 8千万, 1,234,500,000 → 10億."""
    step = 10 ** (len(str(yen)) - 1)
    first = yen // step
    for unit, name in ((10**8, "億"), (10**4, "万"), (1, "")):
        if step >= unit:
            thousands = step // unit == 1000
            return f"{first}千{name}" if thousands else f"{first * (step // unit)}{name}"
    return ""
