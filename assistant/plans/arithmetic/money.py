"""Japanese amounts and ratios: ``350万円``, ``三百五十万円``, ``４割５分`` → Decimal, and back in plain words.

An amount without a unit is refused: 350 may be 円, 千円 or 万円, and a guess would be wrong by a factor of 10,000.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from assistant.plans.arithmetic.inputs import PlanInputError, echo, exact, number

_DIGITS: Mapping[str, str] = dict(zip("〇零一二三四五六七八九壱弐参", "00123456789123", strict=True))
_SMALL: Mapping[str, int] = {"十": 10, "拾": 10, "百": 100, "千": 1_000}
_BIG: Mapping[str, int] = {"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12}
# counts are bounded, and no part of a longer number matches: a page of digits must not take minutes
_ARABIC = (
    r"(?<![0-9])(?<![0-9][.,])(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,16})(?:\.[0-9]{1,20})?(?![0-9])(?![.,][0-9])"
)
_KANJI = "[" + "".join(_DIGITS) + "]{1,16}"
_TOKEN = re.compile(f"{_ARABIC}|{_KANJI}|[{''.join(_SMALL)}{''.join(_BIG)}]")
_SIGN = r"(?:[-−‐–▲△]|マイナス)?"
_ABOUT = re.compile(r"^(?:約|およそ|ほぼ|だいたい)|(?:くらい|ぐらい|ほど|程度|前後)$")
_FIRST, _NEXT = f"[{''.join(_DIGITS)}{''.join(_SMALL)}]", f"[{''.join(_DIGITS)}{''.join(_SMALL)}{''.join(_BIG)}]"
_NUMBER = f"(?:{_ARABIC}|{_FIRST})(?:{_ARABIC}|{_NEXT}){{0,40}}"
_COUNTERS = "個人件本枚食台回部袋点名社店票歩時分秒日年杯皿匹頭羽箱束k㎏キドユウ元倍坪"
#: An amount inside folded text: ends in 円, or in 万/億/兆 where nothing but money can follow (350万, not 1万個).
YEN = re.compile(rf"{_SIGN}[¥\\]?{_NUMBER}(?:円|えん|(?<=[万萬億兆])(?![{_COUNTERS}]))|{_SIGN}[¥\\]{_NUMBER}")
RATIO = re.compile(
    rf"{_SIGN}{_NUMBER}(?:%|パーセント|パー(?!ツ|ト|テ))"
    rf"|{_SIGN}(?:{_ARABIC}|{_KANJI}|十)割(?:(?:{_ARABIC}|{_KANJI})分)?(?:(?:{_ARABIC}|{_KANJI})厘)?|半分"
)
_MAX_LENGTH = 60  # characters of an amount; longer is not one


def fold(text: str) -> str:
    """Return text with full-width characters made plain and white space taken out of and around numbers."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@exact
def read_yen(text: str) -> Decimal:
    """Return an amount in 円; raise PlanInputError for what is not one, or has no unit."""
    plain = _plain(text)
    match = YEN.fullmatch(plain)
    if match is None:
        if re.fullmatch(rf"{_SIGN}{_NUMBER}", plain):
            raise PlanInputError(f"{echo(text)}に単位がありません。円、千円、万円などを付けてください。")
        raise PlanInputError(f"{echo(text)}は金額として読み取れません。350万円のように入力してください。")
    sign, body = _signed(plain)
    return number("金額", sign * numeral(re.sub(r"[¥\\]|円|えん", "", body), text))


@exact
def read_ratio(text: str) -> Decimal:
    """Return a ratio (4割 → 0.4, 5% → 0.05); raise PlanInputError for what is not one, or has no unit."""
    plain = _plain(text)
    if RATIO.fullmatch(plain) is None:
        if re.fullmatch(rf"{_SIGN}{_NUMBER}", plain):
            raise PlanInputError(f"{echo(text)}に単位がありません。%または割を付けてください。")
        raise PlanInputError(f"{echo(text)}は割合として読み取れません。5%や4割のように入力してください。")
    sign, body = _signed(plain)
    if body == "半分":
        return Decimal("0.5")
    if "割" not in body:
        return number("割合", sign * numeral(re.sub(r"%|パーセント|パー", "", body), text) / 100)
    total, start = Decimal(0), 0
    for mark, worth in (("割", 10), ("分", 100), ("厘", 1_000)):
        end = body.find(mark)
        if end >= 0:
            total += numeral(body[start:end], text) / worth
            start = end + 1
    return number("割合", sign * total)


@exact
def write_yen(value: Decimal) -> str:
    """Return an amount of 円 plainly and exactly: 350万円, 1億2,000万円, 12,345円, -0.5円."""
    value = number("金額", value)
    sign, size = ("-" if value < 0 else ""), abs(value)
    if size < 10**4 or size % 10**4:
        return f"{sign}{_grouped(size)}円"
    parts, rest = "", size
    for mark, worth in (("兆", 10**12), ("億", 10**8), ("万", 10**4)):
        count, rest = divmod(rest, Decimal(worth))
        parts += f"{_grouped(count)}{mark}" if count else ""
    return f"{sign}{parts}円"


@exact
def write_ratio(value: Decimal) -> str:
    """Return a ratio as an exact percentage: 0.4 → 40%, -0.005 → -0.5%."""
    value = number("割合", value)
    return f"{'-' if value < 0 else ''}{_grouped(abs(value) * 100)}%"


def numeral(body: str, original: str) -> Decimal:
    """Return the number of arabic digits, 漢数字 and 万/億 mixed; raise PlanInputError where they do not fit together."""
    total, section, current = Decimal(0), Decimal(0), None
    small, big = None, None  # the last unit of each kind: what follows must be smaller than it
    for token in _TOKEN.findall(body):
        if token in _SMALL:
            unit = _SMALL[token]
            if small is not None and (unit >= small or (current or 1) * unit >= small):
                raise _unreadable(original)
            section, current, small = section + (1 if current is None else current) * unit, None, unit
        elif token in _BIG:
            worth = (section + (current or 0)) * _BIG[token]
            if (not worth and section == 0 and current is None) or (big is not None and worth >= big):
                raise _unreadable(original)
            total, section, current, small, big = total + worth, Decimal(0), None, None, _BIG[token]
        elif current is not None:
            raise _unreadable(original)
        else:
            current = Decimal("".join(_DIGITS.get(c, c) for c in token.replace(",", "")))
            if small is not None and current >= small:
                raise _unreadable(original)
    rest = section + (current or 0)
    if (big is not None and rest >= big) or "".join(_TOKEN.findall(body)) != body:
        raise _unreadable(original)
    return total + rest


def _plain(text: str) -> str:
    if not isinstance(text, str):
        raise PlanInputError("金額や割合は文字で入力してください。")
    plain = fold(text)
    if not plain:
        raise PlanInputError("数字が入力されていません。")
    if len(plain) > _MAX_LENGTH:
        raise PlanInputError(f"{echo(text)}は長すぎて数字として読み取れません。")
    return _ABOUT.sub("", plain)


def _signed(plain: str) -> tuple[int, str]:
    body = re.sub(rf"^{_SIGN}", "", plain)
    return (1 if body == plain else -1), body


def _grouped(size: Decimal) -> str:
    whole, _, fraction = f"{size:,f}".partition(".")
    return f"{whole}.{fraction.rstrip('0')}".rstrip(".")


def _unreadable(original: str) -> PlanInputError:
    return PlanInputError(f"{echo(original)}は数の並びが読み取れません。350万円のように入力してください。")
