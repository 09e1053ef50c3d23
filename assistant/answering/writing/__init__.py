"""The evidence writer: composes an answer from the structure of the entries, in their own sentences; no language model."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.answering.answer import Block
from assistant.answering.judge import Judgement
from assistant.answering.writing import care, contrast, corrections, figures, mentor, nothing, plan, policy, similar
from assistant.answering.writing.desk import Desk
from assistant.answering.writing.terms import explain

WRITERS: Mapping[str, Callable[[Desk], list[Block]]] = {
    "similar": similar.write,
    "contrast": contrast.write,
    "mentor": mentor.write,
    "plan": plan.write,
    "policy": policy.write,
}


def write(desk: Desk, judgement: Judgement) -> list[Block]:
    """Return the blocks of an answer: care first, then cautions, figures, corrections, and what the intent asks for."""
    blocks = care.write(desk, judgement.care) if judgement.care else []
    if judgement.verdict == "care":
        return blocks
    if judgement.verdict == "decline":
        return nothing.decline(desk, judgement.reason)
    computed = figures.write(desk)
    if judgement.verdict in ("ask", "nothing"):
        hold_back = nothing.ask_back if judgement.verdict == "ask" else nothing.write
        missed = hold_back(desk, nothing.lacking(desk, judgement.unspoken, judgement.particular))
        return [*blocks, *computed, *(missed[1:] if computed else missed)]  # "nothing was found" would not be true
    if judgement.caution:
        blocks.append(desk.notes("summary", desk.say("caution.heading"), ["caution.illegal"]))
    blocks += computed
    blocks += corrections.write(desk, judgement.wrong_premises)
    if judgement.unspoken or judgement.particular:
        blocks.append(nothing.before(desk, nothing.lacking(desk, judgement.unspoken, judgement.particular)))
    elif judgement.verdict == "caveat":
        blocks.append(desk.notes("summary", desk.say("weak.heading"), ["weak.caveat"]))
    told = {block.entry_id for block in computed if block.entry_id}
    return blocks + [b for b in WRITERS[desk.understood.intent](desk) if b.entry_id not in told]


__all__ = ["Desk", "explain", "write"]
