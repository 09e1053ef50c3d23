"""Texts made comparable: width, letters' case, space and punctuation do not count; figures' points and signs do."""

from __future__ import annotations

import re
import unicodedata

_CLUSTER = re.compile(r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)  # a character with its voicing marks
Place = tuple[int, int]


def folded(text: str, offset: int = 0) -> tuple[str, list[Place]]:
    """Fold a text to letters, digits and signs that carry meaning; return it with the span of each character."""
    out: list[str] = []
    places: list[Place] = []
    for cluster in _CLUSTER.finditer(text):
        for char in unicodedata.normalize("NFKC", cluster.group()).lower():
            if char in ".-%/" or unicodedata.category(char)[0] in "LNS":
                out.append(char)
                places.append((offset + cluster.start(), offset + cluster.end()))
    return "".join(out), places


def plain(text: str) -> str:
    """Return a text in one width and case, its punctuation kept and its white space gone."""
    return re.sub(r"[^\S\n]+", "", unicodedata.normalize("NFKC", text).lower())
