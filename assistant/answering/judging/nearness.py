"""What a cosine means in this knowledge: its distance from the cosines of questions that nothing here answers.

Cosines of one embedder lie between 0.8 and 0.95, of another between 0 and 0.6. A few everyday questions of other worlds
are searched once; a question's best cosine then counts in standard deviations above theirs.
"""

from __future__ import annotations

import statistics
import threading
from collections.abc import Callable

from knowledge.search import KnowledgeBase

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


class Nearness:
    """Measures the knowledge with questions of other worlds, once; safe for many threads."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._lock = threading.Lock()
        self._measured: tuple[object, float, float] | None = None

    def now(self) -> Callable[[float], float]:
        """Return what tells how far a cosine lies above those of questions of other worlds, in their standard deviations."""
        _, mean, spread = self._level()
        return lambda cosine: (cosine - mean) / spread

    def _level(self) -> tuple[object, float, float]:
        """Return mean and spread in the generation that serves now; they are measured anew when another one serves."""
        serving = self._knowledge.serving.current()
        with self._lock:
            if self._measured is None or self._measured[0] is not serving:
                found = [c for c in map(self._best, _ELSEWHERE) if c is not None] or [0.0]
                self._measured = serving, statistics.mean(found), max(statistics.pstdev(found), _LEAST_SPREAD)
            return self._measured

    def _best(self, text: str) -> float | None:
        hits = self._knowledge.search(text, limit=3)
        return max((h.cosine for h in hits if h.cosine is not None), default=None)
