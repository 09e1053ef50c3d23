"""Digits pulled apart by lines, marks or words (090から始まって5551…, 八。四四〇八。…), and parts told alone (下4桁は…): doubts by shape."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.identifiers.explained import YEAR, counted, of_goods, of_money, public_line

DOUBT = 0.55
_GROUP = re.compile(r"[0-9](?:[0-9十百千]{0,15}[0-9十])?")
_MARKS = r"[ \n\t〜…\-・.,、。/_:;|*~()\[\]\"'+=ー]"
_BETWEEN = re.compile(
    rf"(?:{_MARKS}{{1,4}}|{_MARKS}?[のノxX×と]{_MARKS}?|{_MARKS}{{0,2}}(?:ハイフン|はいふん|マイナス|ダッシュ|スラッシュ|スペース|空白|改行|局の?|番の?)[)、 ]?)"
)
_WORDS = re.compile(r"[^0-9\n。円万千億%年月日時個人本]{1,11}")
_PERSONAL = re.compile(
    r"番号|ナンバー|MyNo|電話|携帯|ケータイ|けいたい|TEL|FAX|連絡先|折り?返し|口座|普通|当座|ふつう|通帳|振込先|記号|カード|クレカ|マイナ|個番|個人番|法人|法番|登録|インボイス|適格|ティー|てぃー|"
    r"旅券|パスポート|在留|免許|許可|年金|保険(?!料|会社)|けんぽ|健保|国保|郵便|ゆうびん|〒|ZIP|(?<![A-Za-z])ID",
    re.IGNORECASE,
)
_SHAPES = {
    (4, 4, 4),
    (4, 4, 4, 4),
    (4, 6, 5),
    (1, 4, 4, 4),
    (4, 6, 1),
    (4, 6),
    (3, 3, 3, 3),
    (5, 5, 2),
    (3, 3, 6),
}
_CHATTER = re.compile(r"[ぁ-んァ-ヴー後前次、。 「」\-・\n]{1,10}")
_LONGEST = 24  # groups of one chain; a table's column goes on and on
_PART = re.compile(
    r"(?:下|末尾|頭|先頭|前半|後半|上|最初|最後|続けて|続き|残り|終わり|おわり|あと|後ろ|前)(?:の|が|は|、|:| |に)?(?:[0-9一-九]{1,2} ?(?:桁|けた|ケタ)(?:が|は|、|:| |の)?){0,2}[ 「]?(?P<part>[0-9]{1,10}(?:[ \-][0-9]{2,8}){0,3})(?![0-9])"
)
_SECRET = re.compile(
    r"(?:CVV|CVC|CVN|セキュリティ(?:ー)?コード|暗証番号?|PIN|裏の3桁|内線|市外局番|国番号)[^0-9\n]{0,6}([0-9]{1,6})(?![0-9])"
)
_OFFICE = re.compile(r"[一-龥](?:課|局|署|所|庁)[の(]?$")
_KEPT = re.compile(
    r"カード|クレカ|口座|番号|電話|携帯|マイナ|記号|電番|法人|登録|通帳|普通|当座|在留|免許|旅券|保険|年金|桁|けた|ケタ"
)


def find_loose(folded: Folded) -> Iterator[Hit]:
    """Yield digits in the groups of a telephone, a card or another number of a person, whatever stands between the groups."""
    text = folded.digits
    groups = [match.span() for match in _GROUP.finditer(text)]
    first = 0
    while first < len(groups):
        last = first
        while (
            last + 1 < len(groups)
            and last - first < _LONGEST
            and _BETWEEN.fullmatch(text, groups[last][1], groups[last + 1][0])
        ):
            last += 1
        if last > first:
            yield from _in_chain(text, groups[first : last + 1])
        first = last + 1
    yield from _told_phones(text, groups)
    yield from _told_with_words(text, groups)


def _in_chain(text: str, groups: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    start, end = groups[0][0], groups[-1][1]
    unit = counted(text, end)
    if of_money(text, start) or (unit and text[end : end + 1] != " ") or public_line(text, start, end):
        return
    sizes = tuple(b - a for a, b in groups)
    number = re.sub("[十百千]", "0", "".join(text[a:b] for a, b in groups))
    before = text[max(0, start - 24) : start]
    goods = of_goods(text, start)
    asked = bool(_PERSONAL.search(before) or (not goods and _PERSONAL.search(text[end : end + 12])))
    years = all(YEAR.fullmatch(text, a, b) for a, b in groups if b - a == 4) and 4 in sizes
    if years or (goods and not asked):
        return
    if not number.strip("0") or len(number) > 24:
        return
    shaped = (
        sizes in _SHAPES or (max(sizes) == 1 and len(sizes) >= 7 and not _counted_up(number)) or _dialled(number, sizes)
    )
    if shaped or (
        asked and not unit and 5 <= len(number) <= 19 and not _dated(text[start:end]) and not _list_of_small(sizes)
    ):
        yield Hit("number", start, end, DOUBT)


def _dialled(number: str, sizes: Sequence[int]) -> bool:
    """Tell whether groups are those of a telephone: a leading zero, ten or eleven digits, four at the end."""
    return (
        number[0] == "0"
        and number[1] != "0"
        and len(number) in (10, 11)
        and len(sizes) == 3
        and sizes[-1] in (3, 4)
        and sizes[0] >= 2
    ) or (tuple(sizes) == (2, 4, 4) and number[:2] in ("70", "80", "90"))


def _told_phones(text: str, groups: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """Yield telephones whose groups a speaker joins with words (090から始まって5551、おわりが7723)."""
    for (a, b), (c, d), (e, f) in zip(groups, groups[1:], groups[2:], strict=False):
        mobile = text[a:b] in ("020", "050", "060", "070", "080", "090") and d - c == 4 and f - e == 4
        landline = text[a] == "0" and 2 <= b - a <= 5 and 2 <= d - c <= 4 and f - e == 4 and (b - a) + (d - c) == 6
        if public_line(text, a, f):
            continue
        if (mobile or landline) and _WORDS.fullmatch(text, b, c) and _WORDS.fullmatch(text, d, e):
            yield Hit("phone", a, f, DOUBT)


def _told_with_words(text: str, groups: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """Yield digits with chatter between them after a word that asks for a number (番号は41、ええと83の…)."""
    first = 0
    while first < len(groups):
        last = first
        while (
            last + 1 < len(groups)
            and last - first < 8
            and _CHATTER.fullmatch(text, groups[last][1], groups[last + 1][0])
        ):
            last += 1
        start, end = groups[first][0], groups[last][1]
        sizes = [b - a for a, b in groups[first : last + 1]]
        fours = (
            set(sizes) == {4}
            and len(sizes) in (3, 4)
            and not all(YEAR.fullmatch(text, a, b) for a, b in groups[first : last + 1])
        )
        asked = 7 <= sum(sizes) <= 17 and _PERSONAL.search(text, max(0, start - 16), start)
        told = last > first and (fours or asked) and not counted(text, end)
        if told and not of_goods(text, start) and not public_line(text, start, end):
            yield Hit("number", start, end, DOUBT)
        first = last + 1


def _counted_up(number: str) -> bool:
    return all(int(b) - int(a) in (0, 1) for a, b in itertools.pairwise(number))


def _list_of_small(sizes: Sequence[int]) -> bool:
    return len(sizes) > 2 and max(sizes) <= 2


def _dated(run: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?:19|20)[0-9]{2}[^0-9]{1,2}[01]?[0-9](?:[^0-9]{1,2}[0-3]?[0-9])?(?:[^0-9]{1,3}[0-9]{1,4}){0,4}", run
        )
        or re.fullmatch(r"[01]?[0-9]/[0-3]?[0-9](?:[^0-9]{1,2}[0-9]{1,2}){0,6}", run)
    )


def find_told_parts(folded: Folded) -> Iterator[Hit]:
    """Yield what is told of a number alone: its last four digits, its head, the code on a card, an extension."""
    text = folded.digits
    for match in _PART.finditer(text):
        around = text[max(0, match.start() - 30) : match.start() + 1] + match.group()
        digits = sum(map(str.isdigit, match["part"]))
        led = text[match.end() : match.end() + 3].startswith(("、続", "、後", "から"))
        near = _KEPT.search(around) and (digits >= 3 or led) and not of_goods(text, match.start())
        if near and not counted(text, match.end()):
            yield Hit("number", *match.span("part"), DOUBT)
    for match in _SECRET.finditer(text):
        if _OFFICE.search(text, max(0, match.start() - 12), match.start()):
            continue
        yield Hit("number", *match.span(1), DOUBT)
