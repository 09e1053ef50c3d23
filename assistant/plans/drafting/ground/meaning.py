"""How near two sentences are: by meaning (the embedder's cosine) and by the rare words that they share."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np

from knowledge.embedding import EmbeddingError
from knowledge.embedding.embedder import Vectors
from knowledge.search import KnowledgeBase
from knowledge.words import SYNONYMS

_KEPT = 5_000  # vectors of sentences; about 8 MB when full
_WORDS_COUNT = 0.15  # weight of shared words beside the cosine
_SAME = 0.5
_LONGEST = 400  # characters of what is compared with
Score = Callable[[str], float]


class Meaning:
    """Rates sentences; keeps the vectors of those seen last. Safe for many threads."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._lock = threading.Lock()
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()

    def ranked(self, text: str, sentences: Sequence[str]) -> list[float]:
        """Return one number for each sentence, higher for a nearer one; by words alone where the embedder fails."""
        words = self.words(text)
        shared = [words(s) for s in sentences]
        if not sentences or not text.strip():
            return shared
        try:
            about, *rows = self._encoded([text[:_LONGEST], *sentences])
        except EmbeddingError:
            return shared
        return [float(about @ row) + _WORDS_COUNT * s for row, s in zip(rows, shared, strict=True)]

    def words(self, text: str) -> Score:
        """Return the scorer by words: the cosine of two texts as bags of words, rare ones weighing more (0 to 1).

        Words of the trade that say the same (値上げ, 価格交渉) count half.
        """
        terms = self._knowledge.terms
        own = {t for line in text.split("\n") for t in terms(line)}
        same = {t for group in SYNONYMS if any(w in text for w in group) for word in group for t in terms(word)} - own
        weights = self._knowledge.rarity(own | same)
        size = float(sum(weights[t] ** 2 for t in own)) ** 0.5

        def score(sentence: str) -> float:
            found = terms(sentence)
            both = sum(weights[t] ** 2 for t in own & found) + _SAME * sum(weights[t] ** 2 for t in same & found)
            if not both:
                return 0.0
            other = float(sum(w * w for w in self._knowledge.rarity(found).values())) ** 0.5
            return float(both / (size * other))

        return score

    def _encoded(self, texts: Sequence[str]) -> list[Vectors]:
        with self._lock:
            known = {t: self._vectors[t] for t in texts if t in self._vectors}
        new = [t for t in dict.fromkeys(texts) if t not in known]
        if new:
            rows = self._knowledge.projection.embedder.encode_passages(new)
            known |= {t: np.asarray(row) for t, row in zip(new, rows, strict=True)}
        with self._lock:
            for text in texts:
                self._vectors[text] = known[text]
                self._vectors.move_to_end(text)
            while len(self._vectors) > _KEPT:
                self._vectors.popitem(last=False)
        return [known[t] for t in texts]
