"""Words that identify no client (public bodies, goods and programmes everybody knows), and words that could be a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.anonymise.ginza.model import Word
from ingest.anonymise.names.lexicon import lexicon
from knowledge.taxonomy import HUBS, VOCABULARIES

_STAND_IN = re.compile(r"[A-Za-z]{1,2}(?:[子男]|社|店|さん|氏|地区|[都府県郡市区町村島])?|[〇○●◯△□×✕xXＸ*＊]+.{0,3}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z&'.\- ]+")
_COUNTED = re.compile(r"[一二三四五六七八九十百千]{2,}[代本]?")
_KANA = re.compile(r"[ぁ-んァ-ヴー・]{2,}")


def is_known_word(text: str) -> bool:
    """Tell whether ``text`` names a public body, a place and no firm, a role, a trade or something everybody knows."""
    return _is_everyday(text) or text in _known_words().places or text.endswith(_known_words().endings)


def is_known_person(text: str) -> bool:
    """Tell whether ``text`` cannot be a name: as ``is_known_word``, but 石川, 中村 and 今町 may be persons."""
    return _is_everyday(text)


def is_proper(word: Word) -> bool:
    """Tell whether the dictionary holds the word as a proper noun and it is none that everybody knows."""
    if "人名" in word.tag:
        return not is_known_person(word.text)
    return "固有名詞" in word.tag and not word.tag.endswith("-国") and not is_known_word(word.text)


def is_surname(word: Word) -> bool:
    """Tell whether the dictionary takes the word for a surname in this sentence."""
    return (
        word.tag.endswith("人名-姓")
        and len(word.text) > 1
        and not is_known_person(word.text)
        and not _COUNTED.fullmatch(word.text)
    )


def is_unknown(word: Word) -> bool:
    """Tell whether a Latin or kana word is in no vocabulary, as trade names often are."""
    if not word.tag.startswith("名詞") or word.common or is_known_word(word.text):
        return False
    return bool(_LATIN.fullmatch(word.text) or _KANA.fullmatch(word.text))


def _is_everyday(text: str) -> bool:
    return text in _known_words().exact or text in lexicon().roles or bool(_STAND_IN.fullmatch(text))


@dataclass(frozen=True)
class _Known:
    exact: frozenset[str]
    places: frozenset[str]
    endings: tuple[str, ...]


@cache
def _known_words() -> _Known:
    lines = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines()
    listed = [word for line in lines if not line.startswith("#") for word in line.split()]
    terms = [word for v in VOCABULARIES.values() for term in v.values() for word in (*term.words, term.label)]
    hubs = frozenset(name for term in HUBS.values() for name in (term.words[0], term.words[0].rstrip("県府都")))
    return _Known(
        exact=frozenset(word for word in (*listed, *terms) if not word.startswith("-")) - hubs,
        places=hubs,
        endings=tuple(word[1:] for word in listed if word.startswith("-")),
    )
