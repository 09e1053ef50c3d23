"""The row of a table is read with the heads of its columns; its citation stays the row as it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.answering.answer import Block
from assistant.answering.legible import legible
from assistant.answering.quoting import Sources, sentence_spans
from knowledge.entry_file import build_document

TABLE = "枠は次のとおりです。\n枠 ｜ 補助率 ｜ 上限\n通常枠 ｜ 3分の2 ｜ 50万円。ただし特例があります。\n特例 ｜ ｜ 200万円\n以上です。"
ENTRY = build_document(
    {"id": "doc", "title": "要領", "category": "subsidy", "publisher": "発行者"}, [("内容", None, TABLE)]
)


def test_cells_are_told_by_the_heads_of_their_columns() -> None:
    """Empty cells are left out, and a 。 in a cell does not cut the row."""
    section, sources = ENTRY.sections[0], Sources(date(2026, 11, 24))
    spans = sentence_spans(ENTRY.body, section.start, section.end)
    quoted = tuple(replace(sources.quote(ENTRY, section, s), status="verified") for s in spans)
    [block] = legible([Block(kind="policy", heading="", sentences=quoted)], {"doc": ENTRY}.get)
    assert [s.text for s in block.sentences] == [
        "枠は次のとおりです。",
        "枠、補助率、上限",
        "枠: 通常枠、補助率: 3分の2、上限: 50万円。ただし特例があります。",
        "枠: 特例、上限: 200万円",
        "以上です。",
    ]
    assert [s.citations[0].quote for s in block.sentences] == [ENTRY.body[a:b] for a, b in spans]


def test_unverified_row_is_left_as_it_is() -> None:
    """Only what stands in the source is retold."""
    section, sources = ENTRY.sections[0], Sources(date(2026, 11, 24))
    row = sources.quote(ENTRY, section, sentence_spans(ENTRY.body, section.start, section.end)[2])
    block = Block(kind="policy", heading="", sentences=(row,))
    assert legible([block], {"doc": ENTRY}.get) == [block]
