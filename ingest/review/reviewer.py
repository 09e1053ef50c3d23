"""The name under which someone decides, and the same name folded so that one person counts once."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from ingest.review.problems import ReviewError

LONGEST = 60  # characters of a name


@dataclass(frozen=True, slots=True)
class Reviewer:
    """``name`` as it is recorded; ``person`` is what two spellings of it have in common."""

    name: str
    person: str


def reviewer(text: str) -> Reviewer:
    """Read a reviewer's name; raise ReviewError when it is empty or too long."""
    name = " ".join("".join(c for c in text if unicodedata.category(c)[0] != "C" or c.isspace()).split())
    person = "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if not _idle(c))
    if not any(c.isalnum() for c in person):
        raise ReviewError("確認する人の名前を入れてください。")
    if len(name) > LONGEST:
        raise ReviewError(f"確認する人の名前は {LONGEST} 文字までで入れてください。")
    return Reviewer(name, person)


def _idle(character: str) -> bool:
    """Tell whether a character makes no difference between names: spaces, dots between names, variant selectors."""
    return character.isspace() or character in "・.,、" or unicodedata.category(character) in ("Cf", "Mn")
