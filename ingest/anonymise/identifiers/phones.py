"""Telephone numbers: what the phonenumbers library calls possible, and what it misses (words for digits, local numbers)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import phonenumbers

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

_WORD = r"(?:ぜろ|れい|まる|おー|いち|にい|に|さん|よん|し|ごー|ごお|ご|ろく|なな|しち|はち|きゅう|きゅー|く)"
_SPELT = re.compile(rf"(?<![ぁ-ん]){_WORD}(?:[ 、・,\-]{{0,2}}{_WORD}){{5,14}}(?![ぁ-ん])")
_INSURANCE = re.compile(r"(?:保険|年金)[^。\n]{0,16}$")
_CONTEXT = re.compile(
    r"(?:電話|TEL|FAX|ファックス|ファクス|携帯|ケータイ|番号|連絡先|でんわ|℡|内線|直通|(?<![A-Za-z])[TF])[^0-9。\n]{0,8}$",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(?<![0-9])(?:0[5789]0[、,・ のノ\-ー]{1,3}[0-9]{4}[、,・ のノ\-ー]{1,3}[0-9]{4}|0[0-9]{1,3}[、の][0-9]{2,4}[、の][0-9]{4})(?![0-9])"
)
_CALLED = re.compile(r"電話|局番|TEL|FAX|でんわ|℡|折り返|着信|留守電|(?:かけ|掛け)(?:直|て|る)", re.IGNORECASE)
_LABEL = re.compile(r"(?:TEL|FAX)[.:]$", re.IGNORECASE)
_EXTENSION = re.compile(r"[ 、]?[(]?(?:内線|ext\.?)[ :]{0,2}[0-9]{1,5}[)]?", re.IGNORECASE)
#: A number for everyone, of an office: 0570 and free numbers beside such a word identify nobody.
_PUBLIC = re.compile(
    r"(?:よろず|支援拠点|本部|かけこみ|年金|ダイヤル|税務署|ハローワーク|労働局|監督署|事務局|コールセンター|公庫|窓口|協会|商工会|会議所|機構|省|庁|局|補助金)[^。\n]{0,24}$"
)
_FREE = re.compile(r"0120|0570|0800")
_MOBILE = ("020", "050", "060", "070", "080", "090")


def find_spelt(folded: Folded) -> Iterator[Hit]:
    """Yield numbers read aloud and written down as words (ゼロキュウゼロ)."""
    for match in _LOOSE.finditer(folded.digits):
        yield Hit("phone", match.start(), match.end(), 0.85)
    for match in _SPELT.finditer(folded.kana):
        insured = _INSURANCE.search(folded.text, max(0, match.start() - 24), match.start())
        yield Hit("insurance-number" if insured else "phone", match.start(), match.end(), 0.85)


def phone_hit(text: str, start: int, end: int, number: str, lengths: Sequence[int]) -> Hit | None:
    """Return the hit when ``number`` (digits) at ``start`` to ``end`` is a telephone number in Japan or after a +."""
    before = text[max(0, start - 16) : start]
    if before.endswith("+"):
        return _abroad(start, end, number, lengths)
    if is_phone(number, lengths):
        if _FREE.match(number) and _PUBLIC.search(text, max(0, start - 40), start):
            return None
        label = _LABEL.search(before)
        start -= len(label.group()) if label else before.endswith("(") and ")" in text[start:end]
        extension = _EXTENSION.match(text, end)
        return Hit("phone", start, extension.end() if extension else end, 0.95 if _valid(number) else 0.9)
    local = len(lengths) == 2 and 2 <= lengths[0] <= 4 and lengths[1] == 4 and "~" not in text[start:end]
    if local and (_CONTEXT.search(before) or _CALLED.search(text, max(0, start - 24), end + 16)):
        return Hit("phone", start, end, 0.8)
    return None


def is_phone(number: str, lengths: Sequence[int]) -> bool:
    """Tell whether digits in groups of ``lengths`` have the form of a Japanese telephone number."""
    if number.startswith("0081") and len(number) in (13, 14):
        return True
    if len(number) == 11:
        return number[:3] in _MOBILE or number.startswith("0800")
    return len(number) == 10 and number[0] == "0" and number[1] != "0" and (lengths[-1] >= 3 or max(lengths) == 1)


def _abroad(start: int, end: int, number: str, lengths: Sequence[int]) -> Hit | None:
    if number.startswith("81"):
        return Hit("phone", start - 1, end, 0.97) if is_phone("0" + number[2:].removeprefix("0"), [4]) else None
    known = 9 <= len(number) <= 14 and _possible("+" + number)
    return Hit("phone", start - 1, end, 0.85 if len(lengths) > 1 else 0.7) if known else None


def _possible(number: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False


def _valid(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, "JP"))
    except phonenumbers.NumberParseException:
        return False
