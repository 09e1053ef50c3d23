"""The bookmarks of a PDF as the heading that is in force on each page."""

from __future__ import annotations

import re
from itertools import islice

import pypdfium2 as pdfium

from ingest.loaders.pdf.pages.glyphs import clean

MAX_BOOKMARKS = 5_000
_LONGEST = 70  # characters of a heading
_DULL = re.compile(
    r"(?:スライド|ページ|Slide|Page|頁|p\.?)?\s*\d+\s*(?:ページ|頁)?|_?(?:Hlk|Toc|GoBack).*", re.IGNORECASE
)


def headings(document: pdfium.PdfDocument) -> dict[int, str]:
    """Return the heading by page number: the first bookmark on the page, else the last one before it.

    A bookmark under another one is named with it (``第2章 / 対象経費``); 「スライド 3」 and the like say nothing.
    """
    first: dict[int, str] = {}
    last: dict[int, str] = {}
    path: list[str] = []
    try:
        for mark in islice(document.get_toc(max_depth=8), MAX_BOOKMARKS):
            title = " ".join(clean(mark.get_title() or "").split())
            dest = mark.get_dest()
            index = dest.get_index() if dest else None
            path = [*path[: mark.level], title]
            if index is None or not title or _DULL.fullmatch(title):
                continue
            named = " / ".join(dict.fromkeys(p for p in path if p and not _DULL.fullmatch(p)))
            named = named if len(named) <= _LONGEST else title[:_LONGEST]
            first.setdefault(index + 1, named)
            last[index + 1] = named
    except pdfium.PdfiumError:
        return {}
    found: dict[int, str] = {}
    in_force = ""
    for number in range(1, len(document) + 1):
        here = first.get(number, in_force)
        if here:
            found[number] = here
        in_force = last.get(number, in_force)
    return found
