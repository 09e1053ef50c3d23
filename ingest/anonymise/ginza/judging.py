"""Which of the model's names are names of a person or a firm, and which are public bodies, goods and plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ingest.anonymise.finding import Hit
from ingest.anonymise.ginza.model import Name, Word
from ingest.anonymise.names.lexicon import lexicon
from knowledge.taxonomy import HUBS, VOCABULARIES

_PERSONS = {"Person"}
_FIRMS = {
    "Company", "Company_Group", "Corporation_Other", "Organization_Other", "GOE_Other", "Facility_Other", "School",
    "Show_Organization", "Sports_Organization_Other", "Worship_Place", "Spa", "Theater", "Amusement_Park", "Museum",
    "Sports_Facility", "Research_Institute", "Name_Other", "Product_Other",
}  # fmt: skip
#: A name of a person is surer than one of a firm (trust figures: 0.64 and 0.40 of names fully covered); none is silent.
PERSON_CERTAINTY, FIRM_CERTAINTY, TAG_CERTAINTY = 0.6, 0.5, 0.4

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
    r"製作所|製造所|商会|商店|商事|工務店|工業所?|食品|自販|薬局|水産|製菓|製パン|製麺|建材|木材|林業|鉄工所?|電機|電設|建設|運輸|運送|精機|酒造|醸造|産業|物産|興業|紙管|金網|塗装|造園|農園|牧場|書店|写真館|時計店|歯科|医院|整骨院|接骨院"
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
_HIRAGANA = re.compile(r"[ぁ-んー]+")
_SUFFIXES = {"さん", "様", "さま", "氏", "君", "くん", "ちゃん", "殿", "サン", "サマ", "先生", "社長", "会長", "専務", "代表"}
_AREA = re.compile(r"^(?:[都道府県市区町村郡島]|地方|地域|地区|駅|港|川|山|湖|県|産|牛|焼|米|国|人|語|湾|半島|橋|通り)")
_STAND_IN = re.compile(r"[A-Za-z]{1,2}(?:[子男]|社|店|さん|氏|地区|[都府県郡市区町村島])?|[〇○●◯△□×✕xXＸ*＊]+.{0,3}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z&'.\- ]+")
_KANA = re.compile(r"[ぁ-んァ-ヴー・]{2,}")
_NUMBER = re.compile(r"[0-9〇一二三四五六七八九十百千]{2}")


def judge(sentence: str, names: Sequence[Name], words: Sequence[Word]) -> list[Hit]:
    """Return what of ``names`` counts, and surnames and unknown words where the model saw nothing; in order, apart."""
    hits = [hit for name in names if (hit := _judged(sentence, name))]
    hits += _firms_in_runs(sentence, words)
    hits += _quoted_firms(sentence)
    for at, word in enumerate(words):
        if is_surname(word) and not _AREA.match(sentence[word.end : word.end + 2]):
            hits.append(_whole(words, at))
        elif is_unknown(word) and len(word.text) > 2 and not _is_everyday(sentence, word):
            hits.append(Hit("firm", word.start, word.end, TAG_CERTAINTY))
    apart: list[Hit] = []
    for hit in sorted((_widened(sentence, hit, words) for hit in hits), key=lambda hit: hit.start - hit.end):
        if not any(hit.start < other.end and other.start < hit.end for other in apart):
            apart.append(hit)
    return sorted(apart, key=lambda hit: hit.start)


def is_known_word(text: str) -> bool:
    """Tell whether ``text`` names a public body, a place and no firm, a role, a trade or something everybody knows."""
    exact, endings = _known_words()
    return text in exact or text in lexicon().roles or text.endswith(endings) or bool(_STAND_IN.fullmatch(text))


def is_proper(word: Word) -> bool:
    """Tell whether the dictionary holds the word as a proper noun and it is none that everybody knows."""
    return "固有名詞" in word.tag and not word.tag.endswith("-国") and not is_known_word(word.text)


def is_surname(word: Word) -> bool:
    """Tell whether the dictionary takes the word for a surname in this sentence."""
    return word.tag.endswith("人名-姓") and len(word.text) > 1 and not is_known_word(word.text)


def is_unknown(word: Word) -> bool:
    """Tell whether a Latin or kana word is in no vocabulary, as trade names often are."""
    if not word.tag.startswith("名詞") or word.common or is_known_word(word.text):
        return False
    return bool(_LATIN.fullmatch(word.text) or _KANA.fullmatch(word.text))


def _judged(sentence: str, name: Name) -> Hit | None:
    words = list(name.words)
    while words and (words[-1].text in _SUFFIXES or words[-1].tag.startswith(("助詞", "補助記号"))):
        words.pop()
    while words and words[0].tag.startswith(("助詞", "補助記号-読点", "補助記号-句点")):
        words.pop(0)
    if not words or name.label not in _PERSONS | _FIRMS:
        return None
    start, end = words[0].start, words[-1].end
    text = sentence[start:end]
    if len(text) < 2 and not is_proper(words[0]):
        return None
    if is_known_word(text) or _NUMBER.search(text) or "［" in text or "］" in text:
        return None
    proper = [w for w in words if is_proper(w)]
    unknown = [w for w in words if is_unknown(w)]
    trade = len(words) > 1 and bool(_TRADE.search(text))
    if not (proper or unknown or (trade and _is_odd(words))):
        return None
    if not unknown and all("地名" in w.tag for w in proper) and not trade and name.label not in _PERSONS:
        return None
    if name.label in _PERSONS and not trade:
        if _AREA.match(sentence[end : end + 2]) or (len(words) == 1 and is_unknown(words[0]) and not proper):
            return None
        return Hit("person", start, end, PERSON_CERTAINTY)
    if name.label in ("Product_Other", "Name_Other") and not trade:
        return None
    return Hit("firm", start, end, FIRM_CERTAINTY)


def _is_odd(words: Sequence[Word]) -> bool:
    """Tell whether a trade word follows kana that is no ordinary noun: きらら工房 is, 和菓子店 is not."""
    return any(_KANA.fullmatch(w.text) and not w.tag.startswith(("助詞", "動詞", "助動詞")) for w in words[:-1])


def _whole(words: Sequence[Word], at: int) -> Hit:
    """Return the surname at ``at`` with a given name after it, or with a trade word as a firm."""
    start, end = words[at].start, words[at].end
    for after in words[at + 1 : at + 3]:
        if after.tag.endswith("人名-名") or (after.tag.endswith("人名-一般") and after.start == end):
            end = after.end
        elif after.start == end and after.tag.startswith(("名詞", "接尾辞")) and _TRADE.fullmatch(after.text):
            return Hit("firm", start, after.end, TAG_CERTAINTY)
    return Hit("person", start, end, TAG_CERTAINTY)


def _widened(sentence: str, hit: Hit, words: Sequence[Word]) -> Hit:
    """Return the hit with the trade words that stand beside it: カフェ tsumugu, 鷲尾味噌, 民宿うしお荘."""
    start, end, kind = hit.start, hit.end, hit.kind
    after = [w for w in words if w.start >= end]
    for word in after:
        if word.start != end or not word.tag.startswith(("名詞-普通名詞", "接尾辞-名詞的")) or not _goes_on(word):
            break
        end, kind = word.end, "firm"
    for word in reversed([w for w in words if w.end <= start]):
        if sentence[word.end : start].strip() or not _BEFORE_NAME.fullmatch(word.text):
            break
        start, kind = word.start, "firm"
    return Hit(kind, start, end, min(hit.certainty, FIRM_CERTAINTY) if kind != hit.kind else hit.certainty)


def _goes_on(word: Word) -> bool:
    return word.text not in _SUFFIXES and bool(_TRADE.search(word.text) or _GOODS.fullmatch(word.text))


def _firms_in_runs(sentence: str, words: Sequence[Word]) -> list[Hit]:
    """Return runs of words that are made like the name of a firm: 戸倉建具, こもれび書店, オフィスことの葉."""
    hits = []
    for at, word in enumerate(words):
        run = _run(words, at)
        alone = not at or words[at - 1].end != word.start or not _is_part(words[at - 1])
        named = is_proper(word) or is_unknown(word) or (alone and len(run) == 3 and is_proper(run[1]))
        named = named or (alone and bool(re.fullmatch("[A-Z]", word.text)) and not _TRADE.fullmatch(run[-1].text))
        named = named or (alone and len(run) == 2 and bool(_FIRM_END.fullmatch(run[-1].text)) and _is_rare(word))
        if named and len(run) > 1 and _ends_in_trade(run) and not is_known_word(_text(run)):
            hits.append(Hit("firm", word.start, run[-1].end, FIRM_CERTAINTY))
        elif _BEFORE_NAME.fullmatch(word.text) and at + 1 < len(words):
            name = _after_trade(sentence, words, at)
            if name:
                hits.append(Hit("firm", word.start, name, TAG_CERTAINTY))
    return hits


def _is_everyday(sentence: str, word: Word) -> bool:
    """Tell whether the word is plain hiragana or a part of a web address, which the rules see whole."""
    around = sentence[max(0, word.start - 1) : word.start] + sentence[word.end : word.end + 1]
    return bool(_HIRAGANA.fullmatch(word.text)) or (word.text.isascii() and any(c in "./@_:-#?=" for c in around))


def _quoted_firms(sentence: str) -> list[Hit]:
    """Return what stands in quotation marks after a kind of shop or before さん: 居酒屋「よりみち」."""
    spans = [match.span("name" if match.group("name") else "before") for match in _QUOTED.finditer(sentence)]
    return [Hit("firm", start, end, FIRM_CERTAINTY) for start, end in spans if not is_known_word(sentence[start:end])]


def _run(words: Sequence[Word], at: int) -> list[Word]:
    run = [words[at]]
    for word in words[at + 1 :]:
        if word.start != run[-1].end or not _is_part(word):
            break
        run.append(word)
    while len(run) > 1 and run[-1].text in _SUFFIXES:
        run.pop()
    return run


def _is_part(word: Word) -> bool:
    return (word.tag.startswith("名詞") and "数詞" not in word.tag) or word.tag.startswith("接尾辞-名詞的-一般")


def _ends_in_trade(run: Sequence[Word]) -> bool:
    last = run[-1].text
    return last not in _SUFFIXES and bool(_TRADE.search(last) or _GOODS.fullmatch(last))


def _text(run: Sequence[Word]) -> str:
    return "".join(word.text for word in run)


def _is_rare(word: Word) -> bool:
    """Tell whether a katakana word is none of trade, as トヨシマ in トヨシマ製作所; ステンレス工業 may be anybody's."""
    return bool(re.fullmatch("[ァ-ヴー]{2,}", word.text)) and not is_known_word(word.text) and not _MATERIAL.search(word.text)


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


@cache
def _known_words() -> tuple[frozenset[str], tuple[str, ...]]:
    lines = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines()
    listed = [word for line in lines if not line.startswith("#") for word in line.split()]
    terms = [word for v in VOCABULARIES.values() for term in v.values() for word in (*term.words, term.label)]
    places = [term.words[0].rstrip("県府都") for term in HUBS.values()]
    exact = frozenset(w for w in (*listed, *terms, *places) if not w.startswith("-"))
    return exact, tuple(word[1:] for word in listed if word.startswith("-"))
