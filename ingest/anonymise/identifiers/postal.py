"""Postal codes: after 〒 or 郵便番号, and bare ones of three and four digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.identifiers.municipalities import PREFECTURES

_CODE = r"(?!000[\-ー]?0000)[0-9](?: ?[0-9]){2} ?[\-ーの ]? ?[0-9](?: ?[0-9]){3}(?![0-9])"
_MARKED = re.compile(rf"(?:〒|〠|郵便番号|郵便|ZIP|zip)(?:は|が|:|の| |\n){{0,3}}〒?[ \n]?({_CODE})")
_PLACED = re.compile(
    rf"(?<![0-9A-Za-z\-])(?!000)[0-9]{{3}}[\-ー]?[0-9]{{4}}(?![0-9\-])(?=[ \n、]{{0,2}}(?:{PREFECTURES}|[一-龥]{{1,6}}[市区郡]))"
)
_BARE = re.compile(r"(?<![0-9A-Za-z\-.,/])[0-9]{3}[\-ー][0-9]{4}(?![0-9\-ー円万%A-Za-z])")
_GOODS = re.compile(r"(?:品番|型番|型式|図番|ロット|番号|コード|No\.?)[^0-9。\n]{0,6}$", re.IGNORECASE)


def find_postal_codes(folded: Folded) -> Iterator[Hit]:
    """Yield postal codes, with the 〒 before them."""
    text = folded.digits
    for match in _MARKED.finditer(text):
        yield Hit("postal-code", match.start() if text[match.start()] == "〒" else match.start(1), match.end(), 0.97)
    for match in _PLACED.finditer(text):
        yield Hit("postal-code", match.start(), match.end(), 0.9)
    for match in _BARE.finditer(text):
        if not _GOODS.search(text, max(0, match.start() - 14), match.start()):
            yield Hit("postal-code", match.start(), match.end(), 0.8)
