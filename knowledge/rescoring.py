"""An optional second stage: a model that reads question and passage together and orders the best entries anew.

There is none by default: the rescoring that needs no model (late interaction of the embedder's word vectors) was measured
and left out (docs/retrieval.md).
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any, Protocol

from knowledge.embedding import EmbeddingError

RESCORED = 50  # entries at most


class Rescorer(Protocol):
    """Rates passages for a question; safe for many threads."""

    def rate(self, question: str, passages: Sequence[str]) -> list[float]:
        """Return one number for each passage, higher for a better answer; raise EmbeddingError where the model fails."""
        ...


class CrossEncoderRescorer:
    """Any sentence-transformers CrossEncoder, by name or path; the package is imported when it is made."""

    def __init__(self, model: str, batch: int = 16) -> None:
        """Load the model from this machine; raise EmbeddingError when it or the package is not there."""
        try:
            library = importlib.import_module("sentence_transformers")
        except ImportError as error:
            raise EmbeddingError(
                "並べ直しのモデルを使うには、sentence-transformers を入れてください(pip install sentence-transformers)。"
            ) from error
        try:
            self._model: Any = library.CrossEncoder(model, local_files_only=True)
        except (OSError, ValueError, TypeError) as error:
            raise EmbeddingError(f"並べ直しのモデル「{model}」を読み込めません。") from error
        self._batch = batch

    def rate(self, question: str, passages: Sequence[str]) -> list[float]:
        """Rate the passages in batches."""
        if not passages:
            return []
        pairs = [(question, passage) for passage in passages]
        try:
            return [float(s) for s in self._model.predict(pairs, batch_size=self._batch, show_progress_bar=False)]
        except RuntimeError as error:
            raise EmbeddingError("並べ直しのモデルが止まりました。") from error


def reordered(ratings: Sequence[float], scores: Sequence[float]) -> list[float]:
    """Return new scores for rated entries: the old ones, dealt out in the order of the ratings.

    The scale stays that of the search, so that what counts by score elsewhere still does.
    """
    places = sorted(range(len(ratings)), key=lambda i: (-ratings[i], i))
    dealt = [0.0] * len(ratings)
    for place, score in zip(places, sorted(scores, reverse=True), strict=True):
        dealt[place] = score
    return dealt
