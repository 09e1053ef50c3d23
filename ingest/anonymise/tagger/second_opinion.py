"""What the tagger suspects in a question, seen once more by one that has learnt from questions.

A note begins with its client where a question begins with a trade or with もう, so most suspicions in questions are none.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from ingest.anonymise.finding import Finding
from ingest.anonymise.folded import Folded
from ingest.anonymise.tagger.columns import Sentence
from ingest.anonymise.tagger.model import Tagger, load_tagger
from ingest.anonymise.tagger.suspects import SUSPECTED_CERTAINTY

WEIGHTS = Path(__file__).with_name("questions.npz")
#: Where no character is likelier than this, the suspicion is dropped; at 0.02 no name of the labelled test questions is lost.
LIKELY = 0.02


class Reader(Protocol):
    """What gives a text folded, with its words and names; GinzaRecogniser does."""

    def read(self, texts: Sequence[str]) -> list[tuple[Folded, list[Sentence]]]:
        """Return one reading a text."""
        ...


class SecondOpinion:
    """Drops suspicions that a question explains; safe to share between threads when its reader is."""

    def __init__(self, reader: Reader, load: Callable[[], Tagger] = lambda: load_tagger(WEIGHTS)) -> None:
        self._reader = reader
        self._load = load
        self._lock = threading.Lock()
        self._tagger: Tagger | None = None

    def ready(self) -> None:
        """Load the weights; OSError, KeyError or ValueError when they are missing or broken."""
        self._loaded()

    def kept(self, text: str, findings: Sequence[Finding]) -> list[Finding]:
        """Return the findings without suspicions in which no character is likely to belong to a name."""
        if not any(f.certainty <= SUSPECTED_CERTAINTY for f in findings):
            return list(findings)
        ((folded, sentences),) = self._reader.read([text])
        named, _ = self._loaded().likelihoods(folded.text, sentences)

        def likely(finding: Finding) -> bool:
            spans = enumerate(zip(folded.starts, folded.ends, strict=True))
            return any(named[at] >= LIKELY for at, (a, b) in spans if b > finding.start and a < finding.end)

        return [f for f in findings if f.certainty > SUSPECTED_CERTAINTY or likely(f)]

    def _loaded(self) -> Tagger:
        with self._lock:
            if self._tagger is None:
                self._tagger = self._load()
            return self._tagger
