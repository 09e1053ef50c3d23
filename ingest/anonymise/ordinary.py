"""Ordinary words of the dictionary, which what only the tagger suspects is put down to in what people type."""

from __future__ import annotations

from functools import cache

from ingest.anonymise.finding import Finding
from ingest.anonymise.tagger.suspects import SUSPECTED_CERTAINTY
from knowledge.words import Words


def is_ordinary(finding: Finding) -> bool:
    """Tell whether a finding is a mere suspicion about words that the dictionary holds and takes for no name.

    どら焼き, 温泉プラン and 円 alone in a field give the tagger no sentence to judge by. What a rule or the recogniser sees
    is never ordinary, nor is a word that no dictionary knows.
    """
    return finding.certainty <= SUSPECTED_CERTAINTY and _words().ordinary(finding.text)


@cache
def _words() -> Words:
    return Words()
