"""Shops named with everyday words, told by the words around them: まるみという店, ことり(花屋), 屋号はいろは, ひなたの店主."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.names.lexicon import Lexicon, lexicon
from ingest.anonymise.names.told import fold_kana
from ingest.anonymise.names.trades import Trades, trades

#: All are doubts for a reviewer: the words around tell that a name stands here, not that it is one.
_CERTAINTY, _LIKELY = 0.5, 0.6
_START = r"(?:(?<=[。、,\n「」()|:!?・])|^)"
_SHOP = r"(?:(?:お)?店|会社|屋号|店名|社名|食堂|料理店|雑貨店|専門店|居酒屋|旅館|民宿|宿|工房|農園|牧場|塾|教室|サロン|カフェ|喫茶(?:店)?|スナック|バー|美容[室院]|理容[室店]|整[体骨]院|接骨院|歯医者|医院|クリニック|工務店|工場|製作所|事業所|施設|ブランド|[一-龥ァ-ヴー]{1,6}[屋店])"
_CALLED = re.compile(
    rf"(?P<run>[^\s。、,「」()|:!?]{{1,24}}?)(?:という|っていう|って名の|と名付けた)(?:名前の|名の|[^\s。、]{{1,8}}の)?{_SHOP}(?![がはも](?:多|あ|な|増))"
)
_SAYING = re.compile(
    r"(?:ない|たい|った|いた|した|だ|です|ます|する|なる|いる|ある|の|ん|かも|うか|るか|そう|どう|こう|いつか|[一-龥][いるうくすつむたぶ]|[えけせてねべめれ]る|[一-龥]{3,})$"
)
_VERB = re.compile(
    r"[一-龥][ぁ-ん]{1,4}(?:そう|よう|いる|たい|言う|思う)$|^(?:し|す|さ|決|変|使|出|伏|ま[だず])[ぁ-ん一-龥]*[たるいうはも]$|[一-龥][ぁ-ん]{0,2}(?:ない|なかった|った|た|る|て)(?=$|[一-龥0-9])|[一-龥][さしせらり](?=ず|な)"
)
_LED = re.compile(r".*(?:[一-龥ァ-ヴー][はがをにでの]|では|には|から|にある|である|の中の|その|この)(?=.)")
_AFTER_NAME = re.compile(
    rf"(?:{_START}|(?<=[)]と))(?P<name>[^\s。、,「」()|:!?は]{{2,14}})[(](?P<trade>[^()\n]{{2,8}})[)]"
)
_TRADE_OF = re.compile(
    rf"(?:歯医者|医院|{_SHOP}|商店|花屋|鮮魚店)の(?P<name>[ぁ-んー]{{2,8}}?|[ァ-ヴー]{{2,10}})(?=さん(?![ざぽま]))"
)
_NAMED = re.compile(
    r"(?:屋号|店名|社名|商号|ブランド名|店の名前?)(?:欄)?(?:[はをにが:]|を新たに)[ ]?(?P<name>[^\s。、,「」()|:を]{2,14}?)(?=(?:に(?:する|し|変|改|決|統|な)|と(?:する|し|決|名|書|付|つけ|い)|で(?:登|申|出|開|営|す|始)|のまま|だ|[。、\n(]|$))"
)
_NAMED_TRADE = re.compile(
    r"(?:店|屋号|店名)(?:は|が)(?P<name>[^\s、。はがを]{2,6}[ ・][^\s、。]{2,8}?)(?=[、。\n]|です|だ|で、|といい|という)"
)
_BOX = re.compile(
    r"(?:(?:屋号|店名|社名|商号)欄?(?:には?|は|が|を|:)?|(?:領収書|請求書|納品書|伝票|看板|名刺|のれん|暖簾|通帳)(?:の名前?|の宛名)?(?:には?|は|では)|が?(?:元の|旧|新しい|前の)(?:店名|屋号|名前)[はが:]?)[「『](?P<name>[^」』\n]{2,20})[」』]|[「『](?P<visited>[^「」『』。、\n]{2,16})[」』](?=(?:[へに](?:現地)?(?:訪問|伺|行っ|立ち寄|出向|電話)|を訪(?:問|ね)))"
)
_INSIDE = re.compile(
    r"(?:処|亭|庵|屋|家|堂|軒|荘|園|舎|館|工房|食堂|酒場|商店|カフェ|キッチン|サロン|ショップ|スタジオ) [^」]{2,}"
)
_OWN = r"(?P<name>[ぁ-んー]{2,10}|[ァ-ヴー]{3,12}|[A-Z][a-z][A-Za-z]{1,11}|[A-Z]{5,12})"
_KEEPER = re.compile(
    rf"{_START}{_OWN}の(?=(?:店主|女将|若女将|大将|社長|代表|園主|院長|オーナー|マスター|店長|料理長|親方|二代目|三代目|社員|従業員|バイト|予約|客単価|レジ|売上)(?![一-龥]))"
)
#: A word in hiragana that has customers or a till is a shop; one in katakana may be goods (ランチの売上).
_WITH_TILL = re.compile(
    rf"{_START}(?P<name>[ぁ-んー]{{3,10}})の(?=(?:客数|客足|客層|看板|開店|閉店|定休日|メニュー|原価率?|資金繰り|試算表|確定申告|チラシ|インスタ|ランチ|家賃|改装|帳簿|見積|入居率|車庫|厨房|店内|売り場|仕入れ|値札|在庫|予約|客単価|レジ|売上))"
)
_KANA_PLACE = re.compile(
    rf"{_START}(?P<name>(?!うち|よそ|となり|やめ|めっき|せんべい|こんにゃく|かまぼこ|とうふ|おもちゃ|ねじ|ばね|こうじ|しょうゆ|たたみ|せっけん|うどん|そば|すし|ぶどう|りんご|みかん|いちご|ごみ|まち|もの)[ぁ-ん]{{2,5}}(?:工場|本舗|横丁|市場|プラス|テラス|ファーム|ラボ|製麺|製菓|の里|の森|の庭|の家|のいえ|第[一二三1-3]))(?=[のはがをにもで、。]|から|より)"
)
_CALLED_SHORT = re.compile(
    r"(?:略して|通称は?|愛称は?|呼び名は?|俗に)[「『](?P<name>[^」』\n]{2,12})[」』]|[「『](?P<known>[^「」『』。、\n]{2,12})[」』](?=(?:の愛称|で通っ|と呼ばれ|と呼んで|の名で))"
)
_LEDGER = re.compile(
    r"(?:内訳|売掛|買掛|未収|未回収|入金|卸先|取引先|得意先|仕入先|納品先|請求先)[^。\n、]{0,4}?[→:は、] ?(?P<row>(?:[^\s0-9、。,()]{2,10}? ?[0-9][0-9,.]*(?:万円?|千円|円|%|割|箱|枚|本|kg)?[、,/ ]{0,2}){1,8})"
)
_ENTRY = re.compile(r"(?P<name>[一-龥々]{2,4}|[ァ-ヴー]{3,10}|[ぁ-ん]{3,8}|[ァ-ヴー]{2,6}[一-龥]{1,3}) ?[0-9]")
_COST = re.compile(
    r"[費料代金税分他額数計量率高前後上下中回約月日年計]$|^(?:合計|残り|その他|ほか|平均|合わせて|現金|手形)"
)
_RUN_BY = re.compile(
    rf"(?:{_START}|(?<=[一-龥][がはとで]))(?P<name>[ぁ-んー]{{3,10}}?|[ァ-ヴー]{{3,12}})(?=を(?:営|経営し|切り盛り|立ち上げた|退職|辞め)|で(?:働い|働く|修業|修行|雇わ)|に(?:勤め|就職|入社|卸し|納品|納め))"
)
_PARTNERS = re.compile(
    r"(?:取引先|仕入先|得意先|納入先|納品先|卸先|販売先|元請|下請|外注先|元請け|下請け|外注|競合|同業)の(?P<first>[一-龥々]{2,3}|[ァ-ヴー]{3,10}|[ぁ-ん]{3,8})(?:と|、|や|・)(?P<second>[一-龥々]{2,3}|[ァ-ヴー]{3,10}|[ぁ-ん]{3,8}?)(?=[でがはをにの、。]|から|だけ|へ)"
    r"|(?:取引先|仕入先|得意先|納入先|卸先|元請け?|下請け?|外注先?)[がをは](?P<old>[^\s、。はがを]{2,10})から(?P<new>[ァ-ヴー]{3,10}|[一-龥]{2,4})(?=に(?:変|替|切|移))"
)
#: 一休は蕎麦、弥生は定食: two trades told one after the other.
_SHARES = re.compile(
    rf"{_START}(?:(?:[一-龥々]{{2,4}}|[ぁ-んー]{{2,6}}|[ァ-ヴー]{{3,8}})は[一-龥ァ-ヴーぁ-ん]{{2,6}}[、。]){{2,6}}"
)
_SHARE = re.compile(r"(?P<name>[^は、。]{2,8})は(?P<trade>[^は、。]{2,6})[、。]")
_NOT_KANA_WORDS = (
    "おやじ おかみ それ これ あれ どれ ここ そこ どこ こちら そちら どちら われわれ わたし わたくし ぼく おれ うち みんな みな ふたり ひとり なじみ おなじみ こだわり ほとんど たくさん すべて いつも いつか もともと そのため はじめ はじめて さいご おすすめ ふだん いま むかし あと つぎ まち むら みせ おみせ となり ちかく まわり なか そば いくつか それぞれ おのおの ともに ほか そのほか もちろん このため もう まだ やはり つまり しかし ただ また なお さらに とくに いちばん "
    "ところ こと もの とき あなた だれ だれか なに なにか あちこち そもそも このあと そのあと いわば あらゆる ある この その あの どの おおよそ およそ ひとつ ふたつ みっつ かつて かねて ごく それなり ばあい まとめて ほんとう ゆくゆく ちょうど わずか まえ ひとまず さしあたり いくら どちらか ふつう とりあえず もうひとつ うえ した よそ わが われら おたがい たがい ひごろ かなり よく ようやく やっと はたち おまけ ついで おもて うら つなぎ まとまり やりとり やりくり てもと おかね しごと くらし"
)
_NOT_KANA = frozenset(_NOT_KANA_WORDS.split())
_PLAIN = re.compile(
    r"(?:スーパー|コンビニ|ホームセンター|ドラッグストア|デパート|チェーン|メーカー|サービス|センター|グループ|リーダー|スタッフ|アルバイト|オーナー|ショップ|サロン|カフェ|レストラン|ホテル|クリニック|フランチャイズ|ペンション|ベーカリー|キッチン|スタジオ|ゲストハウス|イベント|マルシェ|システム)$"
    r"|^(?:パート|バイト|ベテラン|ライバル|フリー|ネット|オンライン|スナック|バー|テナント|ブランド|ラーメン|パン|ケーキ|コーヒー|キッチンカー|アプリ|サイト|シェフ|ノウハウ|コロナ|ライン|ビル|ワイン|ビール|チーム|クラブ|グランピング|キャンプ|オフィス|テイクアウト|ランチ|ディナー)$"
)


def find_introduced(folded: Folded) -> Iterator[Hit]:
    """Yield the names of shops and firms that only the words around them give away; all below 0.8."""
    text = folded.text
    words, lists = lexicon(), trades()
    for match in _CALLED.finditer(text):
        yield from _called(words, lists, match)
    for match in _AFTER_NAME.finditer(text):
        if _is_trade(lists, match["trade"]) and not is_plain(words, lists, match["name"]):
            yield Hit("firm", match.start("name"), match.end("name"), _CERTAINTY)
    for match in _KANA_PLACE.finditer(text):
        yield Hit("firm", *match.span("name"), _CERTAINTY)
    for pattern in (_TRADE_OF, _NAMED, _NAMED_TRADE, _KEEPER, _WITH_TILL, _RUN_BY):
        for match in pattern.finditer(text):
            if not is_plain(words, lists, match["name"]) and not _VERB.search(match["name"]):
                yield Hit("firm", match.start("name"), match.end("name"), _CERTAINTY)
    for match in _BOX.finditer(text):
        group = "name" if match["name"] else "visited"
        if not is_plain(words, lists, match[group]) and not _SAYING.search(match[group]):
            yield Hit("firm", *match.span(group), _LIKELY)
    for match in re.finditer(r"[「『]([^」』\n]{4,20})[」』]", text):
        if _INSIDE.search(match.group(1)):
            yield Hit("firm", *match.span(1), _LIKELY)
    for row in _SHARES.finditer(text):
        shares = [match for match in _SHARE.finditer(text, *row.span()) if lists.before.fullmatch(match["trade"])]
        if len(shares) > 1:
            for match in shares:
                if not is_plain(words, lists, match["name"]):
                    yield Hit("firm", *match.span("name"), _CERTAINTY)
    for match in _CALLED_SHORT.finditer(text):
        group = "name" if match["name"] else "known"
        if not is_plain(words, lists, match[group]):
            yield Hit("firm", *match.span(group), _CERTAINTY)
    for row in _LEDGER.finditer(text):
        for match in _ENTRY.finditer(text, *row.span("row")):
            name = match["name"]
            if not (_COST.search(name) or is_plain(words, lists, name) or lists.is_ordinary(name)):
                yield Hit("firm", *match.span("name"), _CERTAINTY)
    for match in _PARTNERS.finditer(text):
        for group in ("first", "second", "old", "new"):
            if match[group] and not is_plain(words, lists, match[group]) and not lists.is_ordinary(match[group]):
                yield Hit("firm", *match.span(group), _CERTAINTY)


def _called(words: Lexicon, lists: Trades, match: re.Match[str]) -> Iterator[Hit]:
    """Yield what stands before という店, from the last particle on when it is long; sayings (安いという店) are none."""
    start, end = match.span("run")
    before = match.string[max(0, start - 1) : start]
    led = _LED.match(match["run"]) if end - start > 6 or before not in "。、\n「(" else None
    start += led.end() if led else 0
    name = match.string[start:end]
    if 2 <= len(name) <= 14 and not _SAYING.search(name) and not is_plain(words, lists, name):
        yield Hit("firm", start, end, _CERTAINTY)


def _is_trade(lists: Trades, text: str) -> bool:
    return bool(
        lists.before.fullmatch(text)
        or re.fullmatch(_SHOP, text)
        or re.fullmatch(
            r"造園|介護|福祉|建築|建設|農業|漁業|飲食|小売|運送|整備|理容|美容|宿泊|印刷|塗装|板金|青果|鮮魚|精肉|製麺|製菓",
            text,
        )
        or re.fullmatch(r".{1,6}(?:業|販売|製造|加工|料理|屋|店|院|室)", text)
    )


def is_plain(words: Lexicon, lists: Trades, name: str) -> bool:
    """Tell whether the word is a trade, a role or an ordinary word, which names no shop."""
    return (
        name in lists.common
        or name in _NOT_KANA
        or name in words.roles
        or name.endswith(words.role_endings)
        or (re.fullmatch("[一-龥]+", name) is not None and words.is_role(name))
        or bool(_PLAIN.search(name))
        or lists.before.fullmatch(name) is not None
        or fold_kana(name) in _NOT_KANA
        or name.endswith(("ました", "ません", "など", "では", "には", "とは", "から", "まで", "だけ", "ため", "ごと"))
        or bool(re.match(r"[ぁ-ん]{1,3}(?:から|ので|たり|ながら|ては|ても)", name))
    )
