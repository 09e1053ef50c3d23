"""What a cosine means in this knowledge: its distance from the cosines of questions that nothing here answers.

Cosines of one embedder lie between 0.8 and 0.95, of another between 0 and 0.6. A few everyday questions of other worlds
are searched once; a question's best cosine then counts in standard deviations above theirs.
"""

from __future__ import annotations

import itertools
import statistics
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.filters import Viewer
from knowledge.search import Hit, KnowledgeBase

_ELSEWHERE = (
    "今夜の月はどちらの空に見えますか",
    "サッカーの反則の決まりを知りたい",
    "水の沸点は山の上で何度になりますか",
    "鎌倉時代の仏像の特徴を教えて",
    "泣ける小説を一冊選んでほしい",
    "分数の割り算のしかた",
    "金魚の水はいつ替えるのですか",
    "英語で自己紹介をする文を作って",
    "海で釣れる魚の種類",
    "編み物の目を数えるこつ",
)
_LEAST_SPREAD = 0.01


@dataclass(frozen=True, slots=True)
class _Level:
    """What was measured in one generation: best cosines (mean, spread), and how far two questions lie apart, 0 without vectors."""

    serving: object
    mean: float
    spread: float
    apart: float


class Nearness:
    """Measures the knowledge with questions of other worlds, once; safe for many threads."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._lock = threading.Lock()
        self._measured: _Level | None = None

    def now(self) -> Callable[[float], float]:
        """Return what tells how far a cosine lies above those of questions of other worlds, in their standard deviations."""
        level = self._level()
        return lambda cosine: (cosine - level.mean) / level.spread

    def of(self, hits: list[Hit]) -> float | None:
        """Return how near the best of what was found lies, None when only keywords found it."""
        best = _best(hits)
        return None if best is None else self.now()(best)

    def turn(self, one: str, other: str) -> float:
        """Return how far the meaning turns from one text to the other; 1 is the usual distance of two unlike questions.

        Without vectors nothing tells: 0.
        """
        apart = self._level().apart
        distances = self._distances((one, other))
        return distances[0] / apart if distances and apart else 0.0

    def _level(self) -> _Level:
        """Return what was measured in the generation that serves now; it is measured anew when another one serves."""
        serving = self._knowledge.serving.current()
        with self._lock:
            if self._measured is None or self._measured.serving is not serving:
                searched = (self._knowledge.search(text, viewer=Viewer(), limit=3) for text in _ELSEWHERE)
                found = [c for c in map(_best, searched) if c is not None] or [0.0]
                distances = self._distances(_ELSEWHERE)
                apart = statistics.mean(distances) if distances else 0.0
                spread = max(statistics.pstdev(found), _LEAST_SPREAD)
                self._measured = _Level(serving, statistics.mean(found), spread, apart)
            return self._measured

    def _distances(self, texts: Sequence[str]) -> list[float]:
        """Return 1 - cosine of every pair of texts, nothing when there are no vectors to tell."""
        serving = self._knowledge.serving.current()
        model = serving.manifest.model if serving and serving.manifest else ""
        vectors = [v for v in (self._knowledge.meaning(text, model) for text in texts) if v is not None]
        if len(vectors) < len(texts):
            return []
        return [1 - float(one @ other) for one, other in itertools.combinations(vectors, 2)]


def _best(hits: list[Hit]) -> float | None:
    return max((h.cosine for h in hits if h.cosine is not None), default=None)
