"""Where the words of the vocabularies stand in a text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from knowledge.taxonomy.codes import PARTNERS, SEARCHED


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text where a vocabulary's word stands: ``text[start:end]`` after NFKC folding."""

    field: str
    code: str
    word: str
    start: int
    end: int


def _word_index() -> dict[str, tuple[tuple[str, str], ...]]:
    """Map every folded word to the (field, code) pairs it stands for."""
    index: dict[str, list[tuple[str, str]]] = {}
    for vocabulary in (*SEARCHED, PARTNERS):
        for term in vocabulary.values():
            for word in (*term.words, term.label):
                key = unicodedata.normalize("NFKC", word).lower()
                pair = (vocabulary.field, term.code)
                if pair not in index.setdefault(key, []):
                    index[key].append(pair)
    return {word: tuple(pairs) for word, pairs in index.items()}


_WORDS = _word_index()
_BY_FIRST: dict[str, list[str]] = {}
for _word in sorted(_WORDS, key=len, reverse=True):
    _BY_FIRST.setdefault(_word[0], []).append(_word)
_ASCII_WORD = re.compile(r"[a-z0-9&]+")


def mentions(text: str) -> list[Mention]:
    """Find the vocabularies' words in ``text``, in order; overlapping words of different fields are all kept.

    Within one field the longest word at a place wins (温泉旅館 before 旅館). ASCII words must stand alone (IT is not
    found in "site"). Cost is linear in the text with a small factor: each place tries only words of its first letter.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    found: list[Mention] = []
    last: dict[str, tuple[int, int]] = {}
    for at, first in enumerate(folded):
        for word in _BY_FIRST.get(first, ()):
            end = at + len(word)
            if not folded.startswith(word, at) or not _stands_alone(folded, at, end, word):
                continue
            for field, code in _WORDS[word]:
                before = last.get(field, (0, 0))
                if at < before[1] and before != (at, end):
                    continue
                found.append(Mention(field, code, word, at, end))
                last[field] = (at, end)
    return found


def _stands_alone(folded: str, start: int, end: int, word: str) -> bool:
    if not _ASCII_WORD.fullmatch(word):
        return True
    before = folded[start - 1] if start else ""
    after = folded[end] if end < len(folded) else ""
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())
