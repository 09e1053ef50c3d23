"""Which of the model's names are names of a person or a firm, and which are public bodies, goods and plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.anonymise.finding import Hit
from ingest.anonymise.ginza.everyday import is_known_person, is_known_word, is_proper, is_surname, is_unknown
from ingest.anonymise.ginza.firm_shapes import (
    SHAPE_CERTAINTY,
    SUFFIXES,
    UNKNOWN_CERTAINTY,
    ends_in_trade,
    firms_in_runs,
    quoted_firms,
    widened,
)
from ingest.anonymise.ginza.model import Name, Word

_PERSONS = {"Person"}
_FIRMS = {
    "Company", "Company_Group", "Corporation_Other", "Organization_Other", "GOE_Other", "Facility_Other", "School",
    "Show_Organization", "Sports_Organization_Other", "Worship_Place", "Spa", "Theater", "Amusement_Park", "Museum",
    "Sports_Facility", "Research_Institute", "Name_Other", "Product_Other",
}  # fmt: skip
#: A place alone is no address; a house number after it makes one.
_HOUSE = re.compile(r" ?[0-9]{1,4}(?:丁目|番地|番(?![組目手])|(?:-[0-9]{1,4}){1,3}(?![0-9年月]))[0-9の\-番地号]*")
#: The model covers 0.64 of persons and 0.40 of firms fully in a public test set, so nothing it says is silent.
_PERSON_CERTAINTY = 0.6
_AREA = re.compile(
    r"^(?:[都道府県市区町村郡島]|地方|地域|地区|駅|港|川|山|湖|県|産|牛|焼|米|国|人|語|湾|半島|橋|通り|色)"
)
_CODE = re.compile(r"-[0-9]")  # 建P-06
_NUMBER = re.compile(r"[0-9〇一二三四五六七八九十百千]{2}")
_ENGLISH_BEFORE, _ENGLISH_AFTER = re.compile("[A-Za-z]{2,},? $"), re.compile(",? [A-Za-z]{2,}")
_HIRAGANA = re.compile(r"[ぁ-んー]+")
_KANA = re.compile(r"[ぁ-んァ-ヴー・]{2,}")


def judge(sentence: str, names: Sequence[Name], words: Sequence[Word]) -> list[Hit]:
    """Return what of ``names`` counts, and surnames and unknown words where the model saw nothing; in order, apart."""
    hits = [hit for name in names if (hit := _judged(sentence, name))]
    hits += firms_in_runs(sentence, words)
    hits += quoted_firms(sentence)
    hits += _addresses(sentence, words)
    for at, word in enumerate(words):
        if is_surname(word) and not _AREA.match(sentence[word.end : word.end + 2]):
            hits.append(_whole(words, at))
        elif is_unknown(word) and len(word.text) > 2 and not _is_everyday(sentence, word):
            hits.append(Hit("firm", word.start, word.end, UNKNOWN_CERTAINTY))
    apart: list[Hit] = []
    for hit in sorted((widened(sentence, hit, words) for hit in hits), key=lambda hit: hit.start - hit.end):
        if not any(hit.start < other.end and other.start < hit.end for other in apart):
            apart.append(hit)
    return sorted(apart, key=lambda hit: hit.start)


def _judged(sentence: str, name: Name) -> Hit | None:
    words = list(name.words)
    while words and (words[-1].text in SUFFIXES or words[-1].tag.startswith(("助詞", "補助記号"))):
        words.pop()
    while words and words[0].tag.startswith(("助詞", "補助記号-読点", "補助記号-句点")):
        words.pop(0)
    if not words or name.label not in _PERSONS | _FIRMS:
        return None
    start, end = words[0].start, words[-1].end
    text = sentence[start:end]
    if len(text) < 2 and not is_proper(words[0]):
        return None
    a_person = name.label in _PERSONS and any("人名" in word.tag for word in words)
    if (
        (is_known_person(text) if a_person else is_known_word(text))
        or _NUMBER.search(text)
        or "［" in text
        or "］" in text
    ):
        return None
    proper = [w for w in words if is_proper(w)]
    unknown = [w for w in words if is_unknown(w)]
    trade = len(words) > 1 and ends_in_trade(text)
    if not (proper or unknown or (trade and _is_odd(words))):
        return None
    if not unknown and all("地名" in w.tag for w in proper) and not trade and name.label not in _PERSONS:
        return None
    if name.label in _PERSONS and not trade:
        if (
            _AREA.match(sentence[end : end + 2])
            or _CODE.match(sentence, end)
            or (len(words) == 1 and is_unknown(words[0]) and not proper)
        ):
            return None
        return Hit("person", start, end, _PERSON_CERTAINTY)
    if name.label in ("Product_Other", "Name_Other") and not trade:
        return None
    return Hit("firm", start, end, SHAPE_CERTAINTY)


def _addresses(sentence: str, words: Sequence[Word]) -> list[Hit]:
    """Return places of the dictionary with a house number right after them: 富士市吉原2丁目5-8."""
    hits = []
    start = None
    for word in words:
        if "地名" not in word.tag or word.tag.endswith("-国"):
            start = None
            continue
        start = word.start if start is None else start
        number = _HOUSE.match(sentence, word.end)
        if number:
            hits.append(Hit("address", start, number.end(), SHAPE_CERTAINTY))
    return hits


def _is_odd(words: Sequence[Word]) -> bool:
    """Tell whether a trade word follows kana that is no ordinary noun: きらら工房 is, 和菓子店 is not."""
    return any(_KANA.fullmatch(w.text) and not w.tag.startswith(("助詞", "動詞", "助動詞")) for w in words[:-1])


def _is_everyday(sentence: str, word: Word) -> bool:
    """Tell whether the word is plain hiragana or a part of a web address, which the rules see whole."""
    around = sentence[max(0, word.start - 1) : word.start] + sentence[word.end : word.end + 1]
    if word.text.islower() and (
        _ENGLISH_BEFORE.search(sentence[: word.start]) or _ENGLISH_AFTER.match(sentence, word.end)
    ):
        return True  # a word of an English sentence
    return bool(_HIRAGANA.fullmatch(word.text)) or (word.text.isascii() and any(c in "./@_:-#?=" for c in around))


def _whole(words: Sequence[Word], at: int) -> Hit:
    """Return the surname at ``at`` with a given name after it, or with a trade word as a firm."""
    start, end = words[at].start, words[at].end
    for after in words[at + 1 : at + 3]:
        if after.tag.endswith("人名-名") or (after.tag.endswith("人名-一般") and after.start == end):
            end = after.end
        elif after.start == end and after.tag.startswith(("名詞", "接尾辞")) and ends_in_trade(after.text):
            return Hit("firm", start, after.end, UNKNOWN_CERTAINTY)
    return Hit("person", start, end, UNKNOWN_CERTAINTY)
