"""What the tagger knows of each character: its letters, its word, its run of one script, its clause."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.anonymise.ginza.everyday import is_known_word
from ingest.anonymise.ginza.model import Name, Word
from ingest.anonymise.names.lexicon import lexicon
from ingest.anonymise.names.trades import trades

Ints: TypeAlias = NDArray[np.int64]
#: One column: the value at every character, ``offset`` characters or words further on.
Column: TypeAlias = Callable[[int], Ints]

_SCRIPTS = re.compile(
    r"(?P<h>[ぁ-ん])|(?P<k>[ァ-ヴー])|(?P<j>[一-龥々〆ヶ\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0003134f])|(?P<u>[A-Z])|(?P<l>[a-z])"
    r"|(?P<d>[0-9])|(?P<s>\s)|(?P<m>[。、,.])|(?P<q>[「」『』()\"'])|(?P<o>.)",
    re.DOTALL,
)
_MARKS = frozenset("。、,\n:「」『』()/・|→ ")
_FEW, _MANY = 5, 9


@dataclass(frozen=True, slots=True)
class Sentence:
    """A part of a text: where it begins, its words, and the names the recogniser saw; spans count from ``start``."""

    start: int
    words: Sequence[Word]
    names: Sequence[Name]


def columns(text: str, sentences: Sequence[Sentence]) -> dict[str, Column]:
    """Return the columns of a text of at least one character, each under the letter that the templates use.

    c letter, t script · w word, g its tag, p its part of speech, s its shape, f the lists it is in · i place in the word ·
    r length, b B letters before and a A after the run of one script · k parts of speech, v last tag, n words, m length and
    d place in the clause, x the mark before and y after it, e whether it opens or ends the text · l the recogniser's label.
    """
    letters = np.fromiter(map(ord, text), np.int64, len(text))
    scripts = np.fromiter(map(_script, text), np.int64, len(text))
    words = [Word(s.start + w.start, s.start + w.end, w.text, w.tag, w.common) for s in sentences for w in s.words]
    word_at = np.full(len(text), len(words), np.int64)
    for n, word in enumerate(words):
        word_at[word.start : word.end] = n
    facts = np.array([*(_facts(w.text, w.tag, w.common) for w in words), (0, 1, 1, 2, 3)], np.int64)
    labels = np.zeros(len(text), np.int64)
    for sentence in sentences:
        for name in sentence.names:
            labels[sentence.start + name.start : sentence.start + name.end] = code("I" + name.label)
            labels[sentence.start + name.start] = code("B" + name.label)
    found = {letter: _by_word(facts[:, n], word_at, len(words)) for n, letter in enumerate("wgpsf")}
    found |= {"c": _by_letter(letters), "t": _by_letter(scripts), "l": _by_letter(labels)}
    fixed = {
        "i": _places(words, len(text)),
        **_runs(letters, scripts),
        **_clauses(text, letters, words, word_at, facts),
    }
    return found | {letter: _same(values) for letter, values in fixed.items()}


@lru_cache(65_536)
def code(value: str) -> int:
    """Return a number for a string, the same in every process."""
    return zlib.crc32(value.encode("utf-8", "surrogatepass"))


@lru_cache(8192)
def _script(letter: str) -> int:
    match = _SCRIPTS.match(letter)
    return ord(match.lastgroup or "o") if match else ord("o")


@lru_cache(65_536)
def _facts(text: str, tag: str, common: bool) -> tuple[int, int, int, int, int]:
    """Return the numbers of a word, its tag, its part of speech, its shape and the lists that hold it."""
    words, lists = lexicon(), trades()
    held = (
        ("s", text in words.surnames),
        ("o", text in words.ordinary),
        ("g", text in words.given),
        ("r", words.is_role(text)),
        ("c", text in lists.common),
        ("t", bool(lists.after.fullmatch(text))),
        ("l", text in lists.leading),
        ("e", is_known_word(text)),
        ("v", common),
    )
    scripts = [chr(_script(c)) for c in text]
    shape = "".join(c for n, c in enumerate(scripts) if n == 0 or c != scripts[n - 1]) + str(min(len(text), _FEW))
    in_lists = "".join(letter for letter, holds in held if holds)
    return code(text), code(tag), _part_of_speech(tag), code(shape), code("in " + in_lists)


def _part_of_speech(tag: str) -> int:
    return code("-".join(tag.split("-")[:2]))


def _shifted(values: Ints, offset: int) -> Ints:
    moved = np.zeros_like(values)
    if abs(offset) < len(values):
        moved[max(0, -offset) : len(values) - max(0, offset)] = values[max(0, offset) : len(values) + min(0, offset)]
    return moved


def _by_letter(values: Ints) -> Column:
    return lambda offset: _shifted(values, offset) if offset else values


def _by_word(values: Ints, word_at: Ints, count: int) -> Column:
    def column(offset: int) -> Ints:
        at = word_at + offset
        return np.where((word_at < count) & (at >= 0) & (at < count), values[np.clip(at, 0, count)], 0)

    return column


def _same(values: Ints) -> Column:
    return lambda _offset: values


def _places(words: Sequence[Word], length: int) -> Ints:
    """Return 1 at the first letter of a word, 2 at its last, 3 at its only one."""
    places = np.zeros(length, np.int64)
    for word in words:
        places[word.end - 1] = 2
        places[word.start] = 1 if word.end - word.start > 1 else 3
    return places


def _bounds(parts: Ints) -> tuple[Ints, Ints]:
    """Return start and end of each stretch of equal values."""
    edges = np.flatnonzero(np.diff(parts)) + 1
    return np.concatenate([[0], edges]), np.concatenate([edges, [len(parts)]])


def _runs(letters: Ints, scripts: Ints) -> dict[str, Ints]:
    starts, ends = _bounds(scripts)
    first, after = np.repeat(starts, ends - starts), np.repeat(ends, ends - starts)
    padded = np.concatenate([[0, 0], letters, [0, 0]])
    return {
        "r": np.minimum(after - first, _MANY),
        "b": padded[first + 1],
        "B": padded[first],
        "a": padded[after + 2],
        "A": padded[after + 3],
    }


def _clauses(text: str, letters: Ints, words: Sequence[Word], word_at: Ints, facts: Ints) -> dict[str, Ints]:
    """Describe the stretch between two marks, as a name often stands alone there."""
    marks = np.fromiter((c in _MARKS for c in text), np.bool_, len(text))
    starts, ends = _bounds(np.cumsum(marks) * 2 + marks)
    firsts, lasts = word_at[starts], word_at[ends - 1]
    sequences, tags = [], []
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        inside = max(first, last) < len(words)
        short = inside and last - first < _FEW
        sequences.append(code("|".join(str(p) for p in facts[first : last + 1, 2])) if short else int(inside))
        tags.append(int(facts[last, 1]) if inside else 0)
    size = ends - starts
    first, after = np.repeat(starts, size), np.repeat(ends, size)
    here = np.arange(len(text))
    padded = np.concatenate([[0], letters, [0]])
    return {
        "k": np.repeat(np.array(sequences, np.int64), size),
        "v": np.repeat(np.array(tags, np.int64), size),
        "n": np.repeat(np.minimum(lasts - firsts + 1, _FEW + 1), size),
        "m": np.minimum(after - first, 12),
        "d": np.minimum(here - first, 3) * 4 + np.minimum(after - here, 3),
        "x": padded[first],
        "y": padded[after + 1],
        "e": (first == 0) * 2 + (after == len(text)),
    }
