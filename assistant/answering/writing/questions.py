"""What is still to be asked: from the playbook of the topic."""

from __future__ import annotations

from assistant.answering.answer import Block
from assistant.answering.writing.desk import Desk
from knowledge.search import Hit

_ANCHOR = "聞いておくこと"
_ABOUT = (
    0.2  # share of the question's words, where it names no topic: below it the questions would be of another matter
)


def to_ask(desk: Desk, most: int = 4) -> list[Block]:
    """Return one block of questions from the first playbook, or nothing when none is about what was asked.

    A plan is made of its first playbook, so that its questions are always to the point.
    """
    for hit in desk.evidence.playbooks[:1]:
        if desk.understood.intent != "plan" and not _about(desk, hit):
            continue
        asked = desk.sources.section(hit.entry, _ANCHOR, most, length=400)
        if asked:
            return [Block(kind="questions", heading=desk.say("ask.heading"), sentences=asked)]
    return []


def _about(desk: Desk, hit: Hit) -> bool:
    named = desk.understood.codes().get("topics", ())
    said = "\n".join(p.passage.text for p in hit.passages[:3])
    return bool(set(named) & set(hit.entry.topics)) or desk.evidence.score(said) >= _ABOUT
