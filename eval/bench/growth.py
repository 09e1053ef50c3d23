"""``python -m eval.bench.growth [--sizes 1000,10000,…] [--write docs/performance.md]``: what growing costs, up to a million passages.

The knowledge is made up (``made_up.py``), the vectors are means of real ones, the embedder is the bundled one; its time is left
out: questions are embedded before they are timed. Each size is built in one process and searched in another, as a server would:
memory is that one's, with the embedder in it; its files are read once before. Latency is wall time of ``KnowledgeBase.search`` with all legs.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from eval.bench import made_up
from eval.bench.chart import line_chart
from eval.bench.table import markdown, write_block
from knowledge.embedding import load_embedder
from knowledge.filters import Filters
from knowledge.search import KnowledgeBase

_SIZES = (1_000, 10_000, 100_000, 1_000_000)
_QUESTIONS = 200
_FILTERED = 50
_WARM = 20
_HOURS = 3.0  # for one size


@dataclass(frozen=True, slots=True)
class Built:
    """Seconds to fill the catalog and to build the indexes, bytes on disk, peak MB of the builder."""

    passages: int
    filling: float
    building: float
    catalog_bytes: int
    vector_bytes: int
    keyword_bytes: int
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Searched:
    """Milliseconds of a search (p50, p95), of one with a filter; seconds to open; resident MB of the searcher."""

    opening: float
    plain: tuple[float, float]
    filtered: tuple[float, float]
    legs: dict[str, float]
    resident_mb: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each size in processes of its own, print the table, and write it with the plot where asked to."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.growth")
    parser.add_argument("--sizes", default=",".join(map(str, _SIZES)), help="numbers of passages, with commas between")
    parser.add_argument("--room", type=Path, help="where the data is put (default: a temporary folder); kept if given")
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="the document whose <!-- growth --> block is replaced"
    )
    parser.add_argument("--step", choices=("build", "search"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    sizes = [int(size) for size in given.sizes.split(",")]
    if given.step:
        print(json.dumps(asdict(build(given.room, sizes[0]) if given.step == "build" else search(given.room))))
        return 0
    found: list[tuple[Built, Searched]] = []
    for size in sizes:
        room = given.room / str(size) if given.room else Path(tempfile.mkdtemp(prefix="growth-"))
        try:
            built = Built(**_apart("build", size, room))
            found.append((built, Searched(**_apart("search", size, room))))
        finally:
            if not given.room:
                shutil.rmtree(room, ignore_errors=True)
        print(_table(found[-1:]), flush=True)
    table = _table(found)
    print(table)
    if given.write:
        plot = given.write.parent / "growth.svg"
        plot.write_text(_plot(found), encoding="utf-8")
        write_block(given.write, "growth", f"{table}\n\n![検索の時間と知識の量]({plot.name})")
    return 0


def _apart(step: str, size: int, room: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "eval.bench.growth", "--step", step, "--sizes", str(size), "--room", str(room)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=3600 * _HOURS)  # noqa: S603
    return dict(json.loads(done.stdout.splitlines()[-1]))


def build(room: Path, passages: int) -> Built:
    """Fill a catalog and build its first generation."""
    embedder = load_embedder()
    sentences = made_up.pool(embedder)
    knowledge = KnowledgeBase(room, embedder)
    try:
        began = time.perf_counter()
        if not knowledge.catalog.head():
            made_up.fill(knowledge.catalog, embedder, sentences, passages)
        filled = time.perf_counter()
        manifest = knowledge.projection.update(_told, rebuild=True)
        built = time.perf_counter()
    finally:
        knowledge.close()
    folder = room / "projections" / manifest.generation
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return Built(
        manifest.passages,
        filled - began,
        built - filled,
        _size(room / "catalog.db"),
        _size(folder / "chroma"),
        _size(folder / "lexical"),
        peak,
    )


def search(room: Path) -> Searched:
    """Open what was built, as a reader does, and search."""
    embedder = load_embedder()
    questions = made_up.questions(made_up.Pool(made_up.sentences(), embedder.encode_passages([])), _QUESTIONS + _WARM)
    knowledge = KnowledgeBase(room, embedder)
    try:
        began = time.perf_counter()
        opened = knowledge.serving.current()
        if opened is None:
            raise ValueError(f"{room}: nothing was built there")
        opening = time.perf_counter() - began
        for question in questions:
            opened.query_vector(question)
        _settle(room)
        for question in questions[:_WARM]:
            knowledge.search(question)
        asked = questions[_WARM:]
        filters = Filters(("case",), {"outcome": ("failure",)})
        plain = _milliseconds(lambda q: knowledge.search(q), asked)
        filtered = _milliseconds(lambda q: knowledge.search(q, filters), asked[:_FILTERED])
        legs = {
            leg: _percentiles(_milliseconds(partial(knowledge.search, legs=(leg,)), asked[:_FILTERED]))[1]
            for leg in ("dense", "lexical")
        }
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        resident = pages * resource.getpagesize() / 1e6
    finally:
        knowledge.close()
    return Searched(opening, _percentiles(plain), _percentiles(filtered), legs, resident)


def _settle(room: Path) -> None:
    """Write out what opening copied, and read every file once, as a server has that runs for a while."""
    os.sync()
    for path in [p for p in room.rglob("*") if p.is_file()]:
        with path.open("rb") as file:
            while file.read(1 << 24):
                pass


def _told(stage: str, done: int, total: int) -> None:
    if done % 10_240 < 256:
        print(f"{stage} {done}/{total} {time.strftime('%H:%M:%S')}", file=sys.stderr, flush=True)


def _milliseconds(call: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    times = []
    for question in questions:
        began = time.perf_counter()
        call(question)
        times.append(1e3 * (time.perf_counter() - began))
    return times


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(times, n=20)
    return round(statistics.median(times), 1), round(cuts[18], 1)


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


_COLUMNS = (
    "節",
    "検索 p50 / p95",
    "絞り込み p50 / p95",
    "p95 密 / 語",
    "索引の作成",
    "節/秒",
    "開く",
    "台帳 / ベクトル / 語、1節あたり",
    "メモリー 検索 / 作成",
)


def _table(found: Sequence[tuple[Built, Searched]]) -> str:
    rows = []
    for b, s in found:
        per = [round(size / b.passages) for size in (b.catalog_bytes, b.vector_bytes, b.keyword_bytes)]
        rows.append(
            (
                f"{b.passages:,}",
                f"{s.plain[0]:.0f} / {s.plain[1]:.0f} ms",
                f"{s.filtered[0]:.0f} / {s.filtered[1]:.0f} ms",
                f"{s.legs['dense']:.0f} / {s.legs['lexical']:.0f} ms",
                f"{b.building:.0f} s",
                f"{b.passages / b.building:,.0f}",
                f"{s.opening:.1f} s",
                f"{per[0]:,} / {per[1]:,} / {per[2]:,} B",
                f"{s.resident_mb:,.0f} / {b.peak_mb:,.0f} MB",
            )
        )
    return markdown(_COLUMNS, rows)


def _plot(found: Sequence[tuple[Built, Searched]]) -> str:
    lines = {
        "検索 p50 (ms)": [(float(b.passages), s.plain[0]) for b, s in found],
        "検索 p95 (ms)": [(float(b.passages), s.plain[1]) for b, s in found],
        "絞り込み p95 (ms)": [(float(b.passages), s.filtered[1]) for b, s in found],
        "索引の作成 (s)": [(float(b.passages), b.building) for b, s in found],
    }
    return line_chart("知識の量と時間", "節の数", "ms、s", lines)


if __name__ == "__main__":
    sys.exit(main())
