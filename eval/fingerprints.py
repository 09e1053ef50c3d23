"""``python -m eval.fingerprints DATA DAY < questions.json``: what another process answers, one fingerprint a question."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from assistant.answering import Assistant, Question
from assistant.answering.answer import Answer
from knowledge.embedding import load_embedder
from knowledge.search import KnowledgeBase


def fingerprint(answer: Answer) -> str:
    """Return a hash of everything in an answer but the time it took."""
    values = asdict(replace(answer, seconds={}))
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def fingerprints(assistant: Assistant, questions: Sequence[str]) -> list[str]:
    """Return the fingerprint of the answer to each question."""
    return [fingerprint(assistant.answer(Question(text=text))) for text in questions]


def main() -> None:
    """Read a JSON list of questions, and write a JSON list of fingerprints."""
    data, day = sys.argv[1:]
    knowledge = KnowledgeBase(Path(data), load_embedder(os.environ.get("YOROZU_EMBEDDING", "bundled")))
    try:
        found = fingerprints(Assistant(knowledge, lambda: date.fromisoformat(day)), json.load(sys.stdin))
    finally:
        knowledge.close()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
