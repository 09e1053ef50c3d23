"""Which sentences of a text are never quoted and never given to a model."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.instructions import instructs, near
from ingest.orders.learnt import load_learnt

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_PROSE = re.compile(r"[ぁ-ん][^ぁ-ん]*[ぁ-ん]")  # addresses, tables of figures and names are no sentences
_SHORTEST = 14  # characters that sound like anything
_SURE = 1.5  # log-odds above the threshold: about 1 in 1,000 ordinary sentences


def left_out(sentences: Sequence[str]) -> list[bool]:
    """Tell of each of some consecutive sentences whether it is left out.

    Those that a rule finds, or that clearly sound like one, take what stands beside them along, which mostly belongs to the same
    order; those that only just sound like one (about 1 in 100 ordinary ones do) go alone.
    """
    sounds = [_sounds(sentence) for sentence in sentences]
    sure = [_rule_finds(s) or sound >= _SURE for s, sound in zip(sentences, sounds, strict=True)]
    return [near(sure, at) or sound >= 0 for at, sound in enumerate(sounds)]


def without_orders(text: str) -> str:
    """Return a text without the sentences that are left out."""
    spans = [m.span() for m in _SENTENCE.finditer(text)]
    out = left_out([text[a:b] for a, b in spans])
    kept = [(a, b) for (a, b), gone in zip(spans, out, strict=True) if not gone]
    return "".join(text[a:b] + ("\n" if text[b : b + 1] == "\n" else "") for a, b in kept) if any(out) else text


def is_order(text: str) -> bool:
    """Tell whether a text by itself, a title say, would be left out."""
    return _rule_finds(text) or _sounds(text) >= 0


_rule_finds = lru_cache(maxsize=50_000)(instructs)


@lru_cache(maxsize=50_000)
def _sounds(text: str) -> float:
    """Return by how much a text sounds more like an order than what is let through; -inf for what is no sentence."""
    if len(text) < _SHORTEST or not _PROSE.search(text):
        return -math.inf
    learnt = load_learnt()
    return learnt.score(text) - learnt.threshold
