"""The evidence writer: composes an answer from the structure of the entries, in their own sentences; no language model."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.answering.answer import Block
from assistant.answering.judge import Judgement
from assistant.answering.writing import care, contrast, corrections, mentor, nothing, plan, policy, similar
from assistant.answering.writing.desk import Desk

WRITERS: Mapping[str, Callable[[Desk], list[Block]]] = {
    "similar": similar.write,
    "contrast": contrast.write,
    "mentor": mentor.write,
    "plan": plan.write,
    "policy": policy.write,
}


def write(desk: Desk, judgement: Judgement) -> list[Block]:
    """Return the blocks of an answer: care first, then corrections, then what the intent asks for."""
    blocks = care.write(desk, judgement.care) if judgement.care else []
    if judgement.verdict == "care":
        return blocks
    if judgement.verdict == "decline":
        return nothing.decline(desk, judgement.reason)
    if judgement.verdict == "ask":
        return blocks + nothing.ask_back(desk)
    if judgement.verdict == "nothing":
        return blocks + nothing.write(desk)
    blocks += corrections.write(desk, judgement.wrong_premises)
    if judgement.verdict == "caveat":
        blocks.append(desk.notes("summary", "", ["weak.caveat"]))
    return blocks + WRITERS[desk.understood.intent](desk)


__all__ = ["Desk", "write"]
