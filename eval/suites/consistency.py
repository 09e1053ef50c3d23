"""Suite: is the answer the same when asked again, by another process, and after another order of ingestion?"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.answering import Assistant
from assistant.starter import FOLDERS
from eval.fingerprints import fingerprints
from eval.hashes import sha256_of
from eval.metrics import SEED
from eval.samples import read_samples
from eval.suite import Measure, Score, Setup, SuiteResult
from ingest import pipeline
from knowledge.catalog import Catalog, text_hash
from knowledge.corpus_check import CORPUS
from knowledge.embedding import load_embedder
from knowledge.premises import dense_context
from knowledge.search import KnowledgeBase

QUESTIONS = 50
FILE = "retrieval-hard.jsonl"
_LIMIT = 120  # seconds for the other process


def run(setup: Setup) -> SuiteResult:
    """Ask the first questions of the harder set four times."""
    path = setup.datasets / FILE
    samples = read_samples(path)[:QUESTIONS]
    ids, questions = [s.id for s in samples], [s.question for s in samples]
    first = fingerprints(setup.assistant, questions)
    setup.progress(1, 4)
    again = fingerprints(setup.assistant, questions)
    setup.progress(2, 4)
    elsewhere = _in_another_process(setup, questions)
    setup.progress(3, 4)
    shuffled = _after_shuffled_import(setup, questions)
    setup.progress(4, 4)
    return SuiteResult(
        suite="consistency",
        measures=(
            same("again", "もう一度たずねて同じ", ids, questions, first, again),
            same("process", "別のプロセスで同じ", ids, questions, first, elsewhere),
            same("shuffled", "登録の順を変えて同じ", ids, questions, first, shuffled),
        ),
        data={FILE: sha256_of(path)},
        notes=(
            "回答は、かかった時間のほかの全項目で比べています。",
            "登録の順を変えるときは、同じ文のベクトルを使い回しています。ベクトル化そのものの揺れは、ここでは見ていません。",
        ),
    )


def same(
    name: str, label: str, ids: Sequence[str], questions: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> Measure:
    """Return the share of identical answers; the lists run over the same questions."""
    rows = zip(ids, questions, ours, theirs, strict=True)
    scores = (
        Score(sample=i, value=float(a == b), question=q, why="" if a == b else "回答が異なります")
        for i, q, a, b in rows
    )
    return Measure(name=name, label=label, scores=tuple(scores))


def lend_vectors(ours: Catalog, theirs: Catalog, model: str) -> int:
    """Copy the vectors of every passage and of its context; return how many there were."""
    entries = {entry.id: entry for entry in ours.entries()}
    texts = [
        text
        for entry_id, passages in ours.passages(list(entries)).items()
        for passage in passages
        for text in (passage.text, dense_context(entries[entry_id], passage))
    ]
    known = ours.vectors(model, list({text_hash(text) for text in texts}))
    theirs.put_vectors(model, known)
    return len(known)


def _in_another_process(setup: Setup, questions: Sequence[str]) -> list[str]:
    command = [sys.executable, "-m", "eval.fingerprints", str(setup.data.resolve()), setup.today.isoformat()]
    done = subprocess.run(  # noqa: S603 - this program itself
        command,
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=True,
        timeout=_LIMIT,
        cwd=Path(__file__).parents[2],
    )
    found: list[str] = json.loads(done.stdout)
    return found


def _after_shuffled_import(setup: Setup, questions: Sequence[str]) -> list[str]:
    """Import the corpus in shuffled order into a directory of its own; a text that has a vector already is not embedded again."""
    embedder = load_embedder(os.environ.get("YOROZU_EMBEDDING", "bundled"))
    knowledge = KnowledgeBase(Path(setup.scratch) / "shuffled", embedder, today=lambda: setup.today)
    try:
        lend_vectors(setup.knowledge.catalog, knowledge.catalog, embedder.key)
        files = [file for folder in FOLDERS for file in sorted((CORPUS / folder).glob("*.md"))]
        random.Random(SEED).shuffle(files)  # noqa: S311 - not for secrets
        pipeline.run(files, knowledge.catalog, knowledge.update)
        return fingerprints(Assistant(knowledge, lambda: setup.today), questions)
    finally:
        knowledge.close()
