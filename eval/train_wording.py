"""``python -m eval.train_wording``: train what listens for undertones on the dev halves, and measure it on the test halves.

A logistic regression for each head on the vectors of the bundled embedder. The threshold lies where one ordinary text in a
hundred is taken for one, counted on dev texts that the weights were not trained on (five folds). ``--measure`` trains nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from assistant.answering.undertone.heads import HEADS, WEIGHTS, Heads, load_heads
from eval.metrics import Metric, separation, share
from eval.samples import DATASETS
from eval.wording_samples import QUESTIONS, Said, read_said
from knowledge.embedding import Embedder, load_embedder

Numbers: TypeAlias = NDArray[np.float64]

_SHRINK, _STEPS, _FOLDS = 0.1, 400, 5
_RARE = 0.5  # what all positives count together beside all others
_FALSE_ALARMS = 0.01


def main(arguments: Sequence[str]) -> int:
    """Train and write the weights, and print what they find; return 0."""
    said = read_said(DATASETS)
    embedder = load_embedder()
    vectors = np.stack([embedder.encode_query(s.text) for s in tqdm(said, unit="文", file=sys.stderr)])
    if "--measure" not in arguments:
        train(said, vectors, embedder).save()
        load_heads.cache_clear()
        tqdm.write(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size:,} B")
    for line in measured(said, vectors, load_heads()):
        tqdm.write(line)
    return 0


def train(said: Sequence[Said], vectors: NDArray[np.float32], embedder: Embedder) -> Heads:
    """Return the heads for labelled texts and their vectors [texts, dimension]; only the dev half is looked at."""
    fitted, thresholds = [], []
    for head in HEADS:
        rows = [n for n, s in enumerate(said) if s.half == "dev" and s.asked == (head in QUESTIONS)]
        truth = np.array([said[n].kind == head and said[n].bad for n in rows], float)
        here = vectors[rows].astype(np.float64)
        folds = np.arange(len(rows)) % _FOLDS
        unseen = np.zeros(len(rows))
        for fold in range(_FOLDS):
            weights, bias = _fit(here[folds != fold], truth[folds != fold])
            unseen[folds == fold] = here[folds == fold] @ weights + bias
        thresholds.append(float(np.quantile(unseen[truth == 0], 1 - _FALSE_ALARMS)))
        fitted.append(_fit(here, truth))
    return Heads(
        embedder.key,
        np.stack([weights for weights, _ in fitted]).astype(np.float32),
        np.array([bias for _, bias in fitted], np.float32),
        np.array(thresholds, np.float32),
    )


def measured(said: Sequence[Said], vectors: NDArray[np.float32], heads: Heads) -> list[str]:
    """Return a Markdown table over the test half: own sentences against their fair neighbours, and against all texts."""
    lines = ["| head | AUC | found | neighbours blamed | all others blamed |", "|---|---|---|---|---|"]
    scores = heads.scores(vectors)
    for column, head in enumerate(HEADS):
        test = [n for n, s in enumerate(said) if s.half == "test" and s.asked == (head in QUESTIONS)]
        ours = [n for n in test if said[n].own and said[n].kind == head]
        bad, fair = ([float(scores[n, column]) for n in ours if said[n].bad is wanted] for wanted in (True, False))
        others = [float(scores[n, column]) for n in test if not (said[n].bad and said[n].kind == head)]
        limit = float(heads.thresholds[column])
        told = [_share([s >= limit for s in found]) for found in (bad, fair, others)]
        lines.append(f"| {head} | {separation(bad, fair) or 0:.2f} | " + " | ".join(told) + " |")
    return lines


def _share(said_so: Sequence[bool]) -> str:
    found: Metric = share("", sum(said_so), len(said_so))
    return f"{sum(said_so)}/{found.n} ({found.low or 0:.0%}–{found.high or 0:.0%})"


def _fit(rows: Numbers, truth: Numbers) -> tuple[Numbers, float]:
    """Return weights and bias of a ridge logistic regression (accelerated gradient steps; the bias is not shrunk)."""
    counts = np.where(truth == 1, _RARE * (truth == 0).sum() / max(truth.sum(), 1), 1.0)
    mean = rows.mean(0)
    given = np.c_[rows - mean, np.ones(len(rows))]
    pace = 0.25 * np.linalg.norm(given * np.sqrt(counts)[:, None], 2) ** 2 + _SHRINK
    at, move, before = np.zeros(given.shape[1]), np.zeros(given.shape[1]), 1.0
    for _ in range(_STEPS):
        ahead = at + move
        slope = given.T @ (counts * (1 / (1 + np.exp(-given @ ahead)) - truth))
        slope[:-1] += _SHRINK * ahead[:-1]
        now, after = ahead - slope / pace, (1 + (1 + 4 * before**2) ** 0.5) / 2
        move, at, before = (before - 1) / after * (now - at), now, after
    return at[:-1], float(at[-1] - mean @ at[:-1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
