"""``python -m eval.bench.compare --rivals .venv-bench/bin/python``: this stack beside four others, same passages, same embedder.

Each system runs in a process of its own, one after the other. Passages are those of a BEIR folder with questions
(``--beir``, JSQuAD here) filled up with made-up ones (``made_up.py``), or made-up ones alone; a question is a hit when one of the best ten passages is a
relevant one. At ``--given`` passages vectors are made before and looked up, so that only the systems themselves are timed. A system
that takes longer than ``--minutes`` is ended and reported so.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench import made_up
from eval.bench.chart import line_chart
from eval.bench.table import markdown, write_block
from knowledge.embedding import Embedder, load_embedder

SYSTEMS = ("yorozu", "langchain", "llamaindex", "haystack", "txtai")
_NAMES = {
    "yorozu": "この仕組み",
    "langchain": "LangChain",
    "llamaindex": "LlamaIndex",
    "haystack": "Haystack",
    "txtai": "txtai",
}
_BEIR = Path(__file__).parents[3] / "shared" / "data" / "beir" / "jsquad"
_QUESTIONS = 200


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every system at every size and print the table; write it with its plot where asked to."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.compare")
    parser.add_argument("--rivals", type=Path, required=True, help="the Python of the rivals' environment")
    parser.add_argument("--systems", default=",".join(SYSTEMS), help="with commas between")
    parser.add_argument(
        "--sizes", default="10000", help="numbers of passages, with commas between; embedded by each system"
    )
    parser.add_argument("--given", default="200000", help="numbers of passages whose vectors are given; may be empty")
    parser.add_argument("--minutes", type=float, default=30.0, help="the longest that one system may take")
    parser.add_argument("--questions", type=int, default=_QUESTIONS)
    parser.add_argument(
        "--beir", type=Path, default=_BEIR, help="folder with corpus.jsonl, queries.jsonl, qrels/test.tsv"
    )
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="the document whose <!-- rivals --> block is replaced"
    )
    given = parser.parse_args(arguments)
    embedder = load_embedder()
    pool = made_up.pool(embedder)
    found: list[dict[str, Any]] = []
    sizes = [(int(n), False) for n in given.sizes.split(",") if n] + [
        (int(n), True) for n in given.given.split(",") if n
    ]
    with tempfile.TemporaryDirectory(prefix="rivals-") as room:
        for size, vectors in sizes:
            work = prepare(Path(room), embedder, pool, given.beir, size, given.questions, vectors)
            for system in given.systems.split(","):
                python = sys.executable if system == "yorozu" else str(given.rivals)
                result = measure(python, system, work, given.minutes) | {"given": vectors, "size": size}
                print(json.dumps(result, ensure_ascii=False), flush=True)
                found.append(result)
    table = _table(found)
    print(table)
    if given.write:
        plot = given.write.parent / "rivals.svg"
        plot.write_text(_plot(found), encoding="utf-8")
        write_block(given.write, "rivals", f"{table}\n\n![検索の時間]({plot.name})")
    return 0


def prepare(
    room: Path, embedder: Embedder, pool: made_up.Pool, beir: Path, size: int, most: int, vectors: bool
) -> Path:
    """Write passages, questions and, where vectors are given, those; return the file that names them."""
    real = dict(itertools.islice(_texts(beir / "corpus.jsonl"), size)) if beir.is_dir() else {}
    questions = _questions(beir, real, most) if real else []
    passages = list(real.items())
    rows = [embedder.encode_passages(list(real.values()))] if vectors and real else []
    made = list(made_up.texts(pool, size - len(real)))
    passages += [(f"made-{n}", text) for n, (text, _) in enumerate(made)]
    if not questions:
        chance = random.Random(5)  # noqa: S311 (no secret)
        some = chance.sample(passages, min(most, len(passages)))
        questions = [
            {"text": f"{text[len(text) // 4 : len(text) // 2]}のはなぜですか。", "relevant": [own]}
            for own, text in some
        ]
    work: dict[str, str] = {}
    for name, lines in (
        ("passages", [{"id": own, "text": text} for own, text in passages]),
        ("questions", questions),
    ):
        path = room / f"{name}-{size}.jsonl"
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        work[name] = str(path)
    if vectors:
        rows += [np.stack([vector for _, vector in made])] if made else []
        rows.append(np.stack([embedder.encode_query(str(q["text"])) for q in questions]))
        np.save(room / f"vectors-{size}.npy", np.concatenate(rows))
        work["vectors"] = str(room / f"vectors-{size}.npy")
    path = room / f"work-{size}-{vectors}.json"
    path.write_text(json.dumps(work), encoding="utf-8")
    return path


def measure(python: str, system: str, work: Path, minutes: float) -> dict[str, Any]:
    """Run one system; what it did not finish is told by ``failed``."""
    command = [python, str(Path(__file__).with_name("measure.py")), system, str(work)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60 * minutes, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return {"system": system, "failed": f"{minutes:g}分で終わらず"}
    if done.returncode:
        return {"system": system, "failed": "失敗", "error": done.stderr[-600:]}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield row["_id"], row["text"]


def _questions(beir: Path, real: dict[str, str], most: int) -> list[dict[str, Any]]:
    """Return questions with their relevant passages, evenly from all."""
    relevant: dict[str, list[str]] = {}
    for line in (beir / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, passage, grade = line.split("\t")
        if int(grade) > 0 and passage in real:
            relevant.setdefault(question, []).append(passage)
    asked = [
        {"text": text, "relevant": relevant[own]} for own, text in _texts(beir / "queries.jsonl") if own in relevant
    ]
    return asked[:: max(1, len(asked) // most)][:most]


def _table(found: Sequence[dict[str, Any]]) -> str:
    columns = ("", "節", "取り込み(節/秒)", "検索 p50 / p95、1人", "16人", "最大メモリー", "うち仕組み", "正解率@10")
    rows = []
    for f in found:
        size = f"{f['size']:,}{'(ベクトルは与えた)' if f['given'] else ''}"
        if "failed" in f:
            rows.append((_NAMES[f["system"]], size, f["failed"], *["—"] * 5))
            continue
        rows.append(
            (
                _NAMES[f["system"]],
                size,
                f"{f['passages'] / f['ingest_seconds']:,.0f}",
                f"{f['one'][0]:,.0f} / {f['one'][1]:,.0f} ms",
                f"{f['many'][0]:,.0f} / {f['many'][1]:,.0f} ms",
                f"{f['peak_mb']:,} MB",
                f"{f['own_mb']:,} MB",
                f"{f['hit']:.3f} (n = {f['questions']})",
            )
        )
    return markdown(columns, rows)


def _plot(found: Sequence[dict[str, Any]]) -> str:
    lines: dict[str, list[tuple[float, float]]] = {}
    for f in found:
        if "failed" not in f:
            lines.setdefault(_NAMES[f["system"]], []).append((float(f["passages"]), float(f["one"][1])))
    return line_chart("検索 p95(1人)", "節の数", "ms", lines)


if __name__ == "__main__":
    sys.exit(main())
