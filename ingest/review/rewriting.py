"""An entry with another title, body or coded field; its sections are found again in the new body."""

from __future__ import annotations

from dataclasses import replace

from ingest.review.alignment import Alignment
from ingest.review.problems import ReviewError
from knowledge import taxonomy
from knowledge.entries import Entry, Policy, Section
from knowledge.entry_file import MAX_BODY, EntryError, split_sections

_HEADINGS = "見出し(## の行)は変えずに、文だけを直してください。"


def with_texts(entry: Entry, title: str, body: str) -> Entry:
    """Return the entry with this title and body; raise ReviewError when a section is lost or nothing is left."""
    if not title.strip() or not body.strip():
        raise ReviewError("題名と本文は空にできません。")
    if len(body) > MAX_BODY:
        raise ReviewError(f"本文が長すぎます。{MAX_BODY:,} 文字までにしてください。")
    if body == entry.body:
        return replace(entry, title=title.strip())
    return replace(entry, title=title.strip(), body=body, sections=_sections(entry, body))


def with_field(entry: Entry, name: str, value: str) -> Entry:
    """Return the entry with a coded field changed; raise ReviewError when there is no such field or code."""
    if not editable(entry, name):
        raise ReviewError("この項目はここでは直せません。元のファイルを直して取り込み直すか、却下してください。")
    vocabulary = taxonomy.VOCABULARIES.get(name)
    if vocabulary is not None and value not in vocabulary:
        raise ReviewError(f"{vocabulary.label}「{value[:20]}」は一覧にない符号です。")
    return replace(entry, **{name: value})


def editable(entry: Entry, name: str) -> bool:
    """Tell whether a field holds one text or code that a reviewer may change."""
    return name not in ("id", "kind", "origin", "visibility") and isinstance(getattr(entry, name, None), str)


def _sections(entry: Entry, body: str) -> tuple[Section, ...]:
    """Find the sections of ``entry`` in a new body: by their ``##`` headings, else by what stands around them."""
    if _headed(entry.body) == _facts(entry.sections):
        try:
            found = split_sections(body)
        except EntryError as error:
            raise ReviewError(_HEADINGS) from error
        fixed = not isinstance(entry, Policy)  # the headings of a document are its own, those of a case are given
        if len(found) != len(entry.sections) or (fixed and _facts(found) != _facts(entry.sections)):
            raise ReviewError(_HEADINGS)
        return found
    moved = Alignment(entry.body, body)
    sections, at = [], 0
    for section in entry.sections:
        start, end = moved.position(section.start), moved.position(section.end)
        start = max(at, start if start is not None else at)
        end = max(start, end if end is not None else start)
        sections.append(replace(section, start=start, end=end))
        at = end
    return tuple(sections)


def _headed(body: str) -> list[tuple[str, str]]:
    try:
        return _facts(split_sections(body))
    except EntryError:
        return []


def _facts(sections: tuple[Section, ...]) -> list[tuple[str, str]]:
    return [(s.anchor, s.heading) for s in sections]
