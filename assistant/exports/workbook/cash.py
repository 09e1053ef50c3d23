"""The sheet 資金繰り: twelve months of cash, each worked out from the month before."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.chart import LineChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from assistant.exports.workbook.cells import LEGEND, write, write_number
from assistant.plans.arithmetic import PlanInputError, read_yen

_MONTHS = 12
_FIRST = 4  # row of the first month
_HEAD = ("月", "月初の残高", "入金(入力)", "出金(入力)", "返済(入力)", "月末の残高(計算)")


def cash_sheet(sheet: Worksheet, inputs: Mapping[str, str]) -> bool:
    """Write the months; tell whether the numbers read."""
    try:
        opening, income, outgo = (read_yen(inputs[name]) for name in ("opening", "income", "outgo"))
        repayment = read_yen(inputs["repayment"]) if inputs.get("repayment", "").strip() else None
    except (KeyError, PlanInputError):
        return False
    write(sheet, 1, (LEGEND,))
    write(sheet, _FIRST - 1, _HEAD, bold=True)
    for month in range(_MONTHS):
        row = _FIRST + month
        write(sheet, row, (f"{month + 1}か月目",))
        write_number(sheet, row, 2, f"=F{row - 1}" if month else opening, "円", given=not month)
        write_number(sheet, row, 3, income, "円", given=True)
        write_number(sheet, row, 4, outgo, "円", given=True)
        write_number(sheet, row, 5, repayment or opening * 0, "円", given=True)
        write_number(sheet, row, 6, f"=B{row}+C{row}-D{row}-E{row}", "円")
    chart = LineChart()
    chart.title = "月末の残高(円)"
    chart.add_data(Reference(sheet, min_col=6, min_row=_FIRST, max_row=_FIRST + _MONTHS - 1))
    chart.set_categories(Reference(sheet, min_col=1, min_row=_FIRST, max_row=_FIRST + _MONTHS - 1))
    chart.legend = None
    sheet.add_chart(chart, "H3")
    return True
