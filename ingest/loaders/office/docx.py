"""Word documents: headings by style or outline level, tables as rows in their place, notes and text boxes, nothing deleted."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from lxml import etree

from ingest.loaders.layout import first_title, is_heading
from ingest.loaders.loaded import Loaded, LoadError, RawFile
from ingest.loaders.office.package import check_office
from ingest.loaders.outline import Outline, document
from ingest.loaders.record import Pairs, record_or_document
from ingest.loaders.tables import table_text

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {  # deleted or moved away, instructions of fields, ruby readings, the older copy of a drawing
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_W}instrText",
    f"{_W}delText",
    f"{_W}rt",
    f"{_MC}Fallback",
    f"{_W}pPr",
    f"{_W}sdtPr",
    f"{_W}sectPr",
}
_CONTAINERS = {f"{_W}{n}" for n in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body")}
_ROW_TAGS = (f"{_W}tr", f"{_W}sdt", f"{_W}ins", f"{_W}customXml")
_LEVEL = re.compile(r"(?:heading|見出し)\s*([1-9])", re.IGNORECASE)
_DULL = ("Word 文書", "Microsoft Word", "文書1", "無題", "Document")


def load(file: RawFile) -> Loaded:
    """Read a Word document as one document, or as a case when it is a consultation's record."""
    check_office(file.content, "Word 文書(.docx)", "word/")
    try:
        source = docx.Document(io.BytesIO(file.content))
        reader = _Reader(source)
        reader.read()
        title = _title(source, reader, Path(file.name).stem)
    except (OpcError, BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, AttributeError, RecursionError) as error:
        if isinstance(error, LoadError):
            raise
        raise LoadError("Word 文書が壊れていて開けません。元のファイルから保存し直してください。") from error
    reader.take_notes()
    return record_or_document(
        file,
        reader.pairs,
        title,
        lambda names: document(file, title, reader.outline.parts(), warnings=reader.warnings, names=names),
    )


