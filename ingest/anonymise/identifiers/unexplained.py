"""Runs of digits, account-like words and old dates that nothing explains: a reviewer is asked, nobody has to have introduced them.

The other rules know how identifiers are told; notes tell them in ever new ways. So what is left over and is no amount,
count, date of an event, law or product number is a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.identifiers.explained import IN_A_LINK, SHORT_DATE, YEAR, counted, of_goods, of_money, public_line

DOUBT = 0.55
_ATTACHED = re.compile(r"(?<=[A-Za-z])[0-9]{10,16}(?![0-9A-Za-z])")
_HIDDEN = re.compile(r"(?<![0-9A-Za-z])[0-9]{4}[ \-]?[0-9]{0,4}[ \-]?(?:[*xX●○＊]{2,4}[ \-]?){1,3}[0-9]{3,4}(?![0-9])")
_RUN = re.compile(r"(?<![0-9A-Za-z.,¥$])[0-9](?:[ ]?[\-・/_:]?[ ]?[0-9]){3,24}(?![0-9])")
_TYPE = re.compile(r"(?:[A-Za-z][A-Za-z0-9]{0,9}-|JIS ?[A-Z] |[A-Z]{2,5} )$")
_EXTENSION = re.compile(r"内線[ :は]{0,2}$")  # judged with the parts told alone
_LONG = 6  # shorter runs are often a measure or an hour
_MEASURED = re.compile(r"[~〜～:×x*/.,]$")
_MEASURED_ON = re.compile(r" ?[~〜～:×x*/=]")
_BOOK = re.compile(r"97[89]-?[0-9]")
_AMOUNT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|(?:[1-9][0-9]*0{3,})")
_DATE = re.compile(
    r"(?:19|20)[0-9]{2} ?[\-/. ]? ?(?:0?[1-9]|1[0-2])(?: ?[\-/. ]? ?(?:0?[1-9]|[12][0-9]|3[01]))?"
    r"(?: ?[\-~〜] ?(?:(?:19|20)[0-9]{2} ?[\-/. ]? ?)?(?:0?[1-9]|1[0-2])(?:[\-/. ]?(?:0?[1-9]|[12][0-9]|3[01]))?)?(?: [0-2]?[0-9]:?[0-5][0-9])?|(?:19|20)[0-9]{2} ?[\-~/] ?(?:19|20)?[0-9]{2}"
    r"|[0-9]{1,2}[/:][0-9]{2}(?:[\-~ ]{1,3}[0-9]{1,2}[/:][0-9]{2})+"
)
_ACCOUNT = re.compile(r"(?<![A-Za-z0-9@/.\-_＿])[a-z][a-z0-9]{1,20}(?:_[a-z0-9]{1,20}){1,4}(?![A-Za-z0-9@/.\-_])")
_FIELDS = re.compile(
    r"as_of|valid_(?:from|until)|contributed_by|owner_t\w+|contrast_group|[a-z_]+\.(?:yaml|md|pdf|csv|xlsx)"
)
_JOINED = re.compile(
    r"(?<![A-Za-z0-9@/.\-_])(?:[a-z]{4,20}[0-9]{2,6}|[a-z]{3,20}(?:[.][a-z0-9]{3,20}|-[a-z]{0,20}[0-9][a-z0-9]{0,20}){1,2})(?![A-Za-z0-9@/\-_]|\.[A-Za-z0-9])"
)
_FILE = re.compile(
    r"\.(?:yaml|yml|md|pdf|csv|xlsx?|docx?|pptx?|txt|json|html?|zip|jpe?g|png|mp[34]|jp|com|net|org|example)$"
)
_LONG_DATE = re.compile(
    r"(?<![0-9])(?:(?:19[2-9][0-9]|200[0-8])|(?:昭和|平成(?!2[1-9]|3[01])) ?(?:[0-9]{1,2}|元)) ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日"
    r"(?! ?(?:付|以前|以後|以降|まで|から|より|現在|に?(?:創業|設立|開業|開店|施行|公布|制定|改正|改訂|策定|締結|登記|登録|竣工|入社|入居|契約|取得|発行|購入)|法律|政令|省令|告示))"
    r"|(?<![0-9A-Za-z])H\.? ?(?:1?[0-9]|20) ?[./] ?(?:0?[1-9]|1[0-2]) ?[./] ?(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
)
_OLD_DATE = re.compile(
    r"(?<![0-9A-Za-z])(?:[STM]\.? ?[0-9]{1,2}|19[2-9][0-9]|200[0-8]) ?[./\-] ?(?:0?[1-9]|1[0-2]) ?[./\-] ?(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
)


def find_unexplained(folded: Folded) -> Iterator[Hit]:
    """Yield digit runs of six or more, words written as account names are, and whole dates of a grown-up's birth."""
    text = folded.digits
    for match in _RUN.finditer(text):
        if not _explained(text, folded.text, match):
            yield Hit("number", match.start(), match.end(), DOUBT)
    for pattern in (_ATTACHED, _HIDDEN):
        for match in pattern.finditer(text):
            if not of_goods(text, match.start()) and not IN_A_LINK.search(
                text, max(0, match.start() - 90), match.start()
            ):
                yield Hit("number", match.start(), match.end(), DOUBT)
    for match in _ACCOUNT.finditer(folded.text):
        if not _FIELDS.match(folded.text, match.start()):
            yield Hit("handle", match.start(), match.end(), DOUBT)
    for match in _JOINED.finditer(folded.text):
        if not _FILE.search(match.group()):
            yield Hit("handle", match.start(), match.end(), DOUBT)
    for pattern in (_OLD_DATE, _LONG_DATE):
        for match in pattern.finditer(text):
            yield Hit("birth-date", match.start(), match.end(), DOUBT)


def _explained(text: str, plain: str, match: re.Match[str]) -> bool:
    run = match.group()
    start, end = match.span()
    if counted(text, end) or of_goods(text, start) or of_money(text, start) or public_line(text, start, end):
        return True
    if (
        _DATE.fullmatch(run)
        or _AMOUNT.fullmatch(run)
        or _BOOK.match(run)
        or IN_A_LINK.search(text, max(0, start - 90), start)
    ):
        return True
    if _TYPE.search(text, max(0, start - 12), start):
        return True
    written = plain[start:end]
    if re.match(r"[A-Z]{2}|[A-HJ-NP-Z][0-9\-]", written):
        return True  # ISO9001 and B2611-03 are no misread digits
    digits = re.sub(r"[^0-9]", "", run)
    if len(digits) < _LONG and (
        max(map(len, re.findall("[0-9]+", run))) < 3 or _EXTENSION.search(text, max(0, start - 6), start)
    ):
        return True
    kanji = sum(not c.isascii() for c in written)
    if 0 < kanji < len(digits) or len(set(digits)) == 1:
        return True  # 二0二五…, 000000
    return len(digits) < _LONG and (
        kanji > 0
        or bool(
            YEAR.fullmatch(digits)
            or SHORT_DATE.fullmatch(run)
            or _MEASURED.search(plain, max(0, start - 3), start)
            or _MEASURED_ON.match(plain, end)
        )
    )
