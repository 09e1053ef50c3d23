"""The best path through GiNZA's named-entity moves, for many sentences at once.

spaCy asks each of its 757 moves at each word whether it is allowed, which takes 30 times as long as the arithmetic. Without
a parser before it the answer is simple: outside a name it may begin, be of one word, or not be; inside one it goes on or ends.
The result is the same as ``EntityRecognizer.predict`` (a test compares them).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
#: A name in a sentence: first word, the word after its last, and the model's label.
Span = tuple[int, int, str]


@dataclass(frozen=True)
class Decoder:
    """The weights of the model's last two layers and its moves, ready for multiplication."""

    by_feature: Floats  # (features × hidden × pieces, width)
    padding: Floats  # (features, hidden × pieces)
    bias: Floats  # (hidden × pieces)
    pieces: int
    scores: Floats  # (hidden, moves outside a name)
    scores_bias: Floats
    outside: tuple[str, ...]  # the names of those moves: O, B-Person, U-Person …
    inside: dict[str, tuple[Floats, float]]  # label → weights and bias of "goes on" minus those of "ends"

    def names(self, vectors: Floats, spaces: Sequence[Sequence[bool]]) -> list[list[Span]]:
        """Return the names of each sentence; ``vectors`` has one row a word, ``spaces`` says which words are blank."""
        lengths = [len(words) for words in spaces]
        features = self.padding.shape[0]
        words = (vectors @ self.by_feature.T).reshape(len(vectors), features, -1)
        table = np.concatenate([self.padding[None], words])  # row 0 stands for "no word"
        firsts = np.cumsum([1, *lengths])[:-1]
        found: list[list[Span]] = [[] for _ in lengths]
        opened: dict[int, tuple[int, str]] = {}
        for at in range(max(lengths, default=0)):
            here = [n for n, length in enumerate(lengths) if at < length]
            word = np.array([firsts[n] + at for n in here])
            start = np.array([firsts[n] + opened[n][0] if n in opened else 0 for n in here])
            before = np.where(start == 0, 0, word - 1)
            hidden = table[word, 0] + table[start, 1] + table[before, 2] + self.bias
            hidden = hidden.reshape(len(here), -1, self.pieces).max(axis=2)
            outer = hidden @ self.scores + self.scores_bias
            for row, n in enumerate(here):
                last = at == lengths[n] - 1
                if n in opened:
                    first, label = opened[n]
                    weights, bias = self.inside[label]
                    if last or float(hidden[row] @ weights) + bias <= 0:
                        found[n].append((first, at + 1, label))
                        del opened[n]
                elif not spaces[n][at]:
                    move = self._best(outer[row], last)
                    if move[0] == "B":
                        opened[n] = (at, move[2:])
                    elif move[0] == "U":
                        found[n].append((at, at + 1, move[2:]))
        return found

    def _best(self, scores: Floats, last: bool) -> str:
        if not last:
            return self.outside[int(scores.argmax())]
        allowed = (move for n in np.argsort(-scores) if (move := self.outside[int(n)])[0] != "B")
        return next(allowed, "O")  # a name cannot begin at the last word and go on


def decoder_of(recogniser: Any) -> Decoder:
    """Read the weights of a spaCy ``EntityRecognizer``; KeyError or ValueError when it is built in another way."""
    lower, upper = recogniser.model.get_ref("lower"), recogniser.model.get_ref("upper")
    weights, bias, padding = (lower.get_param(name) for name in ("W", "b", "pad"))
    features, hidden, pieces, width = weights.shape
    if features != 3 or recogniser.model.attrs["unseen_classes"]:
        raise ValueError(f"{features} features or unseen classes")
    moves = [recogniser.moves.get_class_name(n) for n in range(recogniser.moves.n_moves)]
    index = {name: n for n, name in enumerate(moves)}
    outside = [n for n, name in enumerate(moves) if name == "O" or (name[:2] in ("B-", "U-") and len(name) > 2)]
    scores, scores_bias = upper.get_param("W"), upper.get_param("b")
    inside = {
        name[2:]: (
            scores[index["I-" + name[2:]]] - scores[index["L-" + name[2:]]],
            float(scores_bias[index["I-" + name[2:]]] - scores_bias[index["L-" + name[2:]]]),
        )
        for name in moves
        if name.startswith("B-")
    }
    return Decoder(
        by_feature=weights.reshape(features * hidden * pieces, width),
        padding=padding.reshape(features, hidden * pieces),
        bias=bias.reshape(-1),
        pieces=pieces,
        scores=np.ascontiguousarray(scores[outside].T),
        scores_bias=scores_bias[outside],
        outside=tuple(moves[n] for n in outside),
        inside=inside,
    )
