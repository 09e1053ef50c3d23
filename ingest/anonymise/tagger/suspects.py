"""Stretches of a text that the tagger suspects of being names, grown to whole words and the nouns beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ingest.anonymise.finding import Hit
from ingest.anonymise.ginza.firm_shapes import SUFFIXES
from ingest.anonymise.ginza.model import Word
from ingest.anonymise.tagger.columns import Sentence
from ingest.anonymise.tagger.explained import is_explained
from ingest.anonymise.tagger.model import Floats, Tagger

#: A character so likely begins a suspicion; one so likely beside it goes on with it.
SUSPECTED, GOES_ON = 0.06, 0.005
#: Below 0.8, so a person decides; and kept out of public documents with what else no vocabulary knows.
SUSPECTED_CERTAINTY = 0.3
_NO_NAME = re.compile(r"[^一-龥々ぁ-んァ-ヴA-Za-z\u3400-\u4dbf]*|[ぁ-んA-Za-z]|.*[0-9]{4}.*", re.DOTALL)
_EDGE = " \n、。,.:「」『』()/|→・@-"
_PARTICLES = frozenset(("は", "が", "を", "に", "へ", "で", "も", "と"))
_NOUNS = ("名詞-普通名詞", "名詞-固有名詞")


def suspects(tagger: Tagger, text: str, sentences: Sequence[Sentence]) -> list[Hit]:
    """Return what may be a name in a folded text: in order, apart, every one a doubt."""
    named, firm = tagger.likelihoods(text, sentences)
    if not len(named) or float(named.max()) < SUSPECTED:
        return []
    words = [Word(s.start + w.start, s.start + w.end, w.text, w.tag, w.common) for s in sentences for w in s.words]
    hits: list[Hit] = []
    for start, end in _runs(named):
        first, last = _trimmed(text, *_grown(words, named, start, end))
        first = max(first, hits[-1].end) if hits else first
        if first >= last or _NO_NAME.fullmatch(text, first, last) or is_explained(text, first, last):
            continue
        core = named[start:end] >= SUSPECTED
        kind = "firm" if float(firm[start:end][core].mean()) >= 0.5 else "person"
        hits.append(Hit(kind, first, last, SUSPECTED_CERTAINTY))
    return hits


def _runs(named: Floats) -> list[tuple[int, int]]:
    going = np.concatenate([[False], named >= GOES_ON, [False]])
    edges = np.flatnonzero(going[1:] != going[:-1]).reshape(-1, 2).tolist()
    return [(start, end) for start, end in edges if float(named[start:end].max()) >= SUSPECTED]


def _grown(words: Sequence[Word], named: Floats, start: int, end: int) -> tuple[int, int]:
    """Return the span of the words that the run touches, without a particle at its end, and of the nouns beside them."""
    touched = list(_around(words, start, end))
    while touched and _is_particle(words[touched[-1]], named):
        end = words[touched.pop()].start
    if not touched:
        return start, end
    first, last = touched[0], touched[-1]
    start, end = min(start, words[first].start), max(end, words[last].end)
    while last + 1 < len(words) and words[last + 1].start == end and _is_noun(words[last + 1], "接尾辞-名詞的"):
        last += 1
        end = words[last].end
    while first and words[first - 1].end == start and _is_noun(words[first - 1], "接頭辞"):
        first -= 1
        start = words[first].start
    return start, end


def _around(words: Sequence[Word], start: int, end: int) -> range:
    """Return the numbers of the words that may touch the span; they are in order, so they are looked up by halves."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if words[middle].end <= start else (low, middle)
    stop = low
    while stop < len(words) and words[stop].start < end:
        stop += 1
    return range(low, stop)


def _is_particle(word: Word, named: Floats) -> bool:
    return word.text in _PARTICLES and float(named[word.start : word.end].max()) < SUSPECTED


def _is_noun(word: Word, other: str) -> bool:
    return word.tag.startswith((*_NOUNS, other)) and "助数詞" not in word.tag and word.text not in SUFFIXES


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    return start, end
