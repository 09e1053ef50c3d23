"""Numbers of any writing that a word near by claims: for a bank account, an insurance, a permit, a passport or a date of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

_BEFORE, _AFTER = 26, 14
_TOKEN = re.compile(
    r"(?<![0-9A-Za-z.,\-])(?:第 ?)?(?:[A-Z]{1,3}-?|[ぁ-んァ-ヴ]-)?"
    r"[0-9](?:(?: ?[\-ーのノ・/–] ?| {1,2})?[0-9]){3,18}(?: ?号)?(?![0-9])"
)
_UNIT = re.compile(
    r" ?(?:円|万|億|兆|千|%|パーセント|割|人(?![はが])|名(?![義前])|個|件(?!名)|台|本(?![店社人名])|枚|時|分(?!かり)|秒|kg|g(?![a-z])|m|km|ha|t(?![a-z])|L|cm|mm|㎡|坪|トン|株(?!式)|ドル|点|年|月|日|歳|才|回|社|棟|室|戸|冊|部(?![長署門])|頁|ページ|条|項|号(?:議案|様式)|ヶ月|か月|カ月|つ|,[0-9]|\.[0-9]|~|~|以上|以下|未満|程度|前後|ポイント|kW|度)"
)
_NOT_BEFORE = re.compile(
    r"(?:[¥\\$€] ?|[0-9][,.~]|(?:JAN|GTIN|EAN|ISBN|ISO|JIS|JAS|IEC|HACCP|バーコード|品番|型番|型式|品目|図番|ロット|管理番号|伝票(?:番号)?|追跡(?:番号)?|注文(?:番号)?|受注(?:番号)?|見積(?:番号)?|商品(?:番号|コード)|問い?合わ?せ番号|法律|政令|省令|府令|告示|条例|通達|規則|要綱|様式|別表|別紙|議案|文書|整理番号|受付番号|機種|型|規格|売上高?|金額|合計|税込|税抜|単価|定価|約|計|頁|p\.?)[ :はがのNno.第]{0,5})$",
    re.IGNORECASE,
)
_STANDARD = re.compile(r"(?:ISO|JIS|JAS|IEC|PL法)[^。\n]{0,14}$", re.IGNORECASE)
_DATE = re.compile(
    r"(?:19|20)[0-9]{2} ?[\-/.] ?[01]?[0-9](?: ?[\-/.] ?[0-3]?[0-9])?|(?:19|20)[0-9]{2}[\-~/](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])|[0-9]{1,2}[\-/][0-9]{1,2}"
)
_PHONE = re.compile(r"0[0-9]{1,4}[\- ][0-9]{1,4}[\- ][0-9]{3,4}|0[5789]0[0-9]{8}|0[0-9]{9}")
_BANK = re.compile(
    r"銀行|信金|しんきん|シンキン|ギンコウ|ぎんこう|返済|落ちる|落とし|信用金庫|信組|信用組合|農協|JA|労金|バンク|支店|本店|店番|口座|普通|当座|貯蓄|ふつう|フツウ|名義|振込|振り込|振替|引き落と|引落|通帳|残高|預金|貯金|A/C|account|返金先|入金先|送金先",
    re.IGNORECASE,
)
_INSURANCE = re.compile(
    r"保険|年金|健保|国保|社保|雇保|労保|労災|共済|けんぽ|ケンポ|被保|資格確認書|離職票|適用事業所|事業所整理|事業所番号|組合員証|保険証|後期高齢|介護証|ねんきん|扶養|資格取得|任意継続"
)
_INSURANCE_NEAR = re.compile(r"(?:番号|記号|No\.?|ナンバー|証|手帳)[^0-9。\n]{0,6}$", re.IGNORECASE)
_PAPER = re.compile(
    r"許可|免許|免状|登録|資格|認定|確認番号|マッサージ|柔道整復|鍼灸|はり師|きゅう師|技術者証|講習修了|届出|認可|士証|師証|修了証|合格|会員証|職員証|社員証|学生証|組合員証|建築士|調理師|宅建|取引士|取引業|古物|看護師|薬剤師|美容師|理容師|警備業|動物取扱|知事|公安委員会|保健所|大臣|ドライバー|運転|証番号|証の番号|診断士|社労士|税理士|行政書士|鑑札|危険物|技能士|技能講習|施工管理|介護福祉士|保育士|整備士|電気工事|運送|貨物|倉庫業|旅館業|旅行業|産廃|酒類|製造業"
)
_PAPER_NEAR = re.compile(
    r"(?:番号|No\.?|ナンバー|許可|免許|免状|登録|認定|届出|証|[士師]|籍|は|が|:|大臣|知事|委員会|貨|[)」])[^0-9。、\n]{0,4}$",
    re.IGNORECASE,
)
_PASSPORT = re.compile(r"旅券|パスポート|passport", re.IGNORECASE)
_PASSPORT_NO = re.compile(r"(?<![A-Za-z0-9])[A-Z](?: ?[A-Z])?(?: ?[0-9]){7,8}(?![0-9A-Za-z])", re.IGNORECASE)
_N = r"(?:[0-9]{1,2}|元|十[0-9]?|[0-9]十[0-9]?)"
_ANY_DATE = re.compile(
    rf"(?<![0-9A-Za-z])(?:(?:19|20)[0-9]{{2}}|(?:明治|大正|昭和|平成|令和|[明大昭平令MTSHR])\.? ?{_N})"
    rf"[ \n]{{0,2}}(?:年|[./\-・–])[ \n]{{0,2}}{_N}[ \n]{{0,2}}(?:月|[./\-・–])[ \n]{{0,2}}{_N}(?:[ \n]{{0,2}}日)?(?![0-9])"
    r"|(?<![0-9])(?:1 ?9|2 ?0) ?[0-9] ?[0-9] ?(?:0 ?[1-9]|1 ?[0-2]) ?(?:0 ?[1-9]|[12] ?[0-9]|3 ?[01])(?![0-9])",
    re.IGNORECASE,
)
_KANA_DATE = re.compile(
    r"(?:しょうわ|へいせい|たいしょう|れいわ|[0-9]{2})? ?[0-9]{1,2} ?ねん ?[0-9]{1,2} ?がつ ?[0-9]{1,2} ?(?:にち|か)?"
)
_BORN = re.compile(
    r"生(?:まれ|れ|年|誕|$|[ )、:の])|うまれ|誕生|バースデ|DOB|birth|年齢|[0-9] ?(?:歳|才)|満[0-9]", re.IGNORECASE
)
_BORN_RIGHT = re.compile(
    r"[^0-9。\n]{0,4}(?:生(?![産活計命徒]|年度)|うまれ|誕生|[(、 ]{0,2}(?:満|当時|現在)? ?[0-9]{2} ?[歳才]|[)）]? ?[男女](?![性子])|[)）]? ?[男女]性?$)"
)
_DAY = re.compile(rf"(?:誕生日|バースデー?)[^0-9。\n]{{0,4}}(?P<day>{_N} ?[/月] ?{_N}(?: ?日)?)(?![0-9/])")
_YEARLESS = re.compile(
    rf"(?:生年月日|誕生日|生まれ)[^0-9。\n]{{0,6}}(?P<day>[0-9十]{{2,3}} ?[年./\-] ?{_N} ?[月./\-] ?{_N}(?: ?日)?)(?![0-9])"
    rf"|(?<![0-9A-Za-z./\-])(?P<born>[0-9十]{{2,3}} ?[年./\-] ?{_N} ?[月./\-] ?{_N}(?: ?日)?) ?(?:生(?![産活計命徒])|うまれ)"
)
_PART_OF_CARD = re.compile(
    r"(?:カード|クレカ|口座|マイナ)[^。\n]{0,16}?(?:上|下|末尾|頭)の?[0-9] ?(?:桁|けた|ケタ)[^0-9。\n]{0,4}(?P<part>[0-9]{4,6})(?:[^0-9。\n]{0,3}(?:下|末尾)の?[0-9] ?(?:桁|けた|ケタ)[^0-9。\n]{0,4}(?P<rest>[0-9]{4}))?|(?:下|末尾)の?4 ?(?:桁|けた|ケタ)[^0-9。\n]{0,4}(?P<end>[0-9]{4})(?=[^0-9。\n]{0,8}(?:カード|クレカ|口座))"
)
_SEX_LEFT = re.compile(r"(?:[男女]性?|性別)[ /(、:]{1,3}$")


def find_claimed(folded: Folded) -> Iterator[Hit]:
    """Yield numbers with a word of their kind near by, dates beside a birth or an age, and passports."""
    text = folded.digits
    for token in _TOKEN.finditer(text):
        yield from _claimed(text, token)
    if _PASSPORT.search(text):
        for view in (folded.text, text):
            for match in _PASSPORT_NO.finditer(view):
                if _PASSPORT.search(view, max(0, match.start() - _BEFORE), match.end() + _AFTER):
                    yield Hit("residence-card", match.start(), match.end(), 0.9)
    for match in [*_ANY_DATE.finditer(text), *(_KANA_DATE.finditer(folded.kana) if "ねん" in folded.kana else ())]:
        left, right = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 12]
        near = re.split(r"[。\n、]", left)[-1]
        if _BORN_RIGHT.match(right) or _SEX_LEFT.search(left) or _BORN.search(near) or _BORN.search(left[-6:]):
            yield Hit("birth-date", match.start(), match.end(), 0.82)


def find_parts(folded: Folded) -> Iterator[Hit]:
    """Yield birthdays without a year or an era, and the digits of a card that stand alone."""
    text = folded.digits
    for pattern, kind in ((_DAY, "birth-date"), (_YEARLESS, "birth-date"), (_PART_OF_CARD, "card")):
        for match in pattern.finditer(text):
            yield from (Hit(kind, *match.span(name), 0.8) for name, found in match.groupdict().items() if found)


def _claimed(text: str, token: re.Match[str]) -> Iterator[Hit]:
    start, end = token.span()
    written = token.group()
    digits = sum(map(str.isdigit, written))
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    if _UNIT.match(text, end) or _NOT_BEFORE.search(before) or _DATE.fullmatch(written) or _PHONE.fullmatch(written):
        return
    if _STANDARD.search(before):
        return
    left, right = _kind(before, near=True), _kind(after, near=False)
    kind = left or right
    numbered = written.startswith("第") or written.endswith("号")
    enough = {
        "bank-account": 6 <= digits <= 10 and not numbered,
        "insurance-number": (digits >= 6 or bool(_INSURANCE_NEAR.search(before))) and not numbered,
        "licence": numbered or digits >= 10 or (digits >= 4 and bool(_PAPER_NEAR.search(before))),
    }
    if enough.get(kind):
        yield Hit(kind, start, end, 0.85)


def _kind(around: str, *, near: bool) -> str:
    """Return the kind whose word stands nearest to the number, or an empty string."""
    best = ("", -1)
    for kind, words in (("bank-account", _BANK), ("insurance-number", _INSURANCE), ("licence", _PAPER)):
        found = [m.end() if near else -m.start() for m in words.finditer(around)]
        if found and (not best[0] or max(found) > best[1]):
            best = (kind, max(found))
    return best[0]
