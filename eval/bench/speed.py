"""``python -m eval.bench.speed``: start, ingest, search and whole answers at 1 and 16 callers, plans, memory; prints a table.

The server runs as its own process over a fresh data directory with the starter knowledge; callers are threads of this process
that send real HTTP requests on loopback. Latency is wall time of a request; memory is the server's resident set.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

from assistant.exports import FORMATS
from eval.bench import made_up
from eval.planning.intakes import read_told
from eval.samples import DATASETS, read_samples
from ingest import pipeline
from knowledge.corpus_check import CORPUS
from knowledge.embedding import Embedder, load_embedder
from knowledge.embedding.embedder import Vectors
from knowledge.search import KnowledgeBase

_REPEATS = 3
_PASSAGE = 170  # characters
_UNTIL_EMBEDDING = 8.0  # seconds from the start of an import
_FILES = 400  # of an import that runs beside the questions


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure with its unit."""

    name: str
    value: str


def main() -> int:
    """Measure and print."""
    questions = [s.question for s in read_samples(DATASETS / "retrieval-smoke.jsonl")]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        figures = [*_ingest(data), *_search(data, questions), *_served(data, questions)]
    print("| 測ったもの | 値 |\n|---|---|")
    for figure in figures:
        print(f"| {figure.name} | {figure.value} |")
    return 0


class Timed(Embedder):
    """An embedder that adds up the time in which it makes vectors of passages."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.seconds = 0.0

    @property
    def key(self) -> str:
        """That of the embedder."""
        return self._inner.key

    @property
    def dimension(self) -> int:
        """That of the embedder."""
        return self._inner.dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Time it; an import makes one call after the other."""
        began = time.perf_counter()
        try:
            return self._inner.encode_passages(texts)
        finally:
            self.seconds += time.perf_counter() - began

    def encode_query(self, text: str) -> Vectors:
        """Pass it on."""
        return self._inner.encode_query(text)


def _ingest(data: Path) -> list[Figure]:
    embedding = Timed(load_embedder())
    knowledge = KnowledgeBase(data, embedding)
    try:
        paths = [CORPUS / name for name in ("cases", "guidelines", "policies")]
        report = pipeline.run(paths, knowledge.catalog, knowledge.update, vectors=knowledge.projection.vectors)
        inside = embedding.seconds
        again = pipeline.run(paths, knowledge.catalog, knowledge.update)
        texts = [p.text for e in knowledge.catalog.entry_ids() for p in knowledge.catalog.passages([e])[e]]
        embedder = load_embedder()
        began = time.perf_counter()
        embedder.encode_passages(texts[:400])
        alone = 400 / (time.perf_counter() - began)
    finally:
        knowledge.close()
    passages = sum(f.passages for f in report.files)
    characters = statistics.mean(map(len, texts))
    return [
        Figure(
            "ingest, passages/s end to end",
            f"{passages / report.seconds:.0f} ({passages} of {characters:.0f} characters)",
        ),
        Figure(
            f"the same, counted in passages of {_PASSAGE} characters",
            f"{passages * characters / _PASSAGE / report.seconds:.0f}",
        ),
        Figure("ingest, share of the time in which the embedder works", f"{100 * inside / report.seconds:.0f} %"),
        Figure("embedder alone, passages/s", f"{alone:.0f}"),
        Figure("unchanged files skipped per second", f"{len(again.files) / again.seconds:.0f}"),
    ]


def _search(data: Path, questions: Sequence[str]) -> list[Figure]:
    knowledge = KnowledgeBase(data, load_embedder())
    try:
        knowledge.search("準備")
        times = _timed(lambda q: knowledge.search(q), questions, 1)
        many = _timed(lambda q: knowledge.search(q + " "), questions, 16)
    finally:
        knowledge.close()
    return [Figure("search, 1 caller, p50 / p95", _p(times)), Figure("search, 16 callers, p50 / p95", _p(many))]


