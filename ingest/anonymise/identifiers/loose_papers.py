"""Numbers of papers in free writing: letters, kana and offices among the digits (22-販-0481, 関自貨第千四百号, PF.6183.0274.LA, 番号は六十八)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.identifiers.explained import counted, of_goods, public_line

DOUBT = 0.55
_S = r"[ \n.\-・_/]{0,2}"
_CARD = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z]{_S}[A-Za-z]{_S}(?:[0-9]{_S}){{8}}[A-Za-z]{_S}[A-Za-z](?![A-Za-z0-9])")
_PASSPORT = re.compile(
    rf"(?<![A-Za-z0-9])[A-Za-z](?:{_S}[A-Za-z])?(?:{_S}[0-9]){{7,9}}(?:{_S}[A-Za-z]{{1,2}})?(?![A-Za-z0-9])"
)
_MISREAD = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z0-9](?:[ \n.\-・_/]{0,2}[A-Za-z0-9]){6,15}(?![A-Za-z0-9])"
)  # a letter for a digit, one too few
_LETTER = r"(?:[A-Za-z]|エー|エイ|ビー|シー|ディー|イー|エフ|ジー|エイチ|アイ|ジェー|ケー|エル|エム|エヌ|オー|ピー|キュー|アール|エス|ティー|ユー|ブイ|ダブリュー|エックス|ワイ|ゼット)"
_TOLD_CARD = re.compile(
    rf"{_LETTER}(?:[と、 ]?{_LETTER})?[^。\n0-9A-Za-z]{{0,8}}[0-9](?:[ \-、・]?[0-9]){{5,8}}(?:[^。\n0-9A-Za-z]{{0,10}}{_LETTER}[と、 ]?{_LETTER})?"
)
_OF_A_TRAVELLER = re.compile(
    r"旅券|パスポート|passport|(?<![A-Za-z])PP(?![A-Za-z])|在留|ビザ|査証|国籍|渡航|入国|永住", re.IGNORECASE
)
_MIXED = re.compile(r"(?<![A-Za-z0-9\-])(?:[A-Z]{1,2}[0-9]{6,10}[A-Z]{0,2}|[A-Z]{2}[ \-][0-9]{7,8})(?![A-Za-z0-9\-])")
_TALLY = r"[0-9十百千〇][0-9十百千〇 \-ーの,./]{0,16}"
_NUMBERED = re.compile(rf"第[ \n]?(?P<no>[一-龥ぁ-んァ-ヴA-Z]?[ \-]?{_TALLY}) ?号(?:の ?[0-9]{{1,4}})?")
_OFFICE = re.compile(r"(?:[一-龥A-Z0-9]{1,10}|[ァ-ヴ])?[ \-(]{0,2}(?:[一-龥ァ-ヴ][)]?)?[ ]?$")
_OFFICE_END = re.compile(r"(?:許可|免許|登録|認可|認定|届出|証|番号|免状|は|の)$")
_PAPER = re.compile(
    r"許可|免許|免状|認可|登録|届出|届け出|指令|鑑札|公安|知事|大臣|営業|酒|製造|販売業|旅館|[一-龥]局|資格|[士師]証|証の|認定|認証|取引業|責任者|管理者|管理士|栄養士|[一-龥][士師](?![団族])|技能|酒販|修了|合格|保育士|看護|調理師|美容|理容|宅建|古物|貨物|運送|産廃|警備|建設業|電気工事|動物取扱|旅行業|倉庫業|業務主任|技士|[一-龥](?:自貨|自旅|自振)"
)
_LAW = re.compile(
    r"(?:法律|(?<![酒東西名大仙札福熊広高金関])法|政令|省令|府令|告示|条例|通達|訓令|規則|要綱|様式|別表|別紙|議案|文書|条|項|通知|判決|事件|施行令)[ ()]{0,2}$"
)
_KANA_BETWEEN = re.compile(
    r"(?<![0-9A-Za-z\-])(?:[0-9]{1,4} ?- ?[一-龥ァ-ヴぁ-ん]{1,3} ?- ?[0-9]{2,8}|[一-龥]{2,4}[都道府県] ?- ?[0-9]{4,8}|[一-龥ぁ-んァ-ヴ] ?- ?[0-9]{3,8}|[0-9]{1,3}(?!年)[一-龥]{1,4}第[0-9]{1,6}号|[0-9]{2,4} ?- ?[イロハニホヘト]{1,4}(?![ァ-ヴ]))(?![0-9\-])"
)
_CLASSED = re.compile(r"第?[一二三甲乙丙123]種(?:第)?[ \-]?[0-9]{3,12}号?")
_LABELLED = re.compile(
    r"(?:番号|ナンバー|記号|枝番|No\.?|Ｎｏ|№|番)(?:は|が|も|の|:|、|,|→|=|「|『|\(|【|\[|<| |\n|\|){0,4}"
    r"(?P<no>(?:[一-龥]{1,2} ?[\-・]? ?|[ぁ-んァ-ヴA-Za-z]{1,3} ?[\-・]? ?)?[0-9十百千〇]{1,20}(?:[ \-ー・/・,.の]{1,2}[0-9十百千〇]{1,12}){0,6}(?:[ \-]?[A-Za-zぁ-んァ-ヴ](?=[)」』】、。 \n]|$))?)"
)
_HELD = re.compile(
    r"保険|けんぽ|健保|国保|雇保|労災|年金|受給者|資格確認|口座|通帳|普通|当座|免許|許可|登録証|資格|認定|認証|(?<!保)証(?![拠明])|会員|社員番号|患者|カード|旅券|在留|法人番号|法番|インボイス|適格|マイナ|個人番号|電話|携帯|連絡先|受験|合格|組合員|診察券|お客様番号|契約者|証券番号|車検|車台|ナンバープレート"
)
_SIGNED = re.compile(
    r"(?:記号|枝番)(?:号)?(?:は|が|の|:| ){0,3}(?P<sign>(?:[一-龥ぁ-んァ-ヴ]{1,3} ?の?-?)?[0-9十百][0-9十百\-]{0,12})(?![0-9])(?:[^。\n0-9]{0,6}番号(?:は|が|の|:| ){0,3}(?P<no>[0-9十百]{1,10}))?"
)
_WORD_SIGN = re.compile(
    r"記号(?:は|が|の|:|、| ){0,2}[「『(]?(?P<sign>[一-龥ぁ-んァ-ヴー]{1,4}?)[」』)]?(?:で|と|、|,|・|/| |\n){0,2}番号(?:は|が|の|:| |[「『(]){0,3}[0-9一-九十百]"
)
_BY_TITLE = re.compile(
    r"(?:(?<=[一-龥])[士師](?:免許|免状|登録|証)?|許可|免許|届出|登録|認定)(?:証|番号)?(?:の|は|:|[ (]){0,3}(?:第|[一-龥] )?[ (]?(?P<no>(?:[一-龥]{1,3} ){0,2}[0-9][0-9\-]{2,12})(?:号|番)?(?![0-9])"
)
_BRANCH = re.compile(r"(?:銀行|信金|しんきん|信用金庫|JA|農協|労金|バンク)[^0-9。\n]{0,6}([0-9]{3})(?=店|支店| ?-)")
_HANDWRITTEN = re.compile(
    r"(?:国保|健保|けんぽ|共済|組合)[ :はの]{0,2}([一-龥ぁ-ん]{0,3} ?-? ?[0-9]{1,8}(?: ?[・\-/のー] ?[0-9]{1,8}){1,2})(?![0-9])"
)


def find_papers_loosely(folded: Folded) -> Iterator[Hit]:
    """Yield numbers of cards, permits and insurances that letters, kana or an office's name run through."""
    text = folded.digits
    for view in (folded.text, text) if text != folded.text else (text,):
        for match in _CARD.finditer(view):
            yield Hit("residence-card", match.start(), match.end(), DOUBT)
        for match in _PASSPORT.finditer(view):
            if _OF_A_TRAVELLER.search(view, max(0, match.start() - 26), match.end() + 14):
                yield Hit("residence-card", match.start(), match.end(), DOUBT)
        for match in _TOLD_CARD.finditer(view):
            if _OF_A_TRAVELLER.search(view, max(0, match.start() - 26), match.end() + 14):
                yield Hit("residence-card", match.start(), match.end(), DOUBT)
        for match in _MISREAD.finditer(view):
            digits = sum(map(str.isdigit, match.group()))
            mixed = digits >= 5 and any(map(str.isalpha, match.group()))
            if mixed and _OF_A_TRAVELLER.search(view, max(0, match.start() - 26), match.end() + 14):
                yield Hit("residence-card", match.start(), match.end(), DOUBT)
    for match in _WORD_SIGN.finditer(text):
        yield Hit("insurance-number", *match.span("sign"), DOUBT)
    for view in (folded.text, text) if text != folded.text else (text,):
        for match in _MIXED.finditer(view):
            if view[match.start() - 1 : match.start()] == "第" or not of_goods(view, match.start()):
                yield Hit("number", match.start(), match.end(), DOUBT)
    for match in _NUMBERED.finditer(text):
        office = _OFFICE.search(text, max(0, match.start() - 14), match.start())
        named = office is not None and not _OFFICE_END.search(office.group().strip())
        start = office.start() if office and named else match.start()
        near = text[max(0, start - 30) : match.start()] + "|" + text[match.end() : match.end() + 14]
        if _PAPER.search(near) and not _LAW.search(text, max(0, start - 8), match.start()):
            yield Hit("licence", start, match.end(), DOUBT)
    for match in [*_KANA_BETWEEN.finditer(text), *_CLASSED.finditer(text)]:
        if _near(text, match, _PAPER) or _near(text, match, _HELD):
            yield Hit("licence", match.start(), match.end(), DOUBT)
    for match in _LABELLED.finditer(text):
        if (
            len(match["no"]) >= 2
            and not counted(text, match.end())
            and _near(text, match, _HELD, 26, 16)
            and not (of_goods(text, match.start("no")) or public_line(text, *match.span("no")))
        ):
            yield Hit("number", *match.span("no"), DOUBT)
    for pattern in (_SIGNED, _BY_TITLE):
        for match in pattern.finditer(text):
            for name, told in match.groupdict().items():
                if told and not counted(text, match.end(name)):
                    yield Hit("licence" if pattern is _BY_TITLE else "insurance-number", *match.span(name), DOUBT)
    for match in _BRANCH.finditer(text):
        yield Hit("bank-account", *match.span(1), DOUBT)
    for match in _HANDWRITTEN.finditer(text):
        yield Hit("insurance-number", *match.span(1), DOUBT)


def _near(text: str, match: re.Match[str], words: re.Pattern[str], left: int = 24, right: int = 14) -> bool:
    return bool(words.search(text, max(0, match.start() - left), match.end() + right))
