"""Nothing relevant: say so, say what was looked for, and offer a person."""

from __future__ import annotations

from assistant.answering.answer import Block
from assistant.answering.writing.desk import Desk, filled


def write(desk: Desk) -> list[Block]:
    """Return what was searched and the human hub."""
    searched = desk.evidence.searched
    words = "、".join(desk.understood.labels()) or f"「{desk.understood.text[:40]}」"
    blocks = [
        desk.notes(
            "nothing",
            desk.say("nothing.heading"),
            ["nothing.said", "nothing.looked", "nothing.next"],
            cases=searched.get("case", 0),
            guidelines=searched.get("guideline", 0),
            policies=searched.get("policy", 0),
            words=words,
        )
    ]
    hub = desk.lookup("institution-yorozu")
    if hub is not None:
        rows = [desk.row("つなぎ方", hub, "つなぎ方", 2), desk.row("持っていくもの", hub, "持っていくもの", 2)]
        blocks.append(Block(kind="referral", heading=desk.say("nothing.hub"), rows=filled(rows), entry_id=hub.id))
    return blocks
