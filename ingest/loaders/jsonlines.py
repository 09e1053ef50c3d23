"""JSON Lines, or a JSON list: entries with the fields of the front matter and ``body`` or ``sections`` (heading → text)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ingest.anonymise.known import Known
from ingest.loaders.fields import prepared
from ingest.loaders.loaded import Loaded, LoadError, RawFile, decode
from knowledge.entries import Entry
from knowledge.entry_file import EntryError, build_entry

_UNREADABLE = "JSON として読み取れません。"


def load(file: RawFile) -> Loaded:
    """Read every entry; a bad one is reported by its place and the others are kept."""
    entries: dict[str, Entry] = {}
    names: dict[str, tuple[Known, ...]] = {}
    errors: list[str] = []
    for place, row in _rows(file):
        try:
            entry, known = _entry(row, file)
        except EntryError as error:
            errors.append(f"{place}: {error}")
            continue
        except (ValueError, RecursionError):
            errors.append(f"{place}: {_UNREADABLE}")
            continue
        if entry.id in entries:
            errors.append(f"id「{entry.id}」が2回出てきます。先の行だけを登録しました。")
            continue
        entries[entry.id] = entry
        if known:
            names[entry.id] = known
    if not entries:
        raise LoadError(errors[0] if errors else "中身が空です。")
    return Loaded(tuple(entries.values()), errors=tuple(errors), names=names)


def _rows(file: RawFile) -> Iterator[tuple[str, Any]]:
    """Yield (place, row): lines of text to be parsed, or the values of one JSON document."""
    text = decode(file.content)
    if file.suffix == ".json":
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise LoadError(_UNREADABLE) from error
        rows = whole if isinstance(whole, list) else [whole]
        yield from ((f"{number}件目", row) for number, row in enumerate(rows, 1))
        return
    for number, line in enumerate(text.split("\n"), 1):  # JSON may hold other line separators as text
        if line.strip():
            yield f"{number}行目", line


def _entry(row: Any, file: RawFile) -> tuple[Entry, tuple[Known, ...]]:
    if isinstance(row, str):
        row = json.loads(row)
    if not isinstance(row, dict):
        raise EntryError("{ } で囲んだ項目の並びではありません。")
    fields, names = prepared(row, file)
    sections = fields.pop("sections", None)
    body = fields.pop("body", "")
    if sections is not None:
        if not isinstance(sections, dict) or not all(isinstance(t, str) for t in sections.values()):
            raise EntryError("sections は {見出し: 本文} の形で書いてください。")
        body = "\n\n".join(f"## {heading}\n{text.strip()}" for heading, text in sections.items())
    if not isinstance(body, str):
        raise EntryError("body は文字で書いてください。")
    return build_entry(fields, body.replace("\r\n", "\n").replace("\r", "\n").strip("\n")), names
