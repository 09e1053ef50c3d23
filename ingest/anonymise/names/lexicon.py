"""Frequent surnames and given names, and words that name a role: read from the lists beside this file at first use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.anonymise.folded import fold
from ingest.anonymise.identifiers.municipalities import municipalities
from ingest.anonymise.names.romaji import romaji

_HERE = Path(__file__).parent
_NOT_GIVEN = re.compile(
    r"[先係奥行県市町村区府都道業屋店組会社者員士師所課部園場産商工物品料費法件数量本的性力等々様氏殿書額]"
)


@dataclass(frozen=True)
class Lexicon:
    """Lists of words; ``openings`` and ``endings`` are the characters of most given names of two kanji."""

    surnames: frozenset[str]
    readings: frozenset[str]
    spoken: tuple[tuple[str, str], ...]
    latin: frozenset[str]
    weak: frozenset[str]
    ordinary: frozenset[str]
    given: frozenset[str]
    openings: frozenset[str]
    endings: frozenset[str]
    roles: frozenset[str]
    role_endings: tuple[str, ...]
    longest: int

    def surname_of(self, word: str) -> str:
        """Return the longest frequent surname that ``word`` begins with, or ""."""
        for size in range(min(self.longest, len(word)), 0, -1):
            if word[:size] in self.surnames:
                return word[:size]
        return ""

    def is_given(self, name: str) -> bool:
        """Tell whether a given name in kanji is frequent or made like one."""
        if name in self.given:
            return True
        if name in self.roles or _NOT_GIVEN.search(name):
            return False
        if len(name) == 3:
            return name[-1] in "子美郎朗香代枝江恵" and name[0] in self.openings
        return len(name) == 2 and name[0] in self.openings and name[1] in self.endings

    def is_role(self, word: str) -> bool:
        """Tell whether a word names a role or a trade rather than a person."""
        return word in self.roles or word.endswith(self.role_endings) or bool(_NOT_GIVEN.search(word[-1:]))

    def is_full_name(self, word: str) -> bool:
        """Tell whether a run of kanji is a frequent surname with a likely given name."""
        return any(
            word[:size] in self.surnames and self.is_given(word[size:])
            for size in range(min(self.longest, len(word) - 1), 0, -1)
        )


@cache
def lexicon() -> Lexicon:
    """Return the lists, read once."""
    pairs = [word.partition("/") for line in _lines("surnames.txt") for word in line.split()]
    surnames = frozenset(fold(name).text for name, _, _ in pairs if name)
    readings = frozenset(reading for _, _, reading in pairs if len(reading) >= 2)
    given, openings, endings = set[str](), "", ""
    for line in _lines("given.txt"):
        if line.startswith("+"):
            openings = line
        elif line.startswith("="):
            endings = line
        else:
            given.update(line.split())
    roles = [word for line in _lines("roles.txt") for word in line.split()]
    places = municipalities().stems
    ordinary = {word for line in _lines("ordinary.txt") for word in line.split()}
    return Lexicon(
        surnames=surnames,
        readings=readings,
        spoken=tuple((name, reading) for name, _, reading in pairs if name and reading),
        latin=frozenset(spelt for reading in readings for spelt in romaji(reading)),
        weak=frozenset(name for name in surnames if len(name) == 1 or name in places or name in ordinary),
        ordinary=frozenset(ordinary),
        given=frozenset(given),
        openings=frozenset(openings),
        endings=frozenset(endings),
        roles=frozenset(word for word in roles if not word.startswith("-")),
        role_endings=tuple(word[1:] for word in roles if word.startswith("-")),
        longest=max(map(len, surnames)),
    )


def _lines(name: str) -> list[str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
