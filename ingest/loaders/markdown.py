"""Markdown: an entry with front matter, or a plain document whose headings are its sections."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.loaders.fields import prepared
from ingest.loaders.loaded import Loaded, LoadError, RawFile, decode
from ingest.loaders.outline import Outline, document
from ingest.loaders.record import Pairs, record_or_document
from ingest.loaders.tables import table_text
from knowledge.entry_file import EntryError, build_entry, split_front_matter

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*$")
_UNDERLINE = re.compile(r"(=+|-{3,})\s*$")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_RULE = re.compile(r"\s*\|?[\s:|\-]+\|?\s*$")
_FENCE = re.compile(r"\s*(```|~~~)")
_ITEM = re.compile(r"(\s*)[-*+]\s+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_MARKS = re.compile(r"(\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def load(file: RawFile) -> Loaded:
    """Read one entry, or one document when there is no front matter."""
    text = decode(file.content).replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if not text.startswith("---\n"):
        return _plain(file, text)
    try:
        fields, body = split_front_matter(text)
        own, names = prepared(fields, file)
        entry = build_entry(own, body)
    except EntryError as error:
        raise LoadError(str(error)) from error
    return Loaded((entry,), names={entry.id: names} if names else {})


def _plain(file: RawFile, text: str) -> Loaded:
    outline, pairs = Outline(), Pairs()
    title = ""
    table: list[list[str]] = []
    fenced = False
    before = ""
    for line in [*_COMMENT.sub("", text).split("\n"), ""]:
        if _FENCE.match(line):
            fenced = not fenced
            continue
        if not fenced and _ROW.match(line):
            if not _RULE.fullmatch(line):
                table.append([_bare(cell) for cell in line.strip().strip("|").split("|")])
            continue
        if table:
            outline.add(table_text(table))
            pairs.table(table)
            table = []
        head = None if fenced else _HEADING.match(line)
        if head:
            outline.add(before)
            pairs.text(before)
            outline.heading(len(head[1]), _bare(head[2]))
            pairs.heading(_bare(head[2]))
            title = title or _bare(head[2])
            before = ""
        elif not fenced and before.strip() and _UNDERLINE.match(line):
            outline.heading(1 if line.startswith("=") else 2, _bare(before))
            pairs.heading(_bare(before))
            title = title or _bare(before)
            before = ""
        else:
            outline.add(before)
            pairs.text(before)
            before = line if fenced else _bare(_ITEM.sub(r"\1・", line.lstrip(">").rstrip()))
    outline.add(before)
    pairs.text(before)
    shown = title[:80] or outline.first_line() or Path(file.name).stem
    return record_or_document(file, pairs, shown, lambda names: document(file, shown, outline.parts(), names=names))


def _bare(text: str) -> str:
    """Return a line without the marks of emphasis and with links as their text alone."""
    return _MARKS.sub(r"\2", _LINK.sub(r"\1", text)).strip()
