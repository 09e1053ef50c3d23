"""Firms and persons that a dealing gives away: 石塚足場への支払, グリーンライフ社より, 領収書は「絹や」, 出席者 小山田・貝塚, 祖父は丈太郎."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.names.lexicon import Lexicon, lexicon
from ingest.anonymise.names.trades import Trades, trades

_CERTAINTY, _LIKELY = 0.55, 0.7
_K = r"[一-龥々ヶ﨑髙𠮷濵邉齋]"
_DEALING = r"支払|請求|見積|取引|契約|領収|発注|受注|納品|納入|訪問|売掛|買掛|下請|元請|仕入|外注|依頼|単価|値上げ|入金|振込|督促|商談|打合|面談|回目|電話|連絡|社長|専務|工場|倉庫|車庫|現場|いわく|さん|様|出身|修業|勤め|退職|独立|紹介"
_TRADE = r"(?:足場|プレス|ロジ(?:スティクス)?|塗装|建装|防水|板金|左官|解体|内装|設備|電気|電設|空調|管工|造園|石材|木材|製材|金属|精密|樹脂|ゴム|印刷|製版|紙器|包装|繊維|染色|縫製|食品|水産|豆腐|青果|米穀|味噌|醤油|製麺|海産|乾物|畜産|酪農|農産|運送|物流|倉庫|自動車|整備|タクシー|観光|建設|建築|住建|土木|測量|不動産|工業|産業|商会|物産|メタル|メディカル|ケア|フーズ|テック)"
_FIRM = re.compile(
    rf"(?<![一-龥々ァ-ヴー])(?P<own>{_K}{{2,4}}|[ぁ-ん]{{2,6}}|[ァ-ヴー]{{2,6}})(?P<trade>{_TRADE})(?P<after>(?:から|への?|との?|の|に|より|は|が|さん|様|、)[^。\n]{{0,10}}?(?:{_DEALING}))"
)
_DEALT_WITH = re.compile(
    rf"(?:から|への|との|に|・|、|取引先の|元請の|下請の|外注先の)(?P<name>{_K}{{2,4}}(?:{_TRADE}))(?=への(?:支払|発注|請求)|から(?:の|請求|入金)|、|と|。|へ)"
)
_COMPANY = re.compile(
    r"(?<![一-龥ァ-ヴーA-Za-z0-9])(?P<name>[ァ-ヴー]{3,14}|[A-Z][A-Za-z]{2,14})社(?=[はがをにもへとの、。より]|から|様|さん|$)"
)
_PAPER = re.compile(
    r"(?:領収書|請求書|見積書|納品書|契約書|注文書|看板|名刺|暖簾|のれん|チラシ|レシート|袋|包装紙|伝票)(?:は|に|の|には|では|が|も|を見ると)?[「『](?P<name>[^「」『』。、\n]{2,16})[」』](?!欄|項目)"
)
_BAR = re.compile(
    r"(?:スナック|居酒屋|喫茶|パブ|バー|ラウンジ|小料理|割烹|民宿|旅館|美容室|理容室|食堂|カフェ|焼肉|寿司|鮨)(?P<name>[一-龥々]{2,4}|[ぁ-ん]{3,6})(?=の(?:ママ|マスター|女将|若女将|大将|店主|主人|社長|オーナー|客)|さん|、|様)"
)
_DAILY = re.compile(
    r"(?:から|まで|など|では|には|とは|です|でも|して|した|する|という|として|について|だけ|より|もの|こと|ため|の)$|^(?:の|を|は|が|に|で|と|も|へ)"
)
_ROSTER = re.compile(
    rf"(?:(?:出席|欠席|同席|参加|列席|立ち?会い?|受講|聴講|陪席)(?:者|人)?(?: ?[:：] ?| |に|は )|(?:面談|来所|来訪|担当|応対|対応)(?:者|人)?(?: ?[:：] ?))(?P<row>{_K}{{1,4}}(?:[(][^()\n]{{1,12}}[)])?(?:[、,・/] ?{_K}{{1,4}}(?:[(][^()\n]{{1,12}}[)])?){{0,9}})(?=[ 、。\n]|の[2-9二三四五六]|$)"
)
_ITEM = re.compile(rf"(?P<name>{_K}{{1,4}})(?:[(][^()\n]{{1,12}}[)])?(?:[、,・/ ] ?|$)")
_NOBODY = re.compile(
    r"(?:同上|なし|無し|有り|各位|全員|未定|本人|家族|夫婦|多数|若干|事務局|以上|関係|会場|議題|場所|日時|議事|欠席|出席|同席|資料|次回|時間|司会|記録|窓口|必要|不要|可能|希望|期間|内容|方法|項目|確認|対象|概要|番号|[0-9一二三四五六七八九十]+[名人]?|.*[部課係室局所会店社員者家業]|[一-龥]{0,2}(?:支援|相談|面談|担当|経営|営業|経理|総務|製造))"
)
_KIN = r"(?:先代|先々代|初代|二代目|三代目|四代目|祖父|祖母|曽祖父|父|母|夫|妻|兄|弟|姉|妹|長男|次男|三男|長女|次女|三女|息子|娘|孫|婿|嫁|叔父|叔母|伯父|伯母|甥|姪|女将|若女将|大将|親方|杜氏|保証人|借主|うち|奥さん|ご主人)"
_RELATED = re.compile(
    rf"{_KIN}(?:の|は|・| |、|が)(?P<name>{_K}{{2,3}})(?=[がはもをにへと、。]|から|で(?!き)|[ (]|\n|ね|$)"
)
_GIVEN_END = re.compile(r"(?:[助介郎夫雄男彦輔吾弥樹斗哉也朗]|[子恵美江代枝乃奈香佳世織穂])$")
_OTHERS = re.compile(
    r"(?:.*[女男椅様帽菓調]子|[一-龥]*(?:時代|世代|交代|現代|近代|初代|先代|歴代|代々|知恵|美容|丈夫|工夫|農夫|漁夫|大工|電子|利子|大丈夫|長男|次男|三男|若夫|甘美|団子|餃子|弟子|双子|息子|帽子|様子|判子|調子|拍子|格子|種子|原子|硝子|振り子|紹介|仲介|介護|補助|援助|救助|小枝|入江|世代|中世|出世))$"
)


def find_dealings(folded: Folded) -> Iterator[Hit]:
    """Yield firms beside a payment, an order or a paper, and persons in a roster or a family; all below 0.8."""
    text = folded.text
    words, lists = lexicon(), trades()
    for match in _FIRM.finditer(text):
        if _own(words, lists, match["own"]):
            yield Hit("firm", match.start(), match.end("trade"), _CERTAINTY)
    for match in _DEALT_WITH.finditer(text):
        own = re.sub(rf"{_TRADE}$", "", match["name"])
        if _own(words, lists, own):
            yield Hit("firm", *match.span("name"), _CERTAINTY)
    for match in _COMPANY.finditer(text):
        if not lists.ends_common(match["name"]) and not words.is_role(match["name"]):
            yield Hit("firm", match.start(), match.end(), _LIKELY)
    for match in _PAPER.finditer(text):
        if (
            not re.search(r"[はがを]|です|ます|する|した|ない|料|代|費|円|書|表|価格|割引|限定|案内|様$", match["name"])
            and match["name"] not in lists.common
        ):
            yield Hit("firm", *match.span("name"), _CERTAINTY)
    for match in _BAR.finditer(text):
        if match["name"] not in lists.common and not words.is_role(match["name"]) and not _DAILY.search(match["name"]):
            yield Hit("firm", match.start(), match.end("name"), _CERTAINTY)
    for match in _ROSTER.finditer(text):
        names = list(_ITEM.finditer(match["row"]))
        if len(names) > 1 or re.search("[:：]", match.group()[:8]):
            for item in names:
                name = item["name"]
                if (
                    not _NOBODY.fullmatch(name)
                    and (name in words.surnames or not words.is_role(name))
                    and name not in lists.common
                ):
                    at = match.start("row") + item.start("name")
                    yield Hit("person", at, at + len(name), _CERTAINTY)
    for match in _RELATED.finditer(text):
        name = match["name"]
        if name in words.given or (_GIVEN_END.search(name) and not _OTHERS.search(name) and name not in words.roles):
            yield Hit("person", *match.span("name"), _CERTAINTY)


def _own(words: Lexicon, lists: Trades, own: str) -> bool:
    """Tell whether the part before the trade can be a name: no ordinary word and no role."""
    return (
        own not in lists.common
        and not lists.is_ordinary(own)
        and not words.is_role(own)
        and not _DAILY.search(own)
        and not re.search(
            r"[当他各自同全本新旧前後元]|会社|企業|事業|業者|専門|一般|地元|県内|市内|大手|個人|外注|住宅|公共|民間",
            own,
        )
        and not re.search(r"[のはがをにでとも]|[ぁ-ん][るたいくすうて]$", own)
    )
