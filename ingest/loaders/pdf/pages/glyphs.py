"""The characters of a page with their boxes, turned upright, y counted downwards from the top of the page."""

from __future__ import annotations

import ctypes
import functools
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

MAX_CHARACTERS = 60_000  # of one page; a page with more is taken as pdfium orders it
_RADICALS = str.maketrans(
    "⺟⺠⺩⺬⻁⻄⻑⻘⻝⻤⻨⻩⻫⻭⻯⻲", "母民王示虎西長青食鬼麦黄斉歯竜亀"
)  # Unicode gives these no equivalent
#: Bullets and ticks of the Symbol and Wingdings fonts, which PDFs give as private characters.
_SYMBOLS = str.maketrans(
    "\uf0b7\uf06c\uf06e\uf0a7\uf0fc\uf0d8\uf075\uf0a8\uf06f\uf071\uf0e8\uf0f0\uf09e", "・●■■✓➢◆□□□→⇒・"
)
_KEPT_FORMATS = "\u00ad"  # a soft hyphen that is drawn is a hyphen


class Glyph(NamedTuple):
    """One character; the box is the font's (advance and line height), in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    spaced: bool  # a blank stands before it


@dataclass(frozen=True, slots=True)
class Sheet:
    """The characters of a page in the order of its content, and the size of the page as it is read."""

    glyphs: list[Glyph]
    width: float
    height: float
    turn: int  # quarter turns by which the text was set, taken back here
    box: tuple[float, float, float, float]
    garbled: int = 0  # characters without a known meaning


def read_glyphs(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> Sheet:
    """Return the characters of a page; blanks only mark the character after them."""
    handle = text_page.raw
    box = page.get_bbox()
    rect = raw.FS_RECTF()
    reference = ctypes.byref(rect)
    unicode_of, box_of, angle_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharAngle
    found: list[tuple[str, float, float, float, float, bool, int]] = []
    turns: Counter[int] = Counter()
    spaced, high, garbled = False, 0, 0
    for at in range(text_page.count_chars()):
        code = unicode_of(handle, at)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        text = _letter(code)
        if not text.strip():
            spaced = spaced or bool(text)
            garbled += code == 0
            continue
        garbled += text == "\ufffd" or 0xE000 <= code < 0xF000
        if not box_of(handle, at, reference):
            continue
        turn = round(angle_of(handle, at) / 1.5707963) % 4
        turns[turn] += 1
        found.append((text, rect.left, rect.top, rect.right, rect.bottom, spaced, turn))
        spaced = False
    turn = turns.most_common(1)[0][0] if turns else 0
    left, bottom, right, top = box
    if turn == 0:
        glyphs = [Glyph(text, x0 - left, top - y1, x1 - left, top - y0, b) for text, x0, y1, x1, y0, b, _ in found]
    else:
        glyphs = [Glyph(text, *upright((x0, y0, x1, y1), box, turn), b) for text, x0, y1, x1, y0, b, _ in found]
    size = (right - left, top - bottom) if turn % 2 == 0 else (top - bottom, right - left)
    return Sheet(glyphs, *size, turn=turn, box=box, garbled=garbled)


def upright(
    area: tuple[float, float, float, float], box: tuple[float, float, float, float], turn: int
) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of an area given in page units, read with the page turned ``turn`` quarters."""
    x0, y0, x1, y1 = area
    left, bottom, right, top = box
    if turn == 0:
        return x0 - left, top - y1, x1 - left, top - y0
    if turn == 1:  # set upwards or downwards: pdfium counts clockwise from the baseline
        return top - y1, right - x1, top - y0, right - x0
    if turn == 2:
        return right - x1, y0 - bottom, right - x0, y1 - bottom
    return y0 - bottom, x0 - left, y1 - bottom, x1 - left


@functools.cache
def _letter(code: int) -> str:
    return "" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else clean(chr(code))


def clean(text: str) -> str:
    """Return text without zero-width and control characters, and with radicals as the ideographs they stand for."""
    if text.isascii() and text.isprintable():
        return text
    kept = []
    for letter in text.translate(_RADICALS).translate(_SYMBOLS):
        kind = unicodedata.category(letter)
        if letter in "\n\r\t" or kind == "Zs":
            kept.append(letter if letter in "\n\u3000" else " ")
        elif "\u2f00" <= letter <= "\u2fd5":
            kept.append(unicodedata.normalize("NFKC", letter))
        elif kind[0] != "C" or kind == "Co" or letter in _KEPT_FORMATS:
            kept.append(letter)
    return "".join(kept)
