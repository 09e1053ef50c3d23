"""What a reader is asked of every answer: one mark for each clause that is checked, and one for the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.answering.guideline.findings import CLAUSES
from knowledge.entries import Entry, Guideline

GOOD, BAD, NONE = "○", "×", "–"
MARKS = (GOOD, BAD, NONE)
WHOLE = "全体"
#: What people type instead of a mark.
_TYPED = {
    **dict.fromkeys(("○", "〇", "◯", "O", "o", "まる", "丸", "はい"), GOOD),
    **dict.fromkeys(("×", "✕", "✖", "X", "x", "ばつ", "バツ", "いいえ"), BAD),
    **dict.fromkeys(("–", "-", "―", "ー", "−", "対象外", "なし"), NONE),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to mark: ``asks`` what is kept (○) or broken (×), with an example of each where the guideline has one."""

    key: str
    asks: str
    good: str = ""
    bad: str = ""


def rubric(entries: Iterable[Entry]) -> list[Item]:
    """Return the items; the examples are those of the guideline among the entries."""
    clauses = {
        s.anchor: e.clause(s.anchor)
        for e in entries
        if isinstance(e, Guideline)
        for s in e.sections
        if s.anchor in CLAUSES
    }
    items = [
        Item(key, asks, clauses[key].good if key in clauses else "", clauses[key].bad if key in clauses else "")
        for key, asks in CLAUSES.items()
    ]
    return [*items, Item(WHOLE, "この回答を、このまま相談者との話し合いに使える")]


def keys() -> tuple[str, ...]:
    """Return the keys of the items in their order."""
    return (*CLAUSES, WHOLE)


def marked(typed: object) -> str | None:
    """Return the mark that was typed, "" for an empty cell, None for anything else."""
    text = "" if typed is None else str(typed).strip().translate(_HALF)
    return text and _TYPED.get(text)


_HALF: Mapping[int, str] = {ord("Ｏ"): "O", ord("ｏ"): "o", ord("Ｘ"): "X", ord("ｘ"): "x", ord("－"): "-"}
