"""Frequent surnames that stand alone: in a row of persons, or where only a person fits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.names.lexicon import lexicon
from ingest.anonymise.names.told import fold_kana

_K = r"[一-龥々ヶ﨑髙𠮷濵邉齋]"
_MEMBER = rf"{_K}{{1,4}}(?:[(][^()\n]{{1,6}}[)])?"
_ROW = re.compile(
    rf"(?<!{_K})({_MEMBER}(?:[、・/]|と|や){_MEMBER}(?:(?:[、・/]|と|や){_MEMBER}){{0,6}})(?=[ 、]?(?:の|ら)?(?:[2-9二三四五六]|両)(?:人|名|者)|、の[2-9二三四五六](?:人|名|者)|の両(?:名|人)|らが|ら[0-9])"
)
_ROW_PART = re.compile(rf"({_K}{{1,4}})(?=[(、・/とや]|$)")
_ALONE = re.compile(
    rf"(?<![一-龥々ァ-ヴーA-Za-z0-9])({_K}{{2,3}})(?=[はがもを](?!じめ)|に(?![は-ん]し|関|お)|と(?!して|い|な)|から|より|の|いわく|曰く|、|。|CO|[(]|\n|$)"
)
_VERB = re.compile(
    r"^(?:[はがもとにをから、]{1,2}|いわく|曰く)[^。\n]{0,18}?(?:来店|来所|来訪|来社|来た|話し|話す|言う|言っ|言い|語|相談|担当|退職|辞め|入社|独立|引き継|勤め|働い|働く|訪ね|同席|出席|面談|電話|連絡|説明|提案|反対|賛成|納得|悩|困|考え|気づ|決め|始め|継|任せ|頼|紹介|聞い|聞き|教え|持ち|作|待|泣|笑|怒|黙|書い|見せ|受け|断|選|覚え|戻|休|立つ|立ち|替わ|行った|行く|いる|いた|思|望|願)"
)
_KANA_ALONE = re.compile(
    r"(?<![ァ-ヴーA-Za-z])([ァ-ヴー]{3,6})(?=[がはも](?:来|話|言|相談|担当|辞め|電話|連絡)|いわく|曰く|CO|[(]専|宅)"
)
_WITH_CO = re.compile(rf"(?<!{_K})({_K}{{1,4}})(?=CO|コーディネーター|統括|支店長|副支店長|代理)")


_LATIN_OWNER = re.compile(
    r"(?<![A-Za-z])[A-Z][a-z]{2,12}(?=の(?:店|家|母|父|妻|夫|会社|工房)|が(?:来|話|言)|に(?:聞|頼|相談))"
)


def find_mentioned(folded: Folded) -> Iterator[Hit]:
    """Yield surnames without an honorific; all are doubts for a reviewer, except in a row of frequent ones."""
    text = folded.text
    words = lexicon()
    for row in _ROW.finditer(text):
        parts = [(m.start(1), m.group(1)) for m in _ROW_PART.finditer(row.group(1))]
        named = [name for _, name in parts if name in words.surnames]
        if len(named) >= 2 and len(named) * 3 >= len(parts) * 2:
            for at, name in parts:
                yield Hit("person", row.start() + at, row.start() + at + len(name), 0.75)
    for match in _ALONE.finditer(text):
        name = match.group(1)
        if name in words.surnames and name not in words.roles:
            if name not in words.weak:
                yield Hit("person", match.start(1), match.end(1), 0.65)
            elif (
                _VERB.match(text[match.end() : match.end() + 24])
                and text[match.end() : match.end() + 1] in "がはもい曰"
            ):
                yield Hit("person", match.start(1), match.end(1), 0.5)
    for match in _LATIN_OWNER.finditer(text):
        yield Hit("person", match.start(), match.end(), 0.5)
    for match in _WITH_CO.finditer(text):
        if match.group(1) in words.surnames:
            yield Hit("person", match.start(1), match.end(1), 0.75)
    for match in _KANA_ALONE.finditer(text):
        if fold_kana(match.group(1)) in words.readings:
            yield Hit("person", match.start(1), match.end(1), 0.65)
