"""Times one search system over given passages: ``python eval/bench/measure.py SYSTEM WORK.json``; prints one line of JSON.

``WORK.json`` names the passages and questions (JSON Lines) and, where vectors are given, arrays of them. It runs in the rivals'
environment too, so it imports nothing but the embedder of this project.
"""

from __future__ import annotations

import importlib
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from knowledge.embedding import load_embedder
from knowledge.embedding.embedder import Embedder, Vectors

TOP = 10
_WARM = 5


class System(Protocol):
    """A search system under test."""

    def ingest(self, passages: Sequence[tuple[str, str]]) -> None:
        """Take (id, text) pairs, so that they can be searched when this returns."""

    def search(self, question: str) -> list[str]:
        """Return the ids of the best ten."""


class Given(Embedder):
    """The bundled embedder; texts whose vectors are given are looked up instead."""

    def __init__(self, texts: Sequence[str], vectors: Vectors | None) -> None:
        """Take the texts and one row for each, or None to embed them."""
        self._inner = load_embedder()
        self._rows = dict(zip(texts, vectors, strict=True)) if vectors is not None else {}
        self.setting = "bundled"

    @property
    def key(self) -> str:
        """That of the bundled embedder."""
        return self._inner.key

    @property
    def dimension(self) -> int:
        """That of the bundled embedder."""
        return self._inner.dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Look the texts up, or embed them."""
        if all(text in self._rows for text in texts):
            return (
                np.stack([self._rows[text] for text in texts]) if texts else np.empty((0, self.dimension), np.float32)
            )
        return self._inner.encode_passages(texts)

    def encode_query(self, text: str) -> Vectors:
        """Look the question up, or embed it."""
        found = self._rows.get("?" + text.strip())
        return self._inner.encode_query(text) if found is None else found


def main(name: str, work_file: str) -> int:
    """Measure one system."""
    work = json.loads(Path(work_file).read_text(encoding="utf-8"))
    passages = [(str(p["id"]), str(p["text"])) for p in _lines(work["passages"])]
    questions = list(_lines(work["questions"]))
    given = np.load(work["vectors"]) if work.get("vectors") else None
    known = [text for _, text in passages] + ["?" + q["text"] for q in questions]
    embedder = Given(known, given)
    embedder.encode_query("準備")
    with tempfile.TemporaryDirectory() as room:
        before = resident()
        system: System = _system(name)(embedder, Path(room))
        began = time.perf_counter()
        system.ingest(passages)
        ingest = time.perf_counter() - began
        for question in questions[:_WARM]:
            system.search(question["text"])
        hits = sum(bool(set(q["relevant"]) & set(system.search(q["text"])[:TOP])) for q in questions)
        one = _timed(lambda q: system.search(q["text"] + " "), questions, 1)
        many = _timed(lambda q: system.search(q["text"] + "  "), questions * 2, 16)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    found = {
        "system": name,
        "passages": len(passages),
        "ingest_seconds": round(ingest, 2),
        "one": percentiles(one),
        "many": percentiles(many),
        "hit": round(hits / len(questions), 4),
        "questions": len(questions),
        "peak_mb": round(peak),
        "own_mb": round(peak - before),
    }
    print(json.dumps(found), flush=True)
    return 0


def _system(name: str) -> Callable[[Embedder, Path], System]:
    module = "ours" if name == "yorozu" else "rivals"
    found: Callable[[Embedder, Path], System] = importlib.import_module(f"eval.bench.{module}").SYSTEMS[name]
    return found


def _lines(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def _timed(call: Callable[[Any], object], questions: Sequence[Any], callers: int) -> list[float]:
    def one(question: Any) -> float:
        began = time.perf_counter()
        call(question)
        return 1e3 * (time.perf_counter() - began)

    with ThreadPoolExecutor(callers) as pool:
        return list(pool.map(one, questions))


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    """Return p50 and p95."""
    return round(statistics.median(times), 1), round(statistics.quantiles(times, n=20)[18], 1)


def resident() -> float:
    """Return this process's resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
