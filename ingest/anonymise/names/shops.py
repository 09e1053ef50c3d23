"""Shops and firms without a legal form: a word of trade with a name of its own before or after it, and names in 「」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.names.lexicon import Lexicon, lexicon
from ingest.anonymise.names.told import fold_kana

_HERE = Path(__file__).parent
_PARTICLE = r"(?=[はがをにもへ、。「」()【】:\n]|の|で|と(?!り)|や(?!す)|から|より|まで|さん|様|宛|という|名義|$| )"
_KANA_SHOP = re.compile(
    r"さん|さま|ちゃん|ならでは|として|という|といっ|から|まで|など|だけ|より|なら|です|だっ|だと|だが|では|には|にも|とは|とか|っぽ|らし|ごと|みたい|くらい|ぐらい|ほど|しか|しよ|する|した|して|あり|ある|いる|いた|および|または|やめ|はじめ|を|が|の|も|へ|に(?!こ|じ|し)|は(?!な|る|と|ま|や|ち|ぴ|に)|と(?!も|ま|り|ん|き)|で(?!ん)|や(?!す|ま|ぎ|さ)|か(?!も|え|ん|ぜ|わ|り)|な(?!な|ご|つ|み|ぎ)"
)
_END_KANA = re.compile(
    r"(?:から|まで|では|には|とは|での|への|との|です|という|として|より|でも|など|さん|さま|[のはがをにもへでと])$"
)
_QUOTED = re.compile(r"[「『“\"]([^「」『』“”\"\n]{2,20})[」』”\"]")
_TOLD_AFTER = re.compile(
    r"^(?:さん|様|という(?:店|屋号|会社|社名|店名|名の(?:店|会社))|の(?:屋号|看板|暖簾|店主|女将|社長|開業|店舗|経営|社員|従業員|名で)|を(?:営|経営|開業|開店|創業|立ち上げ|始め|譲|継)|(?:本店|支店)| ?名(?:義|で))"
)
_NO_NAME = re.compile(
    r"[はがをへ。!?]|です|ます|する|した|ない|から|こと|もの|たい|よう|ください|方法|計画|制度|補助金|事業|支援|について|とは|に(?=[一-龥])|書|表|票|法|的|化$|[たるいうくすつぬむ]$"
)
_MARK_NAME = re.compile(
    r"(?<![ァ-ヴー一-龥])(?:(?:マル|ヤマ|カネ|カク|イチ|ヒシ|キッコー|ダイ)[ァ-ヴ]{1,3}|[丸山〆][喜福正和長吉栄大三八金十久](?![一-龥]))(?=[はがをにもの、]|さん|から|と)"
)
_MARK_NOT = re.compile(
    r"マル(?:チ|シェ|クス|ウェ|ス)|ヤマ(?:ト|ハ|バ|モ)|カネ(?:ロ)|カク(?:テル|ゴ|ニン)|イチ(?:ゴ|オ|ジ|バ)|ダイ(?:レ|ヤ|エ|バ|ニ|コ|ブ|ア|ナ|ビ)|ヒシヒ"
)
_LATIN_NAME = r"[A-Za-z][A-Za-z0-9&'.\-]{1,20}(?: (?:& )?[A-Za-z][A-Za-z0-9&'.\-]{1,20}){0,2}"
_LATIN_SHOP = re.compile(
    r"(?<![A-Za-z])(?:hair|nail|beauty|cafe|coffee|bar|bistro|kitchen|bakery|patisserie|studio|atelier|salon|dining|guest ?house|hotel|photo)(?: ?(?:salon|room|studio|house|make|design|&|and|bar|works))?(?: [A-Za-z][A-Za-z0-9&'.\-]{1,20}){1,3}(?![A-Za-z])",
    re.IGNORECASE,
)
_SHIP = re.compile(r"第[一二三四五六七八九十0-9]{1,3}[一-龥々]{1,4}丸")
_SPACED_OUT = re.compile(
    r"(?<![^\s「(])(?=[一-龥 ]{0,8}[ぁ-んァ-ヴー] )(?:[ぁ-んァ-ヴー一-龥] ){4,12}[ぁ-んァ-ヴー一-龥](?= |先生|様|さん|御中|[^ぁ-んァ-ヴー一-龥]|$)"
)
_TAIL = r"[屋堂軒亭庵舎館荘苑園家房坊窯]"
_HOUSE = re.compile(
    rf"(?<![一-龥々ァ-ヴー])([一-龥々]{{1,4}}|[ぁ-ん]{{2,6}}|[ァ-ヴー]{{2,8}}|[一-龥]{{1,2}}[ぁ-ん]{{1,3}}|[ぁ-ん]{{1,2}}[一-龥]{{1,2}})({_TAIL})(?![一-龥々ァ-ヴー])"
)
_PARTNER = re.compile(
    r"(?:取引先|元請|下請|発注元|仕入先|納入先|得意先|競合|同業|相手|相談先|親会社|子会社|勤務先|弊社|こちら|元請け|下請け|内装|卸先)の?(?P<name>[一-龥々]{2,4}[ァ-ヴー]{2,8}|[ァ-ヴー]{2,10}[一-龥々]{1,4}|[A-Z][A-Za-z0-9\-]{2,15})(?=から|[はがをにもと、]|です|との|の)"
)


@dataclass(frozen=True)
class _Trades:
    """Words of trade before and after a name, as one pattern each, and words that make no name."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    weak: frozenset[str]
    leading: tuple[str, ...]
    common: frozenset[str]


