"""The headed sections of an entry's body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.entries import Section
from knowledge.entry_file.front_matter import EntryError

_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)


def split_sections(body: str) -> tuple[Section, ...]:
    """Split a body at its ``##`` headings; each section's span covers its text without the heading line.

    The anchor of a section is its heading up to the first space, so 「## 行動1 原価を測る」 is opened by ``#行動1``.
    """
    heads = list(_HEADING.finditer(body))
    if body[: heads[0].start() if heads else len(body)].strip():
        raise EntryError("最初の見出し(##)より前に本文があります。見出しの下に移してください。")
    sections = []
    for head, following in zip(heads, [*heads[1:], None], strict=False):
        if not head[1].strip():
            raise EntryError("名前のない見出し(##)があります。")
        start = min(head.end() + 1, len(body))
        end = following.start() if following else len(body)
        while end > start and body[end - 1] == "\n":
            end -= 1
        if not body[start:end].strip():
            raise EntryError(f"「{head[1]}」の下に本文がありません。")
        sections.append(Section(anchor=head[1].split()[0], heading=head[1], start=start, end=end))
    return tuple(sections)


def refuse_repeated(sections: Sequence[Section]) -> None:
    """Refuse two sections with one anchor."""
    seen: set[str] = set()
    for section in sections:
        if section.anchor in seen:
            raise EntryError(f"見出し「{section.anchor}」が2回出てきます。別の名前にしてください。")
        seen.add(section.anchor)
