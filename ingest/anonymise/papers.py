"""Birth dates (only where birth is spoken of) and numbers of licences, permits and identity papers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

_N = r"(?:[0-9]{1,2}|[0-9]?十[0-9]?|元)"
_YEAR = rf"(?:(?:西暦 ?)?(?:19|20)[0-9]{{2}}|(?:明治|大正|昭和|平成|令和|[MTSHRmtshr]\.?) ?{_N})"
_DATE = rf"{_YEAR} ?(?:年|[./\-]) ?{_N} ?(?:月|[./\-]) ?{_N} ?日?"
_BORN_AFTER = re.compile(rf"({_DATE}|{_YEAR} ?年 ?{_N} ?月)[ ()]{{0,2}}に?(?:生まれ|生れ|うまれ|生(?![一-龥])|誕生)")
_BORN_BEFORE = re.compile(
    rf"(?:生年月日|誕生日|生まれ|生れ|出生日|DOB)[^0-9。\n昭平令大明MTSHRmtshr西]{{0,10}}({_DATE})", re.IGNORECASE
)
_BORN_COMPACT = re.compile(r"(?:生年月日|誕生日)[^0-9。\n]{0,6}((?:19|20)[0-9]{6})(?![0-9])")
_BORN_YEAR = re.compile(rf"((?:(?:大正|昭和|平成) ?{_N}|19[0-9]{{2}}) ?年 ?)(?:生まれ|生れ|うまれ|生(?=[のでま、。]))")
_DAY_ONLY = re.compile(rf"(?:誕生日)(?:は|が|:| ){{0,2}}({_N} ?月 ?{_N} ?日)")

_NO = r"第? ?[0-9](?:[ \-]?[0-9]){3,12} ?号?"
_PERMIT = re.compile(
    rf"(?:[一-龥]{{2,4}}知事|国土交通大臣|大臣|[一-龥]{{2,5}}公安委員会|[一-龥]{{2,5}}運輸局長?|税務署長?|保健所)"
    rf"(?: ?(?:許可|免許|登録|認可))? ?(?:[(][^()\n]{{1,10}}[)])? ?(?:許可)? ?(第? ?[0-9](?:[ \-]?[0-9]){{2,12}} ?号|{_NO})"
)
_NAMED = re.compile(
    r"(?:許可証?|免許証?|登録証?|資格証?|認可|旅券|パスポート|在留カード|運転免許証?|保険者証?|被保険者|基礎年金|年金|雇用保険(?:適用)?事業所|会員|社員|受験|患者)"
    rf"(?:の?(?:番号|ナンバー|No\.?))(?:は|が|:|、| ){{0,3}}([(][^()\n]{{1,10}}[)] ?)?((?:[A-Z]{{1,2}} ?)?{_NO}(?: ?[A-Z]{{2}})?)"
)
_BUILDER = re.compile(r"[(]?[般特] ?-? ?[0-9]{1,2} ?[)]? ?第 ?[0-9]{3,6} ?号")
_PERMIT_PLAIN = re.compile(
    r"(?:許可|免許)(?:証|は|:| ){0,2}(?:[(][^()\n]{1,8}[)])? ?(第 ?[0-9](?:[ \-]?[0-9]){3,12} ?号)"
)
_RESIDENCE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2} ?[0-9]{8} ?[A-Z]{2}(?![A-Za-z0-9])")
_PASSPORT = re.compile(r"(?:旅券|パスポート)[^A-Z0-9。\n]{0,8}([A-Z]{2} ?[0-9]{7})(?![0-9])")
_DRIVER = re.compile(r"(?:運転)?免許証?[^0-9。\n]{0,10}([0-9](?:[ \-]?[0-9]){11})(?![0-9])")


def find_birth_dates(folded: Folded) -> Iterator[Hit]:
    """Yield dates that stand beside 生, 生まれ, 生年月日 or 誕生日."""
    text = folded.digits
    for pattern, certainty in (
        (_BORN_AFTER, 0.95),
        (_BORN_BEFORE, 0.95),
        (_BORN_COMPACT, 0.95),
        (_DAY_ONLY, 0.8),
        (_BORN_YEAR, 0.7),
    ):
        for match in pattern.finditer(text):
            yield Hit("birth-date", match.start(1), match.start(1) + len(match.group(1).rstrip()), certainty)


def find_licences(folded: Folded) -> Iterator[Hit]:
    """Yield permit numbers with the office that gave them, and numbers named as those of a paper."""
    text = folded.digits
    for match in _PERMIT.finditer(text):
        yield Hit("licence", match.start(), match.end(), 0.95)
    for match in _NAMED.finditer(text):
        yield Hit("licence", match.start(2), match.end(2), 0.96)
    for pattern in (_PERMIT_PLAIN, _PASSPORT, _DRIVER):
        for match in pattern.finditer(text):
            yield Hit("licence", match.start(1), match.end(1), 0.96)
    for match in _BUILDER.finditer(text):
        yield Hit("licence", match.start(), match.end(), 0.9)
    for match in _RESIDENCE.finditer(folded.text):
        yield Hit("licence", match.start(), match.end(), 0.9)