@cache
def _trades() -> _Trades:
    lines = [
        line for line in (_HERE / "trades.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    leading = sorted(
        (w.replace("\\s", " ") for line in lines if line[0] not in "-~" for w in line.split()), key=len, reverse=True
    )
    weak = frozenset(w for line in lines if line[0] == "~" for w in line[1:].split())
    trailing = sorted((w for line in lines if line[0] in "-~" for w in line[1:].split()), key=len, reverse=True)
    common = (
        word
        for line in (_HERE / "common.txt").read_text(encoding="utf-8").splitlines()
        if line[0] != "#"
        for word in line.split()
    )
    return _Trades(
        before=re.compile(
            "(?<![ァ-ヴー])(?:" + "|".join(map(re.escape, (w for w in leading if not w.isascii()))) + ")"
        ),
        after=re.compile("(?:" + "|".join(map(re.escape, trailing)) + r")(?=様|御中|殿|氏|[^一-龥々ァ-ヴーり]|$)"),
        weak=weak,
        leading=tuple(leading),
        common=frozenset(common),
    )


def find_shops(folded: Folded) -> Iterator[Hit]:
    """Yield names of shops and firms; sure where a name of its own stands beside the trade, else a doubt."""
    text = folded.text
    words, trades = lexicon(), _trades()
    for match in trades.before.finditer(text):
        yield from _after_trade(text, words, trades, match)
    for match in trades.after.finditer(text):
        yield from _before_trade(text, words, trades, match)
    for match in _LATIN_SHOP.finditer(text):
        yield Hit("firm", match.start(), match.end(), 0.85)
    for match in _SHIP.finditer(text):
        yield Hit("firm", match.start(), match.end(), 0.8)
    for match in _SPACED_OUT.finditer(text):
        yield Hit("firm", match.start(), match.end(), 0.6)
    for match in _QUOTED.finditer(text):
        yield from _quoted(text, trades, match)
    for match in _HOUSE.finditer(text):
        yield from _house(text, words, trades, match)
    for match in _MARK_NAME.finditer(text):
        if not _MARK_NOT.match(match.group()):
            yield Hit("firm", match.start(), match.end(), 0.6)
    for match in _PARTNER.finditer(text):
        name = match["name"]
        if (
            not words.is_role(name)
            and name not in trades.common
            and not re.search(r"[ァ-ヴー]{2,}(?:先|側|者|店|会社|企業|業者|担当)$", name)
        ):
            yield Hit("firm", match.start("name"), match.end("name"), 0.6)


def proper_part(name: str) -> str:
    """Return the own part of a shop's name, without the words of trade around it, or "" when there is none."""
    trades = _trades()
    short = name
    for word in trades.leading:
        word = word.replace(" ", "")
        if short.lower().startswith(word) and len(short) - len(word) >= 2:
            short = short[len(word) :]
            break
    tail = trades.after.search(short)
    while tail and tail.end() != len(short):
        tail = trades.after.search(short, tail.end())
    if tail and tail.start() >= 2:
        short = short[: tail.start()]
    kana = not re.search(r"[一-龥]", short)
    return short if short != name and len(short) >= (3 if kana else 2) and short not in trades.common else ""


def _after_trade(text: str, words: Lexicon, trades: _Trades, trade: re.Match[str]) -> Iterator[Hit]:
    before = text[trade.start() - 1 : trade.start()]
    start = trade.start()
    at = trade.end() + (text[trade.end() : trade.end() + 1] in " ・")
    spaced = at > trade.end()
    quoted = _QUOTED.match(text, at)
    if quoted and not _NO_NAME.search(quoted.group(1)):
        yield Hit("firm", quoted.start(1), quoted.end(1), 0.85)
        return
    word = trade.group()
    latin = re.match(_LATIN_NAME, text[at : at + 44])
    if (
        latin
        and not re.match(r"[\-/]", text[at + latin.end() : at + latin.end() + 1])
        and not latin.group().isupper() | spaced | latin.group()[0].isupper() is False
    ):
        yield Hit("firm", start, at + latin.end(), 0.75)
        return
    kata = re.match(r"[ァ-ヴー]{2,12}(?:・[ァ-ヴー]{2,12})?", text[at : at + 26])
    if kata:
        name = kata.group()
        ends = re.match(r"[一-龥]{0,3}" + _PARTICLE, text[at + kata.end() : at + kata.end() + 12])
        plain = name in trades.common or any(
            name.endswith(c) for c in trades.common if len(c) >= 3 and "ァ" <= c[0] <= "ー"
        )
        if ends and not plain and (not re.match(r"[ァ-ヴー]", before)):
            yield Hit("firm", start, at + kata.end() + len(re.match(r"[一-龥]{0,3}", ends.group()).group()), 0.7)  # type: ignore[union-attr]
        return
    kana = re.match(r"[ぁ-ん]{2,9}", text[at : at + 9])
    if kana:
        name = _own_kana(kana.group())
        tail = (
            re.match(rf"{_TAIL}(?![一-龥])", text[at + len(name) : at + len(name) + 2])
            if name == kana.group()
            else None
        )
        if tail:
            yield Hit("firm", start, at + len(name) + 1, 0.85)
        elif (
            len(name) >= (2 if spaced else 3)
            and not re.match(r"(?!様|宛|御中)[一-龥]", text[at + len(name) : at + len(name) + 2])
            and word not in ("宿", "塾", "バー")
        ):
            yield Hit("firm", start, at + len(name), 0.72)
        elif (
            name == kana.group()
            and (short := re.match(r"[一-龥]{1,4}" + _PARTICLE, text[at + len(name) : at + len(name) + 8]))
            and (spaced or short.group()[0] in "子美江代恵乃葉花")
        ):
            yield Hit(
                "firm", start, at + len(name) + len(re.match(r"[一-龥]{1,4}", text[at + len(name) :]).group()), 0.7
            )  # type: ignore[union-attr]
        return
    kanji = re.match(r"[一-龥々]{1,4}(?:[ぁ-ん]{1,2}(?=[一-龥]|子)[一-龥]{1,2})?", text[at : at + 8])
    if (
        kanji
        and spaced
        and kanji.group() not in trades.common
        and not words.is_role(kanji.group())
        and re.match(_PARTICLE, text[at + kanji.end() : at + kanji.end() + 3])
    ):
        family = words.surname_of(kanji.group()) == kanji.group()
        if family and kanji.group() not in words.weak:
            yield Hit("firm", start, at + kanji.end(), 0.7)
    elif (
        kanji
        and not spaced
        and re.match(rf"[一-龥]{{1,3}}{_TAIL}$", kanji.group())
        and kanji.group()[:-1] not in trades.common
    ):
        yield Hit("firm", start, at + kanji.end(), 0.7)


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


def _before_trade(text: str, words: Lexicon, trades: _Trades, trade: re.Match[str]) -> Iterator[Hit]:
    end = trade.end()
    start = trade.start()
    while start > 0 and trade.start() - start < 12 and re.match(r"[一-龥々ァ-ヴーA-Za-z0-9ヶ]", text[start - 1]):
        start -= 1
    own = text[start : trade.start()]
    kana_at = start
    while kana_at > 0 and start - kana_at < 8 and "ぁ" <= text[kana_at - 1] <= "ん":
        kana_at -= 1
    run = text[kana_at:start]
    sure = trade.group() not in trades.weak
    if run and (not own or (len(own) <= 2 and sure)):
        name = re.split(r"[のはがをにもへでと]|から|より|まで|など|この|その|あの|という", run)[-1]
        alone = name == run and not re.match(r"[一-龥々ァ-ヴー]", text[kana_at - 1 : kana_at])
        opens = alone and (kana_at == 0 or text[kana_at - 1] in "\n。「 ")
        verb = re.search(r"[たるいうくすつむだな]$|ない|よう|れば|たら|ほど|って|なる|して|でき", name)
        if (len(name) >= 2 and fold_kana(name) in words.readings) or (
            sure and (opens or not verb) and name not in trades.common and len(name) >= (2 if alone or own else 3)
        ):
            yield Hit("firm", start - len(name), end, 0.75)
            return
    if not own:
        return
    split = re.search(
        r"(?:取引先|元請け?|下請け?|発注元|仕入先|弊社|当社|現在|先代|地元|内装|同業|隣|老舗|こちら|第[0-9一二三四五六七八九十])(?=.{2,}$)",
        own,
    )
    if split:
        start += split.end()
        own = own[split.end() :]
    if (
        own in trades.common
        or words.is_role(own)
        or own[-1:] in "各他同全本当新旧"
        or re.fullmatch(r"[A-Za-z]{1,2}|[0-9]+.*", own)
    ):
        return
    if own in trades.leading or own + trade.group() in trades.leading:
        return
    yield from _by_own(text, words, trades, own, start, end, sure=sure)


def _by_own(text: str, words: Lexicon, trades: _Trades, own: str, start: int, end: int, *, sure: bool) -> Iterator[Hit]:
    """Judge the own part in kanji, katakana or Latin letters; beside an ordinary word of trade it must be a surname."""
    addressed = re.match(r"さん|様|御中|です|の(?:社長|専務|担当|登録番号|工場|営業)", text[end : end + 8])
    introduced = re.search(
        r"(?:こちら|弊社|(?:取引先|元請|下請|卸先|仕入先|得意先|発注元)け?の|「)$", text[max(0, start - 6) : start]
    )
    if words.surname_of(own) == own:
        if len(own) >= 2 or sure:
            yield Hit("firm", start, end, 0.82 if own not in words.weak else 0.72)
    elif re.fullmatch(r"[ァ-ヴー]{2,12}", own):
        plain = any(own.endswith(c) or own.startswith(c) for c in trades.common if len(c) >= 2 and "ァ" <= c[0] <= "ー")
        if not plain and (sure or fold_kana(own) in words.readings or not re.match(r"[ァ-ヴー]", text[end - 1])):
            yield Hit("firm", start, end, 0.85 if fold_kana(own) in words.readings else 0.7)
    elif not (sure or addressed or introduced) or _ordinary(own, trades):
        return
    elif re.fullmatch(r"[一-龥々ヶ]{1,4}", own):
        yield Hit("firm", start, end, 0.62)
    elif re.search(r"[A-Za-zァ-ヴー]", own) and re.search(r"[一-龥]", own):
        yield Hit("firm", start, end, 0.6)
    elif re.fullmatch(r"[A-Z][A-Za-z0-9\-]{2,}", own) and own not in ("ISO", "JIS", "ICT", "LED", "CAD", "CNC"):
        yield Hit("firm", start, end, 0.65)


def _ordinary(own: str, trades: _Trades) -> bool:
    """Tell whether a compound before a trade is made of words of trade itself (金属, 食品加工)."""
    return (
        any(own[:n] in trades.common and (own[n:] in trades.common or not own[n:]) for n in range(1, len(own) + 1))
        or own[:2] in trades.common
        or own[-2:] in trades.common
    )


def _quoted(text: str, trades: _Trades, match: re.Match[str]) -> Iterator[Hit]:
    name = match.group(1)
    if _NO_NAME.search(name) or name in trades.common or re.fullmatch(r"[A-Za-z0-9 ]{1,2}社?", name):
        return
    if _TOLD_AFTER.match(text[match.end() : match.end() + 14]) or re.search(
        r"(?:屋号|店名|社名|商号|看板|店の名|名前の店)[はがをに:も ]{0,2}$",
        text[max(0, match.start() - 8) : match.start()],
    ):
        yield Hit("firm", match.start(1), match.end(1), 0.75)
    elif re.search(rf"[^ ]{{2,}}(?:{_TAIL}|食堂|工房|商店|酒造|本舗)(?:[ ]?[一-龥ぁ-ん]{{2,6}})?$", name):
        yield Hit("firm", match.start(1), match.end(1), 0.7)


def _house(text: str, words: Lexicon, trades: _Trades, match: re.Match[str]) -> Iterator[Hit]:
    own, tail = match.groups()
    start = match.start()
    if re.fullmatch(r"[ぁ-ん]+", own):
        own = re.split(r"[のはがをにもへでと]|から|この|その|した|する|いる|って", own)[-1]
        start = match.start(2) - len(own)
        if (
            len(own) < 3
            or own in trades.common
            or re.search(r"[たるいうくすつむ]$", own)
            or tail not in "屋堂軒亭庵舎荘"
        ):
            return
        yield Hit("firm", start, match.end(), 0.7)
    elif re.fullmatch(r"[ァ-ヴー]+", own):
        if (
            tail in "屋堂軒亭庵舎荘"
            and own not in trades.common
            and not any(own.endswith(c) for c in trades.common if len(c) > 2)
        ):
            yield Hit("firm", start, match.end(), 0.65)
    elif own in words.surnames and len(own) > 1 and tail in "屋堂軒亭庵荘":
        yield Hit("firm", start, match.end(), 0.7)
    elif (
        tail in "軒亭庵堂"
        and 2 <= len(own) <= 3
        and own not in trades.common
        and re.fullmatch("[一-龥々]+", own)
        and not _ordinary(own, trades)
    ):
        yield Hit("firm", start, match.end(), 0.65)
