"""``python -m eval.train_names``: train the tagger of names anew on the passages for tuning, in about two minutes.

Names are what is marked as person or firm; the starter knowledge, which names nobody, tells what names are not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from eval.labelled import Passage, read_passages
from eval.samples import DATASETS
from ingest.anonymise.folded import fold
from ingest.anonymise.recogniser import GinzaRecogniser
from ingest.anonymise.tagger.model import SIZE, WEIGHTS, Linear, Tagger, features
from knowledge.corpus_check import read_corpus

Rows: TypeAlias = NDArray[np.int32]
Numbers: TypeAlias = NDArray[np.float64]

_EPOCHS, _BATCH, _RATE, _SHRINK = 12, 1024, 0.15, 1e-6
_NAMED, _PLAIN, _KNOWLEDGE = 2.0, 1.0, 0.3  # how much a character of a name, of a passage, of the knowledge counts
_AT_ONCE = 64  # texts read together


def main() -> int:
    """Train and write the weights; return 0."""
    passages = read_passages(DATASETS / "privacy-dev.jsonl")
    bodies = [f.entry.body for f in read_corpus()[0]]
    train(passages, bodies, GinzaRecogniser(tagger=lambda: None)).save()
    tqdm.write(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size:,} B")
    return 0


def train(passages: Sequence[Passage], bodies: Sequence[str], recogniser: GinzaRecogniser) -> Tagger:
    """Return the tagger for ``passages`` with their marks and ``bodies`` without names; the same input gives the same."""
    spoken = list(_read([p.text for p in passages], recogniser))
    sorts = [_sorts(p) for p in passages]
    known = list(_read(bodies, recogniser))
    rows = np.concatenate([*spoken, *known])
    sort = np.concatenate([*sorts, *(np.zeros(len(r), np.int8) for r in known)])
    counts = np.concatenate([np.full(sum(map(len, spoken)), _PLAIN), np.full(sum(map(len, known)), _KNOWLEDGE)])
    used = sort >= 0
    named = _fit(rows[used], (sort[used] > 0).astype(float), np.where(sort[used] > 0, _NAMED, counts[used]))
    inside = sort > 0
    firm = _fit(rows[inside], (sort[inside] == 2).astype(float), np.ones(int(inside.sum())))
    return Tagger(named=Linear.rounded(*named), firm=Linear.rounded(*firm))


def _read(texts: Sequence[str], recogniser: GinzaRecogniser) -> Iterator[Rows]:
    """Yield one row of feature numbers for each folded character of each text."""
    for at in tqdm(range(0, len(texts), _AT_ONCE), unit=f"×{_AT_ONCE}", file=sys.stderr):
        for folded, sentences in recogniser.read(texts[at : at + _AT_ONCE]):
            columns = (
                [row.astype(np.int32) for ids in features(folded.text, sentences) for row in ids] if folded.text else []
            )
            yield np.stack(columns, 1) if columns else np.zeros((0, 0), np.int32)


def _sorts(passage: Passage) -> NDArray[np.int8]:
    """Return for each folded character 0 outside of marks, 1 for a person, 2 for a firm, -1 for what is not learnt."""
    folded = fold(passage.text)
    starts, ends = np.array(folded.starts), np.array(folded.ends)
    sorts = np.zeros(len(folded.text), np.int8)
    for span in passage.spans:
        sorts[(ends > span.start) & (starts < span.end)] = {"person": 1, "firm": 2}.get(span.type, -1)
    return sorts


def _fit(rows: Rows, truth: Numbers, counts: Numbers) -> tuple[Numbers, float]:
    """Return weights and bias of a logistic regression (AdaGrad)."""
    chance = np.random.default_rng(0)
    weights, squares, bias = np.zeros(SIZE), np.full(SIZE, 1e-2), 0.0
    for _ in tqdm(range(_EPOCHS), unit="回", file=sys.stderr):
        order = chance.permutation(len(truth))
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            ids = rows[batch]
            likely = 1 / (1 + np.exp(-np.clip(weights[ids].sum(1) + bias, -30, 30)))
            errors = (likely - truth[batch]) * counts[batch]
            slopes = np.bincount(ids.ravel(), np.repeat(errors, ids.shape[1]), minlength=SIZE)
            moved = np.flatnonzero(slopes)
            steps = slopes[moved] + _SHRINK * len(batch) * weights[moved]
            squares[moved] += steps * steps
            weights[moved] -= _RATE * steps / np.sqrt(squares[moved])
            bias -= 0.01 * float(errors.mean())
    return weights, bias


if __name__ == "__main__":
    sys.exit(main())
