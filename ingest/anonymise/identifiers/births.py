"""Birth dates in freer writing: English dates, 昭和 dates that found nothing, eras in Latin letters or in kana, 49.10.6 beside an age."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_ENGLISH = (
    rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)?[ \-/.,]{{0,2}}{_MONTH}[ \-/.,]{{0,2}}(?:19|20)[0-9]{{2}}"
    rf"|{_MONTH}[ \-/.,]{{0,2}}[0-9]{{1,2}}(?:st|nd|rd|th)?[ \-/.,]{{0,2}}(?:19|20)[0-9]{{2}}"
    r"|[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-](?:19|20)[0-9]{2})(?![0-9])"
)
_LED = re.compile(
    rf"(?:D\.? ?O\.? ?B\.?|(?:date of )?birth(?:day|date)?|born(?: on)?|生年月日|誕生日|生まれ)[^0-9A-Za-z\n]{{0,6}}(?P<date>{_ENGLISH})",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(
    rf"(?<![0-9A-Za-z])(?P<date>{_ENGLISH})[ ,()]{{0,3}}(?:生まれ|生(?![一-龥])|born|birth)", re.IGNORECASE
)
_N = r"(?:[0-9]{1,2}|[0-9]?十[0-9]?|元)"
_SHOWA = re.compile(
    rf"(?<![一-龥])(?:(?:大正|昭和) ?{_N} ?年 ?{_N} ?月 ?{_N} ?日|(?:昭和|大正) ?{_N}[./\-]{_N}[./\-]{_N}(?![0-9]))"
)
_FOUNDED = re.compile(
    r"設立|創業|創立|開業|開店|開設|創設|発足|施行|制定|公布|改正|告示|通達|法律|政令|省令|条例|規則|登記|竣工|着工|建築|建て|新築|以前|以後|以降|以前|判決|締結|発行|発売|撮影|付け|許可|加入|入社|入会|資格取得"
)
_ON_PAPER = re.compile(r"申込|免許|保証|差し?替え|履歴書|本人確認|戸籍|住民票|年齢|生年|正 ?:|誤 ?:|訂正|元号")
_LATIN = re.compile(
    rf"(?<![A-Za-z])(?:SHOWA|SYOWA|HEISEI|TAISHO|TAISYO)\.? ?{_N}[ ./\-年]{{1,3}}{_N}[ ./\-月]{{1,3}}{_N}日?(?![0-9])",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?<![0-9./\-])(?:[2-9][0-9]|0?[1-9])([./\-])(?:1[0-2]|0?[1-9])\1(?:3[01]|[12][0-9]|0?[1-9])(?![0-9./\-])"
)
_AGE_LEFT, _AGE_RIGHT = (
    re.compile(r"(?:年齢|生年|誕生|生まれ)[^0-9。\n]{0,8}$"),
    re.compile(r"[^0-9。\n]{0,20}(?:生年月日|誕生日|生まれ)"),
)
_KANA = re.compile(
    r"(?:しょうわ|へいせい|たいしょう)[ 、]?[ぁ-ん0-9十]{1,9}?ねん[ 、]{0,2}[ぁ-ん0-9十]{1,6}?がつ[ 、]{0,2}(?:[ぁ-ん0-9十]{1,9}?(?:にち|か(?=[ \n、。でにの]|$))|ついたち)"
)


def find_births(folded: Folded) -> Iterator[Hit]:
    """Yield dates of birth told by a word beside them; a bare date of 昭和 is a doubt unless something began on it."""
    text = folded.digits
    for pattern in (_LED, _FOLLOWED):
        for match in pattern.finditer(folded.text):
            yield Hit("birth-date", *match.span("date"), 0.9)
    for match in _SHOWA.finditer(text):
        around = text[max(0, match.start() - 14) : match.start()] + "|" + text[match.end() : match.end() + 14]
        paper = bool(_ON_PAPER.search(around))
        if paper or not _FOUNDED.search(around):
            yield Hit("birth-date", match.start(), match.end(), 0.8 if paper else 0.6)
    for match in _LATIN.finditer(text):
        yield Hit("birth-date", match.start(), match.end(), 0.75)
    for match in _SHORT.finditer(text):
        left, right = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 28]
        if _AGE_LEFT.search(left) or _AGE_RIGHT.match(right):
            yield Hit("birth-date", match.start(), match.end(), 0.75)
    for match in _KANA.finditer(folded.kana.translate(_DIGITS)) if "がつ" in folded.kana else ():
        yield Hit("birth-date", match.start(), match.end(), 0.85)


_DIGITS = str.maketrans("一二三四五六七八九〇", "1234567890")
