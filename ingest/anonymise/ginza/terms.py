"""Words of a public document that the net takes for names: its terms and schemes, and firms that a law names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set

from ingest.anonymise.finding import Hit
from ingest.anonymise.ginza.firm_shapes import SHAPE_CERTAINTY, UNKNOWN_CERTAINTY

#: Guidelines and rules tell their reader what to do; notes of a consultation do not (at most 1.7 in 1,000 characters of 178 cases).
_TELLS = re.compile(
    r"ものとす|ものとしま|て(?:くだ|下)さい|できません|こととす|こととしま|ことができ|場合があ|第 ?[0-9]+ ?条|必要があ|なりません|してはならな|対象外|対象とな|"
    r"認められ|に該当する|とみなし|提出すること|行うこと|以下「"
)
_OFTEN, _LONG = 2.5, 5_000  # marks in 1,000 characters; characters
#: A word that stands so often in a public document is one of its terms.
_TERM = 8
_ADDRESSED = re.compile(
    r" ?[」』)]?(?:さん|さま|様(?![々式子相])|氏(?!名)|御中|の(?:社長|代表|店主|担当|女将|店長)|(?:社長|店主|代表取締役)|という(?:会社|店|屋号|名))"
)
_LED = re.compile(r"(?:屋号|店名|社名|商号|店主|社長|代表者?|担当者?)[はの:] ?[「『]?$")
#: A firm after which a law is called (…株式会社法) is a public body.
_LAW = re.compile(r"法(?=[」』)]|に(?:規定|基づ|よ)|第|の規定| ?[(])")


def without_terms(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits that may name a client; ``text`` is the whole folded document and decides what its terms are."""
    names = {text[hit.start : hit.end] for hit in hits if hit.kind == "firm"}
    lawful = _lawful(text, names)
    kept = [hit for hit in hits if text[hit.start : hit.end] not in lawful]
    if not _tells_what_to_do(text):
        return kept
    often = Counter(text[hit.start : hit.end] for hit in kept)
    return [hit for hit in kept if _addressed(text, hit) or not _is_term(text, hit, often)]


def _lawful(text: str, names: Set[str]) -> set[str]:
    """Return the names after which a law in the text is called, looked up law by law."""
    lengths = {len(name) for name in names}
    ends = [law.start() for law in _LAW.finditer(text)]
    return {name for end in ends for n in lengths if (name := text[max(0, end - n) : end]) in names}


def _tells_what_to_do(text: str) -> bool:
    return len(text) >= _LONG and len(_TELLS.findall(text)) * 1000 >= _OFTEN * len(text)


def _is_term(text: str, hit: Hit, often: Counter[str]) -> bool:
    """Tell whether the hit is a word that only no vocabulary knows, or stands again and again."""
    return hit.certainty <= UNKNOWN_CERTAINTY or (
        hit.certainty <= SHAPE_CERTAINTY and often[text[hit.start : hit.end]] >= _TERM
    )


def _addressed(text: str, hit: Hit) -> bool:
    return bool(_ADDRESSED.match(text, hit.end) or _LED.search(text, max(0, hit.start - 8), hit.start))
