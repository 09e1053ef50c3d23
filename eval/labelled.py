"""Passages in which everything that identifies someone is marked, read from JSON Lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.samples import DatasetError
from ingest.anonymise import Known

NAMES = frozenset({"person", "firm", "place"})
TYPES = NAMES | {
    "address",
    "bank-account",
    "birth-date",
    "card",
    "corporate-number",
    "handle",
    "insurance-number",
    "invoice-number",
    "licence",
    "mail",
    "my-number",
    "phone",
    "postal-code",
    "residence-card",
    "url",
}
# Everything up to here has been read for tuning; the data sheet tells when and why.
LAST_FOR_TUNING = 2073


@dataclass(frozen=True, slots=True)
class Span:
    """What must be gone: ``start`` to ``end`` of the text; ``known`` when the record's dictionary gives the name."""

    start: int
    end: int
    type: str
    evasive: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with its marked spans and the names its record gives; without spans it is clean."""

    id: str
    text: str
    spans: tuple[Span, ...]
    known: tuple[Known, ...] = ()
    note: str = ""


def half_of(passage_id: str) -> str:
    """Return ``dev`` or ``test``: the id's number decides, as ids are given in the order of writing."""
    return "test" if int(passage_id.removeprefix("pv-")) > LAST_FOR_TUNING else "dev"


def read_passages(path: Path) -> list[Passage]:
    """Read a labelled set; raise DatasetError with the line that cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise DatasetError(f"{path} を開けません。") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path} を UTF-8 の文字として読めません。") from error
    passages = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            passages.append(_passage(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise DatasetError(f"{path} の {number} 行目を読み取れません。項目と位置を確かめてください。") from error
    return passages


def _passage(row: dict[str, Any]) -> Passage:
    spans = tuple(Span(**span) for span in row["spans"])
    for span in spans:
        if span.type not in TYPES or not 0 <= span.start < span.end <= len(row["text"]):
            raise ValueError(span)
    known = tuple(Known(name["name"], name["role"]) for name in row["known"])
    return Passage(row["id"], row["text"], spans, known, row.get("note", ""))
