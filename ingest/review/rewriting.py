"""An entry with another title, body or coded field; its sections are found again in the new body."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ingest.review.alignment import Alignment
from ingest.review.problems import ReviewError
from knowledge import taxonomy
from knowledge.entries import Entry, Policy, Section
from knowledge.entry_file import MAX_BODY, PERIOD, EntryError, split_sections

_FIXED = ("id", "kind", "origin")
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


def field_text(entry: Entry, name: str) -> str | None:
    """Return what a field holds as a reviewer edits it (several codes with commas between), None when it cannot be edited."""
    if name in _FIXED:
        return None
    value = getattr(entry, name, None)
    if isinstance(value, str):
        return value
    if name in taxonomy.VOCABULARIES and isinstance(value, tuple):
        return ",".join(value)
    return None


def field_choices(entry: Entry, name: str) -> list[tuple[str, str]]:
    """Return the codes that a field may be given, with their labels; none for a field of free text.

    Who may see an entry can only be narrowed: from the country to one hub.
    """
    if name == "visibility":
        hubs = [(f"hub:{code}", f"拠点内({term.label})") for code, term in taxonomy.HUBS.items()]
        return [("national", "全国のまま"), *hubs] if entry.visibility == "national" else []
    vocabulary = taxonomy.VOCABULARIES.get(name)
    return [(code, term.label) for code, term in vocabulary.items()] if vocabulary is not None else []


def with_field(entry: Entry, name: str, text: str) -> Entry:
    """Return the entry with a field changed; raise ReviewError when there is no such field or code."""
    now = field_text(entry, name)
    if now is None:
        raise ReviewError("この項目はここでは直せません。元のファイルを直して取り込み直すか、却下してください。")
    several = isinstance(getattr(entry, name), tuple)
    codes = [c.strip() for c in text.split(",") if c.strip()] if several else [text]
    choices = dict(field_choices(entry, name))
    if (choices or name == "visibility") and (not codes or not set(codes) <= set(choices)):
        raise ReviewError("選べない値が送られました。一覧から選んでください。")
    if name == "period" and not PERIOD.fullmatch(text):
        raise ReviewError(f"期間「{text[:30]}」は 2024-04/2025-03 の形で書いてください。")
    value: Any = tuple(dict.fromkeys(codes)) if several else text
    return replace(entry, **{name: value})


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
