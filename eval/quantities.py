"""Numbers with their units in Japanese text, read by the suite's own rules: full width, kanji numerals, 万・億, %・割, 分の, 和暦, ranges."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

#: The unit of every share: 3割, 30% and 10分の3 are one quantity.
SHARE = "率"
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_SAME = {
    "名": "人",
    "年間": "年",
    "年度": "年",
    "日間": "日",
    "週間": "週",
    "パーセント": "%",
    "ヶ所": "か所",
    "カ所": "か所",
}
#: The longer spelling first: か月 before 月, 時間 before 分.
_UNIT = (
    "パーセント|ポイント|(?:か|ヶ|カ)所|か月|年間|年度|時間|週間|日間|品目|品番|段階|銘柄|現場|トン|kg|km|cm|mm|"
    "[年分秒週日月円%割倍人名社件個枚軒台歳代品室席坪本冊組通回店戸食袋瓶箱杯頭度gmつ条項号桁種便棟校位番期着足脚型柄案行点]"
)
_NUMERAL = r"(?:\d+(?:,\d{3})+|\d+)(?:\.\d+)?"
_KANJI = "〇零一二三四五六七八九十百千"
_AMOUNT = rf"(?:{_NUMERAL}|[{_KANJI}]+)(?:[千百]|(?:千|百)?[万億兆](?:(?:{_NUMERAL}|[{_KANJI}]+)千?万?)?)*"
_FOUND = re.compile(
    rf"(?P<era>令和|平成|昭和)(?P<year>元|\d+|[{_KANJI}]+)年"
    rf"|(?P<below>{_NUMERAL}|[{_KANJI}]+)分の(?P<above>{_NUMERAL}|[{_KANJI}]+)"
    rf"|(?P<sign>(?<![\w)%])[-−▲△])?(?P<amount>{_AMOUNT})(?P<unit>{_UNIT})?(?:(?<=割)(?P<tenth>\d|[一二三四五六七八九])分(?!の))?"
)
_DATE = re.compile(r"(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_BULLET = re.compile(r"(?m)^\s*[-*]\s+")  # else the list's dash is read as a minus
_MONTHS = re.compile(r"[ヶヵカケ箇ヵケ]月")
_NOT_NUMBERS = re.compile(r"十分(?![間前後の])|一度|一層|一緒|一般|一方|一部|一つ一つ|一人ひとり|一人で抱え")
_RANGE = re.compile(r"\s*(?:〜|~|–|-|から|、|・|か)\s*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit ("" when none is told); ``text`` as it stands in the folded text, from ``start`` to ``end``."""

    value: Fraction
    unit: str
    text: str
    start: int = 0
    end: int = 0

    def same(self, other: Quantity) -> bool:
        """Tell whether the other says the same; a number without a unit is told by one with any."""
        return self.value == other.value and self.unit in ("", other.unit)


def fold(text: str) -> str:
    """Return the text with one width, one case, one spelling of か月 and of the wave dash, and without blanks."""
    plain = unicodedata.normalize("NFKC", _BULLET.sub("", text)).casefold().replace("~", "〜")
    return re.sub(r"\s+", "", _MONTHS.sub("か月", _DATE.sub(r"\1年\2月\3日", plain)))


def quantities(text: str) -> list[Quantity]:
    """Return every number of the text with its unit, in order; the ends of a range share unit and 万・億."""
    folded = fold(text)
    found = list(_read(_NOT_NUMBERS.sub(lambda m: "・" * len(m[0]), folded)))
    for i in range(len(found) - 2, -1, -1):
        one, next_ = found[i], found[i + 1]
        if not one.unit and next_.unit and _RANGE.fullmatch(folded[one.end : next_.start]):
            scale = _scale(next_.text) if next_.unit == "円" and not _scale(one.text) > 1 else 1
            share = {"%": 100, "割": 10}.get(next_.text[-1], 1) if next_.unit == SHARE else 1
            found[i] = Quantity(one.value * scale / share, next_.unit, one.text, one.start, one.end)
    return found


def lacking(said: Iterable[Quantity], told: Iterable[Quantity]) -> list[Quantity]:
    """Return what is said and nowhere told."""
    sources = list(told)
    return [one for one in said if not any(one.same(other) for other in sources)]


def number(text: str) -> Fraction:
    """Return the value of digits, kanji numerals and 千・万・億 in any mixture (1億2千万, 二〇二五, 3,600)."""
    total = section = Fraction(0)
    current: Fraction | None = None
    for token in re.findall(rf"{_NUMERAL}|.", text):
        if token[0].isdecimal():
            current = Fraction(token.replace(",", ""))
        elif token in _DIGITS:
            current = (current or Fraction(0)) * 10 + _DIGITS[token]
        elif token in _SMALL:
            section += (1 if current is None else current) * _SMALL[token]
            current = None
        else:
            total += (section + (current or 0)) * _LARGE[token]
            section, current = Fraction(0), None
    return total + section + (current or 0)


def _read(folded: str) -> Iterator[Quantity]:
    for m in _FOUND.finditer(folded):
        if m["era"]:
            year = Fraction(1) if m["year"] == "元" else number(m["year"])
            yield Quantity(year + _ERAS[m["era"]], "年", m[0], m.start(), m.end())
        elif m["below"]:
            if below := number(m["below"]):
                yield Quantity(number(m["above"]) / below, SHARE, m[0], m.start(), m.end())
        elif m["unit"] or m["amount"][0].isdecimal():
            yield _amount(m)


def _amount(m: re.Match[str]) -> Quantity:
    value, unit = number(m["amount"]), _SAME.get(m["unit"] or "", m["unit"] or "")
    if m["tenth"]:
        value += number(m["tenth"]) / 10
    if unit in ("%", "割"):
        value, unit = value / (100 if unit == "%" else 10), SHARE
    return Quantity(-value if m["sign"] else value, unit, m[0], m.start(), m.end())


def _scale(text: str) -> int:
    return next((_LARGE[c] for c in reversed(text) if c in _LARGE), 1000 if "千円" in text else 1)
