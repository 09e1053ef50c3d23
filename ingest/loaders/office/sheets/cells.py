"""A cell's value as Excel shows it: number formats, Japanese eras, percentages, thousands."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

#: Formats that Japanese Excel has built in under numbers that the file does not spell out.
JAPANESE_BUILTINS = {
    27: "[$-411]ge.m.d",
    28: '[$-411]ggge"年"m"月"d"日"',
    29: '[$-411]ggge"年"m"月"d"日"',
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    34: 'yyyy"年"m"月"',
    35: 'm"月"d"日"',
    36: "[$-411]ge.m.d",
    50: "[$-411]ge.m.d",
    51: '[$-411]ggge"年"m"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: '[$-411]ggge"年"m"月"d"日"',
    55: 'yyyy"年"m"月"',
    56: 'm"月"d"日"',
    57: "[$-411]ge.m.d",
    58: '[$-411]ggge"年"m"月"d"日"',
}
_ERAS = (
    (date(2019, 5, 1), "令和", "R"),
    (date(1989, 1, 8), "平成", "H"),
    (date(1926, 12, 25), "昭和", "S"),
    (date(1912, 7, 30), "大正", "T"),
)
_DATE_TOKEN = re.compile(
    r"yyyy|yy|y|ggg|gg|g|ee|e|mmmm|mmm|mm|m|dddd|ddd|dd|d|aaaa|aaa|hh|h|ss|s|am/pm|\[h+\]|\[m+\]|\[s+\]", re.I
)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[(?:\$([^\]\-]*)[^\]]*|[^\]]*)\]')
_DIGITS = re.compile(r"[#0?][#0?,.]*")
_WEEK = "月火水木金土日"
Value = None | str | bool | int | float | Decimal | datetime | date | time | timedelta


def shown(value: Value, number_format: str = "General") -> str:
    """Return the text that Excel shows for a value; text and unknown formats come out as they are."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time):
        return _day(value, number_format)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
    return _figure(value, number_format)


