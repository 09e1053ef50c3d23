"""Excel workbooks: every visible cell as shown, merged cells filled in, hidden parts and uncounted formulas told."""

from __future__ import annotations

import io
import posixpath
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.exceptions import InvalidFileException

from ingest.loaders.loaded import LoadError
from ingest.loaders.office.package import check_office
from ingest.loaders.office.sheets.cells import JAPANESE_BUILTINS, shown
from ingest.loaders.office.sheets.sheet import Sheet
from ingest.loaders.outline import clean

MAX_CELLS = 3_000_000
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BROKEN = (InvalidFileException, zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, TypeError, IndexError)
_BROKEN_MORE = (AttributeError, OSError, SyntaxError, RecursionError, EOFError, OverflowError)


@dataclass(slots=True)
class _Structure:
    """What openpyxl's reading mode does not tell of a sheet."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    uncounted: int = 0


def read_workbook(content: bytes) -> tuple[list[Sheet], list[str]]:
    """Return the visible sheets with rows of text, and remarks about the whole; raise LoadError for what cannot be opened."""
    check_office(content, "Excel ブック(.xlsx)", "xl/")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about extensions that only matter when a file is written again
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            try:
                return _sheets(book, content)
            finally:
                book.close()
    except (*_BROKEN, *_BROKEN_MORE) as error:
        if isinstance(error, LoadError):
            raise
        raise LoadError("Excel ブックが壊れていて開けません。元のファイルから保存し直してください。") from error


def _sheets(book: Any, content: bytes) -> tuple[list[Sheet], list[str]]:
    found, hidden, left = [], [], MAX_CELLS
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for page in book.worksheets:
            if page.sheet_state != "visible":
                hidden.append(page.title)
                continue
            path = page._worksheet_path
            structure = _structure(archive, path)
            rows, cells = _rows(page, structure, left)
            left -= cells
            rows += _drawn(archive, path, rows)
            found.append(Sheet(page.title, rows, frozenset(structure.columns), tuple(_remarks(page.title, structure))))
    told = [f"非表示のシートは読んでいません: {'、'.join(f'「{name}」' for name in hidden[:10])}"] if hidden else []
    return found, told


def _structure(archive: zipfile.ZipFile, path: str) -> _Structure:
    """Read merged ranges, hidden rows and columns, and formulas without a stored result."""
    found = _Structure()
    wanted = ("{*}mergeCell", "{*}col", "{*}row")
    with archive.open(path) as stream:
        for _, element in etree.iterparse(stream, tag=wanted, resolve_entities=False, no_network=True, huge_tree=False):
            tag = etree.QName(element).localname
            if tag == "mergeCell":
                left, top, right, bottom = range_boundaries(element.get("ref", "A1"))
                if left and top and right and bottom:
                    found.merged.append((top, left, bottom, right))
            elif tag == "col" and element.get("hidden") in ("1", "true"):
                first, last = int(element.get("min", 0)), int(element.get("max", 0))
                found.columns.update(range(first - 1, min(last, 1_000)))
            elif tag == "row":
                if element.get("hidden") in ("1", "true"):
                    found.rows.add(int(element.get("r", 0)))
                found.uncounted += sum(_has_no_result(formula) for formula in element.iter("{*}f"))
                parent = element.getparent()
                element.clear()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
    return found


def _has_no_result(formula: Any) -> bool:
    """Tell whether a formula stands without the value that it gave when the file was saved."""
    cell = formula.getparent()
    value = cell.find("{*}v")
    return cell.get("t") != "str" and (value is None or value.text is None)


def _rows(page: Any, structure: _Structure, most: int) -> tuple[list[tuple[int, list[str]]], int]:
    """Return the rows that show something, by number, with merged cells repeated downwards, and how many cells there were."""
    page.reset_dimensions()
    values: dict[int, list[str]] = {}
    count = 0
    for number, row in enumerate(page.rows, 1):
        texts = [_text(cell) for cell in row]
        while texts and not texts[-1].strip():
            texts.pop()
        count += len(texts)
        if count > most:
            raise LoadError(f"セルが多すぎます(上限 {MAX_CELLS:,})。シートを分けてから登録してください。")
        if texts:
            values[number] = texts
    for top, left, bottom, right in structure.merged:
        if top == bottom or (bottom - top) > 1_000 or top not in values or left > len(values[top]):
            continue
        text = values[top][left - 1]
        for number in range(top + 1, bottom + 1):
            if number in values and text.strip() and left == right:
                cells = values[number]
                cells += [""] * (left - len(cells))
                cells[left - 1] = cells[left - 1] or text
    return [(number, cells) for number, cells in sorted(values.items()) if number not in structure.rows], count


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return "" if cell.data_type == "e" else clean(value)
    number_format = cell.number_format
    style = getattr(cell, "style_array", None)
    if style is not None and style.numFmtId in JAPANESE_BUILTINS:
        number_format = JAPANESE_BUILTINS[style.numFmtId]
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = from_excel(value)
    return clean(shown(value, number_format))


def _drawn(archive: zipfile.ZipFile, path: str, rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Return the words in shapes and text boxes of a sheet as rows below the others."""
    folder, name = posixpath.split(path)
    related = f"{folder}/_rels/{name}.rels"
    if related not in archive.namelist():
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    last = rows[-1][0] if rows else 0
    drawn = []
    for relation in etree.fromstring(archive.read(related), parser).iter(_RELATION):
        target = posixpath.normpath(posixpath.join(folder, relation.get("Target", ""))).lstrip("/")
        if not relation.get("Type", "").endswith("/drawing") or target not in archive.namelist():
            continue
        for body in etree.fromstring(archive.read(target), parser).iter("{*}txBody"):
            lines = ["".join(t.text or "" for t in p.iter(f"{_A}t")) for p in body.iter(f"{_A}p")]
            text = "\n".join(line for line in lines if line.strip())
            if text:
                last += 1
                drawn.append((last, [clean(text)]))
    return drawn


def _remarks(title: str, structure: _Structure) -> Iterator[str]:
    if structure.rows:
        yield f"シート「{title}」の非表示の行({len(structure.rows)}行)は読んでいません。使う場合は再表示して保存してください。"
    if structure.columns:
        yield f"シート「{title}」の非表示の列({len(structure.columns)}列)は本文に入れていません。"
    if structure.uncounted:
        yield f"シート「{title}」に計算結果のない式が{structure.uncounted}個あります。Excel で開いて保存し直すと読めます。"
