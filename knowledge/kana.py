"""Questions typed in kana alone, with the trade's words put back into kanji: ほじょきん → 補助金."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from knowledge.taxonomy.everyday import EVERYDAY
from knowledge.words import SYNONYMS, Words, fold

_KANJI = re.compile(r"[一-龯々]")
_HIRAGANA = re.compile(r"[ぁ-ゖー]")
_KANA_ONLY = 0.85  # of the letters are hiragana and no more than one in twenty is a kanji
_SHORTEST = 4  # kana: shorter readings stand inside other words by chance


class KanaReader:
    """Knows how the everyday words and the synonyms are read; ``reading`` turns a word into hiragana."""

    def __init__(self, reading: Callable[[str], str]) -> None:
        self._reading = reading

    def in_kanji(self, text: str) -> str:
        """Return a text with the words that it holds in kana written as usual."""
        return self._pattern.sub(lambda found: self._written[found[0]], text)

    @functools.cached_property
    def _written(self) -> dict[str, str]:
        listed = [word for codes in EVERYDAY.values() for words in codes.values() for word in words]
        written: dict[str, str] = {}
        for word in (*(w for group in SYNONYMS for w in group), *listed):
            if _KANJI.search(word):
                read = self._reading(fold(word))
                if len(read) >= _SHORTEST and not _KANJI.search(read):
                    written.setdefault(read, word)
        return written

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self._written, key=len, reverse=True))))


@functools.cache
def _reader() -> KanaReader:
    return KanaReader(Words().reading)


def in_kanji(text: str) -> str:
    """Return a kana-only question with the words of the trade in kanji; any other text as it is."""
    return _reader().in_kanji(text) if kana_only(text) else text


def kana_only(text: str) -> bool:
    """Tell whether a text is written in hiragana with hardly a kanji."""
    letters = [c for c in text if c.isalpha()]
    few = len(_KANJI.findall(text)) <= len(letters) / 20
    return bool(letters) and few and len(_HIRAGANA.findall(text)) >= _KANA_ONLY * len(letters)
