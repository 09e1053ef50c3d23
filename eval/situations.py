"""Situations of the office with the clauses that they are about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from eval.halves import half_of
from eval.samples import DATASETS, DatasetError

SITUATIONS = DATASETS / "situations.jsonl"
KINDS = ("taught", "told", "asked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """``clauses`` are right answers, the best first.

    ``taught`` ones are trained on and never measured; ``told`` ones are of the same writer, ``asked`` ones of another.
    """

    id: str
    kind: str
    role: str
    question: str
    clauses: tuple[str, ...]

    @property
    def half(self) -> str:
        """Return ``dev`` or ``test``; what is taught is dev, what another writer asked is test."""
        return {"taught": "dev", "asked": "test"}.get(self.kind) or half_of(self.id)


def read_situations(path: Path = SITUATIONS) -> list[Situation]:
    """Read the situations; raise DatasetError with the line that cannot be used."""
    found = []
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path} を UTF-8 の文字として読めません。") from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            situation = Situation(**{**row, "clauses": tuple(row["clauses"])})
            if situation.kind not in KINDS or not situation.clauses or not situation.question.strip():
                raise ValueError(situation)
        except (KeyError, TypeError, ValueError) as error:
            raise DatasetError(f"{path.name} の {number} 行目が読めません。項目を確かめてください。") from error
        found.append(situation)
    return found
