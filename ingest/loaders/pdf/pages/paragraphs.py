"""Lines of a block put back into paragraphs, by how far they reach and what they begin with."""

from __future__ import annotations

import re

from ingest.loaders.layout import close_up, is_heading, starts_item
from ingest.loaders.pdf.pages.items import Row
from ingest.loaders.pdf.pages.strips import Strip

_STOP = "。．！？!?：:"
_LONG = 18  # characters; a shorter line runs on only where the block is as narrow
_LABEL = 14
_PADDING = 8.0  # points between the text of a cell and its line
_LEADER = re.compile(r"[.．…・･‥]{4,}")


def paragraphs(lines: list[Row], wall: float | None = None) -> list[str]:
    """Return the paragraphs of one block's lines; ``wall`` is the right side of the table cell that holds them."""
    strips = [s for row in lines for s in row if isinstance(s, Strip)]
    if not strips:
        return []
    edge = max(s.right for s in strips)
    if wall is not None:
        edge = max(edge, wall - _PADDING)
    full = sum(edge - s.right < 2.5 * s.size for s in strips)
    found: list[str] = []
    last: Strip | None = None
    for row in lines:
        pieces = [s for s in row if isinstance(s, Strip)]
        text = _LEADER.sub("…", " ".join(close_up(s.text) for s in pieces))
        first = pieces[0]
        if (
            last
            and len(pieces) == 1
            and _near(last, first)
            and not _ends(found[-1], text, edge - last.right, last.size)
        ):
            reaches = edge - last.right < 2.5 * last.size or last.upright
            wide = len(found[-1]) >= _LONG or (full >= 2 and last.right - last.left >= 6 * last.size)
        else:
            reaches = wide = False
        if reaches and (wide or wall is not None):
            found[-1] += (" " if found[-1][-1].isascii() and text[0].isascii() else "") + text
        else:
            found.append(text)
        last = pieces[-1]
    return found


def cell_paragraphs(lines: list[Row], wall: float) -> str:
    """Return what a table cell holds on one line; a blank parts what did not run on."""
    found = paragraphs(lines, wall)
    if sum(map(len, found)) <= _LABEL and not any(starts_item(text) or text[0].isascii() for text in found[1:]):
        return "".join(found)  # a label broken to fit its column
    text = ""
    for part in found:
        text += ("" if not text or text[-1] in _STOP else " ") + part
    return text


def _near(last: Strip, first: Strip) -> bool:
    """Tell whether two lines look alike and follow one another at the distance of lines."""
    if not 0.8 < first.size / last.size < 1.25 or first.upright != last.upright:
        return False
    if not last.left - 6 * last.size <= first.left <= last.right:
        return False
    return last.upright or first.top - last.bottom <= last.size


def _ends(before: str, text: str, room: float, size: float) -> bool:
    return before[-1] in _STOP or starts_item(text) or (is_heading(before) and room > 1.5 * size)
