"""What explains a number, so that it is no doubt: a unit, goods, a standard, a year, an hour, a line of a public office."""

from __future__ import annotations

import re

UNIT = re.compile(
    r" ?(?:[,.][0-9]|(?:km|cm|mm|kg|kW|kcal|Hz|dpi|bit|GB|MB|rpm|ppm|PV|cc|ml|[mgtLw])(?![A-Za-z])|円|万|億|兆|千|百|%|パーセント|人(?![はが])|名(?![義前])|個(?!人)|年(?!金)|月(?![末曜々])|日(?![本曜])|時|分(?!かり)|秒|枚|"
    r"本(?![店社人名])|台|社(?![長員会内])|歳|才|回(?![収答])|点(?!検)|頁|ページ|行(?![くきっ])|坪|平米|㎡|倍|位|代(?!表)|割|箱|袋|食|皿|杯|足|着(?!信)|冊|部(?![長署門])|席|室|棟|戸|店|件(?!名)|か所|ヶ所|カ所|箇所|キロ|トン|"
    r"グラム|リットル|メートル|ポイント|ドル|ユーロ|週|期|歩|字|文字|問(?!い)|題|票|通(?![帳知])|便|両|匹|頭|羽|株(?!式)|セット|ビュー|フォロワー|アクセス|桁|けた|ケタ|か月|ヶ月|カ月|つ(?![なづき])|条|項|以上|以下|未満|前後|程度|度|世帯|列|章|節|版)"
)
GOODS = re.compile(
    r"(?:(?:ISO|JIS|JAS|IEC|CAS|JAN|GTIN|EAN|ISBN|品番|型番|型式|型名|図番|色番|号機|ロット|製造番号|バーコード)[^。\n0-9]{0,8}|(?:機種|規格|部品|部材|商品|在庫|メーター|指針|(?<![店行])(?<!パス)コード|科目|様式|別表|別紙|幅|長さ|厚さ|高さ|奥行き?|直径|φ)[^。、\n0-9]{0,4}|"
    r"(?:注文|請求|見積|伝票|追跡|管理|整理|受付|文書|問い?合わ?せ|特許|出願|商標|公告|議案)(?:書)?(?:番号|No\.?|ナンバー)[^。、\n0-9]{0,5}|(?:法律|政令|省令|府令|告示|条例|通達|規則|要綱)[^。、\n0-9]{0,3}|第 ?)$",
    re.IGNORECASE,
)
MONEY = re.compile(
    r"(?:[¥$△▲+×x*=]|約|およそ|[^番][計額高費]|代金|年商|原価|価格|単価|料金|売上|借入|残高|給与|家賃|合計|総額|[0-9]\.) ?[:は]? ?$"
)
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
SHORT_DATE = re.compile(
    r"[0-2]?[0-9][:/][0-9]{2}|[0-9]{1,2}/[0-9]{1,2}(?:[ \-~]{1,3}[0-9]{1,2}/[0-9]{1,2})*|[0-9]{1,3}/[0-9]{3,4}"
)
IN_A_LINK = re.compile(r"[A-Za-z][A-Za-z0-9./_%\-]{0,80}[/_=]$")
_FREE = re.compile(r"0(?:120|570|800)")
_PUBLIC = re.compile(
    r"よろず|支援拠点|本部|かけこみ|年金|(?<!フリー)ダイヤル|税務署|ハローワーク|労働局|監督署|事務局|コールセンター|公庫|窓口|協会|商工会|会議所|機構|省|庁|[一-龥]{2}局|補助金|ホットライン|課[(]|課の"
)


def public_line(text: str, start: int, end: int) -> bool:
    """Tell whether a free or shared line at ``start`` to ``end`` is told as one of a public office."""
    return bool(_FREE.match(text, start, end) and _PUBLIC.search(text, max(0, start - 40), end + 16))


def counted(text: str, end: int) -> bool:
    """Tell whether a unit follows."""
    return UNIT.match(text, end) is not None


def of_goods(text: str, start: int) -> bool:
    """Tell whether goods, a standard, a law or a measure stands right before."""
    return GOODS.search(text, max(0, start - 18), start) is not None


def of_money(text: str, start: int) -> bool:
    """Tell whether a sign or a word for money stands right before."""
    return MONEY.search(text, max(0, start - 10), start) is not None
