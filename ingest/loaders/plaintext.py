"""Plain text documents, split at headings that the text itself shows; a consultation's record becomes a case."""

from __future__ import annotations

from pathlib import Path

from ingest.loaders.layout import first_title, is_heading
from ingest.loaders.loaded import Loaded, LoadError, RawFile, decode
from ingest.loaders.outline import Part, document
from ingest.loaders.record import Pairs, record_or_document


def load(file: RawFile) -> Loaded:
    """Read a text file as one document with a section for each heading that it shows."""
    text = decode(file.content).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").strip()
    if not text:
        raise LoadError("中身が空です。")
    title = first_title(text.splitlines()) or Path(file.name).stem
    lines = text.splitlines(keepends=True)
    pairs = Pairs()
    for at, line in enumerate(lines):
        words = line.strip(" -*#\t\n")
        if _stands_alone(lines, at) or is_heading(words):
            pairs.heading(words.strip("■●【】<>＜＞ "))
        else:
            pairs.text(words)
    return record_or_document(file, pairs, title, lambda names: document(file, title, _parts(lines), names=names))


def _parts(lines: list[str]) -> list[Part]:
    parts: list[Part] = []
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
    return parts


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
