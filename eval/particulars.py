"""Questions that ask for a particular which no source here holds, each beside answerable ones on the same matter."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answering.answer import ROLES
from assistant.answering.particulars import KINDS
from eval.halves import half_of
from eval.samples import DATASETS, DatasetError

PARTICULARS = DATASETS / "particulars.jsonl"
FAIR = "answerable"
FOLDS = 5
#: Sets whose questions are answered, or are held back for other reasons; ``True``: the share of false alarms is counted on them.
_ORDINARY = {
    "retrieval-smoke.jsonl": True,
    "retrieval-hard.jsonl": True,
    "abstention-controls.jsonl": True,
    "understanding.jsonl": True,
    "situations.jsonl": False,
    "calculations.jsonl": False,
    "contrast.jsonl": False,
    "nuggets.jsonl": False,
    "unanswerable.jsonl": False,
}
_CORRECTED = ("false-premise", "false-claim", "renamed", "distress", "illegal", "vague")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of ``kind`` (of KINDS, or answerable). ``situation`` "": from another set, where ``counted`` says which are bounded."""

    id: str
    kind: str
    role: str
    question: str
    situation: str = ""
    counted: bool = False

    @property
    def bad(self) -> bool:
        """Tell whether no source here holds what it asks for."""
        return self.kind != FAIR

    @property
    def half(self) -> str:
        """Return ``dev`` or ``test``; questions of one situation are in the same half."""
        return half_of(self.situation or self.id)

    @property
    def fold(self) -> int:
        """Return which of FOLDS parts it is in, told by its situation."""
        return hashlib.sha256((self.situation or self.id).encode()).digest()[1] % FOLDS


def read_particulars(path: Path = PARTICULARS) -> list[Asked]:
    """Read the own set; raise DatasetError with the line that cannot be used."""
    found = []
    for number, row in enumerate(_rows(path), 1):
        try:
            asked = Asked(row["id"], row["kind"], row["role"], row["question"], row["situation"])
        except (KeyError, TypeError) as error:
            raise DatasetError(f"{path.name} の {number} 行目が読めません。項目を確かめてください。") from error
        if asked.kind not in (*KINDS, FAIR) or asked.role not in ROLES or not asked.question.strip():
            raise DatasetError(f"{path.name} の {number} 行目の種類か役割は使えません。")
        found.append(asked)
    return found


def read_ordinary(folder: Path = DATASETS) -> list[Asked]:
    """Read the questions of other sets that ask for no such particular."""
    found = []
    for name, counted in _ORDINARY.items():
        for row in _rows(folder / name):
            answered = row.get("relevant", True) if name != "unanswerable.jsonl" else row["kind"] in _CORRECTED
            if answered:
                found.append(Asked(row["id"], FAIR, row.get("role", "co"), row["question"], counted=counted))
    return found


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise DatasetError(f"{path.name} を読み取れません。") from error