class _Reader:
    """Walks the body once, in reading order."""

    def __init__(self, source: Document) -> None:
        self.outline = Outline()
        self.pairs = Pairs()
        self.warnings: list[str] = []
        self.lines: list[str] = []  # the first ones, for a title
        self._source = source
        self._styles = {style.style_id: style for style in source.styles if style.style_id}
        self._levels: dict[str, int] = {}
        self._notes: list[str] = []
        self._note_texts = {kind: self._texts_of_notes(kind) for kind in ("footnotes", "endnotes")}
        self._heads = False
        self._deleted = 0

    def read(self) -> None:
        """Read paragraphs and tables of the body."""
        body = self._source.element.body
        self._heads = any(self._level(p) for p in body.iter(f"{_W}p"))
        self._deleted = sum(1 for _ in body.iter(f"{_W}del"))
        for block in _blocks(body):
            if block.tag == f"{_W}tbl":
                self._table(block)
            else:
                self._paragraph(block)
        if self._deleted:
            self.warnings.append("変更履歴で削除された文字は読んでいません。")

    def take_notes(self) -> None:
        """Put foot- and endnotes at the end, under a heading of their own."""
        if self._notes:
            self.outline.heading(1, "注")
            for note in self._notes:
                self.outline.add(note)

    def _paragraph(self, paragraph: Any) -> None:
        text, boxes = self._text(paragraph)
        level = self._level(paragraph)
        bare = text.strip()
        if not level and not self._heads and is_heading(bare):
            level = 2 if bare.startswith(("(", "（", "①", "・")) else 1
        if level and bare:
            self.outline.heading(level, bare)
            self.pairs.heading(bare)
        elif bare:
            bullet = "・" if self._listed(paragraph) and not bare.startswith(("・", "※", "●", "○", "-")) else ""
            self.outline.add(bullet + bare)
            self.pairs.text(bare)
        if bare and len(self.lines) < 12:
            self.lines.append(bare)
        for box in boxes:
            self.outline.add(box)

    def _table(self, table: Any) -> None:
        rows = self._rows(row for part in table.iterchildren(*_ROW_TAGS) for row in _rows_in(part))
        self.pairs.table(rows)
        self.outline.add(table_text(rows))

    def _rows(self, rows: Iterable[Any]) -> list[list[str]]:
        """Return the cells of rows; a short label merged over several rows is repeated in each of them."""
        found: list[list[str]] = []
        for row in rows:
            above = found[-1] if found else []
            cells, going_on = self._cells(row)
            for at in going_on:
                if at < len(above) and len(above[at]) <= 40:
                    cells[at] = above[at]
            found.append(cells)
        return found

    def _cells(self, row: Any) -> tuple[list[str], list[int]]:
        """Return the cells of a row and the places where a cell from above goes on."""
        cells: list[str] = []
        going_on: list[int] = []
        before = row.find(f"{_W}trPr/{_W}gridBefore")
        if before is not None:
            cells += [""] * _number(before)
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tr")) is not row:
                continue  # a cell of a table inside this one is read with its own cell
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and merge.get(f"{_W}val") != "restart"
            going_on += [len(cells)] if goes_on else []
            cells.append("" if goes_on else self._cell(cell))
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            cells += [""] * (_number(span) - 1 if span is not None else 0)
        return cells, going_on

    def _cell(self, cell: Any) -> str:
        lines: list[str] = []
        for block in _blocks(cell):
            if block.tag == f"{_W}tbl":
                inner = [self._cells(row)[0] for row in block.iter(f"{_W}tr")]
                lines += [" ".join(c for c in row if c) for row in inner]
            else:
                text, boxes = self._text(block)
                lines += [text, *boxes]
        return "\n".join(line for line in lines if line.strip())

    def _text(self, paragraph: Any) -> tuple[str, list[str]]:
        """Return the words of a paragraph and, apart, those of text boxes anchored in it."""
        words: list[str] = []
        boxes: list[str] = []
        self._walk(paragraph, words, boxes)
        return "".join(words), boxes

    def _walk(self, element: Any, words: list[str], boxes: list[str]) -> None:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED or (tag == f"{_W}r" and _hidden(child)):
                continue
            if tag == f"{_W}t":
                words.append(child.text or "")
            elif tag in (f"{_W}tab", f"{_W}ptab"):
                words.append(" ")
            elif tag in (f"{_W}br", f"{_W}cr"):
                words.append("\n")
            elif tag == f"{_W}noBreakHyphen":
                words.append("-")
            elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                words.append(self._note(tag, child.get(f"{_W}id")))
            elif tag == f"{_W}txbxContent":
                for block in _blocks(child):
                    if block.tag == f"{_W}tbl":
                        boxes.append(table_text(self._rows(block.iter(f"{_W}tr"))))
                    else:
                        text, inner = self._text(block)
                        boxes += [text, *inner]
            else:
                self._walk(child, words, boxes)

    def _note(self, tag: str, number: str | None) -> str:
        kind = "footnotes" if "footnote" in tag else "endnotes"
        said = self._note_texts[kind].get(number or "", "")
        if not said:
            return ""
        self._notes.append(f"注{len(self._notes) + 1} {said}")
        return f"(注{len(self._notes)})"

    def _texts_of_notes(self, kind: str) -> dict[str, str]:
        for relation in self._source.part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
                parser = etree.XMLParser(resolve_entities=False, no_network=True)
                root = etree.fromstring(relation.target_part.blob, parser)
                return {
                    note.get(f"{_W}id", ""): " ".join(self._text(p)[0].strip() for p in note.iter(f"{_W}p")).strip()
                    for note in root
                    if note.get(f"{_W}type") is None
                }
        return {}

    def _level(self, paragraph: Any) -> int:
        """Return the heading level (1 is the highest) of a paragraph by its own outline level or its style, else 0."""
        own = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        if own is not None and _number(own, 9) < 9:
            return _number(own) + 1
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self._style_level(style.get(f"{_W}val", "")) if style is not None else 0

    def _style_level(self, style_id: str) -> int:
        if style_id not in self._levels:
            self._levels[style_id] = 0  # a style based on itself ends here
            style = self._styles.get(style_id)
            if style is not None:
                named = _LEVEL.search(style.name or "")
                outline = style.element.find(f"{_W}pPr/{_W}outlineLvl")
                based = style.element.find(f"{_W}basedOn")
                if named:
                    self._levels[style_id] = int(named[1])
                elif (style.name or "").lower() in ("title", "表題"):
                    self._levels[style_id] = 1
                elif outline is not None and _number(outline, 9) < 9:
                    self._levels[style_id] = _number(outline) + 1
                elif based is not None:
                    self._levels[style_id] = self._style_level(based.get(f"{_W}val", ""))
        return self._levels[style_id]

    def _listed(self, paragraph: Any) -> bool:
        if paragraph.find(f"{_W}pPr/{_W}numPr") is not None:
            return True
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        known = self._styles.get(style.get(f"{_W}val", "")) if style is not None else None
        return known is not None and (known.name or "").startswith("List ") and known.name != "List Paragraph"


def _blocks(element: Any) -> Iterator[Any]:
    """Yield paragraphs and tables below an element, through content controls and insertions, in order."""
    for child in element:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in _CONTAINERS:
            yield from _blocks(child)


def _rows_in(element: Any) -> Iterator[Any]:
    rows = [element] if element.tag == f"{_W}tr" else element.iter(f"{_W}tr")
    for row in rows:
        if row.find(f"{_W}trPr/{_W}del") is None:
            yield row


def _hidden(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in ("0", "false")


def _number(element: Any, default: int = 0) -> int:
    value = element.get(f"{_W}val", "")
    return int(value) if value.isdigit() and len(value) < 4 else default


def _title(source: Document, reader: _Reader, stem: str) -> str:
    named = (source.core_properties.title or "").strip()
    if len(named) >= 4 and not named.startswith(_DULL):
        return named[:80]
    return first_title(reader.lines) or stem
