"""How names of firms are made: a name before a trade, a trade before a name, a name in quotation marks after a shop."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.anonymise.finding import Hit
from ingest.anonymise.ginza.everyday import is_known_word, is_proper, is_unknown
from ingest.anonymise.ginza.model import Word

#: A whole name by its shape is as sure as one the model saw; a word that no vocabulary knows is less so.
SHAPE_CERTAINTY, UNKNOWN_CERTAINTY = 0.5, 0.4

_TRADE = re.compile(
    r"(?:製作所|製造所|工業所?|工務店|商店|商会|商事|商工|産業|建設|建築|組|設計|塗装|板金|鉄工所?|精機|精工|電機|電設|電気|電子|化学|化成|製薬|薬局|製菓|製パン|製麺|製茶|製材|酒造|醸造|食品|"
    r"水産|農園|農場|果樹園|牧場|園芸|造園|生花店|花店|青果|精肉店?|鮮魚店?|米店|酒店|書店|書房|印刷所?|写真館|旅館|ホテル|民宿|荘|温泉|食堂|酒場|居酒屋|料理店|飯店|軒|亭|庵|屋|家|堂|館|園|舎|店|工房|窯|"
    r"サロン|カフェ|喫茶|キッチン|ベーカリー|ダイニング|レストラン|ストア|ショップ|マート|ハウス|スタジオ|オフィス|デザイン|システムズ?|サービス|テック|フーズ|クリニック|医院|病院|歯科|整骨院|接骨院|治療院|"
    r"運輸|運送|物流|交通|観光|不動産|事務所|保育園|幼稚園|学園|学院|塾|教室|会|社|ホールディングス|グループ|カンパニー|モータース|ガレージ|オート)$"
)
#: Trades and goods that stand after a family's, a place's or an invented name in the name of a firm.
_GOODS = re.compile(
    r"味噌|醤油|酒販?|茶|米|豆腐|蕎麦|菓子|菓匠|製菓|生花|花|花火|染物|染色|織物|呉服|漆器|陶器|家具|建具|木工|石材|畳|瓦|硝子|ガラス|金物|金網|金属|刃物|鋳造|鍛造|加工|製粉|精米|青果|鮮魚|精肉|鶏卵|"
    r"養鶏|養蜂|温室|会計|税務|法務|測量|自動車|自販|輪業|技研|塗研|電研|研磨|紙器|紙管|紙業|印刷|電工|電設|鉄構|興業|興産|物産|倉庫|時計店?|眼鏡店?|ふぁーむ|ファーム|ラボ|本舗|プラザ|書店|会館|汽船|丸"
)
#: Endings that firms alone have, so that an ordinary katakana word before them makes a name.
_FIRM_END = re.compile(
    r"製作所|製造所|商会|商店|商事|工務店|工業所?|食品|自販|薬局|水産|製菓|製パン|製麺|建材|木材|林業|鉄工所?|電機|電設|建設|運輸|運送|精機|酒造|醸造|産業|物産|興業|紙管|金網|塗装|建装|内装|板金|造園|園芸|農園|牧場|洋品|呉服|青果|鮮魚|精肉|金物|石材|木工|硝子|重機|土木|物流|ロジ|書店|写真館|時計店|歯科|医院|整骨院|接骨院"
)
_MATERIAL = re.compile(
    r"プラスチック|ステンレス|アルミ|ゴム|ガラス|コンクリート|リース|レンタル|バス|トラック|オンライン|ネット|デジタル|スーパー|ドラッグ|チェーン|カット|レトルト|フリーズ|ライン|イチゴ|ブドウ|リンゴ|ミカン|トマト|オーガニック|バイオ|ペット|スポーツ|マタニティ|スチール|ワイン|ビール|チーズ|バター|ナッツ|ハーブ|サッシ|タイル|ペンキ|エネルギー|サービス|メーカー|インプラント"
)
_QUOTED = re.compile(
    r"(?:[店屋館亭堂園宿社蔵]|食堂|居酒屋|カフェ|喫茶|サロン|美容室|工房|農園|ホテル|民宿|ブランド|屋号|社名|店名|屋号[はのが、]|社名[はのが、]|店名[はのが、])「(?P<name>[^」。、\n]{2,16})」"
    r"|「(?P<before>[^」。、\n]{2,16})」(?=(?:さん|様|さま|御中|という(?:社名|屋号|店名?|会社|旅館|食堂|居酒屋)))"
)
#: Trades that stand before the name of a shop.
_BEFORE_NAME = re.compile(
    r"すし|寿司|鮨|そば|蕎麦|うどん|ラーメン|らーめん|民宿|旅館|ホテル|ペンション|居酒屋|カフェ|Cafe|cafe|CAFE|喫茶|スナック|バー|割烹|料亭|食堂|酒場|焼肉|焼鳥|鉄板焼|美容室|理容|ヘアサロン|hair salon|Hair Salon|hair|サロン|花屋|パン工房|工房|窯|アトリエ|スタジオ|"
    r"オフィス|ショップ|リサイクル|ギャラリー|レストラン|ビストロ|トラットリア|キッチン|ダイニング|ベーカリー|パティスリー|クリニック|学習塾|塾|農園|牧場|ワイナリー|ガーデン|ネイルサロン|ネイル室|保育室|ブーランジェリー|オート|菓匠|パン屋|そろばん塾"
)
SUFFIXES = {
    "さん",
    "様",
    "さま",
    "氏",
    "君",
    "くん",
    "ちゃん",
    "殿",
    "サン",
    "サマ",
    "先生",
    "社長",
    "会長",
    "専務",
    "代表",
}
_KANA = re.compile(r"[ぁ-んァ-ヴー・]{2,}")


def firms_in_runs(sentence: str, words: Sequence[Word]) -> list[Hit]:
    """Return runs of words that are made like the name of a firm: 戸倉建具, こもれび書店, オフィスことの葉."""
    hits = []
    for at, word in enumerate(words):
        run = _run(words, at)
        alone = not at or words[at - 1].end != word.start or not _is_part(words[at - 1])
        named = (
            is_proper(word)
            or is_unknown(word)
            or (
                alone
                and len(run) == 3
                and _is_part(word)
                and len(word.text) + len(run[1].text) > 2
                and is_proper(run[1])
            )
        )
        named = named or (alone and bool(re.fullmatch("[A-Z]", word.text)) and not _TRADE.fullmatch(run[-1].text))
        named = named or (alone and len(run) == 2 and bool(_FIRM_END.fullmatch(run[-1].text)) and _is_rare(word))
        if (
            named
            and len(run) > 1
            and not re.fullmatch("[ぁ-ん]", word.text)
            and ends_in_trade(run[-1].text)
            and not is_known_word(_text(run))
        ):
            hits.append(Hit("firm", word.start, run[-1].end, SHAPE_CERTAINTY))
        elif _BEFORE_NAME.fullmatch(word.text) and at + 1 < len(words):
            name = _after_trade(sentence, words, at)
            if name:
                hits.append(Hit("firm", word.start, name, UNKNOWN_CERTAINTY))
    return hits


def quoted_firms(sentence: str) -> list[Hit]:
    """Return what stands in quotation marks after a kind of shop or before さん: 居酒屋「よりみち」."""
    spans = [match.span("name" if match.group("name") else "before") for match in _QUOTED.finditer(sentence)]
    return [Hit("firm", start, end, SHAPE_CERTAINTY) for start, end in spans if not is_known_word(sentence[start:end])]


def widened(sentence: str, hit: Hit, words: Sequence[Word]) -> Hit:
    """Return the hit with the trade words that stand beside it: カフェ tsumugu, 鷲尾味噌, 民宿うしお荘."""
    start, end, kind = hit.start, hit.end, hit.kind
    after = [w for w in words if w.start >= end]
    for word in after:
        if (
            word.start != end
            or not word.tag.startswith(("名詞-普通名詞", "接尾辞-名詞的"))
            or word.text in SUFFIXES
            or not ends_in_trade(word.text)
        ):
            break
        end, kind = word.end, "firm"
    for word in reversed([w for w in words if w.end <= start]):
        if sentence[word.end : start].strip() or not _BEFORE_NAME.fullmatch(word.text):
            break
        start, kind = word.start, "firm"
    return Hit(kind, start, end, min(hit.certainty, SHAPE_CERTAINTY) if kind != hit.kind else hit.certainty)


def ends_in_trade(text: str) -> bool:
    """Tell whether a trade or goods end the text, as they end the names of firms."""
    return bool(_TRADE.search(text) or _GOODS.fullmatch(text) or _FIRM_END.fullmatch(text))


def _run(words: Sequence[Word], at: int) -> list[Word]:
    run = [words[at]]
    for word in words[at + 1 :]:
        if word.start != run[-1].end or not _is_part(word):
            break
        run.append(word)
    while len(run) > 1 and run[-1].text in SUFFIXES:
        run.pop()
    return run


def _is_part(word: Word) -> bool:
    return (word.tag.startswith("名詞") and "数詞" not in word.tag) or word.tag.startswith("接尾辞-名詞的-一般")


def _text(run: Sequence[Word]) -> str:
    return "".join(word.text for word in run)


def _is_rare(word: Word) -> bool:
    """Tell whether a katakana word is none of trade, as トヨシマ in トヨシマ製作所; ステンレス工業 may be anybody's."""
    return (
        bool(re.fullmatch("[ァ-ヴー]{2,}", word.text))
        and not is_known_word(word.text)
        and not _MATERIAL.search(word.text)
    )


def _after_trade(sentence: str, words: Sequence[Word], at: int) -> int:
    """Return where a name in kana or Latin letters after a trade word ends, or 0: リサイクルショップぐるり."""
    first = at + 1
    if words[first].text in "・ ":
        first += 1
    if first >= len(words) or sentence[words[at].end : words[first].start].strip(" ・"):
        return 0
    word = words[first]
    kana = bool(_KANA.fullmatch(word.text)) and len(word.text) >= 3
    joined = first > at + 1 and words[at + 1].text == "・"
    if word.tag.startswith("名詞") and (is_unknown(word) or is_proper(word) or (joined and kana)):
        return _run(words, first)[-1].end
    if kana and word.tag.startswith(("副詞", "感動詞", "形状詞")) and not is_known_word(word.text):
        after = words[first + 1] if first + 1 < len(words) else None
        return word.end if after is None or after.tag.startswith(("助詞", "補助記号")) else 0
    return 0
