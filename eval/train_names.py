"""``python -m eval.train_names [records|questions]``: train a tagger of names anew, in two or five minutes.

Names are what is marked as person or firm. ``records`` learns from the passages for tuning, and from the starter knowledge,
which names nobody, what names are not; ``questions``, who is asked once more about questions, from the question sets as well.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from eval.labelled import Passage, read_passages
from eval.naming_questions import asked, made
from eval.privacy_questions import QUESTIONS, half_of
from eval.samples import DATASETS
from ingest.anonymise.detector import Detector
from ingest.anonymise.folded import fold
from ingest.anonymise.recogniser import GinzaRecogniser
from ingest.anonymise.tagger import second_opinion
from ingest.anonymise.tagger.model import SIZE, WEIGHTS, Linear, Tagger, features
from knowledge.corpus_check import read_corpus
from knowledge.taxonomy import INDUSTRIES
from knowledge.words import Words

Rows: TypeAlias = NDArray[np.int32]
Numbers: TypeAlias = NDArray[np.float64]

_EPOCHS, _BATCH, _RATE, _SHRINK = 12, 1024, 0.15, 1e-6
_NAMED, _PLAIN, _KNOWLEDGE = 2.0, 1.0, 0.3  # how much a character of a name, of a passage, of the knowledge counts
_AT_ONCE = 64  # texts read together
_REMEMBERED = 50_000  # sentences: what was read to see whether it names anybody is read again to learn from it


def main(kind: str = "records") -> int:
    """Train and write the weights of one kind; return 0."""
    reader = GinzaRecogniser(tagger=lambda: None, remembered=_REMEMBERED)
    passages = read_passages(DATASETS / "privacy-dev.jsonl")
    bodies = [f.entry.body for f in read_corpus()[0]]
    path = {"records": WEIGHTS, "questions": second_opinion.WEIGHTS}[kind]
    if kind == "questions":
        passages += _questions(passages, reader)
    train(passages, bodies, reader).save(path)
    tqdm.write(f"{path.name}: {path.stat().st_size:,} B")
    return 0


def _questions(passages: Sequence[Passage], reader: GinzaRecogniser) -> list[Passage]:
    """Return the labelled questions for tuning, what the question sets ask, and questions made from both."""
    labelled = [q for q in read_passages(QUESTIONS) if half_of(q) == "dev"]
    plain = [*_unnamed(list(asked(DATASETS)), reader), *(q.text for q in labelled if not q.spans)]
    trades = [word for term in INDUSTRIES.values() for word in term.words if len(word) > 1]
    more = made([*passages, *labelled], plain, trades, Words().reading)
    return [*labelled, *more, *(Passage("asked", text, ()) for text in plain)]


def _unnamed(texts: Sequence[str], reader: GinzaRecogniser) -> list[str]:
    """Return the texts in which neither rules nor recogniser see a name."""
    return [text for text, found in zip(texts, Detector(reader).find_many(texts), strict=True) if not found]


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
    sys.exit(main(*sys.argv[1:2]))
