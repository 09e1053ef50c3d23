"""Plain text documents, split at headings that the text itself shows."""

from __future__ import annotations

from pathlib import Path

from ingest.loaders.layout import first_title, is_heading
from ingest.loaders.loaded import Loaded, LoadError, RawFile, decode, document_facts
from knowledge.entry_file import EntryError, build_document


def load(file: RawFile) -> Loaded:
    """Read a text file as one policy document with a section for each heading that it shows."""
    text = decode(file.content).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").strip()
    if not text:
        raise LoadError("中身が空です。")
    facts, warnings = document_facts(file, first_title(text.splitlines()) or Path(file.name).stem)
    parts: list[tuple[str, int | None, str]] = []
    lines = text.splitlines(keepends=True)
    chapter, bare = "", False  # bare: nothing stands under the last heading yet
    for at, line in enumerate(lines):
        words = line.strip(" -*#\t\n")
        alone = _stands_alone(lines, at)
        if not parts or ((alone or is_heading(words)) and not bare):
            if is_heading(words):
                heading = f"{chapter} / {words}" if chapter else words
            else:
                heading = chapter = words
            parts.append((heading[:80] or "本文", None, ""))
            bare = True
        elif words:
            bare = False
        parts[-1] = (parts[-1][0], None, parts[-1][2] + line)
    try:
        return Loaded((build_document(facts, parts),), warnings=tuple(warnings))
    except EntryError as error:
        raise LoadError(str(error)) from error


def _stands_alone(lines: list[str], at: int) -> bool:
    """Tell whether a short line without a full stop stands between empty lines, as headings do."""
    line = lines[at].strip()
    before = at == 0 or not lines[at - 1].strip()
    after = at + 1 < len(lines) and not lines[at + 1].strip()
    return (
        before
        and after
        and 4 <= len(line) <= 40
        and not line.startswith(("-", "・"))
        and not line.endswith(("。", "、", "."))
    )
