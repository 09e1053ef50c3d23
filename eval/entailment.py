"""Does a quote carry a sentence? A rule of the suite's own, so that the product's verifier is not judged by itself.

Content words are runs of kanji, katakana or letters; numbers must all be there; both sides must deny, or neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

ENOUGH = 0.6  # of the sentence's content words
_WORD = re.compile(r"[一-龯々]+|[ァ-ヴー]{2,}|[A-Za-z]{2,}")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_DENIAL = re.compile(r"ない|なく|なかっ|なけれ|ません|できず|せず|不可|対象外|禁止")


def lacks(sentence: str, quotes: Sequence[str]) -> str:
    """Return why the quotes together do not carry the sentence (number, negation, words, no citation), or ""."""
    if not quotes:
        return "出典がない"
    said, source = (unicodedata.normalize("NFKC", text) for text in (sentence, "\n".join(quotes)))
    missing = _numbers(said) - _numbers(source)
    if missing:
        return f"出典にない数: {'、'.join(sorted(missing))}"
    if bool(_DENIAL.search(said)) != bool(_DENIAL.search(source)):
        return "打ち消しが合わない"
    words = _pieces(said)
    covered = len(words & _pieces(source)) / len(words) if words else 1.0
    return "" if covered >= ENOUGH else f"言葉の重なりが {covered:.2f}"


def _numbers(text: str) -> set[str]:
    return {number.replace(",", "") for number in _NUMBER.findall(text)}


def _pieces(text: str) -> set[str]:
    """Return the content words, kanji ones as overlapping pairs of characters since they carry no spaces."""
    pieces: set[str] = set()
    for word in _WORD.findall(text):
        pairs = "一" <= word[0] <= "龯" and len(word) > 2
        pieces |= {word[i : i + 2] for i in range(len(word) - 1)} if pairs else {word}
    return pieces
