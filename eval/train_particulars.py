"""``python -m eval.train_particulars``: train what hears questions for particulars that no source here holds.

A logistic regression on the bundled embedder's vector and the runs of characters of the asking sentence (as ``breach_fit``). It is
trained on all situations of the own set and on the dev halves of other sets; the two limits lie where few answerable questions
of the dev halves are taken for one by weights that have not seen them. ``--measure`` writes nothing: it tells what is found in
situations that the weights have not seen (five folds), and how often the stored weights blame the test halves of other sets.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from assistant.answering.grams import BUCKETS, grams
from assistant.answering.particulars import KINDS, WEIGHTS, Kinds, asking, load_kinds
from eval.breach_fit import Fitted, Shaped, fitted, unseen
from eval.metrics import separation, share
from eval.particulars import Asked, read_ordinary, read_particulars
from knowledge.embedding import Embedder, load_embedder
from knowledge.kana import in_kanji

Floats = NDArray[np.float32]

_MEANING, _WORDING = 10.0, 6.0  # how much a vector and the grams of a sentence count
_LIKELY, _SURE = 0.008, 0.002  # of the answerable questions of the dev halves may reach the limit


def main(arguments: Sequence[str]) -> int:
    """Train and write the weights unless only measured, and print what they find; return 0."""
    embedder = load_embedder()
    own, others = read_particulars(), read_ordinary()
    taught = [*own, *(a for a in others if a.half == "dev")]
    shaped = shape(taught, vectors(taught, embedder))
    scores = unseen(shaped)[:, 0]
    likely, sure = limits(taught, scores)
    if "--measure" not in arguments:
        trained(shaped, embedder.key, likely, sure).save()
        load_kinds.cache_clear()
        tqdm.write(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size:,} B")
    rest = [a for a in others if a.half == "test"]
    for line in (*measured(taught, scores, likely, sure), *blamed(rest, vectors(rest, embedder), load_kinds())):
        tqdm.write(line)
    return 0


def vectors(asked: Sequence[Asked], embedder: Embedder) -> Floats:
    """Return the unit vectors [questions, dimension] that the search makes of them."""
    found: Floats = np.stack(
        [embedder.encode_query(in_kanji(a.question)) for a in tqdm(asked, unit="文", file=sys.stderr)]
    )
    return found


def shape(asked: Sequence[Asked], meanings: Floats) -> Shaped:
    """Return questions as rows of numbers, with what is learnt of each: is it one at all, and of which kind those are."""
    wording = np.zeros((len(asked), BUCKETS), np.float32)
    for row, one in enumerate(asked):
        found = grams(asking(one.question))
        wording[row, found] = 1 / np.sqrt(len(found))
    bad = np.array([a.bad for a in asked])
    return Shaped(
        np.hstack([_MEANING * meanings, _WORDING * wording]).astype(np.float32),
        np.array([[float(a.bad), *(float(a.kind == kind) for kind in KINDS)] for a in asked]),
        np.column_stack([np.ones(len(asked)), *(bad.astype(float) for _ in KINDS)]),
        np.array([a.fold for a in asked]),
        ~bad,
        np.array([not a.situation for a in asked]),
    )


def trained(shaped: Shaped, model: str, likely: float, sure: float) -> Kinds:
    """Return the weights for shaped questions, as the assistant reads them."""
    fit: Fitted = fitted(shaped)
    meaning, wording = fit.weights[:-BUCKETS].T * _MEANING, fit.weights[-BUCKETS:].T * _WORDING
    return Kinds(model, meaning, wording, fit.biases, likely, sure)


def limits(asked: Sequence[Asked], scores: Floats) -> tuple[float, float]:
    """Return the log-odds from which a question is likely and surely one."""
    ordinary = scores[[a.counted for a in asked]]
    likely, sure = (float(np.quantile(ordinary, 1 - most)) for most in (_LIKELY, _SURE))
    return likely, sure


def measured(asked: Sequence[Asked], scores: Floats, likely: float, sure: float) -> list[str]:
    """Return a Markdown table over the own set, by kind; ``scores`` are those of weights that know nothing of the situation."""
    lines = ["| own set, unseen situations | n | likely or sure | sure |", "|---|---|---|---|"]
    for kind in dict.fromkeys(a.kind for a in asked if a.situation):
        found = [float(s) for a, s in zip(asked, scores, strict=True) if a.situation and a.kind == kind]
        lines.append(_line(kind, found, likely, sure))
    good, bad = (
        [float(s) for a, s in zip(asked, scores, strict=True) if a.situation and a.bad is b] for b in (False, True)
    )
    lines.append(_line("all particulars", bad, likely, sure))
    return [*lines, f"AUC against the answerable neighbours: {separation(bad, good) or 0:.3f}", ""]


def blamed(asked: Sequence[Asked], meanings: Floats, kinds: Kinds) -> list[str]:
    """Return a Markdown table: questions of the test halves of other sets that the stored weights take for one."""
    lines = ["| other sets, test halves | n | likely or sure | sure |", "|---|---|---|---|"]
    scores = [float(kinds.scores(asking(a.question), v)[0]) for a, v in zip(asked, meanings, strict=True)]
    for counted in (True, False):
        found = [s for a, s in zip(asked, scores, strict=True) if a.counted is counted]
        lines.append(_line("bounded" if counted else "the others", found, kinds.likely, kinds.sure))
    return lines


def _line(name: str, scores: Sequence[float], likely: float, sure: float) -> str:
    told = " | ".join(_share(sum(s >= limit for s in scores), len(scores)) for limit in (likely, sure))
    return f"| {name} | {len(scores)} | {told} |"


def _share(said: int, of: int) -> str:
    found = share("", said, of)
    return f"{said / max(of, 1):.3f} ({found.low or 0:.2f}–{found.high or 0:.2f})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
