"""Words of trade around a shop's own name, read from the lists beside this file at first use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
#: Characters that end the names of old shops.
TAIL = r"[屋堂軒亭庵舎館荘苑園家房坊窯]"
_KANJI = re.compile(r"[一-龥]")


@dataclass(frozen=True)
class Trades:
    """Words of trade before and after a name as one pattern each; ``weak`` ones are ordinary words, ``common`` make no name."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    leading: tuple[str, ...]
    weak: frozenset[str]
    common: frozenset[str]
    katakana: tuple[str, ...]
    hiragana: tuple[str, ...]

    def is_ordinary(self, own: str) -> bool:
        """Tell whether a compound before a trade is itself made of words of trade (金属, 食品加工)."""
        halves = any(own[:n] in self.common and (own[n:] in self.common or not own[n:]) for n in range(1, len(own) + 1))
        return halves or own[:2] in self.common or own[-2:] in self.common

    def ends_common(self, own: str) -> bool:
        """Tell whether a word in katakana ends with an ordinary one."""
        return own.endswith(self.katakana)


@cache
def trades() -> Trades:
    """Return the lists, read once."""
    lines = _lines("trades.txt")
    leading = [word.replace("\\s", " ") for line in lines if line[0] not in "-~" for word in line.split()]
    weak = [word for line in lines if line[0] == "~" for word in line[1:].split()]
    trailing = [word for line in lines if line[0] == "-" for word in line[1:].split()] + weak
    common = frozenset(word for line in _lines("common.txt") for word in line.split())
    return Trades(
        before=re.compile("(?<![ァ-ヴー])(?:" + _either(word for word in leading if not word.isascii()) + ")"),
        after=re.compile("(?:" + _either(trailing) + r")(?=様|御中|殿|氏|[^一-龥々ァ-ヴーり]|$)"),
        leading=tuple(sorted(leading, key=len, reverse=True)),
        weak=frozenset(weak),
        common=common,
        katakana=tuple(word for word in common if len(word) >= 2 and "ァ" <= word[0] <= "ー"),
        hiragana=tuple(word for word in common if len(word) >= 3 and re.fullmatch("[ぁ-んー]+", word)),
    )


def proper_part(name: str) -> str:
    """Return the own part of a shop's name, without the words of trade around it, or "" when there is none."""
    lists = trades()
    short = name
    for word in lists.leading:
        word = word.replace(" ", "")
        if short.lower().startswith(word) and len(short) - len(word) >= 2:
            short = short[len(word) :]
            break
    tail = next((found for found in lists.after.finditer(short) if found.end() == len(short)), None)
    if tail and tail.start() >= 2:
        short = short[: tail.start()]
    long = len(short) >= (2 if _KANJI.search(short) else 3)
    return short if short != name and long and short not in lists.common else ""


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _lines(name: str) -> list[str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
