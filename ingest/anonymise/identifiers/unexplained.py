"""Runs of digits, account-like words and old dates that nothing explains: a reviewer is asked, nobody has to have introduced them.

The other rules know how identifiers are told; notes tell them in ever new ways. So what is left over and is no amount,
count, date of an event, law or product number is a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

DOUBT = 0.55
_RUN = re.compile(r"(?<![0-9A-Za-z.,¥$])[0-9](?:[ ]?[\-・/_:]?[ ]?[0-9]){5,24}(?![0-9])")
_UNIT = re.compile(
    r" ?(?:[,.][0-9]|円|万|億|千|百|%|パーセント|人|件|個|年(?!金)|月|日|時|分|秒|km|m|cm|mm|kg|g|t|L|枚|本|台|社|名|歳|才|回|点|頁|ページ|行|坪|平米|㎡|cc|ml|倍|位|"
    r"代|割|箱|袋|食|皿|杯|足|着|冊|部|席|室|棟|戸|店|か所|ヶ所|カ所|箇所|キロ|トン|グラム|リットル|メートル|ポイント|ドル|ユーロ|元|週|期|期目|歩|字|文字|問|題|票|通|便|両|匹|頭|羽|株|口|セット|PV|ビュー|フォロワー|アクセス)"
)
_TOLD_OTHERWISE = re.compile(
    r"(?:第|No\.?|CAS|ISO|JIS|IEC|型番?|型式|品番|商品コード|JAN|コード|ロット|図番|約|およそ|計|合計|総額|金額|売上|年商|原価|価格|単価|料金|費用|借入|残高|給与|家賃は?|[一-龥]額|¥|￥|\$|[.+×x*=]|[A-Za-z][A-Za-z0-9]{0,9}-) ?[:は]? ?$"
)
_AMOUNT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|(?:[1-9][0-9]*0{3,})")
_DATE = re.compile(
    r"(?:19|20)[0-9]{2} ?[\-/. ]? ?(?:0?[1-9]|1[0-2])(?: ?[\-/. ]? ?(?:0?[1-9]|[12][0-9]|3[01]))?"
    r"(?: ?[\-~〜] ?(?:(?:19|20)[0-9]{2} ?[\-/. ]? ?)?(?:0?[1-9]|1[0-2])(?:[\-/. ]?(?:0?[1-9]|[12][0-9]|3[01]))?)?(?: [0-2]?[0-9]:?[0-5][0-9])?|(?:19|20)[0-9]{2} ?[\-~/] ?(?:19|20)?[0-9]{2}"
    r"|[0-9]{1,2}[/:][0-9]{2}(?:[\-~ ]{1,3}[0-9]{1,2}[/:][0-9]{2})+"
)
_PUBLIC = re.compile(r"0(?:570|120|800)|97[89]-?[0-9]")  # toll-free lines are judged with the phones; ISBN
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
    r"(?<![0-9A-Za-z])(?:[STM]\.? ?[0-9]{1,2}|19[2-9][0-9]) ?[./\-] ?(?:0?[1-9]|1[0-2]) ?[./\-] ?(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
)


def find_unexplained(folded: Folded) -> Iterator[Hit]:
    """Yield digit runs of six or more, words written as account names are, and whole dates of a grown-up's birth."""
    text = folded.digits
    for match in _RUN.finditer(text):
        if not _explained(text, folded.text, match):
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
    if _UNIT.match(text, match.end()) or _TOLD_OTHERWISE.search(text, max(0, match.start() - 12), match.start()):
        return True
    if _DATE.fullmatch(run) or _AMOUNT.fullmatch(run) or _PUBLIC.match(run):
        return True
    written = plain[match.start() : match.end()]
    kanji = sum(not c.isascii() for c in written)
    return 0 < kanji < len(re.sub(r"[^0-9]", "", run)) or len(set(re.sub(r"[^0-9]", "", run))) == 1  # 二0二五…, 000000
