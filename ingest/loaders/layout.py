"""What single lines of extracted text look like: headings, list items, titles; and broken lines joined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_SENTENCE_END = "。．！？!?」』）)】：:"
_LIST_START = re.compile(
    r"^\s*(?:[・•●⚫○■□◆◇▶➢※＊*\-–―✓☑]|[0-9０-９]{1,2}\s*[．.、)）]|[（(][0-9０-９a-zA-Zア-ンｱ-ﾝ一二三四五六七八九十]{1,3}[)）]"
    r"|[①-⑳]|[ア-ン][．.、）)]|第[0-9０-９一二三四五六七八九十百]+[条章節項](?=[\s（(]|$)|Q\s?[0-9０-９.]|A\s?[0-9０-９.]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|<|＜|【(?:[^】]*】(?![のをにはがとでも、。])|[^】]*$)|\[)"
)
_HEADING = re.compile(
    r"^\s*(?:第[0-9０-９一二三四五六七八九十百]+[条章節]|[0-9０-９]{1,2}\s*[．.－-][^0-9０-９]|[（(][0-9０-９]{1,2}[)）]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+\s*[．.]?"
    r"|[■◆●⚫]|【[^】]+】|＜[^＞]+＞|Q[0-9０-９.\-]+)"
)
_SPACED_OUT = re.compile(r"(?:[^\x00-\x7f\s] ){3,}[^\x00-\x7f\s]")  # Ｉ Ｔ 導 入: letters set apart for looks


def join_lines(lines: Sequence[str]) -> str:
    """Join lines that a page break or column edge cut in the middle of a sentence; keep paragraphs and lists apart."""
    paragraphs: list[str] = []
    upright = False
    for line in lines:
        text = _SPACED_OUT.sub(lambda m: m.group().replace(" ", ""), line.strip())
        if paragraphs and len(text) == 1 and upright:
            paragraphs[-1] += text  # a word set vertically comes out one character a line
        elif paragraphs and _continues(paragraphs[-1], text):
            gap = " " if paragraphs[-1][-1].isascii() and text[0].isascii() else ""
            paragraphs[-1] += gap + text
        else:
            paragraphs.append(text)
        upright = len(text) == 1 and not text.isdigit()
    return "\n".join(paragraphs)


def _continues(before: str, line: str) -> bool:
    if before[-1] in _SENTENCE_END or _LIST_START.match(line) or is_heading(before):
        return False
    return len(before) >= 18


def starts_item(line: str) -> bool:
    """Tell whether a line begins a list item, a clause or a note."""
    return bool(_LIST_START.match(line))


def close_up(line: str) -> str:
    """Return a line with letters that were set apart for looks (Ｉ Ｔ 導 入) put together."""
    return _SPACED_OUT.sub(lambda m: m.group().replace(" ", ""), line.strip())


def is_heading(line: str) -> bool:
    """Tell whether a line looks like a numbered or marked heading."""
    return len(line) <= 45 and not line.endswith(("。", "、")) and bool(_HEADING.match(line))


def first_title(lines: Sequence[str]) -> str:
    """Return the first lines that look like a title (joined up to about 40 characters), or ""."""
    found = ""
    for raw in [x.strip() for x in lines if x.strip()][:8]:
        line = unicodedata.normalize("NFKC", _SPACED_OUT.sub(lambda m: m.group().replace(" ", ""), raw))
        if (
            len(line) < 4
            or not re.search(r"[^\d\s/.年月日-]", line)
            or line.startswith(("No.", "http"))
            or line.endswith(("。", "、"))
            or (found and is_heading(line))
        ):
            if found:
                break
            continue
        if found and len(found) + len(line) > 60:
            break
        found = f"{found} {line}".strip()
        if len(found) >= 28:
            break
    return found[:80]
