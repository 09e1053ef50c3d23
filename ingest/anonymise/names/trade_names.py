"""Names beside a word of trade: 花屋みつば, カフェ tsumugu, 民宿うしお荘, 北嶺精機, ゆい接骨院."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.names.lexicon import Lexicon, lexicon
from ingest.anonymise.names.told import fold_kana
from ingest.anonymise.names.trades import TAIL, Trades, trades

_PARTICLE = r"(?=[はがをにもへ、。「」()【】:\n]|の|で|と(?!り)|や(?!す)|から|より|まで|さん|様|宛|という|名義|$| )"
_KANA_SHOP = re.compile(
    r"さん|さま|ちゃん|ならでは|として|という|といっ|から|まで|など|だけ|より|なら|です|だっ|だと|だが|では|には|にも|とは|とか|っぽ|らし|ごと|みたい|くらい|ぐらい|ほど|しか|しよ|する|した|して|あり|ある|いる|いた|および|または|やめ|はじめ|を|が|の|も|へ|に(?!こ|じ|し)|は(?!な|る|と|ま|や|ち|ぴ|に)|と(?!も|ま|り|ん|き)|で(?!ん)|や(?!す|ま|ぎ|さ)|か(?!も|え|ん|ぜ|わ|り)|な(?!な|ご|つ|み|ぎ)"
)
_END_KANA = re.compile(
    r"(?:から|まで|では|には|とは|での|への|との|です|という|として|より|でも|など|さん|さま|[のはがをにもへでと])$"
)
_LATIN_NAME = r"[A-Za-z]{2}[A-Za-z0-9&'.\-]{1,20}(?: (?:& )?[A-Za-z][A-Za-z0-9&'.\-]{1,20}){0,2}"
_DOINGS = frozenset(
    (
        "開発",
        "教室",
        "販売",
        "警備",
        "清掃",
        "設計",
        "会計",
        "加工",
        "合成",
        "病院",
        "環境",
        "住宅",
        "写真",
        "倉庫",
        "設備",
        "内装",
        "塗装",
        "包装",
    )
)
_QUOTED = re.compile(r"[「『“\"]([^「」『』“”\"\n]{2,20})[」』”\"]")
_SENTENCE = re.compile(r"[はがをへ。!?]|です|ます|する|した|ない|から|こと|もの|たい")
_LATIN = re.compile(_LATIN_NAME)
_KATAKANA = re.compile(rf"([ァ-ヴー]{{2,12}}(?:・[ァ-ヴー]{{2,12}})?)[一-龥]{{0,3}}{_PARTICLE}")
_HIRAGANA = re.compile(r"[ぁ-ん]{2,9}")
_KANJI = re.compile(rf"([一-龥々]{{1,4}}){_PARTICLE}")
_KANJI_TAIL = re.compile(rf"[一-龥]{{1,3}}{TAIL}(?![一-龥])")
_OLD_TAIL = re.compile(rf"{TAIL}(?![一-龥])")
_ENDED = re.compile(rf"[一-龥]{{1,4}}{_PARTICLE}")
_GOES_ON = re.compile(r"(?!様|宛|御中)[一-龥]")
_ADDRESSED = re.compile(r"さん|様|御中|です|の(?:社長|専務|担当|登録番号|工場|営業)")
_INTRODUCED = re.compile(r"(?:こちら|弊社|(?:取引先|元請|下請|卸先|仕入先|得意先|発注元)け?の|「)$")
_NOT_OWN = re.compile(r"[A-Za-z]{1,2}|[0-9]+.*")
_LED_BY = re.compile(
    r"(?:取引先|元請け?|下請け?|発注元|仕入先|弊社|当社|現在|先代|地元|内装|同業|隣|老舗|こちら|第[0-9一二三四五六七八九十])(?=.{2,}$)"
)
_PIECES = re.compile(r"[のはがをにもへでと]|から|より|まで|など|この|その|あの|という")
_DONE = re.compile(r"(?:[ぁ-ん](?:った|んだ)|いだ)$")  # うまくいった牧場, 継いだ書店
_VERB_END = re.compile(r"[たるいうくすつむだな]$|ない|よう|れば|たら|ほど|って|なる|して|でき")


def find_trade_names(folded: Folded) -> Iterator[Hit]:
    """Yield names of shops and firms; sure where a name of its own stands beside the trade, else a doubt."""
    text = folded.text
    words, lists = lexicon(), trades()
    for match in lists.before.finditer(text):
        yield from _after_trade(text, words, lists, match)
    for match in lists.after.finditer(text):
        yield from _before_trade(text, words, lists, match)


def _after_trade(text: str, words: Lexicon, lists: Trades, trade: re.Match[str]) -> Iterator[Hit]:
    start = trade.start()
    at = trade.end() + (text[trade.end() : trade.end() + 1] in (" ", "・"))
    spaced = at > trade.end()
    quoted = _QUOTED.match(text, at)
    if quoted:
        if not _SENTENCE.search(quoted.group(1)):
            yield Hit("firm", quoted.start(1), quoted.end(1), 0.85)
        return
    latin = _LATIN.match(text, at)
    if latin and (spaced or latin.group()[0].isupper()) and text[latin.end() : latin.end() + 1] not in ("-", "/"):
        yield Hit("firm", start, latin.end(), 0.75)
        return
    katakana = _KATAKANA.match(text, at)
    if katakana and katakana.group(1) not in lists.common and not lists.ends_common(katakana.group(1)):
        yield Hit("firm", start, katakana.end(), 0.7)
    kana = _HIRAGANA.match(text, at)
    if kana:
        yield from _hiragana_after(text, trade, kana, spaced=spaced)
        return
    kanji = _KANJI.match(text, at)
    name = kanji.group(1) if kanji else ""
    if kanji and spaced and words.surname_of(name) == name and name not in words.weak and not words.is_role(name):
        yield Hit("firm", start, kanji.end(), 0.7)
    tail = None if spaced else _KANJI_TAIL.match(text, at)
    if tail and tail.group()[:-1] not in lists.common and not lists.after.fullmatch(tail.group()):
        yield Hit("firm", start, tail.end(), 0.7)


def _hiragana_after(text: str, trade: re.Match[str], kana: re.Match[str], *, spaced: bool) -> Iterator[Hit]:
    start, at = trade.start(), kana.start()
    if _KANA_SHOP.match(kana.group()):
        return
    if _OLD_TAIL.match(text, kana.end()):  # 民宿うしお荘
        yield Hit("firm", start, kana.end() + 1, 0.85)
        return
    ended = _ENDED.match(text, kana.end())
    if ended and (spaced or ended.group()[0] in "子美江代恵乃葉花"):  # スナックれい子
        yield Hit("firm", start, ended.end(), 0.7)
        return
    name = _own_kana(kana.group())
    if (
        len(name) >= (2 if spaced else 3)
        and not _GOES_ON.match(text, at + len(name))
        and trade.group() not in ("宿", "塾", "バー")
    ):
        yield Hit("firm", start, at + len(name), 0.72)


def _own_kana(run: str) -> str:
    """Return the beginning of a run of hiragana that can be a name, up to the particle that follows it."""
    if _KANA_SHOP.match(run):
        return ""
    name = run
    shorter = _END_KANA.search(name)
    while shorter and len(name) > 2:
        name = name[: shorter.start()]
        shorter = _END_KANA.search(name)
    middle = re.search(r"(?:の|は|が|を|では|には|です|という|から|まで|さん|として)(?=[ぁ-ん])", name[2:])
    return name[: middle.start() + 2] if middle else name


def _before_trade(text: str, words: Lexicon, lists: Trades, trade: re.Match[str]) -> Iterator[Hit]:
    end = trade.end()
    start = trade.start()
    while start > 0 and trade.start() - start < 12 and re.match(r"[一-龥々ァ-ヴーA-Za-z0-9ヶ]", text[start - 1]):
        start -= 1
    own = text[start : trade.start()]
    kana_at = start
    while kana_at > 0 and start - kana_at < 8 and "ぁ" <= text[kana_at - 1] <= "ん":
        kana_at -= 1
    run = text[kana_at:start]
    sure = trade.group() not in lists.weak
    if run and (not own or (len(own) <= 2 and sure)):
        name = _PIECES.split(run)[-1]
        alone = name == run and not re.match(r"[一-龥々ァ-ヴー]", text[kana_at - 1 : kana_at])
        opens = alone and (kana_at == 0 or text[kana_at - 1] in "\n。「 ")
        verb = _VERB_END.search(name)
        if _DONE.search(name) and (len(name) > 3 or not opens):
            return
        if (len(name) >= 2 and fold_kana(name) in words.readings) or (
            sure and (opens or not verb) and name not in lists.common and len(name) >= (2 if alone or own else 3)
        ):
            yield Hit("firm", start - len(name), end, 0.75)
            return
    if not own:
        return
    split = _LED_BY.search(own)
    if split:
        start += split.end()
        own = own[split.end() :]
    if own in lists.common or words.is_role(own) or own[-1:] in "各他同全本当新旧" or _NOT_OWN.fullmatch(own):
        return
    if own in lists.leading or own + trade.group() in lists.leading:
        return
    yield from _by_own(text, words, lists, own, start, end, sure=sure)


def _by_own(text: str, words: Lexicon, lists: Trades, own: str, start: int, end: int, *, sure: bool) -> Iterator[Hit]:
    """Judge the own part in kanji, katakana or Latin letters; beside an ordinary word of trade it must be a surname."""
    addressed = _ADDRESSED.match(text, end)
    introduced = _INTRODUCED.search(text, max(0, start - 6), start)
    if words.surname_of(own) == own:
        if len(own) >= 2 or sure:
            yield Hit("firm", start, end, 0.82 if own not in words.weak else 0.72)
    elif re.fullmatch(r"[ァ-ヴー]{2,12}", own):
        plain = lists.ends_common(own)
        if not plain and (
            sure
            or fold_kana(own) in words.readings
            or not (re.match(r"[ァ-ヴー]", text[end - 1]) or text[end - 2 : end] in _DOINGS)
        ):
            yield Hit("firm", start, end, 0.85 if fold_kana(own) in words.readings else 0.7)
    elif not (sure or addressed or introduced) or lists.is_ordinary(own):
        return
    elif re.fullmatch(r"[一-龥々ヶ]{1,4}", own):
        yield Hit("firm", start, end, 0.62)
    elif re.search(r"[A-Za-zァ-ヴー]", own) and re.search(r"[一-龥]", own):
        yield Hit("firm", start, end, 0.6)
    elif re.fullmatch(r"[A-Z][A-Za-z0-9\-]{2,}", own) and own not in ("ISO", "JIS", "ICT", "LED", "CAD", "CNC"):
        yield Hit("firm", start, end, 0.65)
