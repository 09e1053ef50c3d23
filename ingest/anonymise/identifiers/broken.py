"""Mail and web addresses and accounts that a line's end or a scanner pulls apart: name@⏎shop.example, h t t p s : / / shop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{1,64} ?\n?@\n? ?[A-Za-z0-9\-]{1,63}(?:[\n ]?\.[\n ]?[A-Za-z0-9\-]{1,63}){1,5}(?![A-Za-z0-9])"
)
_MAIL_APART = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9]{1,30}(?: ?[._\-] ?[A-Za-z0-9]{1,30}){1,4} ?@ ?[A-Za-z0-9\-]{1,63}(?: ?\. ?[A-Za-z0-9\-]{1,63}){1,4}(?![A-Za-z0-9])"
)
_HANDLE = re.compile(r"(?<![A-Za-z0-9._%+\-@])@[A-Za-z0-9_.]{2,30}\n[a-z0-9_.]{2,20}(?![A-Za-z0-9_@.])")
_URL = re.compile(
    r"(?<![A-Za-z])h ?t ?t ?p ?(?:s ?)?: ?/ ?/ ?(?:[A-Za-z0-9\-._~/] ?(?![A-Za-z0-9\-._~/]{2})){0,60}[A-Za-z0-9\-._~/]{0,200}",
    re.IGNORECASE,
)
_TAGGED = re.compile(r"(?<![A-Za-z0-9_.#])(?=[A-Za-z0-9_.]{0,31}[a-z]{2})[A-Za-z0-9_.]{2,32}#[0-9]{4}(?![0-9A-Za-z])")
_NO_TAG = re.compile(r"(?:no|pr|issue|bug|ticket|order|room|gate|lot|case|id)#", re.IGNORECASE)
_USED = re.compile(
    r"(?<![A-Za-z0-9_.\-/@])[a-z][a-z0-9]{1,20}_[a-z0-9_]{2,20}(?=で(?:[^。\n]{0,10}?(?:流|発信|投稿|配信|公開|紹介|販売|売|検索|募集|告知))|を(?:フォロー|検索|登録|見て))"
)
_PIECE = r"(?:[A-Za-z0-9]{1,30}|[ァ-ヴー]{2,12}|[ぁ-ん]{2,8})"
_MARK = r"(?:アンダーバー|アンダースコア|アンダーライン|ハイフン|ドット)"
_ALOUD = re.compile(
    rf"アット(?:マーク)?(?!ホーム|ランダム|コスメ)[、 ]?{_PIECE}(?:[、 ]{{1,2}}{_PIECE}){{0,2}}(?:[、 ]{{1,2}}{_MARK}[、 ]{{1,2}}{_PIECE}){{1,5}}"
)


def find_broken(folded: Folded) -> Iterator[Hit]:
    """Yield addresses and accounts over a line's end, spaced apart, with a number after #, or read aloud after アット."""
    text = folded.text
    if "@" in text:
        for pattern in (_MAIL, _MAIL_APART):
            for match in pattern.finditer(text):
                yield Hit("mail", match.start(), match.end(), 0.9)
        for match in _HANDLE.finditer(text):
            yield Hit("handle", match.start(), match.end(), 0.75)
    for match in _URL.finditer(text):
        if " " in match.group() and len(match.group()) > 12:
            yield Hit("url", match.start(), match.start() + len(match.group().rstrip(" .")), 0.85)
    for match in _TAGGED.finditer(text) if "#" in text else ():
        if not _NO_TAG.match(match.group()):
            yield Hit("handle", match.start(), match.end(), 0.75)
    for match in _USED.finditer(text) if "_" in text else ():
        yield Hit("handle", match.start(), match.end(), 0.6)
    for match in _ALOUD.finditer(text) if "アット" in text else ():
        yield Hit("handle", match.start(), match.end(), 0.8)
