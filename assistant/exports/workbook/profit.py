"""The sheet 採算: every calculation of the plan with its inputs as cells and its results as formulas over them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from assistant.exports.sections import answers_of
from assistant.exports.workbook.cells import LEGEND, write, write_number, write_text
from assistant.plans.arithmetic import Answer, Result
from assistant.plans.plan import Plan

_SIGNS = str.maketrans("×÷−－＋()", "*/--+()")
_PLAIN = re.compile(r"[A-Z0-9+\-*/(). ]+")
_CHART_ROWS = 16


def profit_sheet(sheet: Worksheet, plan: Plan) -> None:
    """Write every sum of the plan."""
    write(sheet, 1, (LEGEND,))
    row = 3
    for item in plan.sums:
        answers, problem = answers_of(item)
        write(sheet, row, (item.label, "欄", "数字", "単位", "式"), bold=True)
        row = _sum(sheet, row + 1, answers)
        if problem:
            write(sheet, row, (problem,))
            row += 1
        row += 1


def _sum(sheet: Worksheet, row: int, answers: Sequence[Answer]) -> int:
    results = [a for a in answers if isinstance(a, Result)]
    made, first = {r.name: r.value for r in results}, row
    cells: dict[tuple[str, Decimal], str] = {}
    for given in (i for r in results for i in r.inputs):
        if (given.name, given.value) in cells or made.get(given.name) == given.value:
            continue
        cells[given.name, given.value] = write_number(sheet, row, 3, given.value, given.unit, given=True)
        write(sheet, row, (given.name, "入力"))
        write_text(sheet, row, 4, given.unit)
        row += 1
    start = row
    for result in results:
        known = {i.name: cells[i.name, i.value] for i in result.inputs if (i.name, i.value) in cells}
        formula = formula_of(result.formula, known)
        cells[result.name, result.value] = write_number(sheet, row, 3, formula or result.value, result.unit)
        write(sheet, row, (result.name, "計算" if formula else "計算済み(変わりません)"))
        write_text(sheet, row, 4, result.unit)
        write_text(sheet, row, 5, result.formula)
        row += 1
    money = [n for n, r in enumerate(results, start=start) if r.unit == "円"]
    if len(money) > 1 and len(money) == money[-1] - money[0] + 1:
        chart = BarChart()
        chart.title = "採算の計算(円)"
        chart.add_data(Reference(sheet, min_col=3, min_row=money[0], max_row=money[-1]))
        chart.set_categories(Reference(sheet, min_col=1, min_row=money[0], max_row=money[-1]))
        chart.legend = None
        sheet.add_chart(chart, f"G{first}")
        row = max(row, first + _CHART_ROWS)
    return row


def formula_of(words: str, cells: Mapping[str, str]) -> str:
    """Return a formula in words as one of cells, or nothing where it does not read as arithmetic of known cells."""
    plain = words
    for name in sorted(cells, key=len, reverse=True):
        plain = plain.replace(name, cells[name])
    plain = re.sub(r"\s+", "", plain.translate(_SIGNS))
    return f"={plain}" if _PLAIN.fullmatch(plain) and re.search(r"[A-Z]\d", plain) else ""
