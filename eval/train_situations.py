"""``python -m eval.train_situations``: train which clause a situation is about on what is taught, and measure it on what is not.

For each clause the mean of its taught situations, seen in a space in which situations of one clause lie close together (linear
discriminant analysis with a shrunken scatter). ``--measure`` trains nothing and asks the assistant.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from assistant.answering import Answer, Assistant, Question
from assistant.answering.situations import FIT, Clauses, load_clauses
from eval.halves import half_of
from eval.labelled_questions import read_labelled_questions
from eval.metrics import Metric, share
from eval.opening import opened
from eval.samples import DATASETS, read_samples
from eval.situations import Situation, read_situations
from knowledge.corpus_check import read_corpus
from knowledge.embedding import Embedder, load_embedder
from knowledge.entries import Guideline

Numbers: TypeAlias = NDArray[np.float64]

_SHRINK = 1.0  # times the mean variance within a clause; chosen on the dev half
_SHRINK_OWN = 1.0  # the same for telling own work
_TOLD_OF_CLIENTS = {"distress", "illegal"}  # advisers ask that of their clients too


def main(arguments: Sequence[str]) -> int:
    """Train and write the weights unless only measured, and print what the assistant finds with them; return 0."""
    if "--measure" not in arguments:
        trained(read_situations(), load_embedder()).save()
        load_clauses.cache_clear()
        tqdm.write(f"{FIT.name}: {FIT.stat().st_size:,} B")
    with opened() as setup:
        for line in measured(read_situations(), setup.assistant):
            tqdm.write(line)
    return 0


def trained(situations: Sequence[Situation], embedder: Embedder) -> Clauses:
    """Return the weights for what is taught and, for telling own work, the dev halves of labelled questions of advisers."""
    names = _names()
    taught = [s for s in situations if s.kind == "taught"]
    known = sorted({s.clauses[0] for s in taught})
    vectors = _vectors([s.question for s in taught], embedder)
    weights, biases = _discriminant(vectors, np.array([known.index(s.clauses[0]) for s in taught]), len(known))
    others, truth = _advisers(embedder)
    own, bias = _ridge(np.vstack([vectors, others]), np.r_[np.ones(len(vectors)), truth])
    return Clauses(
        embedder.key,
        tuple(names[clause] for clause in known),
        weights.astype(np.float32),
        biases.astype(np.float32),
        own.astype(np.float32),
        bias,
    )


def measured(situations: Sequence[Situation], assistant: Assistant) -> list[str]:
    """Return a Markdown table: is a right clause the first, or among the two that are shown, for what was not taught?"""
    lines = [
        "| situations | half | n | asked as usual: first | two | as mentor: first | two |",
        "|---|---|---|---|---|---|---|",
    ]
    asked = [s for s in situations if s.kind != "taught"]
    shown = {
        (s.id, intent): clauses_of(assistant.answer(Question(text=s.question, role=s.role, intent=intent)))
        for s in tqdm(asked, file=sys.stderr)
        for intent in ("", "mentor")
    }
    for kind, half in sorted({(s.kind, s.half) for s in asked}, reverse=True):
        here = [s for s in asked if (s.kind, s.half) == (kind, half)]
        told = [
            _share(sum(bool(set(shown[s.id, intent][:most]) & set(s.clauses)) for s in here), len(here))
            for intent in ("", "mentor")
            for most in (1, 2)
        ]
        lines.append(f"| {kind} | {half} | {len(here)} | " + " | ".join(told) + " |")
    return lines


def clauses_of(answer: Answer) -> list[str]:
    """Return the ids of the clauses that an answer shows, the first first."""
    rows = [block.rows for block in answer.blocks if block.kind == "clause" and block.rows]
    return [r[0].cells[0][0].citations[0].anchor for r in rows]


def _names() -> dict[str, str]:
    """Return clause → ``entry#clause`` of the sample guideline."""
    guidelines = [file.entry for file in read_corpus()[0] if isinstance(file.entry, Guideline)]
    return {
        section.anchor: f"{guideline.id}#{section.anchor}" for guideline in guidelines for section in guideline.sections
    }


def _advisers(embedder: Embedder) -> tuple[Numbers, Numbers]:
    """Return vectors of advisers' questions of the dev halves, and 1 for those of the own work."""
    asked = [
        (q.question, q.intent == "mentor") for q in read_labelled_questions() if q.role != "owner" and q.half == "dev"
    ]
    asked += [(s.question, True) for s in read_situations() if s.kind == "told" and s.half == "dev"]
    for name in ("retrieval-smoke.jsonl", "retrieval-hard.jsonl"):
        for sample in read_samples(DATASETS / name):
            if sample.role != "owner" and sample.half == "dev" and sample.relevant:
                best = [entry for entry, grade in sample.relevant.items() if grade == 2]
                asked.append((sample.question, any(entry.startswith("guide-") for entry in best)))
    for row in map(json.loads, (DATASETS / "unanswerable.jsonl").read_text("utf-8").splitlines()):
        if row["kind"] not in _TOLD_OF_CLIENTS and half_of(row["id"]) == "dev":
            asked.append((row["question"], False))
    return _vectors([text for text, _ in asked], embedder), np.array([float(own) for _, own in asked])


def _vectors(texts: Sequence[str], embedder: Embedder) -> Numbers:
    return np.stack([embedder.encode_query(text) for text in tqdm(texts, unit="文", file=sys.stderr)]).astype(
        np.float64
    )


def _discriminant(vectors: Numbers, classes: NDArray[np.int64], count: int) -> tuple[Numbers, Numbers]:
    mean = vectors.mean(0)
    given = vectors - mean
    means = np.stack([given[classes == n].mean(0) for n in range(count)])
    apart = given - means[classes]
    scatter = apart.T @ apart / len(apart)
    scatter += _SHRINK * np.trace(scatter) / len(scatter) * np.eye(len(scatter))
    weights = np.linalg.solve(scatter, means.T).T
    weights /= np.sqrt((weights * means).sum(1, keepdims=True))
    return weights, -weights @ mean


def _ridge(vectors: Numbers, truth: Numbers) -> tuple[Numbers, float]:
    """Return weights and bias of a ridge regression on ±1 in which both sides count alike."""
    mean, yes = vectors.mean(0), truth == 1
    given = vectors - mean
    counts = np.where(yes, 0.5 / yes.sum(), 0.5 / (~yes).sum())
    scatter = (given * counts[:, None]).T @ given
    scatter += _SHRINK_OWN * np.trace(scatter) / len(scatter) * np.eye(len(scatter))
    weights = np.linalg.solve(scatter, (given * counts[:, None]).T @ np.where(yes, 1.0, -1.0))
    return weights, float(-weights @ mean)


def _share(right: int, of: int) -> str:
    found: Metric = share("", right, of)
    return f"{right / of:.3f} ({found.low or 0:.2f}–{found.high or 0:.2f})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
