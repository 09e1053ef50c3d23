"""Questions with what answers them, read from JSON Lines or from a BEIR folder."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DATASETS = Path(__file__).parent / "datasets"


class DatasetError(ValueError):
    """A data set that cannot be read; the message says which file and line."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A question and the entries that answer it: id → grade (2 answers it, 1 helps; none: nothing answers it).

    ``slice`` names its kind, ``half`` whether it may be tuned on (dev) or not (test); ``irrelevant`` was judged not to help.
    """

    id: str
    question: str
    relevant: Mapping[str, int]
    slice: str = ""
    role: str = "co"
    half: str = ""
    irrelevant: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a BEIR corpus."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Beir:
    """A BEIR folder: documents and judged questions."""

    name: str
    documents: tuple[Document, ...]
    samples: tuple[Sample, ...] = field(default=())


def read_samples(path: Path) -> list[Sample]:
    """Read samples, one JSON object a line; odd numbers in their ids are dev, even ones test."""
    try:
        return [Sample(**row, half=_half(row["id"])) for row in _rows(path)]
    except (TypeError, KeyError) as error:
        raise DatasetError(f"{path} に、知らない項目か足りない項目があります。") from error


def read_beir(folder: Path) -> Beir:
    """Read ``corpus.jsonl``, ``queries.jsonl`` and the test (else the only) file of ``qrels/``.

    Documents without text are left out; judgements of documents that are not there are kept, as they lower recall.
    """
    try:
        rows = [(str(r["_id"]), str(r.get("title") or ""), str(r["text"])) for r in _rows(folder / "corpus.jsonl")]
        questions = {str(row["_id"]): str(row["text"]) for row in _rows(folder / "queries.jsonl")}
    except KeyError as error:
        raise DatasetError(f"{folder} の行に {error} がありません。") from error
    qrels: dict[str, dict[str, int]] = {}
    judged = sorted((folder / "qrels").glob("*.tsv"))
    if not judged:
        raise DatasetError(f"{folder}/qrels に .tsv ファイルがありません。")
    test = next((f for f in judged if f.stem == "test"), judged[0])
    with test.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t"):
            if len(row) >= 3 and row[2].lstrip("-").isdigit():
                qrels.setdefault(row[0], {})[row[1]] = int(row[2])
    samples = tuple(
        Sample(
            q,
            questions[q],
            {d: g for d, g in found.items() if g > 0},
            irrelevant=frozenset(d for d, g in found.items() if g <= 0),
        )
        for q, found in qrels.items()
        if q in questions and any(g > 0 for g in found.values())
    )
    if not samples:
        raise DatasetError(f"{folder} に、答えの分かっている質問がありません。")
    documents = tuple(Document(*row) for row in rows if row[2].strip())
    return Beir(folder.resolve().name or "beir", documents, samples)


def _half(sample_id: str) -> str:
    digits = "".join(c for c in sample_id if c.isdigit())
    return "" if not digits else "dev" if int(digits) % 2 else "test"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                try:
                    yield json.loads(line)
                except json.JSONDecodeError as error:
                    raise DatasetError(f"{path} の {number} 行目を読み取れません。") from error
    except OSError as error:
        raise DatasetError(f"{path} を開けません。") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path} を UTF-8 の文字として読めません。") from error
