"""The blocks of pages as text: paragraphs, and tables that go on with the columns of the page before."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.loaders.pdf.pages.items import Block, Row, Table
from ingest.loaders.pdf.pages.page import Page
from ingest.loaders.pdf.pages.paragraphs import paragraphs
from ingest.loaders.tables import same_header, table_text

_ALIKE = 6.0  # points by which the columns of a table that goes on may be off


def page_texts(pages: Sequence[Page], blocks: Sequence[Sequence[Block]]) -> list[str]:
    """Return the text of each page."""
    texts = []
    above: Table | None = None  # the table that ended the page before
    header: Sequence[str] = ()  # the header row of that table
    for page, held in zip(pages, blocks, strict=True):
        if page.plain:
            texts.append(page.plain)
            above = None
            continue
        rows = [row for block in held for row in block]
        first = rows[0][0] if rows and isinstance(rows[0][0], Table) else None
        parts: list[str] = []
        for block in held:
            run: list[Row] = []
            for row in block:
                table = row[0]
                if not isinstance(table, Table):
                    run.append(row)
                    continue
                parts += paragraphs(run)
                run = []
                goes_on = table is first and above is not None and _same_columns(above, table)
                if not goes_on:
                    header = table.rows[0]
                parts.append(_continued(header, table) if goes_on else table_text(table.rows))
            parts += paragraphs(run)
        last = rows[-1][0] if rows else None
        above = last if isinstance(last, Table) else None
        texts.append("\n".join(p for p in parts if p.strip()))
    return texts


def _same_columns(above: Table, table: Table) -> bool:
    if not above.xs or len(above.xs) != len(table.xs):
        return False
    return all(abs(a - b) <= _ALIKE for a, b in zip(above.xs, table.xs, strict=True))


def _continued(header: Sequence[str], table: Table) -> str:
    """Return the rows of a table that goes on; its header tells questions from answers but is not said again."""
    if same_header(header, table.rows[0]):
        return table_text(table.rows)
    text = table_text([header, *table.rows])
    return text.removeprefix(table_text([header])).lstrip("\n")
