"""Nuggets: what a good answer to a question must say (vital) or may say (okay), and whether an answer says it, by rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, cast

from assistant.answering.answer import Answer, Block, Sentence
from eval.halves import half_of
from eval.quantities import fold, quantities
from eval.samples import DatasetError

Support = Literal["support", "partial", "not"]
LEVELS = ("vital", "okay")
_PARTIAL = 0.5  # of the terms, for what TREC calls partial support


@dataclass(frozen=True, slots=True, kw_only=True)
class Nugget:
    """A statement with its rule: every term, in one of its spellings, in one sentence or two neighbouring ones that cite ``entries``.

    A term that is a number with its unit is compared as one (1,000万円 = 一千万円); no entries: whatever is cited, or nothing.
    """

    level: str
    says: str
    terms: tuple[tuple[str, ...], ...]
    entries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with its nuggets; ``intent`` is what its writer meant, and is not told to the assistant."""

    id: str
    intent: str
    role: str
    question: str
    nuggets: tuple[Nugget, ...]

    @property
    def half(self) -> str:
        """Return ``dev`` or ``test``, by the hash of the id."""
        return half_of(self.id)


def read_nuggets(path: Path) -> list[Asked]:
    """Read the questions; raise DatasetError with the line that cannot be used."""
    read = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            asked = Asked(**row | {"nuggets": tuple(map(_nugget, row["nuggets"]))})
        except (TypeError, KeyError, ValueError) as error:
            raise DatasetError(f"{path.name} の {number} 行目が読めません。") from error
        if not any(nugget.level == "vital" for nugget in asked.nuggets):
            raise DatasetError(f"{path.name} の {number} 行目に、欠かせない要点(vital)がありません。")
        read.append(asked)
    return read


def supported(nugget: Nugget, answer: Answer) -> Support:
    """Return how far an answer says the nugget. What is marked as unverified says nothing."""
    return said_in(nugget, (passage for block in answer.blocks for passage in _passages(nugget, _runs(block))))


def said_in(nugget: Nugget, passages: Iterable[str]) -> Support:
    """Return how far one of the passages says the nugget: all its terms, at least half of them, or fewer."""
    best = max((_share(nugget, passage) for passage in passages), default=0.0)
    return "support" if best == 1 else "partial" if best >= _PARTIAL else "not"


def neighbours(sentences: Sequence[str]) -> Iterator[str]:
    """Yield every sentence and every two that follow one another."""
    yield from sentences
    yield from (a + b for a, b in pairwise(sentences))


def _nugget(row: dict[str, object]) -> Nugget:
    nugget = Nugget(
        level=str(row["level"]),
        says=str(row["says"]),
        terms=tuple(tuple(map(str, term)) for term in cast(list[list[str]], row["terms"])),
        entries=frozenset(cast(list[str], row.get("entries", []))),
    )
    if nugget.level not in LEVELS or not nugget.terms or not all(nugget.terms):
        raise ValueError(nugget.says)
    return nugget


def _runs(block: Block) -> Iterator[Sequence[Sentence]]:
    yield block.sentences
    yield from (cell for row in block.rows for cell in row.cells)


def _passages(nugget: Nugget, runs: Iterable[Sequence[Sentence]]) -> Iterator[str]:
    for run in runs:
        yield from neighbours([s.text if _counts(s, nugget.entries) else "" for s in run])


def _counts(sentence: Sentence, entries: frozenset[str]) -> bool:
    if sentence.status == "unverified":
        return False
    return not entries or any(citation.entry_id in entries for citation in sentence.citations)


def _share(nugget: Nugget, passage: str) -> float:
    if not passage:
        return 0.0
    folded, numbers = _read(passage)
    met = sum(any(_met(spelling, folded, numbers) for spelling in term) for term in nugget.terms)
    return met / len(nugget.terms)


@lru_cache(maxsize=8192)
def _read(passage: str) -> tuple[str, frozenset[tuple[Fraction, str]]]:
    """Return the folded text with its numbers: every nugget of a question looks at the same passages."""
    return fold(passage), frozenset((one.value, one.unit) for one in quantities(passage))


def _met(spelling: str, folded: str, numbers: frozenset[tuple[Fraction, str]]) -> bool:
    plain, read = _read(spelling)
    one = quantities(spelling) if read else []
    if len(one) == 1 and one[0].text == plain:
        return (one[0].value, one[0].unit) in numbers
    return plain in folded
