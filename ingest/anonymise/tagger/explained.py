"""What the tagger suspects and something explains: places, what everybody knows, letters that stand for names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.anonymise.ginza.everyday import is_known_person
from ingest.anonymise.identifiers.municipalities import municipalities

_STANDS_FOR_A_NAME = re.compile(
    r"[〔【<[(]?(?:匿名|[A-Z]{1,2}|[〇○●△□×]+)[〕】>\])]?(?:社|店|市|町|村|県|区|銀行|信金|信用金庫|さん|様|氏|子|男|君|くん|先生|工務店|商店|課長|部長)?(?:さん|様|氏)?"
    r"|.*[〔【].*"
)
#: Before these a place is a person's or a firm's name.
_ADDRESSED = re.compile(
    r" ?(?:さん|さま|様|氏|君|くん|ちゃん|殿|先生|社長|会長|専務|常務|部長|課長|係長|店主|女将|御中|宅|家)"
)
_KANJI = re.compile(r"[一-龥々\u3400-\u4dbf]")
_GOES_ON = re.compile(r"(?:という|みたい|から|まで|より|など|って|[のはがをにもでと])")


def is_explained(text: str, start: int, end: int) -> bool:
    """Tell whether what stands at ``start`` to ``end`` of a folded text is no name by itself."""
    word = text[start:end]
    if is_known_person(word) or _STANDS_FOR_A_NAME.fullmatch(word):
        return True
    return word in municipalities().stems and not _ADDRESSED.match(text, end)


def left_over(text: str, start: int, end: int, seen: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a suspicion that no name ``seen`` covers and that could be more of a name.

    ``seen`` is in order. A lone letter is nothing unless it is kanji, nor is a particle after a name (高橋という).
    """
    at = start
    for stop, then in [*seen, (end, end)]:
        part = text[at:stop]
        if (at == start or not _GOES_ON.match(part)) and (sum(map(str.isalpha, part)) >= 2 or _KANJI.search(part)):
            yield at, stop
        at = max(at, then)
