"""What all vectors of a model have in common, taken away so that what is left tells passages apart.

The vectors of one model lie in a narrow cone, and questions in another one beside it. Measured on three unlike sets
(docs/retrieval.md), cosines of vectors from which the mean is taken rank better and add up better with keyword scores.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge.indexes.vectors import Vector

#: Passages are centred fully only where their mean says more than these few would.
_PRIOR = 20.0
_USUAL_SPREAD = 0.09  # until it has been measured


@dataclass(frozen=True, slots=True, eq=False)
class Centre:
    """The means of passage and query vectors, and how far cosines between the centred ones usually lie apart.

    ``passages`` is the number of passages in the knowledge when it was measured; without means nothing is changed.
    """

    passages: int = 0
    passage_mean: Vector = field(default_factory=lambda: np.zeros(0, np.float32))
    query_mean: Vector = field(default_factory=lambda: np.zeros(0, np.float32))
    spread: float = _USUAL_SPREAD

    @classmethod
    def measured(cls, passages: int, some: Sequence[Vector], queries: Sequence[Vector]) -> Centre:
        """Measure the centre of unit vectors of some of the ``passages`` and of queries of every kind."""
        if not len(some) or not len(queries):
            return cls(passages)
        there, asked = np.stack(some), np.stack(queries)
        share = len(there) / (len(there) + _PRIOR)
        centre = cls(passages, share * there.mean(axis=0), share * asked.mean(axis=0))
        near = np.stack([centre.query(q) for q in asked]) @ np.stack([centre.passage(p) for p in there]).T
        return cls(passages, centre.passage_mean, centre.query_mean, float(near.std()) or _USUAL_SPREAD)

    @classmethod
    def from_text(cls, text: str) -> Centre:
        """Read what ``as_text`` wrote; "" is no centre. Raise ValueError when it cannot be read."""
        if not text:
            return cls()
        try:
            kept = json.loads(text)
            there, asked = (np.frombuffer(base64.b64decode(kept[name]), np.float32) for name in ("passage", "query"))
            return cls(int(kept["passages"]), there, asked, float(kept["spread"]))
        except (KeyError, TypeError) as error:
            raise ValueError("unreadable centre") from error

    def as_text(self) -> str:
        """Write it as one line of JSON (about 4 KB for 384 components)."""
        means = {"passage": self.passage_mean, "query": self.query_mean}
        encoded = {name: base64.b64encode(v.astype(np.float32).tobytes()).decode() for name, v in means.items()}
        return json.dumps({"passages": self.passages, "spread": round(self.spread, 6), **encoded})

    def passage(self, vector: Vector) -> Vector:
        """Return the centred unit vector of a passage."""
        return _without(vector, self.passage_mean)

    def query(self, vector: Vector) -> Vector:
        """Return the centred unit vector of a query."""
        return _without(vector, self.query_mean)

    def outgrown(self, passages: int) -> bool:
        """Tell whether the knowledge has grown to twice, or shrunk to half, of what was measured."""
        return not self.passages / 2 <= passages <= max(2 * self.passages, _PRIOR)


def _without(vector: Vector, mean: Vector) -> Vector:
    if not len(mean):
        return vector
    left = vector - mean
    length = float(np.linalg.norm(left))
    if length < 1e-6:  # nothing but what all have in common
        return vector
    unit: Vector = (left / length).astype(np.float32)
    return unit
