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
_ANY = re.compile(
    r"(?<![0-9A-Za-z\-.,/])(?!000)[0-9](?: ?[0-9]){2} ?[\-ー–のノ ]? ?[0-9](?: ?[0-9]){3}(?![0-9\-ー円万%A-Za-z]| ?[円人名件個台])"
)
_SENT = re.compile(
    rf"〒|〠|郵便|ゆうびん|ZIP|zip|宛|送り先|送付|発送|返送|返信|届け先|納品先|納入先|集荷|住所|所在地|住まい|転居|引っ越|移転|局留|封筒|葉書|はがき|ハガキ|倉庫|[一-龥]{{1,5}}(?:[市郡町村]|区(?!分|別|切))|(?:{PREFECTURES})"
)
_GOODS = re.compile(r"(?:品番|型番|型式|図番|ロット|番号|コード|No\.?)[^0-9。\n]{0,6}$", re.IGNORECASE)

_OTHER = re.compile(r"(?:電話|TEL|FAX|局番|口座|普通|当座|[¥$]|保険|許可|免許|登録|第)[^0-9。\n]{0,6}$", re.IGNORECASE)


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
    for match in _ANY.finditer(text):
        before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 12]
        if not _GOODS.search(before[-14:]) and not _OTHER.search(before[-14:]):
            alone = before[-1:] in ("", "\n") and after[:1] in ("", "\n") and "-" in match.group()
            if alone or _SENT.search(before) or _SENT.search(after):
                yield Hit("postal-code", match.start(), match.end(), 0.8)
