"""Ordinary words alone in a field of a form, where the tagger has no sentence to judge by, and times (半年後)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from ingest.anonymise.finding import Finding
from ingest.anonymise.tagger.suspects import SUSPECTED_CERTAINTY
from knowledge.words import Words

_FEW_WORDS = re.compile(r"[^。、！？!?\n]{0,20}")
_TIME = re.compile(
    r"(?:約|その|この)?(?:[0-9〇一二三四五六七八九十百数]{1,4}|半)(?:年半?|[かカヶケ]月半?|週間?|日間?|時間)(?:後|前|間|目|以内)?"
)


def without_ordinary(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings without mere suspicions about a time, or about words of the dictionary in a few words.

    A few words are a field's: どら焼き, 温泉プラン, 円. What a rule or the recogniser sees stays, so does a word that no
    dictionary knows, and whatever stands in a sentence: there the suspicion finds names of shops that are words as well
    (ひより, みなと弁当).
    """
    few = _FEW_WORDS.fullmatch(text)
    return [f for f in findings if f.certainty > SUSPECTED_CERTAINTY or not (_is_time(f) or (few and _is_words(f)))]


def _is_time(finding: Finding) -> bool:
    return bool(_TIME.fullmatch(unicodedata.normalize("NFKC", finding.text)))


def _is_words(finding: Finding) -> bool:
    return _words().ordinary(finding.text)


@cache
def _words() -> Words:
    return Words()
