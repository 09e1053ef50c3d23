"""What the question takes for granted wrongly, put right before anything else in the words of the source."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.answer import Block, Sentence
from assistant.answering.judging.premises import WrongPremise
from assistant.answering.quoting import note
from assistant.answering.writing.desk import Desk
from knowledge.entries import Policy

_LONGEST = 60  # characters of a claim that are repeated


def write(desk: Desk, wrong: Sequence[WrongPremise]) -> list[Block]:
    """Return one block for each wrong premise: what was assumed, then what the source says."""
    return [Block(kind="correction", heading=desk.say("premise.heading"), sentences=_said(desk, p)) for p in wrong]


def _said(desk: Desk, premise: WrongPremise) -> tuple[Sentence, ...]:
    key = {
        "unknown-scheme": "premise.unknown-scheme",
        "unknown-frame": "premise.unknown-frame",
        "renamed": "premise.renamed",
        "ended": "premise.ended",
        "number": "premise.number",
        "contrary": "premise.contrary",
    }[premise.kind]
    entry = premise.entry
    title = entry.title if entry else ""
    date = entry.valid_until if isinstance(entry, Policy) else ""
    claimed = premise.claimed if len(premise.claimed) <= _LONGEST else f"…{premise.claimed[-_LONGEST:]}"
    told = note(desk.say(key, name=claimed, claimed=claimed, title=title, date=date))
    if entry is None:
        return (told,)
    quoted = []
    for start, end in premise.spans:
        section = next((s for s in entry.sections if s.start <= start < s.end), None)
        if section is not None:
            quoted.append(desk.sources.quote(entry, section, (start, end)))
    return (told, *quoted)
