"""Success and failure side by side, aligned on situation, acts, result and the point where they parted."""

from __future__ import annotations

from assistant.answering.answer import Block, Row
from assistant.answering.quoting import note
from assistant.answering.writing.desk import Desk, case_heading
from assistant.answering.writing.questions import to_ask
from assistant.answering.writing.similar import case_block
from knowledge import taxonomy
from knowledge.contrast import Pair
from knowledge.entries import Case

_ROWS = (
    ("状況", "相談のきっかけ", 2),
    ("前提条件", "前提条件", 2),
    ("打ち手", "打ち手", 3),
    ("結果", "結果", 2),
    ("分かれ目", "分かれ目", 2),
)

_UNPAIRED = {"failure": "contrast.only-good", "success": "contrast.only-bad"}


def write(desk: Desk) -> list[Block]:
    """Return a table for each pair, or say which side is empty and show the other."""
    if desk.evidence.pairs:
        return [*_distance(desk), *(_table(desk, pair) for pair in desk.evidence.pairs), _lesson(desk), *to_ask(desk)]
    keys = [_UNPAIRED.get(desk.evidence.unpaired, "contrast.none")]
    return [
        desk.notes("summary", desk.say("contrast.heading"), keys),
        *(case_block(desk, h) for h in desk.evidence.cases),
        *to_ask(desk),
    ]


def _distance(desk: Desk) -> list[Block]:
    """Say first where the pairs are not of the trade, the topic, or the very matter that was asked about."""
    asked = desk.understood.codes()
    lacking = {
        apart: "・".join(taxonomy.VOCABULARIES[apart].label_of(code) for code in asked.get(apart, ()))
        for apart in desk.evidence.apart
    }
    return (
        [
            Block(
                kind="summary",
                heading=desk.say("contrast.distance"),
                sentences=tuple(
                    note(desk.say(f"contrast.other-{apart}", asked=labels)) for apart, labels in lacking.items()
                ),
            )
        ]
        if lacking
        else []
    )


def _table(desk: Desk, pair: Pair) -> Block:
    good, bad = pair.good.entry, pair.bad.entry
    if not isinstance(good, Case) or not isinstance(bad, Case):
        raise TypeError("a pair has two cases")
    labels = [taxonomy.VOCABULARIES[f].label_of(c) for f, codes in pair.shared.items() for c in codes]
    rows = [
        Row(
            label=label,
            cells=(
                desk.sources.section(good, anchor, most, length=300),
                desk.sources.section(bad, anchor, most, length=300),
            ),
        )
        for label, anchor, most in _ROWS
    ]
    return Block(
        kind="contrast",
        heading=desk.say("contrast.heading"),
        sentences=(note(desk.say("contrast.found", shared="・".join(labels))),),
        columns=(case_heading(good), case_heading(bad)),
        rows=tuple(rows),
    )


def _lesson(desk: Desk) -> Block:
    first = desk.evidence.pairs[0]
    said = (
        *desk.sources.section(first.good.entry, "学び", 2),
        *desk.sources.section(first.bad.entry, "学び", 2),
        *desk.sources.section(first.good.entry, "当てはまらない条件", 1),
    )
    return Block(kind="summary", heading=desk.say("contrast.lesson"), sentences=said)
