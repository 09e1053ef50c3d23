"""Texts made comparable: width, letters' case, space and punctuation do not count; figures' points and signs do."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"[^\S\n]+")
_CLUSTER = re.compile(r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)  # a character with its voicing marks
Place = tuple[int, int]


class _Kept(dict[int, int | None]):
    def __missing__(self, code: int) -> int | None:
        kept = code if _counts(chr(code)) else None
        if len(self) < _MOST_KNOWN:
            self[code] = kept
        return kept


_MOST_KNOWN = 20_000  # characters; Japanese texts have a few thousand
_KEPT = _Kept()


def _counts(char: str) -> bool:
    return char in ".-%/" or unicodedata.category(char)[0] in "LNS"


def folded(text: str, offset: int = 0) -> tuple[str, list[Place]]:
    """Fold a text to letters, digits and signs that carry meaning; return it with the span of each character."""
    out: list[str] = []
    places: list[Place] = []
    for cluster in _CLUSTER.finditer(text):
        for char in unicodedata.normalize("NFKC", cluster.group()).lower():
            if _counts(char):
                out.append(char)
                places.append((offset + cluster.start(), offset + cluster.end()))
    return "".join(out), places


def letters(text: str) -> str:
    """Return a folded text without its places; many times faster."""
    return unicodedata.normalize("NFKC", text).lower().translate(_KEPT)


def plain(text: str) -> str:
    """Return a text in one width and case, its punctuation kept and its white space gone."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text).lower())
