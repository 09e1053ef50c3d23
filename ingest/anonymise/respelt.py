"""Numbers as they are read aloud (ゼロキュウゼロ) or broken at a line's end, written in digits, with the way back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.anonymise.folded import Folded

_WORDS = {
    "ぜろ": "0", "れい": "0", "まる": "0", "おー": "0", "いち": "1", "ひと": "1", "に": "2", "にー": "2", "ふた": "2", "さん": "3", "よん": "4",
    "し": "4", "ご": "5", "ごー": "5", "ごお": "5", "ろく": "6", "なな": "7", "しち": "7", "はち": "8", "きゅう": "9", "きゅー": "9", "く": "9",
}  # fmt: skip
_WORD = "(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"
_PART = rf"(?:{_WORD}|[0-9])"
_GAP = r"[ 、・,\-ーのノ\n]{0,3}"
_SPOKEN = re.compile(rf"(?:[0-9]{_GAP}){{0,16}}{_WORD}(?:{_GAP}{_PART}){{3,20}}")
_HEARD = re.compile(rf"{_WORD}{_GAP}{_WORD}|(?:ぜろ|れい|まる){_GAP}[0-9]")
_PIECES = re.compile(rf"({_WORD})|([0-9])|(.)", re.DOTALL)
_BROKEN = re.compile(
    r"(?<![0-9.,])(?=[0-9A-Za-z\- ]{2,17}\n)(?:[A-Za-z]{0,2}[0-9]{1,14}(?:[\- ][0-9]{1,9}){0,4})-?\n[\- ]?"
    r"[0-9]{2,12}(?:[\- ][0-9]{1,9}){0,4}(?:-?\n[\- ]?[0-9]{1,9}(?:[\- ][0-9]{1,9}){0,3})?[A-Z]{0,2}(?![0-9.,A-Za-z%]|\n[0-9]| ?[円万千億人名件個台%年月])"
)
_LONG = re.compile(r"[0-9]{3}")
_DIGITS = re.compile(r"[0-9]")


@dataclass(frozen=True)
class Respelt:
    """The text with digits for words; ``starts`` and ``ends`` have one offset in the folded text a character."""

    text: Folded
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def respelt(folded: Folded) -> Respelt | None:
    """Return the text with numbers read aloud or broken at a line's end in digits, or None when there are none."""
    runs = _runs(folded)
    if not runs:
        return None
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def put(char: str, start: int, end: int) -> None:
        chars.append(char)
        starts.append(start)
        ends.append(end)

    at = 0
    for start, pieces, end in runs:
        if start < at:
            continue
        for n in range(at, start):
            put(folded.text[n], n, n + 1)
        for piece in pieces:
            put(*piece)
        at = end
    for n in range(at, len(folded.text)):
        put(folded.text[n], n, n + 1)
    first = tuple(folded.starts[n] for n in starts)
    last = tuple(folded.ends[n - 1] for n in ends)
    return Respelt(Folded(folded.original, "".join(chars), first, last), tuple(starts), tuple(ends))


_Run = tuple[int, list[tuple[str, int, int]], int]


def _runs(folded: Folded) -> list[_Run]:
    """Return start, characters with their offsets, and end of each number to write anew; in order."""
    runs = []
    text = folded.digits
    for match in _SPOKEN.finditer(_aloud(folded)) if _HEARD.search(folded.kana) else ():
        words = list(_PIECES.finditer(match.group()))
        spoken = sum(bool(m[1]) for m in words)
        count = spoken + sum(bool(m[2]) for m in words)
        longest = sum(len(m[1]) for m in words if m[1])
        if count < 5 or spoken < 2 or longest < spoken * 1.5:
            continue
        pieces = []
        for m in words:
            a, b = match.start() + m.start(), match.start() + m.end()
            if m[1] or m[2]:
                pieces.append((_WORDS.get(m[1], m[2]) if m[1] else m[2], a, b))
            elif m[3] in "のノ-ー":
                pieces.append(("-", a, b))
        runs.append((match.start(), pieces, match.end()))
    if "\n" in text:
        for match in _BROKEN.finditer(text):
            if not 6 <= len(_DIGITS.findall(match.group())) <= 17 or not _LONG.search(match.group()):
                continue
            pieces = [
                (c, match.start() + n, match.start() + n + 1) for n, c in enumerate(match.group()) if c not in "\n "
            ]
            runs.append((match.start(), pieces, match.end()))
    return sorted(runs, key=lambda run: run[0])


def _aloud(folded: Folded) -> str:
    """Return the text in hiragana and digits, character for character."""
    return "".join(d if d.isdigit() else k for d, k in zip(folded.digits, folded.kana, strict=True))
