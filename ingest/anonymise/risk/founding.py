"""Founding years told exactly, and the round span of years that says as much to a reader."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: First year of each era by the Gregorian calendar; the periods before Meiji stand for "more than a hundred years".
_ERAS = {
    "明治": 1868,
    "大正": 1912,
    "昭和": 1926,
    "平成": 1989,
    "令和": 2019,
    "M": 1868,
    "T": 1912,
    "S": 1926,
    "H": 1989,
    "R": 2019,
}
_OLD = "江戸|安土桃山|室町|戦国|慶応|元治|文久|万延|安政|嘉永|弘化|天保|文政|文化|享和|寛政|天明|安永|明和|宝暦|享保|元禄|寛永|慶長|文禄|天正"
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"元": 1}
_NOUN = r"(?:創業|設立|開業|創立|創設|創建|開店|開院|開園|開校|発足|起業|操業開始)"
_VERB = r"(?:(?:暖簾|のれん)を掲げ|店を構え|店を開|会社を興|商売を始め)"
_N = r"(?:[0-9]{1,2}|[元一二三四五六七八九十]{1,4})"
_YEAR = rf"(?:(?P<old>(?:{_OLD})(?:時代|年間|期|[0-9元一二三四五六七八九十]{{1,3}}年)?(?:初期|中期|後期|末期|末)?)|(?P<era>明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHR])\.? ?(?P<n>{_N}) ?年|(?P<west>1[6-9][0-9]{{2}}|20[0-9]{{2}}) ?年)"
_DAY = r"(?: ?[0-9]{1,2} ?月)?(?: ?[0-9]{1,2} ?日)?"
#: 1953年創業, 創業は昭和28年: the whole is replaced.
FOUNDED = re.compile(
    rf"{_YEAR}{_DAY}(?: ?[(][^()]{{2,10}}[)])?の?(?P<began>{_NOUN})|(?P<first>{_NOUN})(?:は|が|:| |[(]|年は|年:)?{_YEAR.replace('P<', 'P<b_')}{_DAY}[)]?"
)
#: 昭和28年に店を開いた: only the time is replaced.
FOUNDED_IN = re.compile(rf"(?P<cut>{_YEAR}{_DAY}(?: ?[(][^()]{{2,10}}[)])?)(?=に[^。、]{{0,8}}(?:{_NOUN}|{_VERB}))")
#: 創業1953年 is a year of the calendar and no age, so an age has at most three digits.
AGED = re.compile(
    r"(?P<began>創業|設立|開業|創立)(?:して|から|以来)?(?:約|およそ)?(?P<years>[0-9]{2,3}|[一二三四五六七八九十百]{2,5}|百) ?(?:余)?年(?![度代])(?:余り?|を超え|以上)?"
)
_AHEAD = re.compile(r"を(?:目指|迎え|控え|前に)|に向け|まで|へ[のと向]|記念")
_ENDED = re.compile(r"[^。\n]{0,40}(?:廃業|閉店|閉院|閉園|閉校|解散|閉じ|たたん|畳ん|倒産|破産|清算|幕を下ろ)")
_YOUNG = 10  # years; the story of a young firm is told by its years, and many open every month
_FIRST_TOLD = 50  # years; thousands of firms in every prefecture are younger


def founded(match: re.Match[str], year: int) -> str:
    """Return what to write for "founded in …" seen in ``year``; "" when it is young or cannot be read."""
    groups = match.groupdict()
    age = _age({name.removeprefix("b_"): value for name, value in groups.items() if value}, year)
    began = groups["began"] or groups["first"]
    if age < _YOUNG:
        return ""
    ended = _ENDED.match(
        match.string, match.end()
    )  # a firm that closed did not grow as old as its founding is long ago
    return f"{_round(age)}前の{began}" if ended else f"{began}{_round(age)}"


def founded_in(match: re.Match[str], year: int) -> str:
    """Return what to write for the time alone; "" when it is recent or cannot be read."""
    age = _age({name: value for name, value in match.groupdict().items() if value}, year)
    return f"{_round(age)}前" if age >= _YOUNG else ""


def _age(told: Mapping[str, str], year: int) -> int:
    if "old" in told:
        return 100
    first = int(told["west"]) if "west" in told else _ERAS[told["era"]] + _number(told["n"]) - 1
    return year - first - 1  # full years at any day of ``year``, whatever the month of founding


def aged(match: re.Match[str], year: int) -> str:
    """Return what to write for an age told to the year; "" when it is young or already round."""
    age = _number(match.group("years"))
    if age < _FIRST_TOLD or (age % 10 == 0 and age < 100):
        return ""
    if _AHEAD.match(match.string, match.end()):  # 創業100年を目指す: not that old yet
        return f"{match.group('began')}の周年"
    return f"{match.group('began')}{_round(age)}"


def _round(age: int) -> str:
    return "100年以上" if age >= 100 else f"{age // 10 * 10}年以上"


def _number(text: str) -> int:
    """Return the number written in digits or kanji (百二十 = 120)."""
    if text.isdigit() and text.isascii():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[char]
    return total + digit
