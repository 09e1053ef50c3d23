"""A document under construction: text in reading order under the path of its headings, then one policy entry of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.anonymise.known import Known
from ingest.loaders.loaded import Loaded, LoadError, RawFile, document_facts
from knowledge.entry_file import EntryError, build_document

PATH_JOINT = " / "
_MAX_HEADING = 120  # characters of the whole path
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]|_x000D_")
Part = tuple[str, int | None, str]


class Outline:
    """Collects paragraphs under headings; a heading stays with the text that follows it.

    A heading directly under another one (nothing between) goes into the same part, so that no part is a bare heading.
    """

    def __init__(self) -> None:
        self._path: list[tuple[int, str]] = []
        self._parts: list[tuple[str, int | None, list[str]]] = []
        self._bare = False

    def heading(self, level: int, text: str) -> None:
        """Open a section one level below the nearest heading of a lower level."""
        words = " ".join(clean(text).split())
        if not words:
            return
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._path.append((level, words[:80]))
        path = PATH_JOINT.join(w for _, w in self._path)
        path = path if len(path) <= _MAX_HEADING else words[:80]
        if self._bare and self._parts:
            self._parts[-1] = (path, None, self._parts[-1][2])
        else:
            self._parts.append((path, None, []))
        self._parts[-1][2].append(words)
        self._bare = True

    def page(self, number: int, title: str) -> None:
        """Open the section of a page or slide."""
        words = " ".join(clean(title).split())
        self._path.clear()
        self._parts.append((f"{number}ページ {words}".strip()[:80], number, []))
        self._bare = False

    def add(self, text: str) -> None:
        """Put a paragraph, list item or table below the last heading."""
        text = "\n".join(line for raw in clean(text).splitlines() if (line := raw.strip(" \t\u3000")))
        if not text:
            return
        if not self._parts:
            self._parts.append(("本文", None, []))
        self._parts[-1][2].append(text)
        self._bare = False

    def parts(self) -> list[Part]:
        """Return (heading path, page, text) for each section that has text."""
        return [(heading, page, "\n".join(lines)) for heading, page, lines in self._parts if lines]

    def first_line(self) -> str:
        """Return the first words of the text, cut to the length of a title."""
        for _, _, lines in self._parts:
            for line in lines:
                return line.splitlines()[0].split(" ｜ ")[0][:80].strip()
        return ""


def clean(text: str) -> str:
    """Return text without control characters and with plain line breaks; a soft hyphen and a hard space are set right."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    return _CONTROLS.sub("", text).replace("\u00a0", " ").replace("\u00ad", "")


def document(
    file: RawFile,
    title: str,
    parts: Sequence[Part],
    *,
    pages: int = 0,
    warnings: Iterable[str] = (),
    names: Sequence[Known] = (),
) -> Loaded:
    """Return one policy document; raise LoadError when there is no text or its facts are wrong."""
    if not parts:
        raise LoadError("文字が入っていません。図や画像だけのファイルは、文字を付けてから登録してください。")
    facts, told = document_facts(file, title)
    try:
        entry = build_document(facts, parts)
    except EntryError as error:
        raise LoadError(str(error)) from error
    known = {entry.id: tuple(names)} if names else {}
    return Loaded((entry,), pages=pages, warnings=(*told, *warnings), names=known)
