"""Birth dates, and numbers of licences and permits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

_S = r"[ \n]{0,2}"
_N = r"(?:[0-9] ?[0-9]|[0-9]?十[0-9]?|[0-9]|元)"
_YEAR = rf"(?:(?:西暦 ?)?(?:1 ?9|2 ?0) ?[0-9] ?[0-9]|(?:明治|大正|昭和|平成|令和|[明大昭平令]|(?<![A-Za-z])[MTSHRmtshr]\.?) ?{_N})"
_DATE = rf"{_YEAR}{_S}(?:年|[./\-・]){_S}{_N}{_S}(?:月|[./\-・]){_S}{_N}(?:{_S}日)?"
_BORN_AFTER = re.compile(
    rf"({_DATE}|{_YEAR} ?年 ?{_N} ?月)[ ()]{{0,2}}(?:に|の)?(?:生まれ|生れ|うまれ|生(?![一-龥])|誕生|お誕生)"
)
_BORN_BEFORE = re.compile(
    rf"(?:生年月日|誕生日|生まれ|生れ|出生日?|DOB|バースデー|生年)[^0-9。昭平令大明MTSHRmtshr西]{{0,10}}({_DATE})",
    re.IGNORECASE,
)
_BORN_COMPACT = re.compile(r"(?:生年月日|誕生日)[^0-9。\n]{0,6}((?:19|20)[0-9]{6})(?![0-9])")
_BORN_YEAR = re.compile(
    rf"((?:(?:大正|昭和|平成|[TSH]) ?{_N}|(?:19|20)[0-9]{{2}}) ?年? ?(?:早)?)(?:生まれ|生れ|うまれ|生(?=[のでま、。]))"
)
_DAY_ONLY = re.compile(rf"(?:誕生日)(?:は|が|:| ){{0,2}}({_N} ?月 ?{_N} ?日)")
_OLD_SHORT = re.compile(
    r"(?<![A-Za-z0-9一-龥])((?:[MTS]|[明大昭]) ?[0-9]{1,2} ?[./\-・] ?[0-9]{1,2} ?[./\-・] ?[0-9]{1,2})(?![0-9])"
)
_ANY_DATE = re.compile(rf"(?<![0-9A-Za-z])({_DATE})(?![0-9])")
_PERSONAL = re.compile(r"(?:性別|女性|男性|独身|既婚|履歴書|誕生|家族|続柄|\([男女]\)|歳|才)")

_NO = r"第? ?[0-9](?:[ \-]?[0-9]){3,12} ?号?"
_PERMIT = re.compile(
    rf"(?:[一-龥]{{2,4}}知事|国土交通大臣|大臣|[一-龥]{{2,5}}公安委員会|[一-龥]{{2,5}}運輸局長?|税務署長?|保健所)"
    rf"(?: ?(?:許可|免許|登録|認可))? ?(?:[(][^()\n]{{1,10}}[)])? ?(?:許可)? ?(第? ?[0-9](?:[ \-]?[0-9]){{2,12}} ?号|{_NO})"
)
_NAMED = re.compile(
    r"(?:許可証?|免許証?|登録証?|資格証?|認可|認定|届出|免状|証|運転|会員|社員|受験|患者|合格|組合員)"
    rf"(?:の?(?:番号|ナンバー|No\.?))(?:は|が|:|、| |「|\n){{0,3}}([(][^()\n]{{1,10}}[)] ?)?((?:[A-Z]{{1,3}}[ \-]?)?{_NO}(?: ?[A-Z]{{2}})?)"
)
_BUILDER = re.compile(r"[(]?[般特] ?-? ?[0-9]{1,2} ?[)]? ?第 ?[0-9]{3,6} ?号")
_GIVEN_NO = re.compile(r"(?P<office>[一-龥]{0,7} ?)第 ?(?P<no>[A-Z]{0,3}[0-9](?:[ \-]?[0-9]){1,12}) ?号")
_OF_PAPER = re.compile(
    r"許可|免許|免状|認可|登録|届出|指令|鑑札|公安|知事|営業|酒類|酒販|果実酒|製造|販売業|[一-龥]局|資格|[士師]証|証の|番号は|取引業"
)
_OF_LAW = re.compile(
    r"(?:法律|(?<![酒東西名大仙札福熊広高金関])法|政令|省令|府令|告示|条例|通達|訓令|規則|要綱|様式|別表|別紙|議案|整理番号|文書|発|条|通知|判決|事件)[ )]?$"
)
_OFFICE_END = re.compile(r"(?:許可|免許|登録|認可|届出|証|番号|免状|は|の)$")
_SHAPED = re.compile(r"(?<![0-9A-Za-z\-])(?:[派紹特般] ?[0-9]{2}-[0-9]{6}|[0-9]{2}-[ァ-ヴ]-[0-9]{6})(?![0-9\-])")
_PERMIT_PLAIN = re.compile(
    r"(?:許可|免許)(?:証|は|:| ){0,2}(?:[(][^()\n]{1,8}[)])? ?(第 ?[0-9](?:[ \-]?[0-9]){3,12} ?号)"
)
_TWELVE = re.compile(r"(?<![0-9\-])((?:第 ?)?[0-9](?:[ \-]?[0-9]){11}(?: ?号)?)(?![0-9\-])")
_DRIVING = re.compile(r"免許|運転|ドライバー")


def find_birth_dates(folded: Folded) -> Iterator[Hit]:
    """Yield dates that stand beside 生, 生まれ, 生年月日, 誕生日 or other words of a person's data."""
    text = folded.digits
    for pattern, certainty in (
        (_BORN_AFTER, 0.95),
        (_BORN_BEFORE, 0.95),
        (_BORN_COMPACT, 0.95),
        (_DAY_ONLY, 0.8),
        (_OLD_SHORT, 0.8),
        (_BORN_YEAR, 0.7),
    ):
        for match in pattern.finditer(text):
            yield Hit("birth-date", match.start(1), match.start(1) + len(match.group(1).rstrip()), certainty)
    for match in _ANY_DATE.finditer(text):
        around = text[max(0, match.start() - 8) : match.start()] + "|" + text[match.end() : match.end() + 8]
        if _PERSONAL.search(around):
            yield Hit("birth-date", match.start(1), match.end(1), 0.75)


