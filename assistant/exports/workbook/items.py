"""The sheet 商品別採算: what each product earns, worked out anew when a price, a cost or a quantity is changed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from assistant.exports.workbook.cells import LEGEND, write, write_number, write_text
from assistant.plans.arithmetic import PlanInputError, read_ratio, read_yen
from assistant.plans.arithmetic.kinds import read_as
from assistant.plans.intake import ProductLine

_HEAD = (
    "商品",
    "売価(入力)",
    "変動費(入力)",
    "販売数(入力)",
    "1個の限界利益(計算)",
    "限界利益率(計算)",
    "限界利益の合計(計算)",
    "順位(計算)",
)
_FIRST = 4  # row of the first product


def readable(lines: Sequence[ProductLine]) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    """Return name, price, variable cost and quantity of the products whose numbers read; a cost may be a share of the price."""
    found = []
    for line in lines:
        try:
            price, quantity = read_yen(line.price), read_as("数", "販売数", line.quantity)
            found.append((line.name, price, _cost(line.variable_cost, price), quantity))
        except PlanInputError:
            continue
    return found


def items_sheet(sheet: Worksheet, products: Sequence[tuple[str, Decimal, Decimal, Decimal]]) -> None:
    """Write the products with live formulas and a chart of what each earns."""
    write(sheet, 1, (LEGEND,))
    write(sheet, _FIRST - 1, _HEAD, bold=True)
    last = _FIRST + len(products) - 1
    for row, (name, price, cost, quantity) in enumerate(products, start=_FIRST):
        write_text(sheet, row, 1, name)
        write_number(sheet, row, 2, price, "円", given=True)
        write_number(sheet, row, 3, cost, "円", given=True)
        write_number(sheet, row, 4, quantity, "個", given=True)
        write_number(sheet, row, 5, f"=B{row}-C{row}", "円")
        write_number(sheet, row, 6, f'=IF(B{row}=0,"",E{row}/B{row})', "割合")
        write_number(sheet, row, 7, f"=E{row}*D{row}", "円")
        write_number(sheet, row, 8, f"=RANK(G{row},G${_FIRST}:G${last})", "個")
    write(sheet, last + 1, ("合計",), bold=True)
    write_number(sheet, last + 1, 7, f"=SUM(G{_FIRST}:G{last})", "円")
    chart = BarChart()
    chart.type = "bar"
    chart.title = "商品ごとの限界利益(円)"
    chart.add_data(Reference(sheet, min_col=7, min_row=_FIRST, max_row=last))
    chart.set_categories(Reference(sheet, min_col=1, min_row=_FIRST, max_row=last))
    chart.legend = None
    sheet.add_chart(chart, f"A{last + 4}")


def _cost(text: str, price: Decimal) -> Decimal:
    try:
        return read_yen(text)
    except PlanInputError:
        return read_ratio(text) * price
