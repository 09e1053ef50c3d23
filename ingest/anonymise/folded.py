"""Text folded for matching, with the way back: each folded character knows where it stood in the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from ingest.anonymise.variants import one_form

_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u20dd-\u20e3\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_CLUSTER = re.compile(r"(?s).[\u0300-\u036f\u3099\u309a\uff9e\uff9f]{0,8}")
_CIRCLE = r"[\u2460-\u2473\u24ea\u24ff\u2776-\u2793]"
_CIRCLED = re.compile(rf"(?<!{_CIRCLE}){_CIRCLE}(?!{_CIRCLE})")
_DIGITS = re.compile(r"(?![0-9])\d|[❶-❾➀-➈➊-➒⓿]")
_LOOKS = str.maketrans(dict.fromkeys("‐‑‒–—―−─━﹣⁃", "-") | dict.fromkeys("\t\xa0", " ") | {"\r": "\n", "◯": "○"})
_KANJI_DIGITS = str.maketrans("〇零○一二三四五六七八九壱弐参廿卅", "000123456789123十十")
_FORMAL = re.compile(
    r"(?<=[〇零一二三四五六七八九壱弐参肆伍陸漆柒捌玖0-9])[壹貳參肆伍陸漆柒捌玖拾]|[壹貳參肆伍陸漆柒捌玖拾](?=[〇零一二三四五六七八九壱弐参肆伍陸漆柒捌玖0-9])"
)
_FORMAL_DIGITS = str.maketrans("壹貳參肆伍陸漆柒捌玖拾", "1234567789十")
_ONE_BY_ONE = re.compile(r"(?<![^\s:、。「(])[^\s:、。](?: {1,2}[^\s:、。]){3,60}")
_READ_AS = re.compile(
    r"(?<![A-SU-Za-z])(?!S[0-9]{1,2}-[0-9]{1,2}-[0-9]{1,2}(?![0-9]))(?=[0-9OolIZSB\-]{0,24}[0-9])[0-9OolIZSB][0-9OolIZSB\-]{5,24}(?![A-Za-z])"
)
_READ_APART = re.compile(
    r"(?<![0-9A-Za-z,.])(?!S[0-9]{1,2}-[0-9]{1,2}-[0-9]{1,2}(?![0-9]))[0-9OolIZSB]{2,14}(?:[ \-・./_][0-9OolIZSB]{2,14}){1,4}(?![0-9A-Za-z])"
)
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
        formal = _FORMAL.sub(lambda found: found.group().translate(_FORMAL_DIGITS), self.text)
        return _READ_APART.sub(_reread_apart, _READ_AS.sub(_reread, formal.translate(_KANJI_DIGITS)))

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


def _in_ascii(char: re.Match[str]) -> str:
    """Return a digit of any script or in a black circle as 0 to 9, and anything else as it is."""
    value = unicodedata.digit(char.group(), None)
    return char.group() if value is None else str(value)


def _reread(token: re.Match[str]) -> str:
    word = token.group()
    digits, letters = sum(map(str.isdigit, word)), sum(map(str.isalpha, word))
    return word.translate(_MISREAD) if digits >= 4 and digits > letters else word


def _reread_apart(tokens: re.Match[str]) -> str:
    """Return groups of digits with single letters among them (4l83 O962 754l) in digits."""
    word = tokens.group()
    parts = re.split("[^0-9A-Za-z]", word)
    digits = sum(map(str.isdigit, word))
    read = digits >= 6 and all(2 * sum(map(str.isdigit, part)) >= len(part) for part in parts)
    return word.translate(_MISREAD) if read else word


def fold(text: str) -> Folded:
    """Fold full-width, half-width and composed characters; a lone ① is a bullet, not a digit."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    # an unseen character between two others must not part a letter from its mark, so it goes first
    seen = [at for at in range(len(text)) if not _UNSEEN.match(text[at])]
    bare = _CIRCLED.sub("・", "".join([text[at] for at in seen]))
    for cluster in _CLUSTER.finditer(bare):
        piece = _DIGITS.sub(_in_ascii, unicodedata.normalize("NFKC", cluster.group()).translate(_LOOKS))
        start, end = seen[cluster.start()], seen[cluster.end() - 1] + 1
        for char in piece:
            chars.append(char)
            starts.append(start)
            ends.append(end)
    return Folded(text, "".join(chars), tuple(starts), tuple(ends))
