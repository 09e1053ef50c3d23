"""Sentences with what is heard in them: own ones, and those of other sets that are labelled for the same."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.halves import half_of
from eval.samples import DatasetError

OWN = "wording.jsonl"
QUESTIONS = ("distress", "illegal")
#: Clauses that one head listens for, by the clause of ``guideline.jsonl``.
_CLAUSES = {"1-2": "1-2", "1-6": "1-2", "1-9": "1-2", "8-3": "1-2", "4-5": "4-5", "5-2": "5-2"}
_ORDINARY = ("abstention-controls.jsonl", "retrieval-smoke.jsonl", "retrieval-hard.jsonl", "understanding.jsonl")


@dataclass(frozen=True, slots=True)
class Said:
    """A text written for ``kind`` (a head, or anything else): ``bad`` when that is in it, else its fair neighbour.

    ``own`` texts are those of ``wording.jsonl``; ``asked`` ones are questions, the others sentences of answers.
    """

    kind: str
    bad: bool
    text: str
    half: str
    asked: bool
    own: bool = False


def read_said(folder: Path) -> list[Said]:
    """Read every labelled text of a folder of data sets; raise DatasetError when one cannot be used."""
    said = []
    for row in _rows(folder / OWN):
        asked = row["kind"] in QUESTIONS
        said.append(Said(row["kind"], row["bad"], row["text"], half_of(row["id"]), asked, own=True))
    for row in _rows(folder / "unanswerable.jsonl"):
        said.append(Said(row["kind"], row["kind"] in QUESTIONS, row["question"], half_of(row["id"]), True))
    for name in _ORDINARY:
        said += [Said("", False, row["question"], half_of(row["id"]), True) for row in _rows(folder / name)]
    for row in _rows(folder / "guideline.jsonl"):
        said.append(Said(_CLAUSES.get(row["clause"], ""), row["bad"], row["text"], half_of(row["id"]), False))
    return said


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise DatasetError(f"{path.name} が読めません。") from error
