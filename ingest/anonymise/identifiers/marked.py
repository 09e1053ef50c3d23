"""Numbers that a scanner misread or a separator hides, and those that one word beside them claims: 4O12 88l7 …, 介護の0003…, きごう 21."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

_UNITS = r"(?![0-9]| ?(?:円|万|億|千|%|人|名|件|個|年|月|日|時|歳|割|回|社|台|本|枚|点|kg|,[0-9]|\.[0-9]))"
_READ = r"[0-9OoQDlI|iZzSBgb]"
_GAP = r"[ \-・·.,_~/]{1,2}"
_CARD = re.compile(
    rf"(?<![A-Za-z0-9]){_READ}{{4}}{_GAP}{_READ}{{4}}{_GAP}{_READ}{{4}}{_GAP}{_READ}{{4}}(?![A-Za-z0-9])"
)
_AMEX = re.compile(rf"(?<![A-Za-z0-9])3[0-9]{_READ}{{2}}{_GAP}{_READ}{{6}}{_GAP}{_READ}{{5}}(?![A-Za-z0-9])")
_TWELVE = re.compile(r"(?<![0-9,.・·])[0-9]{4}(?P<gap>[,.・·_/])[0-9]{4}(?P=gap)[0-9]{4}(?![0-9,.・·])")
_YEARS = re.compile(r"(?:(?:19|20)[0-9]{2}[^0-9]?){3}")
_PHONE = re.compile(r"\(\+81\) ?(?:\(0\) ?)?[0-9](?:[ \-][0-9]{1,4}){1,3}(?![0-9])")
_SPOKEN_T = re.compile(r"(?:ティー|ティ)[、, ・\-]{0,3}[0-9](?:[、, ・\-]?[0-9]){12}(?![0-9])")
_POSTAL = re.compile(r"(?<![0-9/])(?!000)[0-9]{3}/[0-9]{4}(?![0-9/])")
_SENT = re.compile(r"郵便|〒|住所|宛|伝票|送り先|発送|封筒|返送|再送|届け先")
_FILED = re.compile(
    r"(?<![一-龥])[一-龥]{1,8}(?:届|許|登|認|第)?(?:第 ?)?[A-Z]-[0-9]{2}-[0-9]{3,7}(?: ?号)?(?![0-9A-Za-z\-])"
)
_OFFICE_SIGN = re.compile(
    r"(?:事業所)?整理(?:記号|番号|記号・番号)[ :はが「]{0,3}([0-9]{2} ?-? ?[ぁ-んァ-ヴ一-龥]{1,4}(?![ぁ-んァ-ヴ一-龥]))|事業所番号[ :はが「]{0,3}([0-9]{4,8})"
)
_INSURER = r"(?:介護(?:保険|証)?|健保|国保|協会けんぽ|けんぽ|社保|後期高齢|雇用保険|労保|共済)"
_INSURED = re.compile(rf"{_INSURER}(?:の|は|が|:| |、|「){{1,3}}([0-9](?:[ \-]?[0-9]){{5,12}}){_UNITS}")
_SIGN_KANA = re.compile(r"(?:きごう|ばんごう|えだばん)[ :はが、]{0,3}([0-9](?:[ \-]?[0-9]){0,9})(?![0-9]| ?[円万])")
_SIGN_AFTER = re.compile(r"記号[ :はが]{0,3}([0-9]{1,6} ?-? ?[ぁ-んァ-ヴ](?![ぁ-んァ-ヴー一-龥]))")
_ABOUT_INSURANCE = re.compile(r"健保|国保|けんぽ|ケンポ|保険|扶養|共済|年金")
_CARD_QUOTED = re.compile(
    rf"(?:保険証|被保険者証|資格確認書|組合員証|{_INSURER})[ :はの]{{0,3}}[「『(]((?=[^」』)\n]{{0,20}}[0-9] ?[0-9] ?[0-9] ?[0-9])[^」』)\n円]{{4,24}})[」』)]"
)
_SAVING = re.compile(
    rf"(?:定期|定積|積立|納税準備|外貨)(?:預金)?(?:の|は|が|:| |、){{0,2}}([0-9]{{7}})(?![0-9\-,.]){_UNITS}"
)
_PAYEES = re.compile(
    r"(?:支払い?先|振込先|振り込み先|引き落とし先?|引落先?|送金先|返済先|口座)(?:の)?(?:一覧|リスト|控え?|メモ|表)?[ :は、]{1,2}(?P<row>[^\n。]{7,160})"
)
_SEVEN = re.compile(rf"(?<![0-9,.\-¥])[0-9]{{7}}(?![0-9\-]){_UNITS}")
_MENDED = re.compile(
    r"(?:口座|記号|通帳|ゆうちょ|郵便局|銀行)[^。\n]{0,40}?(?:いや|じゃなくて|ではなく|訂正|正しくは)[、 ]{0,2}([0-9]{4,8})(?![0-9円万])"
)


def find_marked(folded: Folded) -> Iterator[Hit]:
    """Yield cards with letters for digits, numbers in odd separators, and numbers claimed by one word right before them."""
    text = folded.digits
    yield from _cards(folded)
    for match in _TWELVE.finditer(text):
        if not _YEARS.fullmatch(match.group()):
            yield Hit("my-number", match.start(), match.end(), 0.7)
    for kind, pattern, certainty in (
        ("phone", _PHONE, 0.9),
        ("invoice-number", _SPOKEN_T, 0.99),
        ("licence", _FILED, 0.85),
    ):
        for match in pattern.finditer(text):
            yield Hit(kind, match.start(), match.end(), certainty)
    for match in _POSTAL.finditer(text):
        if _SENT.search(text, max(0, match.start() - 24), match.end() + 14):
            yield Hit("postal-code", match.start(), match.end(), 0.8)
    for kind, pattern, certainty in (
        ("insurance-number", _OFFICE_SIGN, 0.9),
        ("insurance-number", _INSURED, 0.8),
        ("insurance-number", _SIGN_AFTER, 0.8),
        ("insurance-number", _CARD_QUOTED, 0.85),
        ("bank-account", _SAVING, 0.8),
        ("bank-account", _MENDED, 0.75),
    ):
        for match in pattern.finditer(text):
            yield Hit(kind, *match.span(match.lastindex or 1), certainty)
    if _ABOUT_INSURANCE.search(text):
        spoken = "".join(d if d.isdigit() else k for d, k in zip(text, folded.kana, strict=True))
        for match in _SIGN_KANA.finditer(spoken):
            yield Hit("insurance-number", *match.span(1), 0.75)
    for row in _PAYEES.finditer(folded.text):
        for match in _SEVEN.finditer(text, *row.span("row")):
            yield Hit("bank-account", match.start(), match.end(), 0.7)


def _cards(folded: Folded) -> Iterator[Hit]:
    for view in (folded.text, folded.digits):
        for pattern in (_CARD, _AMEX):
            for match in pattern.finditer(view):
                digits = sum(map(str.isdigit, match.group()))
                if digits >= 11 and not re.fullmatch(r"(?:(?:19|20)[0-9]{2}[^0-9]{0,2}){4}", match.group()):
                    yield Hit("card", match.start(), match.end(), 0.85)
