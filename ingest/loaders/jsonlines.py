"""JSON Lines: one entry a line, with the fields of the front matter and ``body`` or ``sections`` (heading → text)."""

from __future__ import annotations

import json
from typing import Any

from ingest.loaders.loaded import Loaded, LoadError, RawFile, decode
from knowledge.entries import Entry
from knowledge.entry_file import EntryError, build_entry


def load(file: RawFile) -> Loaded:
    """Read every line; a bad line is reported by its number and the others are kept."""
    entries: list[Entry] = []
    errors: list[str] = []
    for number, line in enumerate(decode(file.content).split("\n"), 1):  # JSON may hold other line separators as text
        if not line.strip():
            continue
        try:
            entries.append(_entry(json.loads(line)))
        except EntryError as error:
            errors.append(f"{number}行目: {error}")
        except (ValueError, RecursionError):
            errors.append(f"{number}行目: JSON として読み取れません。")
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            errors.append(f"id「{entry.id}」が2回出てきます。先の行だけを登録しました。")
        seen.add(entry.id)
    if not entries:
        raise LoadError(errors[0] if errors else "中身が空です。")
    unique = {entry.id: entry for entry in reversed(entries)}
    return Loaded(tuple(unique[i] for i in dict.fromkeys(e.id for e in entries)), errors=tuple(errors))


def _entry(row: Any) -> Entry:
    if not isinstance(row, dict):
        raise EntryError("{ } で囲んだ項目の並びではありません。")
    fields = dict(row)
    sections = fields.pop("sections", None)
    body = fields.pop("body", "")
    if sections is not None:
        if not isinstance(sections, dict) or not all(isinstance(t, str) for t in sections.values()):
            raise EntryError("sections は {見出し: 本文} の形で書いてください。")
        body = "\n\n".join(f"## {heading}\n{text.strip()}" for heading, text in sections.items())
    if not isinstance(body, str):
        raise EntryError("body は文字で書いてください。")
    return build_entry(fields, body.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
