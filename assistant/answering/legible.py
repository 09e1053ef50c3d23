"""Rows of tables as a reader can read them: each cell with the head of its column; the citation keeps the row as it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.answer import Block, Citation, Sentence
from ingest.loaders.tables import SEPARATOR, is_row
from knowledge.entries import Entry

_BAR = SEPARATOR.strip()


def legible(blocks: Sequence[Block], lookup: Callable[[str], Entry | None]) -> list[Block]:
    """Return verified blocks with every quoted table row written as ``head: cell``; nothing else is changed."""

    def changed(sentence: Sentence) -> Sentence:
        if sentence.status != "verified" or len(sentence.citations) != 1 or not is_row(sentence.text):
            return sentence
        citation = sentence.citations[0]
        entry = lookup(citation.entry_id)
        head = _head(entry, citation) if entry else ()
        return replace(sentence, text=_read(_cells(sentence.text), head))

    return [block.changed(changed) for block in blocks]


def _read(cells: Sequence[str], head: Sequence[str]) -> str:
    labels = head if len(head) == len(cells) and list(head) != list(cells) else [""] * len(cells)
    told = [
        f"{label}: {cell}" if label and label != cell else cell
        for label, cell in zip(labels, cells, strict=True)
        if cell
    ]
    return "、".join(told)


def _head(entry: Entry, citation: Citation) -> tuple[str, ...]:
    """Return the first row of the table in which a citation stands, where that has as many cells as the cited row."""
    lines = entry.body[: citation.start].split("\n")
    head: tuple[str, ...] = ()
    for line in reversed(lines[:-1]):
        if not is_row(line):
            break
        head = _cells(line)
    return head


def _cells(row: str) -> tuple[str, ...]:
    return tuple(cell.strip(" -・") for cell in row.split(_BAR))
