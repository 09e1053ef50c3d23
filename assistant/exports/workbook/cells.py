"""Cells of a sheet: texts that never become formulas, numbers with their format, inputs that can be told by sight and word."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl.cell.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from assistant.exports.sections import clean

LEGEND = "「入力」と書いた色付きの欄の数字を変えると、「計算」の欄と図が変わります。"
_INPUT = PatternFill("solid", fgColor="FFF2CC")
_LONGEST = 32_000  # characters of a cell
_FORMULA_STARTS = tuple("=+-@\t\r")


def write(sheet: Worksheet, row: int, texts: Sequence[str], bold: bool = False, column: int = 1) -> None:
    """Write texts side by side."""
    for at, text in enumerate(texts, start=column):
        write_text(sheet, row, at, text)
        sheet.cell(row, at).font = Font(bold=bold)


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a text as text, whatever a person wrote."""
    cell = _cell(sheet, row, column)
    cell.value = clean(text)[:_LONGEST]
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in _FORMULA_STARTS


def write_number(sheet: Worksheet, row: int, column: int, value: Decimal | str, unit: str, given: bool = False) -> str:
    """Write a number or a formula in the format of its unit; return the cell's name. ``given``: people may change it."""
    cell = _cell(sheet, row, column)
    cell.value = value
    cell.number_format = "0.0%" if unit == "割合" else "#,##0" if unit.startswith(("円", "個")) else "#,##0.0"
    if given:
        cell.fill = _INPUT
    return f"{cell.column_letter}{row}"


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged here
    return cell
