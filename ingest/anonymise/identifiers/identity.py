"""Numbers of residence cards and passports, of health, work and care insurance, and of pensions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

_RESIDENCE = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z] ?[A-Za-z] ?-?(?:[ \-]?[0-9]){8} ?-? ?[A-Za-z] ?[A-Za-z](?![A-Za-z0-9])"
)
_PASSPORT = re.compile(
    r"(?:旅券|パスポート|passport)[^A-Z0-9。\n]{0,12}([A-Z] ?[A-Z](?: ?[0-9]){7})(?![0-9])", re.IGNORECASE
)
_PASSPORT_BARE = re.compile(r"(?<![A-Za-z0-9\-])[TM][A-Z][0-9]{7}(?![0-9A-Za-z\-])")

_INSURER = r"(?:健保|健康保険|国保|協会けんぽ|けんぽ|共済|保険証|被保険者証?|介護保険|後期高齢者?|雇用保険|労働保険|労災|社会保険|厚生年金|基礎年金|年金手帳|年金)"
_CODE = r"(?:[ぁ-んA-Z] ?-? ?)?[0-9](?:[ \-の\n]{0,3}[0-9]){0,16}(?![0-9]|[ ]?(?:円|万|億|千|%|人|件|個|年|月|日|時|歳|割|か月|ヶ月|カ月|つ|回|社|等|級|,|\.[0-9]))"
_INSURED = re.compile(
    rf"{_INSURER}[^0-9。\n]{{0,14}}?(?:(?:番号|No\.?)[ :はが]{{0,3}}(?P<no>{_CODE})|(?P<sign>記号[ :はが]{{0,3}}{_CODE}(?:[ 、・/\n]{{0,3}}(?:番号|枝番)[ :はが]{{0,2}}{_CODE})?))"
)
_INSURED_PLAIN = re.compile(
    rf"{_INSURER}[^0-9。、\n]{{0,10}}?((?:[ぁ-ん]-)?[0-9](?:[ \-]{{0,3}}[0-9]){{5,16}})(?![0-9]|[ ]?(?:円|万|億|千|人|年|月|日|%))"
)
_KANA_CODE = re.compile(r"(?:国保|健保|共済)[ :はの]{0,3}([ぁ-ん]-[0-9](?:-?[0-9]){2,10})")
_INSURED_SHAPE = re.compile(
    r"(?<![0-9\-])(?:[0-9]{4}-[0-9]{6}-[0-9]|[0-9]{4}-[0-9]{6}|[0-9]{2}-[0-9]-[0-9]{2}-[0-9]{6}(?:-[0-9]{3})?)(?![0-9\-])"
)
_SIGNED = re.compile(
    r"記号[^0-9\n。]{0,4}([0-9](?:[ \-]?[0-9]){0,8})[ 、・/\nで]{1,3}番号[^0-9\n。]{0,3}([0-9](?:[ \-]?[0-9]){0,6})(?![0-9])"
)
_SIGN_AND_NO = re.compile(r"記号[・と/ ]?番号[^0-9\n。]{0,4}([0-9](?:[ \-・/]{0,3}[0-9]){1,16})(?![0-9])")
_KANA_SIGN = re.compile(
    r"記号(?:[・と]?番号)?[ :はがの]{0,3}((?!第)[ぁ-んァ-ヴ一-龥]{1,4} ?-?[0-9]{1,8}(?:-[0-9]{1,8}){0,2})(?![0-9年月日円])"
)
_BRANCH = re.compile(r"枝番(?:号)?[ :はが]{0,3}([0-9]{1,3})(?![0-9])")
_HOUSEHOLD = re.compile(rf"(?:世帯|加入者|受給者|記号)番号[^0-9。\n]{{0,6}}({_CODE})")


def find_identity(folded: Folded) -> Iterator[Hit]:
    """Yield numbers of residence cards and passports."""
    for text in (folded.text, folded.digits):
        for match in _RESIDENCE.finditer(text):
            yield Hit("residence-card", match.start(), match.end(), 0.92)
    for match in _PASSPORT.finditer(folded.text):
        yield Hit("residence-card", match.start(1), match.end(1), 0.95)
    for match in _PASSPORT_BARE.finditer(folded.text):
        yield Hit("residence-card", match.start(), match.end(), 0.75)


def find_insurance(folded: Folded) -> Iterator[Hit]:
    """Yield numbers of health, work and care insurance and of pensions."""
    text = folded.digits
    for match in _INSURED.finditer(text):
        yield Hit("insurance-number", *match.span("no" if match["no"] else "sign"), 0.93)
    for pattern, certainty in ((_INSURED_PLAIN, 0.9), (_KANA_CODE, 0.85), (_HOUSEHOLD, 0.8)):
        for match in pattern.finditer(text):
            yield Hit("insurance-number", match.start(1), match.end(1), certainty)
    for pattern in (_SIGNED, _SIGN_AND_NO, _KANA_SIGN, _BRANCH):
        for match in pattern.finditer(text):
            for number in range(1, pattern.groups + 1):
                yield Hit("insurance-number", *match.span(number), 0.84)
    for match in _INSURED_SHAPE.finditer(text):
        yield Hit("insurance-number", match.start(), match.end(), 0.82)
