"""What is still to be asked: from the playbook of the topic."""

from __future__ import annotations

from assistant.answering.answer import Block
from assistant.answering.writing.desk import Desk

_ANCHOR = "聞いておくこと"


def to_ask(desk: Desk, most: int = 4) -> list[Block]:
    """Return one block of questions from the first playbook, or nothing when no playbook was found."""
    for hit in desk.evidence.playbooks[:1]:
        asked = desk.sources.section(hit.entry, _ANCHOR, most, length=400)
        if asked:
            return [Block(kind="questions", heading=desk.say("ask.heading"), sentences=asked)]
    return []