def _figure(value: int | float | Decimal, number_format: str) -> str:
    try:
        number = Decimal(repr(value) if isinstance(value, float) else value)
    except InvalidOperation:
        return str(value)
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        return str(value)
    sections = _sections(number_format)
    if number_format in ("", "General", "@", "標準"):
        return _general(number)
    chosen, signed = sections[0], number < 0
    if number < 0 and len(sections) > 1:
        chosen, signed = sections[1], False
    elif number == 0 and len(sections) > 2:
        chosen = sections[2]
    plain, marks = _without_literals(chosen)
    digits = _DIGITS.search(plain)
    if digits is None:
        if "General" in plain:
            return ("-" if signed else "") + _put_back(plain.replace("General", _general(abs(number))), marks)
        return _put_back(plain, marks).strip()
    if "E+" in plain or "E-" in plain or "/" in plain:
        return _general(number)
    pattern = digits.group()
    number = abs(number) * (Decimal(100) ** plain.count("%"))
    while pattern.endswith(","):
        number, pattern = number / 1000, pattern[:-1]
    whole, _, decimals = pattern.partition(".")
    places = len(decimals)
    number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{number:,.{places}f}" if "," in whole else f"{number:.{places}f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    for _ in range(optional):
        text = text[:-1] if text.endswith("0") else text
    text = text.rstrip(".") if places else text
    least = whole.replace(",", "").count("0")
    if least > 1 and "," not in whole:
        head, dot, tail = text.partition(".")
        text = head.zfill(least) + dot + tail
    sign = "-" if signed and number else ""
    return _put_back(plain[: digits.start()] + sign + text + plain[digits.end() :], marks).strip()


def _general(number: Decimal) -> str:
    if number == number.to_integral_value() and abs(number) < Decimal(10) ** 15:
        return f"{number:.0f}"
    rounded = Decimal(f"{number:.11g}")  # Excel shows about eleven digits and hides the dust of binary fractions
    return f"{rounded.normalize():f}" if abs(rounded) < Decimal(10) ** 15 else f"{rounded:g}"


def _sections(number_format: str) -> list[str]:
    """Split a format at the semicolons that are not inside quotes."""
    parts, quoted = [""], False
    for letter in number_format:
        quoted ^= letter == '"'
        if letter == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _without_literals(section: str) -> tuple[str, list[str]]:
    """Replace quoted text, escapes and brackets by single marks, so that digits in them are left alone."""
    marks: list[str] = []

    def keep(match: re.Match[str]) -> str:
        marks.append(match[1] or match[2] or match[3] or "")
        return chr(0xE000 + len(marks) - 1)

    return _LITERAL.sub(keep, section), marks


def _put_back(text: str, marks: list[str]) -> str:
    for at, mark in enumerate(marks):
        text = text.replace(chr(0xE000 + at), mark)
    return text


def _day(value: datetime | date | time, number_format: str) -> str:
    if number_format in ("", "General", "@", "mm-dd-yy", "yyyy-mm-dd h:mm:ss", "yyyy-mm-dd", "m/d/yy h:mm"):
        return _plain_day(value)
    plain, marks = _without_literals(
        re.sub(r"\[(?:h+|m+|s+)\]", lambda m: m[0][1:-1], _sections(number_format)[0], flags=re.I)
    )
    tokens = _DATE_TOKEN.findall(plain)
    if not tokens:
        return _plain_day(value)
    after_hour, out, at = False, "", 0
    for match in _DATE_TOKEN.finditer(plain):
        token = match.group().lower()
        minute = token in ("m", "mm") and (after_hour or re.match(r"[^a-z]*s", plain[match.end() :], re.I) is not None)
        out += plain[at : match.start()] + _token(value, "n" + token if minute else token, "am/pm" in plain.lower())
        after_hour = token in ("h", "hh")
        at = match.end()
    return _put_back(out + plain[at:], marks).split(";")[0].strip()


def _plain_day(value: datetime | date | time) -> str:
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02d}"
    day = f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, datetime) and (value.hour or value.minute):
        day += f" {value.hour}:{value.minute:02d}"
    return day


def _token(value: datetime | date | time, sign: str, half_day: bool) -> str:
    if isinstance(value, time):
        value = datetime.combine(date(1900, 1, 1), value)
    hour, minute, second = (value.hour, value.minute, value.second) if isinstance(value, datetime) else (0, 0, 0)
    day = value.date() if isinstance(value, datetime) else value
    if sign[0] in "ge":
        return _era(day, sign)
    if sign[0] == "a" and sign != "am/pm":
        return _WEEK[day.weekday()] + ("曜日" if sign == "aaaa" else "")
    values = {
        "yyyy": f"{day.year}", "yy": f"{day.year % 100:02d}", "y": f"{day.year % 100:02d}",
        "mmmm": f"{day.month}月", "mmm": f"{day.month}月", "mm": f"{day.month:02d}", "m": f"{day.month}",
        "dddd": _WEEK[day.weekday()] + "曜日", "ddd": _WEEK[day.weekday()], "dd": f"{day.day:02d}", "d": f"{day.day}",
        "hh": f"{(hour % 12 or 12) if half_day else hour:02d}", "h": f"{(hour % 12 or 12) if half_day else hour}",
        "nm": f"{minute}", "nmm": f"{minute:02d}", "s": f"{second}", "ss": f"{second:02d}",
        "am/pm": "午前" if hour < 12 else "午後",
    }  # fmt: skip
    return values.get(sign, "")


def _era(day: date, sign: str) -> str:
    for start, name, letter in _ERAS:
        if day >= start:
            year = day.year - start.year + 1
            words = {
                "ggg": name,
                "gg": name[0],
                "g": letter,
                "e": "元" if year == 1 else f"{year}",
                "ee": f"{year:02d}",
            }
            return words[sign]
    return f"{day.year}" if sign[0] == "e" else "西暦"
