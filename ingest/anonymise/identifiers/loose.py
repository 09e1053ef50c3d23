"""Digits pulled apart by lines, marks or words (090から始まって5551…, 八。四四〇八。…), and parts told alone (下4桁は…): doubts by shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

DOUBT = 0.55
_GROUP = re.compile(r"[0-9]{1,17}")
_MARKS = r"[ \n\t\-・.,、。/_:;|*~()\[\]\"'+=ー]"
_BETWEEN = re.compile(
    rf"(?:{_MARKS}{{1,4}}|{_MARKS}?[のノxX×と]{_MARKS}?|{_MARKS}{{0,2}}(?:ハイフン|はいふん|マイナス|ダッシュ|スラッシュ|スペース|空白|改行|局の?|番の?)[)、 ]?)"
)
_WORDS = re.compile(r"[^0-9\n。円万千億%年月日時個人本]{1,11}")
_UNIT = re.compile(
    r" ?(?:円|万|億|千|百|%|パーセント|人|件|個|年(?!金)|月|日|時|分|秒|km|m|cm|mm|kg|g|t(?![a-z])|L|枚|本|台|社|名|歳|才|回|点|頁|ページ|坪|平米|㎡|ml|倍|位|割|箱|袋|食|冊|席|室|棟|戸|店|か所|ヶ所|カ所|箇所|キロ|トン|ポイント|ドル|か月|ヶ月|カ月|週|期|度|条|項|号様式)"
)
_MONEY = re.compile(r"(?:[¥$△▲]|[計額高代費入金]) ?:?$")
_GOODS = re.compile(
    r"(?:ISO|JIS|JAN|ISBN|品番|型番|型式|図番|ロット|製造番号|(?:注文|請求|見積|伝票|追跡|管理|整理|受付)番号|コード|在庫|バーコード|No\.?)[^。\n]{0,10}$",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"番号|ナンバー|MyNo|電話|携帯|ケータイ|けいたい|TEL|FAX|連絡先|折り?返し|口座|普通|当座|ふつう|通帳|振込先|記号|カード|クレカ|マイナ|個番|個人番|法人|法番|登録|インボイス|適格|ティー|てぃー|"
    r"旅券|パスポート|在留|免許|許可|年金|保険|けんぽ|健保|国保|郵便|ゆうびん|〒|ZIP|(?<![A-Za-z])ID",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:19|20)[0-9]{2}")
_SHAPES = {
    (4, 4, 4),
    (4, 4, 4, 4),
    (4, 6, 5),
    (1, 4, 4, 4),
    (4, 6, 1),
    (4, 6),
    (3, 3, 3, 3),
    (5, 5, 2),
}
_LONGEST = 24  # groups of one chain; a table's column goes on and on
_PART = re.compile(
    r"(?:下|末尾|頭|先頭|前半|後半|上|最初|最後|続けて|続き|残り|終わり|おわり|あと|後ろ|前)(?:の|が|は|、|:| |に)?(?:[0-9一-九]{1,2} ?(?:桁|けた|ケタ)(?:が|は|、|:| |の)?){0,2}[ 「]?(?P<part>[0-9]{1,10}(?:[ \-][0-9]{2,8}){0,3})(?![0-9])"
)
_SECRET = re.compile(
    r"(?:CVV|CVC|CVN|セキュリティ(?:ー)?コード|暗証番号?|PIN|裏の3桁|内線|市外局番|国番号)[^0-9\n]{0,6}([0-9]{1,6})(?![0-9])"
)
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
        while last + 1 < len(groups) and last - first < _LONGEST and _BETWEEN.fullmatch(text, groups[last][1], groups[last + 1][0]):
            last += 1
        if last > first:
            yield from _in_chain(text, groups[first : last + 1])
        first = last + 1
    yield from _told_phones(text, groups)


def _in_chain(text: str, groups: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    start, end = groups[0][0], groups[-1][1]
    counted = bool(_UNIT.match(text, end))
    if _MONEY.search(text, max(0, start - 4), start) or (counted and text[end : end + 1] != " "):
        return
    sizes = tuple(b - a for a, b in groups)
    number = "".join(text[a:b] for a, b in groups)
    before = text[max(0, start - 24) : start]
    goods = bool(_GOODS.search(before))
    asked = bool(_PERSONAL.search(before) or _PERSONAL.search(text[end : end + 12]))
    years = all(_YEARS.fullmatch(text, a, b) for a, b in groups if b - a == 4) and 4 in sizes
    if years or (goods and not asked):
        return
    if not number.strip("0") or len(number) > 24:
        return
    shaped = sizes in _SHAPES or (max(sizes) == 1 and len(sizes) >= 7 and not _counted_up(number)) or _dialled(number, sizes)
    if shaped or (asked and not counted and 5 <= len(number) <= 19 and not _dated(text[start:end]) and not _list_of_small(sizes)):
        yield Hit("number", start, end, DOUBT)


def _dialled(number: str, sizes: Sequence[int]) -> bool:
    """Tell whether groups are those of a telephone: a leading zero, ten or eleven digits, four at the end."""
    return number[0] == "0" and number[1] != "0" and len(number) in (10, 11) and len(sizes) == 3 and sizes[-1] in (3, 4) and sizes[0] >= 2


def _told_phones(text: str, groups: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """Yield telephones whose groups a speaker joins with words (090から始まって5551、おわりが7723)."""
    for (a, b), (c, d), (e, f) in zip(groups, groups[1:], groups[2:], strict=False):
        mobile = text[a:b] in ("020", "050", "060", "070", "080", "090") and d - c == 4 and f - e == 4
        landline = text[a] == "0" and 2 <= b - a <= 5 and 2 <= d - c <= 4 and f - e == 4 and (b - a) + (d - c) == 6
        if (mobile or landline) and _WORDS.fullmatch(text, b, c) and _WORDS.fullmatch(text, d, e):
            yield Hit("phone", a, f, DOUBT)


def _counted_up(number: str) -> bool:
    return all(int(b) - int(a) in (0, 1) for a, b in zip(number, number[1:], strict=False))


def _list_of_small(sizes: Sequence[int]) -> bool:
    return len(sizes) > 2 and max(sizes) <= 2


def _dated(run: str) -> bool:
    return bool(
        re.fullmatch(r"(?:19|20)[0-9]{2}[^0-9]{1,2}[01]?[0-9](?:[^0-9]{1,2}[0-3]?[0-9])?(?:[^0-9]{1,3}[0-9]{1,4}){0,4}", run)
        or re.fullmatch(r"[01]?[0-9]/[0-3]?[0-9](?:[^0-9]{1,2}[0-9]{1,2}){0,6}", run)
    )


def find_told_parts(folded: Folded) -> Iterator[Hit]:
    """Yield what is told of a number alone: its last four digits, its head, the code on a card, an extension."""
    text = folded.digits
    for match in _PART.finditer(text):
        around = text[max(0, match.start() - 30) : match.start() + 1] + match.group()
        digits = sum(map(str.isdigit, match["part"]))
        near = _KEPT.search(around) and (digits >= 3 or "桁" in around or "番号" in around)
        if near and not _UNIT.match(text, match.end()):
            yield Hit("number", *match.span("part"), DOUBT)
    for match in _SECRET.finditer(text):
        yield Hit("number", *match.span(1), DOUBT)
