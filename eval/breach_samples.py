"""Sentences of advisers, each written for a clause as a breach or as its fair neighbour, and sentences of the starter knowledge."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.guideline.findings import CLAUSES
from assistant.answering.guideline.wording import sentences
from eval.samples import DatasetError
from knowledge.corpus_check import read_corpus

BREACHES = "breaches.jsonl"
FOLDS = 5
_LINE = re.compile(r"^(?:[-*]|\d+\.)\s+|^#+ .*$")
_BAD_EXAMPLE, _LABEL = "悪い例", re.compile(r"^(?:行動|理由|良い例|振り返り|根拠|悪い例)[:：]\s*")
_LENGTHS = range(8, 200)  # characters of a sentence of the knowledge


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence written for ``clause`` ("" for none): ``bad`` when it breaks it. What shares a ``situation`` shares its words."""

    clause: str
    bad: bool
    text: str
    situation: str

    @property
    def fold(self) -> int:
        """Return which of FOLDS parts the situation belongs to, told by its name alone; the last is the test part."""
        return hashlib.sha256(self.situation.encode()).digest()[0] % FOLDS


def read_spoken(path: Path) -> list[Spoken]:
    """Read a labelled set (``situation`` may be missing: then each text is its own); raise DatasetError when it cannot be used."""
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        spoken = [Spoken(r["clause"], r["bad"], r["text"], r.get("situation", r["id"])) for r in rows]
    except (OSError, ValueError, KeyError) as error:
        raise DatasetError(f"{path.name} を読み取れません。") from error
    unknown = [s.clause for s in spoken if s.clause not in CLAUSES]
    if unknown:
        raise DatasetError(f"{path.name} の条 {unknown[0]} は、調べられる条にありません。")
    return spoken


def fair_knowledge() -> list[Spoken]:
    """Return the sentences of the starter knowledge but for its bad examples: none of them breaks a clause."""
    found: dict[str, Spoken] = {}
    for file in read_corpus()[0]:
        for line in file.entry.body.splitlines():
            plain = _LINE.sub("", line.strip())
            if plain.startswith(_BAD_EXAMPLE):
                continue
            for text in sentences(_LABEL.sub("", plain).strip("「」")):
                if len(text) in _LENGTHS:
                    found.setdefault(text, Spoken("", False, text, file.entry.id))
    return list(found.values())
