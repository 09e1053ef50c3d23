"""``python -m eval.train_breaches``: train what hears breaches of the guideline in words that no list has.

A logistic regression for each clause on the bundled embedder's vector and the runs of characters of a sentence. Thresholds are
chosen on sentences whose situation the weights have not seen: few fair ones may be blamed (``breach_fit``).
``--measure [FILE …]`` trains on four fifths of the situations, tells what is found in the last fifth, and writes nothing;
then tells what rules and stored weights find in labelled files of other hands.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from assistant.answering.guideline.breaches import WEIGHTS, Breaches, load_breaches
from assistant.answering.guideline.check import violations
from assistant.answering.guideline.findings import CLAUSES
from assistant.answering.guideline.hearing import Hearing
from assistant.answering.guideline.wording import sentences, without_quotes
from assistant.answering.meaning import Floats
from eval.breach_fit import Shaped, fitted, thresholds, unseen
from eval.breach_samples import BREACHES, FOLDS, Spoken, fair_knowledge, read_spoken
from eval.metrics import share
from eval.samples import DATASETS
from knowledge.embedding import load_embedder

Encode = Callable[[str], Floats]

_EVERY = 3  # of the sentences of the knowledge is trained on; the others tell how many are blamed unseen
_TEST = FOLDS - 1


def main(arguments: Sequence[str]) -> int:
    """Train and write the weights, or measure; return 0."""
    embedder = load_embedder()
    encode = functools.cache(embedder.encode_query)
    knowledge = fair_knowledge()
    written = read_spoken(DATASETS / BREACHES)
    if arguments[:1] == ["--measure"]:
        for line in _held_out(written, knowledge, embedder.key, encode):
            tqdm.write(line)
        for name in arguments[1:]:
            for line in found_in(read_spoken(Path(name)), _hearing(encode)):
                tqdm.write(line)
        return 0
    train(written, knowledge, embedder.key, encode).save()
    load_breaches.cache_clear()
    tqdm.write(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size:,} B")
    return 0


def train(written: Sequence[Spoken], knowledge: Sequence[Spoken], model: str, encode: Encode) -> Breaches:
    """Return the weights for labelled sentences and fair ones of the knowledge, on what ``model`` encodes."""
    said = [*written, *knowledge[::_EVERY]]
    shaped = shape(said, encode)
    fit = fitted(shaped)
    return fit.breaches(model, thresholds(shaped, unseen(shaped)))


def shape(said: Sequence[Spoken], encode: Encode) -> Shaped:
    """Return sentences as rows of numbers, with their labels."""
    own = [without_quotes(s.text) for s in said]
    vectors = np.stack([encode(text) for text in tqdm(own, unit="文", file=sys.stderr)])
    return Shaped.of(said, own, vectors)


def found_in(said: Sequence[Spoken], hearing: Hearing) -> list[str]:
    """Return a Markdown table: what the rules alone, and rules and weights together, find and blame."""
    lines = ["| clause | rules | rules and weights | fair blamed by rules | by both |", "|---|---|---|---|---|"]
    ruled = [{c for c, _, _ in violations(sentences(s.text))} for s in said]
    heard = [{c for c, _, _ in violations(sentences(s.text), hearing.broken)} for s in said]
    for clause in (*CLAUSES, ""):
        rows = [n for n, s in enumerate(said) if clause in ("", s.clause)]
        bad, fair = ([n for n in rows if said[n].bad is wanted] for wanted in (True, False))
        told = [_share([said[n].clause in found[n] for n in bad]) for found in (ruled, heard)]
        told += [_share([bool(found[n]) for n in fair]) for found in (ruled, heard)]
        lines.append(f"| {clause or 'all'} | " + " | ".join(told) + " |")
    return lines


def _held_out(written: Sequence[Spoken], knowledge: Sequence[Spoken], model: str, encode: Encode) -> list[str]:
    """Train without the test fifth of the situations, and return what is found there and blamed in unseen knowledge."""
    breaches = train([s for s in written if s.fold != _TEST], knowledge, model, encode)
    hearing = _hearing(encode, breaches)
    unseen_knowledge = [s for n, s in enumerate(knowledge) if n % _EVERY]
    blamed = [bool(hearing.broken(s.text)) for s in tqdm(unseen_knowledge, unit="文", file=sys.stderr)]
    table = found_in([s for s in written if s.fold == _TEST], hearing)
    return [*table, "", f"sentences of the knowledge blamed by the weights: {_share(blamed)}"]


def _hearing(encode: Encode, breaches: Breaches | None = None) -> Hearing:
    return Hearing(lambda text, _model: encode(text), breaches)


def _share(said_so: Sequence[bool]) -> str:
    found = share("", sum(said_so), len(said_so))
    return f"{sum(said_so)}/{found.n} ({found.low or 0:.0%}–{found.high or 0:.0%})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
