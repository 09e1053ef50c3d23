"""HTML pages: headings as sections, tables as rows, lists; what is not for reading is dropped, and nothing is fetched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree

from ingest.loaders.loaded import Loaded, LoadError, RawFile, decode
from ingest.loaders.outline import Outline, document
from ingest.loaders.record import Pairs, record_or_document
from ingest.loaders.tables import table_text

_META = re.compile(
    rb"<(?:meta[^>]{0,200}charset|\?xml[^>]{0,80}encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.IGNORECASE
)
_DROPPED = {
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "iframe", "object", "embed", "svg", "canvas",
    "form", "button", "select", "input", "textarea", "audio", "video", "head", "rt", "rp",
}  # fmt: skip
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BLOCKS = {
    "p", "div", "section", "article", "main", "ul", "ol", "dl", "li", "dt", "dd", "blockquote", "pre", "figure", "figcaption",
    "address", "details", "summary", "body", "html", "center", "fieldset", "hr", "tr", "td", "th", "tbody", "thead", "tfoot", "caption",
}  # fmt: skip
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)", re.I
)
_ENCODINGS = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
}
_MAX_DEPTH = 200


def load(file: RawFile) -> Loaded:
    """Read a saved web page as one document."""
    text = _decode(file.content)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise LoadError("ウェブページ(HTML)として読めません。ブラウザで開いて保存し直してください。") from error
    if root is None:
        raise LoadError("ウェブページに文字がありません。")
    reader = _Reader()
    body = root.find(".//body")
    reader.read(body if body is not None else root)
    named = root.find(".//title")
    title = " ".join("".join(named.itertext()).split())[:80] if named is not None else ""
    shown = title or reader.outline.first_line() or Path(file.name).stem
    parts = reader.outline.parts()
    return record_or_document(file, reader.pairs, shown, lambda names: document(file, shown, parts, names=names))


def _decode(content: bytes) -> str:
    """Decode by byte order mark, else by what the page says of itself if that holds, else by detection."""
    said = _META.search(content[:4096])
    if said and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = said[1].decode("ascii").lower()
        try:
            return content.decode(_ENCODINGS.get(name, name))
        except (LookupError, UnicodeDecodeError):
            pass  # pages often say one encoding and are written in another
    return decode(content)


class _Reader:
    """Walks the page once; inline text gathers until a block begins or ends."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.pairs = Pairs()
        self._words: list[str] = []
        self._mark = ""

    def read(self, element: Any) -> None:
        """Read the body."""
        self._walk(element, 0)
        self._flush()

    def _walk(self, element: Any, depth: int) -> None:
        tag = element.tag
        if not isinstance(tag, str) or _unseen(element, tag):
            return
        if tag in _HEADINGS:
            self._flush()
            self.outline.heading(_HEADINGS[tag], _inline(element))
            self.pairs.heading(_inline(element))
            return
        if tag == "table" and not _for_layout(element):
            self._flush()
            rows = _rows(element)
            self.outline.add(table_text(rows))
            self.pairs.table(rows)
            return
        if depth > _MAX_DEPTH:
            self._words.append(_inline(element))
            return
        block = tag in _BLOCKS or tag == "table"
        if block:
            self._flush()
        if tag == "li":
            self._mark = "・"
        if tag == "br":
            self._words.append("\n")
        self._words.append(_spaced(element.text, tag == "pre"))
        for child in element:
            self._walk(child, depth + 1)
            self._words.append(_spaced(child.tail, tag == "pre"))
        if block:
            self._flush()

    def _flush(self) -> None:
        text = "".join(self._words)
        self._words = []
        lines = [" ".join(line.split()) for line in text.splitlines()]
        said = "\n".join(line for line in lines if line)
        if said:
            mark = "" if said.startswith(("・", "●", "○", "※", "■")) else self._mark
            self.outline.add(mark + said)
            self.pairs.lines(said)
            self._mark = ""


def _spaced(text: str | None, kept: bool) -> str:
    """Return text with its line breaks as blanks (as a browser shows them), or as they are in preformatted text."""
    return text or "" if kept else re.sub(r"\s*\n\s*", _between, text or "")


def _between(match: re.Match[str]) -> str:
    """Return what a line break in the source stands for: a blank, but nothing between Japanese letters."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return "" if before and after and not before.isascii() and not after.isascii() else " "


def _unseen(element: Any, tag: str) -> bool:
    return (
        tag in _DROPPED
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_UNSEEN.search(element.get("style", "")))
        or element.get("role") in ("navigation", "banner", "contentinfo", "search")
    )


def _inline(element: Any) -> str:
    """Return all visible words of an element in one line each for its blocks."""
    pieces: list[str] = []
    _gather(element, pieces, 0)
    return "\n".join(line for raw in "".join(pieces).splitlines() if (line := " ".join(raw.split())))


def _gather(element: Any, pieces: list[str], depth: int) -> None:
    tag = element.tag
    if not isinstance(tag, str) or (depth and _unseen(element, tag)) or depth > 4 * _MAX_DEPTH:
        return
    breaks = tag in _BLOCKS or tag == "br"
    pieces.append("\n" if breaks else "")
    pieces.append(_spaced(element.text, False))
    for child in element:
        _gather(child, pieces, depth + 1)
        pieces.append(_spaced(child.tail, False))
    pieces.append("\n" if breaks and tag != "br" else "")


def _for_layout(table: Any) -> bool:
    """Tell whether a table only places things: it holds other tables or headings, or has one cell."""
    inside = table.xpath(".//table | .//h1 | .//h2 | .//h3 | .//h4")
    return bool(inside) or len(table.xpath(".//td | .//th")) <= 1


def _rows(table: Any) -> list[list[str]]:
    rows = []
    under: dict[int, int] = {}  # column → rows for which a cell from above still stands there
    for row in table.iter("tr"):
        if _unseen(row, "tr"):
            continue
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while under.get(len(cells), 0):
                under[len(cells)] -= 1
                cells.append("")
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for at in range(len(cells), len(cells) + wide):
                under[at] = high - 1
            cells += ["" if _unseen(cell, cell.tag) else _inline(cell), *[""] * (wide - 1)]
        for at in range(len(cells), max(under, default=-1) + 1):
            under[at] = max(0, under.get(at, 0) - 1)
        rows.append(cells)
    return rows


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(100, max(1, int(value))) if value.isdigit() and len(value) < 5 else 1
