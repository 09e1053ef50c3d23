"""Plain text documents, split at headings that the text itself shows."""

from __future__ import annotations

from pathlib import Path

from ingest.loaders.layout import first_title, is_heading
from ingest.loaders.loaded import Loaded, LoadError, RawFile, decode, document_facts
from knowledge.entry_file import EntryError, build_document


def load(file: RawFile) -> Loaded:
    """Read a text file as one policy document with a section for each heading that it shows."""
    text = decode(file.content).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").strip()
    facts, warnings = document_facts(file, first_title(text.splitlines()) or Path(file.name).stem)
    parts: list[tuple[str, int | None, str]] = []
    for line in text.splitlines(keepends=True):
        if not parts or (is_heading(line.strip(" -*#\t\n")) and parts[-1][2].strip()):
            parts.append((line.strip(" -*#\t\n")[:60] or "本文", None, ""))
        parts[-1] = (parts[-1][0], None, parts[-1][2] + line)
    try:
        return Loaded((build_document(facts, parts),), warnings=tuple(warnings))
    except EntryError as error:
        raise LoadError(str(error)) from error
