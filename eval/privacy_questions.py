"""Questions as people type them, with whoever they name marked: where they lie, and which half is for tuning."""

from __future__ import annotations

from pathlib import Path

from eval import halves
from eval.labelled import Passage
from eval.samples import DATASETS

FILE = "privacy-questions.jsonl"
QUESTIONS: Path = DATASETS / FILE
_FOR_TUNING = "td-"  # written after the first measurement, to learn from


def half_of(question: Passage) -> str:
    """Return ``dev`` or ``test``: the hash of the id decides, but what was written to learn from is dev."""
    return "dev" if question.id.startswith(_FOR_TUNING) else halves.half_of(question.id)
