"""The workbook of a reading: how to mark, and for each reader a sheet with the same answers in an order of its own."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assistant.exports.workbook.cells import write, write_text
from eval.people.rubric import MARKS, Item

READERS = ("読み手1", "読み手2")
JUDGE = "判定モデル"
TOLD = ("番号", "相手", "質問", "回答")  # what stands before the marks
REMARK = "ひとこと"
_GUIDE = "手引き"
_HOW = (
    "回答を一つずつ読み、項目ごとに印を選んでください。",
    "○ 守っている　× 反している　– この回答には当たらない",
    "二人は相談せずに、別々に付けてください。迷ったら、思ったとおりに付けて「ひとこと」に書いてください。",
    "どの版の回答かは書いてありません。並び順は読み手ごとに違います。行と列は動かさないでください。",
    "長い回答が欄に収まらないときは、その欄を選び、上の入力行を広げると全文を読めます。",
)
_WIDTHS = {"番号": 8, "相手": 16, "質問": 40, "回答": 90, REMARK: 40}
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_HEAD = PatternFill("solid", fgColor="E8EDF2")


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as the readers see it, under a number that tells nothing of where it came from."""

    number: str
    role: str
    question: str
    answer: str


def write_book(
    path: Path, shown: Sequence[Shown], items: Sequence[Item], judged: Mapping[str, Mapping[str, str]], seed: int
) -> None:
    """Write the workbook; ``judged`` (number → item → mark), where there is any, becomes a third reader's sheet."""
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)  # noqa: S101 - a new workbook has a sheet
    _write_guide(guide, items)
    for at, reader in enumerate((*READERS, *((JUDGE,) if judged else ()))):
        order = list(shown)
        random.Random(seed + at).shuffle(order)  # noqa: S311 - an order, no secret
        _write_reader(book.create_sheet(reader), order, items, judged if reader == JUDGE else {})
    book.save(path)


def _write_guide(sheet: Worksheet, items: Sequence[Item]) -> None:
    sheet.title = _GUIDE
    for row, line in enumerate(_HOW, 1):
        write_text(sheet, row, 1, line)
    top = len(_HOW) + 2
    write(sheet, top, ("項目", "何を見るか", "○ の例", "× の例"), bold=True)
    for row, item in enumerate(items, top + 1):
        write(sheet, row, (item.key, item.asks, item.good, item.bad))
        for cell in sheet[row]:
            cell.alignment = _WRAPPED
    for column, width in zip("ABCD", (10, 40, 70, 70), strict=True):
        sheet.column_dimensions[column].width = width


def _write_reader(
    sheet: Worksheet, order: Sequence[Shown], items: Sequence[Item], marks: Mapping[str, Mapping[str, str]]
) -> None:
    heads = (*TOLD, *(item.key for item in items), REMARK)
    write(sheet, 1, heads, bold=True)
    for row, one in enumerate(order, 2):
        given = [marks.get(one.number, {}).get(item.key, "") for item in items]
        write(sheet, row, (one.number, one.role, one.question, one.answer, *given))
        for cell in sheet[row]:
            cell.alignment = _WRAPPED
    for at, head in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(head, 7)
        sheet.cell(1, at).fill = _HEAD
        sheet.cell(1, at).font = Font(bold=True)
    sheet.freeze_panes = f"{get_column_letter(len(TOLD) + 1)}2"
    choice = DataValidation(type="list", formula1=f'"{",".join(MARKS)}"', allow_blank=True, showErrorMessage=True)
    choice.error, choice.errorTitle = f"{'、'.join(MARKS)} のどれかを選んでください。", "印"
    first, last = get_column_letter(len(TOLD) + 1), get_column_letter(len(TOLD) + len(items))
    choice.add(f"{first}2:{last}{len(order) + 1}")
    sheet.add_data_validation(choice)
