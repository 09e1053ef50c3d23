"""Text folded for matching, with the way back: each folded character knows where it stood in the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from ingest.anonymise.variants import one_form

_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_CLUSTER = re.compile(r"(?s).[\u0300-\u036f\u3099\u309a\uff9e\uff9f]{0,8}")
_CIRCLED = re.compile(r"(?<![\u2460-\u2473\u24ea])[\u2460-\u2473\u24ea](?![\u2460-\u2473\u24ea])")
_LOOKS = str.maketrans(dict.fromkeys("‐‑‒–—―−─━﹣⁃", "-") | dict.fromkeys("\t\xa0", " ") | {"\r": "\n", "◯": "○"})
_KANJI_DIGITS = str.maketrans("〇零○一二三四五六七八九壱弐参", "000123456789123")
_ONE_BY_ONE = re.compile(r"(?<![^\s:、。「(])[^\s:、。](?: {1,2}[^\s:、。]){3,60}")
_READ_AS = re.compile(r"(?<![A-SU-Za-z])(?=[0-9OolIZSB\-]{0,24}[0-9])[0-9OolIZSB][0-9OolIZSB\-]{5,24}(?![A-Za-z])")
_MISREAD = str.maketrans("OolIZSB", "0011258")
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


@dataclass(frozen=True)
class Folded:
    """NFKC-folded text without unseen characters; ``starts`` and ``ends`` have one original offset a folded character."""

    original: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @cached_property
    def digits(self) -> str:
        """The same text, character for character, with kanji digits and letters misread for digits written 0 to 9."""
        return _READ_AS.sub(_reread, self.text.translate(_KANJI_DIGITS))

    @cached_property
    def kana(self) -> str:
        """The same text, character for character, lower-cased and in hiragana."""
        lowered = "".join(low if len(low := c.lower()) == 1 else c for c in self.text)
        return lowered.translate(_TO_HIRAGANA)

    @cached_property
    def plain(self) -> str:
        """``kana`` with kanji of names in their common form (齋藤 as 斉藤), character for character."""
        return one_form(self.kana)

    def joined(self) -> tuple[Folded, tuple[int, ...]] | None:
        """Return the text with letters that stand one by one (た な か 様) joined, and where each of it stands in this text.

        Returns None when no letters stand so.
        """
        gaps = {at for run in _ONE_BY_ONE.finditer(self.text) for at in range(*run.span()) if self.text[at] == " "}
        if not gaps:
            return None
        kept = tuple(at for at in range(len(self.text)) if at not in gaps)
        text = "".join([self.text[at] for at in kept])
        joined = Folded(self.original, text, tuple(self.starts[at] for at in kept), tuple(self.ends[at] for at in kept))
        return joined, kept

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span of the folded characters ``start`` to ``end`` (not empty)."""
        return self.starts[start], max(self.ends[start:end])


def _reread(token: re.Match[str]) -> str:
    word = token.group()
    digits, letters = sum(map(str.isdigit, word)), sum(map(str.isalpha, word))
    return word.translate(_MISREAD) if digits >= 4 and digits > letters else word


def fold(text: str) -> Folded:
    """Fold full-width, half-width and composed characters; a lone ① is a bullet, not a digit."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    # an unseen character between two others must not part a letter from its mark, so it goes first
    seen = [at for at in range(len(text)) if not _UNSEEN.match(text[at])]
    bare = _CIRCLED.sub("・", "".join([text[at] for at in seen]))
    for cluster in _CLUSTER.finditer(bare):
        piece = unicodedata.normalize("NFKC", cluster.group()).translate(_LOOKS)
        start, end = seen[cluster.start()], seen[cluster.end() - 1] + 1
        for char in piece:
            chars.append(char)
            starts.append(start)
            ends.append(end)
    return Folded(text, "".join(chars), tuple(starts), tuple(ends))
