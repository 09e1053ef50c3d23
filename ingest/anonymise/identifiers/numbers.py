"""Numbers that belong to someone: telephones, 法人番号, マイナンバー, インボイス登録番号, cards; told from amounts by shape and check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.identifiers.phones import phone_hit

_RUN = re.compile(r"[0-9](?:[ \-ー./()・_~のノ\n]{0,3}[0-9])*")
_GROUP = re.compile(r"[0-9]+")
_AMOUNT_AFTER = re.compile(
    r" ?(?:円|万|億|兆|千|%|パーセント|人(?![はが])|名(?![義前])|個|件(?!名)|台|本(?![店社人名])|枚|時間|分|秒|kg|g|m|トン|株(?!式)|ドル|点|年)"
)
_AMOUNT_BEFORE = re.compile(
    r"[¥\\$€]\s?$|(?:JAN|GTIN|EAN|ISBN|バーコード|品番|型番|型式|品目|図番|ロット|管理番号|伝票番号|追跡番号|問い?合わ?せ番号)[^0-9。\n]{0,8}$",
    re.IGNORECASE,
)
_LATIN_BEFORE = re.compile(r"([A-Za-z]+)[-_]?$")
_PHONE_WORDS = {"tel", "fax", "phone", "mobile", "t", "f", "m", "no", "call", "sms", "line", "h", "p"}
_CONTEXT = {
    "corporate-number": re.compile(r"(?:法人番号|法人等番号)[^0-9。]{0,10}$"),
    "my-number": re.compile(r"(?:マイナンバー|個人番号)[^0-9。]{0,10}$"),
    "card": re.compile(r"カード(?:の?番号)?[^0-9。\n]{0,10}$"),
}
_JOINED = re.compile(r"[0-9]{1,7}(?:[\-ーの][0-9]{2,7}){1,4}")
_DATED = re.compile(r"(?:19|20)[0-9]{2}[\-ー](?:0[1-9]|1[0-2])[\-ー]")
_MAX_DIGITS = 17
_SHAPES = {
    (4, 4, 4),
    (4, 4, 4, 4),
    (4, 6, 5),
    (4, 6, 4),
    (4, 4, 4, 1),
    (3, 4, 3, 3),
    (1, 4, 4, 4),
    (1, 12),
    (1, 6, 6),
}  # dates and times in a row are none of these


def corporate_check(number: str) -> bool:
    """Tell whether 13 digits are a 法人番号: first digit = 9 - (weighted sum of the other 12 mod 9)."""
    total = sum(int(d) * (1 if n % 2 else 2) for n, d in enumerate(reversed(number[1:]), 1))
    return len(number) == 13 and int(number[0]) == 9 - total % 9


def my_number_check(number: str) -> bool:
    """Tell whether 12 digits are a マイナンバー: the last digit checks the eleven before it (mod 11)."""
    total = sum(int(d) * (n + 1 if n <= 6 else n - 5) for n, d in enumerate(reversed(number[:11]), 1))
    rest = total % 11
    return len(number) == 12 and int(number[11]) == (0 if rest <= 1 else 11 - rest)


def luhn_check(number: str) -> bool:
    """Tell whether the digits pass the Luhn check of payment cards."""
    doubled = (int(d) * (1 + n % 2) for n, d in enumerate(reversed(number)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def find_numbers(folded: Folded) -> Iterator[Hit]:
    """Yield phones and checked numbers; in one run of digits and separators the first that fits is taken, then the next."""
    text = folded.digits
    for run in _RUN.finditer(text):
        groups = [(m.start(), m.end()) for m in _GROUP.finditer(text, run.start(), run.end())]
        at = 0
        while at < len(groups):
            hit, after = _first_fit(text, groups, at)
            if hit:
                yield hit
            at = after


def _first_fit(text: str, groups: list[tuple[int, int]], first: int) -> tuple[Hit | None, int]:
    start = groups[first][0]
    number = ""
    fits: tuple[Hit | None, int] = (None, first + 1)
    for last in range(first, len(groups)):
        number += text[groups[last][0] : groups[last][1]]
        if len(number) > _MAX_DIGITS:
            break
        end = groups[last][1]
        spaced = all(e - s == 1 for s, e in groups[first : last + 1]) and last > first
        if (
            spaced
            and last + 1 < len(groups)
            and groups[last + 1][1] - groups[last + 1][0] == 1
            and len(number) not in (10, 11)
        ):
            continue
        hit = _classify(text, start, end, number, [e - s for s, e in groups[first : last + 1]])
        if hit:
            fits = (hit, last + 1)
            if not spaced and hit.certainty > 0.9 and hit.kind != "my-number":  # four more digits may make it a card
                break
    return fits


def _classify(text: str, start: int, end: int, number: str, lengths: list[int]) -> Hit | None:
    if len(number) < 6 or not number.strip("0"):
        return None
    before = text[max(0, start - 20) : start]
    if _AMOUNT_BEFORE.search(before) or (number[0] != "0" and _AMOUNT_AFTER.match(text, end)):
        return None
    plain = len(lengths) <= 4 or max(lengths) == 1
    shaped = len(lengths) == 1 or max(lengths) == 1 or tuple(lengths) in _SHAPES
    invoice = re.search(r"(?<![A-Za-z])[Tt][\s\-:・./ー]{0,3}$", before)
    if len(number) == 13 and invoice:
        return Hit("invoice-number", start - len(invoice.group()), end, 0.99)
    if before.endswith("+"):
        return phone_hit(text, start, end, number, lengths)
    latin = _LATIN_BEFORE.search(before)
    if latin and latin.group(1).lower() not in _PHONE_WORDS:
        return None
    if len(number) == 13 and ((shaped and corporate_check(number)) or _CONTEXT["corporate-number"].search(before)):
        return Hit("corporate-number", start, end, 0.95)
    if len(number) == 12 and _CONTEXT["corporate-number"].search(before):
        return Hit("corporate-number", start, end, 0.95)
    if len(number) == 12 and plain and ((shaped and my_number_check(number)) or _CONTEXT["my-number"].search(before)):
        return Hit("my-number", start, end, 0.95)
    if (
        len(number) in (14, 15, 16)
        and plain
        and number[0] in "23456"
        and ((shaped and luhn_check(number)) or _CONTEXT["card"].search(before))
    ):
        return Hit("card", start, end, 0.95)
    if "\n" in text[start:end] and not number.startswith("0"):
        return None
    return (phone_hit(text, start, end, number, lengths) if plain else None) or _bare(text, start, end, number, lengths)


def _bare(text: str, start: int, end: int, number: str, lengths: list[int]) -> Hit | None:
    """Judge a long number that nothing around explains: one of our kinds with a digit wrong, more often than not."""
    if tuple(lengths) in ((4, 4, 4, 4), (4, 6, 5), (4, 6, 4)):
        return Hit("card", start, end, 0.8)
    if tuple(lengths) == (4, 2, 6):
        return Hit("corporate-number", start, end, 0.8)
    if tuple(lengths) == (4, 4, 4):
        return Hit("my-number", start, end, 0.75)
    shaped = len(lengths) == 1 or max(lengths) == 1 or tuple(lengths) in ((4, 4, 4, 1), (1, 4, 4, 4))
    joined = _JOINED.fullmatch(text, start, end) and not _DATED.match(text, start, end)
    if (shaped or joined) and len(number) in (12, 13, 14, 15, 16) and len(set(number)) > 2 and not _is_product(number):
        kind = {12: "my-number", 13: "corporate-number"}.get(len(number), "card")
        return Hit(kind, start, end, 0.75)
    return None


def _is_product(number: str) -> bool:
    """Tell whether 13 digits are a JAN code of goods, by prefix and check digit."""
    total = sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(number[:12]))
    return len(number) == 13 and number[:2] in ("45", "49") and int(number[12]) == -total % 10
