"""Names of public schemes in questions and entries: 持続化補助金, 業務改善助成金 and the like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from knowledge.entries import Entry

_SCHEME = re.compile(
    r"(?:[一-龥ァ-ヶーA-Za-z0-9・]|(?<=[一-龥])の(?=[一-龥])|ものづくり){1,20}?(?:補助金|助成金|給付金|支援金|奨励金|交付金)"
)
_SUFFIX = re.compile(r"(?:補助金|助成金|給付金|支援金|奨励金|交付金)$")
_GENERAL = {"補助金", "助成金", "給付金", "支援金"}


def schemes_named(text: str) -> list[str]:
    """Return the names of schemes that a text mentions, general words such as 補助金 alone left out."""
    found = dict.fromkeys(m.group() for m in _SCHEME.finditer(plain(text)))
    return [name for name in found if name not in _GENERAL]


def mentions_scheme(entry: Entry, name: str) -> bool:
    """Tell whether an entry speaks of a scheme by this name."""
    return name in plain(entry.title) or name in plain(entry.body)


def of_another_scheme(entry: Entry, names: Sequence[str]) -> bool:
    """Tell whether an entry's title names a scheme, and none of these; 「ものづくり」 alone stands for its long official name."""
    title = plain(entry.title)
    return bool(schemes_named(title)) and not any(_SUFFIX.sub("", name) in title for name in names)


def without_schemes(text: str) -> str:
    """Return a text without the names of schemes; the text itself when nothing else would be left."""
    folded = unicodedata.normalize("NFKC", text)
    for name in schemes_named(text):
        folded = folded.replace(name, " ")
    return folded if folded.strip() else text


def plain(text: str) -> str:
    """Return a text NFKC-folded without spaces and thousands separators, for comparing names and amounts."""
    return unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
