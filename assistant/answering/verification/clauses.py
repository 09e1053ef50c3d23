"""A text as clauses, and a clause as what it speaks of: enough to lay a sentence beside the part of its source that says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_BREAK = re.compile(
    r"[、。！？!?,\n;；:：]+|(?<=[たいるうくすむぐぶつぬ])(?:が|ので|ため|うえ|一方)(?=[、。一-龥ァ-ヴ])"
)
_TOPIC = re.compile(r"[一-龥々]|[ァ-ヴー]{2,}|[a-z]{2,}|[0-9][0-9,.]*")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause at ``start`` of its text, with the characters and words that it speaks of."""

    text: str
    start: int
    topics: frozenset[str]
    sentence: int

    @property
    def end(self) -> int:
        """Where the clause ends in its text."""
        return self.start + len(self.text)


def clauses(text: str) -> list[Clause]:
    """Return the clauses of a plain text in order; a comma inside a number does not end one."""
    found: list[Clause] = []
    at = sentence = 0
    for match in _BREAK.finditer(text):
        if (
            match[0] == ","
            and text[match.start() - 1 : match.start()].isdigit()
            and text[match.end() : match.end() + 1].isdigit()
        ):
            continue
        _add(found, text, at, match.start(), sentence)
        at = match.end()
        sentence += any(c in "。！？!?\n" for c in match[0])
    _add(found, text, at, len(text), sentence)
    return found


def nearest(topics: frozenset[str], among: Sequence[Clause]) -> list[Clause]:
    """Return the clauses that share most with these topics; all of them when none shares."""
    shares = [len(topics & other.topics) for other in among]
    best = max(shares, default=0)
    return [other for other, share in zip(among, shares, strict=True) if share == best]


def topics_of(text: str) -> frozenset[str]:
    """Return what a text speaks of: its kanji one by one, its katakana and Latin words, its numbers."""
    return frozenset(_TOPIC.findall(text))


def clause_at(found: Sequence[Clause], place: int) -> Clause:
    """Return the clause that holds a place of the text, else the last one before it."""
    return next((c for c in reversed(found) if c.start <= place), found[0])


def following(clause: Clause, among: Sequence[Clause]) -> str:
    """Return the text of the clause that goes on the same sentence, or nothing."""
    return next((c.text for c in among if c.start >= clause.end and c.sentence == clause.sentence), "")


def _add(found: list[Clause], text: str, start: int, end: int, sentence: int) -> None:
    part = text[start:end]
    if part.strip("「」『』（）()"):
        found.append(Clause(part, start, topics_of(part), sentence))