def find_licences(folded: Folded) -> Iterator[Hit]:
    """Yield permit numbers with the office that gave them, and numbers named as those of a paper."""
    text = folded.digits
    for match in _PERMIT.finditer(text):
        yield Hit("licence", match.start(), match.end(), 0.95)
    for match in _NAMED.finditer(text):
        yield Hit("licence", match.start(2), match.end(2), 0.96)
    for match in _PERMIT_PLAIN.finditer(text):
        yield Hit("licence", match.start(1), match.end(1), 0.96)
    for pattern in (_BUILDER, _SHAPED):
        for match in pattern.finditer(text):
            yield Hit("licence", match.start(), match.end(), 0.9)
    for match in _GIVEN_NO.finditer(text):
        around = (
            text[max(0, match.start() - 30) : match.start()]
            + match.group("office")
            + "|"
            + text[match.end() : match.end() + 12]
        )
        if _OF_PAPER.search(around) and not _OF_LAW.search(text, max(0, match.start() - 6), match.start("no") - 1):
            yield from _given(folded, match)
    for match in _TWELVE.finditer(text):
        if _DRIVING.search(text, max(0, match.start() - 25), match.end() + 20):
            yield Hit("licence", match.start(1), match.end(1), 0.97)


def _given(folded: Folded, match: re.Match[str]) -> Iterator[Hit]:
    office = folded.text[match.start() : match.end("office")]
    if len(match.group("no")) < 3 and not office.strip():
        return
    start = match.end("office") if not office.strip() or _OFFICE_END.search(office.strip()) else match.start()
    yield Hit("licence", start, match.end(), 0.9)
