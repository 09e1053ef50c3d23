"""Firms and shops told by the sentence they open: 海辺文庫の二号店, 蒼天の代表は…, Aと B は親戚, キッチンカー ぽっぽ, NPO法人… は."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.names.introduced import is_plain
from ingest.anonymise.names.lexicon import Lexicon, lexicon
from ingest.anonymise.names.trades import Trades, trades

_CERTAINTY, _LIKELY = 0.5, 0.6
_START = r"(?:(?<=[。、,\n「」()|:!?→])|^)"
_NAME = r"[^\s。、,「」()|:!?はがを0-9]"
_TRADE = r"(?:タクシー|クリーニング|フーズ|ファーム|保育室|保育園|学習塾|伸銅|製作|青果|鮮魚|精肉|酒販|米穀|製麺|製パン|製菓|製茶|紙器|印刷|塗装|板金|造園|石材|木材|運送|運輸|交通|観光|自動車|整備|建設|建築|工業|産業|商会|物産|水産|農園|牧場|工芸|鍼灸院?|整骨院|接骨院|治療院|薬局|歯科|写真館?|書房|書店|呉服|洋品|時計|眼鏡|家具|畳店|電器|電機|ガス|住設|テック|ワークス|デザイン|企画)"
_LEGAL = r"(?:一般社団法人|公益社団法人|一般財団法人|公益財団法人|(?:認定)?NPO法人|特定非営利活動法人|社会福祉法人|医療法人|学校法人|宗教法人|企業組合)"
_BODY = re.compile(
    rf"{_LEGAL} ?(?P<name>(?![のはがをにでともへやな]|等|化|格|設立|運営|制度|向け|以外|会計|と|法|向|として|など|ある|について|から|また|及び|又|並び|若しく|もしく)[^\s。、,「」()|:はがを0-9]{{2,16}}?)(?=[はが、。]|の[一-龥]{{1,4}}(?:理事|代表|事務局|会長|さん|氏))"
)
_KEPT = re.compile(
    rf"{_START}(?P<name>{_NAME}{{2,14}}?)の(?=(?:店主|女主人|女将|若女将|大将|店頭|店先|二号店|2号店|三号店|3号店|座敷|暖簾|のれん|生き字引|番頭|名は夫婦|屋号|代表は[一-龥]{{1,4}}(?:さん|氏)|(?:[一-龥]{{1,4}})君(?:[。、はがにと]|$)))"
)
_WITH_COMMA = re.compile(
    rf"{_START}(?P<name>[ぁ-んァ-ヴー一-龥]{{1,6}}と[ぁ-んァ-ヴー一-龥]{{1,6}}と、[ぁ-んァ-ヴー一-龥]{{2,6}})の(?=店|二号店|本店|看板|店主|客)"
)
_PAIR = re.compile(
    rf"{_START}(?P<one>{_NAME}{{2,14}}?)と(?P<two>{_NAME}{{2,14}}?)(?=[はが](?:親戚|同じ(?:建物|通り|ビル|商店街|町内)|取り違|隣(?:どうし|同士|り合)|仲が|兄弟店|姉妹店|別会社|別の(?:店|会社)|電話番号を))"
)
_WITH_PLACE = re.compile(rf"{_START}(?P<name>[^\s。、,「」()|:!?はを0-9]{{2,10}})(?=[はが]、?同じ通りの)")
_TRADE_FIRST = re.compile(
    r"(?P<name>[ぁ-んァ-ヴー一-龥]{0,8}(?:タクシー|キッチンカー|美容室|理容室|パン屋|花屋|カフェ|食堂|居酒屋|喫茶|スナック|サロン|工房|農園|保育室|塾|民宿|雑貨店?|弁当店?|そば処|茶屋) [ぁ-んァ-ヴー一-龥][ぁ-んァ-ヴー一-龥・]{0,8}?)(?=[、。]|[のはがを](?![ぁ-ん]{1,2}$)|$)"
)
_LED = re.compile(r"^(?:(?:昨日|今日|先日|先週|今朝|本日|明日)の?|.*(?:[一-龥ァ-ヴー][はがをにでへも]|から))(?=.)")
_OF_TRADE = re.compile(
    rf"(?:{_START}|(?<=[とはがへのに]))(?P<name>(?P<own>[一-龥々]{{2,4}}|[ァ-ヴー]{{2,8}}|[ァ-ヴー]{{2,6}}[一-龥]|[A-Z](?:&[A-Z])?[A-Z]?|[ぁ-ん]{{1,5}}の[一-龥ぁ-ん]{{1,4}}|[ァ-ヴー]{{2,6}}の[里森丘庭家]|[ぁ-んァ-ヴー]{{1,5}}のいえ|[一-龥]{{2,3}}台|[ぁ-ん]{{2,5}}[台丘])\n?{_TRADE})(?=(?:[はがへ]|の(?:名|代表|社長|さん|生|熱|事務)|、[一-龥]{{1,4}}(?:代表|社長|さん|氏)|さん|様|に(?:訪問|伺|行)))"
)
_LINE_BROKEN = re.compile(rf"(?<![ァ-ヴー一-龥])(?P<name>(?:[ァ-ヴー]{{2,6}}|[一-龥]{{2,3}})\n{_TRADE})(?=[のはがに])")
_KANA_HOUSE = re.compile(r"(?<![ァ-ヴー一-龥])(?P<name>[ァ-ヴー]{3,10}[一-龥]{1,3}[屋堂亭庵])(?=[のはがを、])")
_LATIN = re.compile(
    r"(?<![A-Za-z])(?P<name>[A-Z][A-Za-z&' .]{1,24}[A-Za-z])という(?=[^。、\n]{0,8}(?:店|屋|工房|会社|ブランド|カフェ|サロン|教室|宿|塾|園))"
)
_ONE_LETTER = re.compile(
    rf"{_START}(?P<name>[ぁ-んァ-ヴ一-龥])(?=という(?:店|カフェ|宿|食堂|居酒屋|喫茶|料理|屋号|スナック|バー))"
)
_TITLED = re.compile(
    r"うちは(?P<name>[^\s。、「」]{2,14}?)と(?:いい|言い|申し)ます|(?:昔|以前|旧|元|前|もと)の(?:名|名前|屋号|店名)(?:は|が)(?P<old>[^\s。、]{2,10})、(?:いま|今|現在)は(?P<new>[^\s。、]{2,12})(?=[。、\n])"
)
_SHOWN = re.compile(
    rf"{_START}(?P<name>[^。、,「」()\n]{{2,20}}?)と(?:(?:読み取られた|書かれた|書いた|印字された|ある)(?:伝票|看板|名刺|領収書|請求書|のれん|暖簾|ゴム印|表札)|(?:伝票|看板|名刺|領収書|社印|のれん|ゴム印|表札)(?:に(?:ある|書)|が(?:かすれ|読め)))"
)
_QUOTED = re.compile(
    r"[「『](?P<name>[^」』。、\n]{2,14})[」』](?=は[^。、\n]{0,8}(?:直売所|[店屋宿塾館園院]|食堂|工房|カフェ|別の人|同業)(?:[、。で]|$))"
)
_MARKET = re.compile(
    rf"{_START}(?P<name>[一-龥]い[馬牛鳥猫犬花家壁窓扉鯨羊熊狐]|[一-龥]の[友里音風])(?=で(?:出し|食べ|も出)|が、)|、(?P<two>[一-龥]い[馬牛鳥猫犬花家壁窓扉鯨羊熊狐])(?=でも?出)"
)
_ALONE = re.compile(
    rf"{_START}(?P<name>[ぁ-ん]{{1,5}}[むくぐすぶるう])(?=。(?:自宅|店舗|一人|ひとり|夫婦|駅前|古民家)[^。\n]{{0,10}}(?:で|に|の))"
)
_NO_SHOP = re.compile(
    r"高齢|もと|続く|売上|^[A-Z]?[案店社型]$|^(?:同|当|本|弊|御|各|他|自|隣|近|近所|地元|個人|町|村|街|商店街|取引|競合|老舗|人気|一|二|先代|親|夫|妻|父|母|次|今|前|元|この|その|あの|どの|ある|うち|自分|相手|両方|双方|同業|有名|複数|多く|近隣|小さ|大き|新し|古|昔|若)"
    r"|(?:店|屋|者|社|業|たち|さん|会社|企業|事業|商店|旅館|食堂|食店|農家|地域|地区|施設|工場|現場|宿|さま|様|氏|私|彼|向け|など|ほか|ため|より|とき|場合|[年月日々的化性])$"
)
_GENERIC = re.compile(
    r"介護|個人|福祉|観光|法人|地域|専門|大手|一般|地元|民間|認可|小規模|移動|宅配|出張|業務|総合|関連|中小|共同|家庭|高級|無人|集団|個別|コイン|布団|メディア|オンライン|レンタル|リース|スマート|フード|トータル|ウェブ|グラフィック"
)


def find_subjects(folded: Folded) -> Iterator[Hit]:
    """Yield firms that open a sentence as only a firm does, pairs of them, and names after or before their trade; below 0.8."""
    text = folded.text
    words, lists = lexicon(), trades()
    for match in _BODY.finditer(text):
        if re.search(r"(?:園|院|学|校|会|所|センター)の", match["name"]):
            continue
        yield Hit("firm", match.start(), match.end("name"), _LIKELY)
    for pattern in (_LATIN, _ONE_LETTER, _WITH_COMMA, _LINE_BROKEN, _KANA_HOUSE, _MARKET, _ALONE, _TITLED):
        for match in pattern.finditer(text):
            for group, name in match.groupdict().items():
                if name and name not in lists.common and name not in words.roles and not lists.before.fullmatch(name):
                    yield Hit("firm", *match.span(group), _CERTAINTY)
    for pattern in (_SHOWN, _QUOTED):
        for match in pattern.finditer(text):
            if not is_plain(words, lists, match["name"]):
                yield Hit("firm", *match.span("name"), _CERTAINTY)
    for pattern in (_KEPT, _PAIR, _WITH_PLACE):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            if any(_is_no_name(words, lists, name) or _NO_SHOP.search(name) for name in groups.values()):
                continue
            for group in groups:
                yield Hit("firm", *match.span(group), _CERTAINTY)
    for match in _TRADE_FIRST.finditer(text):
        led = _LED.match(match["name"].rpartition(" ")[0])
        yield Hit("firm", match.start() + (led.end() if led else 0), match.end("name"), _CERTAINTY)
    for match in _OF_TRADE.finditer(text):
        own = match["own"]
        if not (_is_no_name(words, lists, own) or _GENERIC.search(own) or _NO_SHOP.search(own)):
            yield Hit("firm", *match.span("name"), _CERTAINTY)


def _is_no_name(words: Lexicon, lists: Trades, name: str) -> bool:
    return is_plain(words, lists, name) or lists.is_ordinary(name) or name in words.roles
