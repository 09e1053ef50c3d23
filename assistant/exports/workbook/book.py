"""The sheets of a plan's workbook."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from assistant.exports.sections import sections
from assistant.exports.workbook.cash import cash_sheet
from assistant.exports.workbook.cells import write, write_text
from assistant.exports.workbook.items import items_sheet, readable
from assistant.exports.workbook.profit import profit_sheet
from assistant.plans.plan import Plan

_RESULTS = ("できた", "一部できた", "まだ")
_PROGRESS = ("打ち手", "期限", "進み具合(選ぶ)", "数字", "妨げになったこと", "確認日")


def workbook(plan: Plan, today: date) -> bytes:
    """Return the plan as .xlsx: 行動計画, 採算, 商品別採算 and 資金繰り where the numbers are there, 進み具合."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _actions(book.create_sheet("行動計画"), plan, today)
    if plan.sums:
        profit_sheet(book.create_sheet("採算"), plan)
    if products := readable(plan.intake.lines):
        items_sheet(book.create_sheet("商品別採算"), products)
    cash = next((s.inputs for s in plan.sums if s.kind == "cash"), None)
    if cash and not cash_sheet(book.create_sheet("資金繰り"), cash):
        book.remove(book["資金繰り"])
    _progress(book.create_sheet("進み具合"), plan)
    for sheet in book.worksheets:
        _lay_out(sheet)
    body = BytesIO()
    book.save(body)
    return body.getvalue()


def _actions(sheet: Worksheet, plan: Plan, today: date) -> None:
    write(sheet, 1, (plan.title,), bold=True)
    table = next(s.tables[0] for s in sections(plan, today) if s.heading == "アクションプラン")
    for row, cells in enumerate((table.columns, *table.rows), start=3):
        write(sheet, row, cells, bold=row == 3)
    sheet.freeze_panes = "A4"


def _progress(sheet: Worksheet, plan: Plan) -> None:
    write(sheet, 1, _PROGRESS, bold=True)
    for row, action in enumerate(plan.actions, start=2):
        write_text(sheet, row, 1, action.what.text)
        write_text(sheet, row, 2, str(action.due or ""))
    choice = DataValidation(type="list", formula1=f'"{",".join(_RESULTS)}"', allow_blank=True)
    choice.add(f"C2:C{len(plan.actions) + 1}")
    sheet.add_data_validation(choice)


def _lay_out(sheet: Worksheet) -> None:
    for column in "ABCDEFGHI":
        sheet.column_dimensions[column].width = 22
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["E"].width = 44
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
