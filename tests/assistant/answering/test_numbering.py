"""Sources are numbered as they are read."""

from __future__ import annotations

from assistant.answering import Block, Citation, Row, Sentence, Source
from assistant.answering.numbering import numbered


def citing(*numbers: int) -> Sentence:
    return Sentence(
        text="。",
        citations=tuple(Citation(number=n, entry_id=f"e{n}", anchor="", quote="。", start=0, end=1) for n in numbers),
    )


def source(number: int) -> Source:
    return Source(number=number, entry_id=f"e{number}", kind="case", title="", origin="synthetic")


def test_numbers_follow_the_order_of_reading_and_leave_no_hole() -> None:
    """Sentences before rows, rows cell by cell; a source that nobody cites is not listed."""
    first = Block(kind="summary", heading="", sentences=(citing(4), citing(2)))
    second = Block(kind="contrast", heading="", rows=(Row(label="", cells=((citing(5, 4),), (citing(1),))),))
    blocks, sources = numbered([first, second], [source(n) for n in (1, 2, 3, 4, 5)])
    met = [c.number for b in blocks for s in b.all_sentences() for c in s.citations]
    assert met == [1, 2, 3, 1, 4]
    assert [(s.number, s.entry_id) for s in sources] == [(1, "e4"), (2, "e2"), (3, "e5"), (4, "e1")]


def test_answer_without_citations_has_no_sources() -> None:
    """Nothing cited, nothing listed."""
    blocks, sources = numbered([Block(kind="nothing", heading="", sentences=(Sentence(text="…"),))], [source(1)])
    assert sources == () and len(blocks) == 1