def _served(data: Path, questions: Sequence[str]) -> list[Figure]:
    port = free_port()
    began = time.perf_counter()
    server = subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-m", "assistant", "serve", "--port", str(port), "--data", str(data)],
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/readyz")
        started = time.perf_counter() - began

        def ask(question: str, until: int | None = None, accept: str = "application/json") -> None:
            body = json.dumps({"question": question, "role": "co"}).encode()
            with _sent(f"http://127.0.0.1:{port}/api/chat", body, accept) as answer:
                answer.read(until)

        ask("準備")
        fresh = _timed(ask, questions, 1)
        known = _timed(ask, questions, 1)
        first = _timed(lambda q: ask(f"{q}!", 1, "text/event-stream"), questions[::4], 1)
        planned = _planned(port)
        with _importing(data):
            beside = _timed(ask, [f"{q}？" for q in questions], 1)
        began = time.perf_counter()
        many = _timed(ask, [f"{q}。" for q in questions], 16)
        rate = len(many) / (time.perf_counter() - began)
        memory = _resident(server.pid)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)
    return [
        Figure("later start to an answering server", f"{started:.1f} s"),
        Figure("whole answer over HTTP, 1 caller, p50 / p95", _p(fresh)),
        Figure("the same question again, p50 / p95", _p(known)),
        Figure(f"first streamed event, 1 caller, p50 / p95 (n = {len(first)})", _p(first)),
        *planned,
        Figure(
            "the first again while an import runs, p50 / p95",
            f"{_p(beside)} ({_p95(beside) / _p95(fresh):.1f} times the p95)",
        ),
        Figure("whole answer over HTTP, 16 callers, p50 / p95", f"{_p(many)} ({rate:.0f} answers/s)"),
        Figure("resident memory of the server", f"{memory:.0f} MB"),
    ]


def _planned(port: int) -> list[Figure]:
    """Draft and store a plan for every intake of the data set, and export each in every format."""
    plans = f"http://127.0.0.1:{port}/api/plans"
    made: list[str] = []

    def draft(intake: str) -> None:
        with _sent(plans, intake.encode()) as answer:
            made.append(json.loads(answer.read())["id"])

    def export(address: str) -> None:
        with _sent(address) as answer:
            answer.read()

    told = [{"intake": t.intake.model_dump(mode="json"), "role": t.role} for t in read_told(DATASETS / "plans.jsonl")]
    drafts = _timed(draft, [json.dumps(t) for t in told], 1)
    figures = [Figure(f"plan drafted and stored over HTTP, p50 / p95 (n = {len(drafts)})", _p(drafts))]
    for kind in FORMATS:
        times = _timed(export, [f"{plans}/{one}/export?format={kind}" for one in made], 1)
        figures.append(Figure(f"plan as {kind} over HTTP, p50 / p95 (n = {len(times)})", _p(times)))
    return figures


def _sent(address: str, body: bytes | None = None, accept: str = "*/*") -> HTTPResponse:
    headers = {"Accept": accept} | ({"Content-Type": "application/json"} if body else {})
    request = urllib.request.Request(address, body, headers)  # noqa: S310 (loopback)
    answer: HTTPResponse = urllib.request.urlopen(request, timeout=60)  # noqa: S310
    return answer


def _timed(call: Callable[[str], object], questions: Sequence[str], callers: int) -> list[float]:
    def one(question: str) -> float:
        began = time.perf_counter()
        call(question)
        return time.perf_counter() - began

    repeated = list(questions) * (_REPEATS if callers > 1 else 1)
    with ThreadPoolExecutor(callers) as pool:
        return list(pool.map(one, repeated))


@contextmanager
def _importing(data: Path) -> Iterator[None]:
    """Let another process import generated documents until the caller is done."""
    pool = made_up.sentences()
    with tempfile.TemporaryDirectory() as folder:
        chance = random.Random(7)  # noqa: S311 (no secret)
        for number in range(_FILES):
            text = "\n\n".join("".join(chance.sample(pool, 4)) + f"第{number}回。" for _ in range(10))
            (Path(folder) / f"{number:04d}.txt").write_text(f"お知らせ {number}\n\n{text}\n", encoding="utf-8")
        environment = os.environ | {"YOROZU_QUARANTINE_KEY_FILE": str(Path(folder) / "key")}
        running = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-m", "ingest", folder, "--data", str(data)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            time.sleep(_UNTIL_EMBEDDING)
            yield
            if running.poll() is not None:
                raise RuntimeError("the import ended before the questions did")
        finally:
            running.terminate()
            running.wait()


def _p(times: Sequence[float]) -> str:
    return f"{1e3 * statistics.median(times):.0f} / {1e3 * _p95(times):.0f} ms"


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=100)[94]


def wait_until_ready(url: str, seconds: float = 60) -> None:
    """Wait until a server answers with 200; raise TimeoutError when it does not within ``seconds``."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 (loopback)
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(url)


def free_port() -> int:
    """Return a port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    sys.exit(main())
