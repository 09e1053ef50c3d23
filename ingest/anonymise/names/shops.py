"""Shops and firms without a legal form and without a word of trade: names in 「」, 山河屋, マルヨ, 第八幸運丸, hair salon LUCE."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.names.lexicon import Lexicon, lexicon
from ingest.anonymise.names.trades import TAIL, Trades, trades

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
_LATIN_SHOP = re.compile(
    r"(?<![A-Za-z])(?:hair|nail|beauty|cafe|coffee|bar|bistro|kitchen|bakery|patisserie|studio|atelier|salon|dining|guest ?house|hotel|photo)(?: ?(?:salon|room|studio|house|make|design|&|and|bar|works))?(?: [A-Za-z][A-Za-z0-9&'.\-]{1,20}){1,3}(?![A-Za-z])",
    re.IGNORECASE,
)
_BANK_NAME = re.compile(
    r"(?<![ァ-ヴー])[ァ-ヴー]{2,12}?(?:シ[ョヨ]ウテン|コウギ[ョヨ]ウ|ケンセツ|フドウサン|シ[ョヨ]ウカイ|サンギ[ョヨ]ウ|セイサクシ[ョヨ]|シ[ョヨ]クヒン|シ[ョヨ]ウジ|ウンユ|コウムテン|ジドウシ[ャヤ]|リ[ョヨ]カン|シ[ョヨ]クドウ|デンキ|セツビ|インサツ|スイサン|ノウエン)(?![ァ-ヴー])"
)
_BY_PERSON = re.compile(r"(?<![一-龥ぁ-ん])[ぁ-ん]{2,4}[屋や][一-龥々]{2,4}(?=[、はがの」]|$)")
_SHIP = re.compile(r"第[一二三四五六七八九十0-9]{1,3}[一-龥々]{1,4}丸")
_SPACED_OUT = re.compile(
    r"(?<![^\s「(])(?=[一-龥 ]{0,8}[ぁ-んァ-ヴー] )(?:[ぁ-んァ-ヴー一-龥] ){4,12}[ぁ-んァ-ヴー一-龥](?= |先生|様|さん|御中|[^ぁ-んァ-ヴー一-龥]|$)"
)
_HOUSE = re.compile(
    rf"(?<![一-龥々ァ-ヴー])([一-龥々]{{1,4}}|[ぁ-ん]{{2,6}}|[ァ-ヴー]{{2,8}}|[一-龥]{{1,2}}[ぁ-ん]{{1,3}}|[ぁ-ん]{{1,2}}[一-龥]{{1,2}})({TAIL})(?![一-龥々ァ-ヴー])"
)
_PARTNER = re.compile(
    r"(?:取引先|元請|下請|発注元|仕入先|納入先|得意先|競合|同業|相手|相談先|親会社|子会社|勤務先|弊社|こちら|元請け|下請け|内装|卸先)の?(?P<name>[一-龥々]{2,4}[ァ-ヴー]{2,8}|[ァ-ヴー]{2,10}[一-龥々]{1,4}|[A-Z][A-Za-z0-9\-]{2,15})(?=から|[はがをにもと、]|です|との|の)"
)


def find_shops(folded: Folded) -> Iterator[Hit]:
    """Yield names of shops and firms; sure where a name of its own stands beside the trade, else a doubt."""
    text = folded.text
    words, lists = lexicon(), trades()
    for match in _LATIN_SHOP.finditer(text):
        yield Hit("firm", match.start(), match.end(), 0.85)
    for pattern, certainty in ((_BANK_NAME, 0.8), (_BY_PERSON, 0.6)):
        for match in pattern.finditer(text):
            yield Hit("firm", match.start(), match.end(), certainty)
    for match in _SHIP.finditer(text):
        yield Hit("firm", match.start(), match.end(), 0.8)
    for match in _SPACED_OUT.finditer(text):
        yield Hit("firm", match.start(), match.end(), 0.6)
    for match in _QUOTED.finditer(text):
        yield from _quoted(text, lists, match)
    for match in _HOUSE.finditer(text):
        yield from _house(text, words, lists, match)
    for match in _MARK_NAME.finditer(text):
        if not _MARK_NOT.match(match.group()):
            yield Hit("firm", match.start(), match.end(), 0.6)
    for match in _PARTNER.finditer(text):
        name = match["name"]
        if (
            not words.is_role(name)
            and name not in lists.common
            and not re.search(r"[ァ-ヴー]{2,}(?:先|側|者|店|会社|企業|業者|担当)$", name)
        ):
            yield Hit("firm", match.start("name"), match.end("name"), 0.6)


def _quoted(text: str, lists: Trades, match: re.Match[str]) -> Iterator[Hit]:
    name = match.group(1)
    if _NO_NAME.search(name) or name in lists.common or re.fullmatch(r"[A-Za-z0-9 ]{1,2}社?", name):
        return
    if _TOLD_AFTER.match(text[match.end() : match.end() + 14]) or re.search(
        r"(?:屋号|店名|社名|商号|看板|店の名|名前の店)[はがをに:も ]{0,2}$",
        text[max(0, match.start() - 8) : match.start()],
    ):
        yield Hit("firm", match.start(1), match.end(1), 0.75)
    elif re.search(rf"[^ ]{{2,}}(?:{TAIL}|食堂|工房|商店|酒造|本舗)$|[屋や堂庵軒亭][一-龥々]{{2,4}}$", name):
        yield Hit("firm", match.start(1), match.end(1), 0.7)


def _house(text: str, words: Lexicon, lists: Trades, match: re.Match[str]) -> Iterator[Hit]:
    own, tail = match.groups()
    start = match.start()
    if re.fullmatch(r"[ぁ-ん]+", own):
        own = re.split(r"[のはがをにもへでと]|から|この|その|した|する|いる|って", own)[-1]
        start = match.start(2) - len(own)
        if (
            len(own) < 3
            or own in lists.common
            or any(own.endswith(word) for word in lists.hiragana)
            or re.search(r"[たるいうくすつむ]$", own)
            or tail not in "屋堂軒亭庵舎荘"
        ):
            return
        yield Hit("firm", start, match.end(), 0.7)
    elif re.fullmatch(r"[ァ-ヴー]+", own):
        if (
            tail in "屋堂軒亭庵舎荘"
            and own not in lists.common
            and not any(own.endswith(c) for c in lists.common if len(c) > 2)
        ):
            yield Hit("firm", start, match.end(), 0.65)
    elif own in words.surnames and len(own) > 1 and tail in "屋堂軒亭庵荘":
        yield Hit("firm", start, match.end(), 0.7)
    elif (
        tail in "軒亭庵堂屋"
        and 2 <= len(own) <= 3
        and own not in lists.common
        and re.fullmatch("[一-龥々]+", own)
        and not lists.is_ordinary(own)
    ):
        yield Hit("firm", start, match.end(), 0.65)
