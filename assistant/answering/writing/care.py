"""Words for someone who hints at death or is worn out, before any business: who listens, and what to do now."""

from __future__ import annotations

from assistant.answering.answer import Block
from assistant.answering.writing.desk import Desk, filled
from assistant.answering.writing.mentor import labelled_row
from knowledge.entries import Guideline

_WINDOW = "institution-health-line"
_CLAUSE = ("guide-emergency", "10-8")


def write(desk: Desk, kind: str) -> list[Block]:
    """Return the words for danger or weariness, the window, and for advisers the clause that tells what to do."""
    if kind == "danger":
        blocks = [desk.notes("care", desk.say("care.heading"), ["care.danger", "care.now"])]
    else:
        blocks = [desk.notes("care", desk.say("care.gently"), ["care.worn"])]
    clause = _clause(desk) if kind == "danger" and desk.role != "owner" else []
    return [*blocks, *clause, *_window(desk, kind)]


def _window(desk: Desk, kind: str) -> list[Block]:
    entry = desk.lookup(_WINDOW)
    if entry is None:
        return []
    rows = [desk.row("どんな窓口か", entry, "何をするところか", 1)]
    if desk.role != "owner":  # what else the entry tells speaks to those who advise
        rows.append(desk.row("こんなときに", entry, "こんなときに", 2))
        rows += [desk.row("つなぎ方", entry, "つなぎ方", 3, 400)] if kind == "danger" else []
    return [Block(kind="care", heading=desk.say("care.window"), rows=filled(rows), entry_id=entry.id)]


def _clause(desk: Desk) -> list[Block]:
    guideline = desk.lookup(_CLAUSE[0])
    if not isinstance(guideline, Guideline) or not guideline.text_of(_CLAUSE[1]):
        return []
    clause = guideline.clause(_CLAUSE[1])
    heading = desk.say("mentor.clause", id=clause.id, heading=clause.heading)
    rows = [labelled_row(desk, guideline, _CLAUSE[1], name) for name in ("行動", "良い例")]
    return [Block(kind="clause", heading=heading, rows=filled(rows), entry_id=guideline.id)]
