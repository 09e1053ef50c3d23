"""The trade terms of an owner's answer, each with the one sentence that the glossary has for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from assistant.answering.answer import Block, Row, Sentence
from assistant.answering.judge import Judgement
from assistant.answering.writing.desk import Desk
from assistant.answering.writing.glossary import Term

MOST = 4


def explain(desk: Desk, judgement: Judgement, shown: Sequence[Block]) -> list[Block]:
    """Return one block for the rarest terms that verified blocks use and leave unexplained; none for advisers.

    Words of care and what was not answered stay as short as they are.
    """
    if desk.role != "owner" or judgement.verdict not in ("answer", "caveat"):
        return []
    read = [s.text for block in shown for s in block.all_sentences() if s.status != "unverified"]
    rows = list(islice(_rows(desk, read), MOST))
    used = [row.cells[0][0].text for row in rows]  # an explanation may lean on another term
    known = {row.label for row in rows}
    rows += islice((row for row in _rows(desk, used) if row.label not in known), MOST - len(rows))
    return [Block(kind="terms", heading=desk.say("terms.heading"), rows=tuple(rows))] if rows else []


def _rows(desk: Desk, read: Sequence[str]) -> Iterator[Row]:
    for term in desk.glossary.unexplained(read, desk.understood.text):
        if said := _told(desk, term):
            yield Row(label=term.name, cells=(said,))


def _told(desk: Desk, term: Term) -> tuple[Sentence, ...]:
    """Return the first sentence of the first glossary with the term that the viewer may see."""
    for entry_id, anchor in term.places:
        entry = desk.lookup(entry_id)
        if entry and (said := desk.sources.section(entry, anchor, 1)):
            return said
    return ()
