"""Reads the files of a plan with the libraries that others open them with, and looks for what is missing or differs."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from typing import Any

import docx
from icalendar import Calendar
from openpyxl import Workbook, load_workbook

from assistant.plans.plan import Action, Plan
from eval.planning.sums import margin_of, near, values_of
from eval.quantities import quantities

_MONTHS = 12
_CELL = re.compile(r"\b([A-Z]\d+)\b")


def missing(plan: Plan, kind: str, body: bytes) -> list[str]:
    """Return what a file of this format lacks or says otherwise than the plan."""
    return _READ[kind](plan, body)


def _document(plan: Plan, body: bytes) -> list[str]:
    paper = docx.Document(BytesIO(body))
    rows = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    text = "\n".join([*(p.text for p in paper.paragraphs), *(cell for row in rows for cell in row)])
    return [*_absent(_said(plan), text), *_worked(plan, rows)]


def _markdown(plan: Plan, body: bytes) -> list[str]:
    text = re.sub(r"\\(.)", r"\1", body.decode()).replace("&amp;", "&").replace("&lt;", "<")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [*_absent(_said(plan), text), *_worked(plan, rows)]


def _workbook(plan: Plan, body: bytes) -> list[str]:
    book = load_workbook(BytesIO(body))
    text = "\n".join(str(cell.value) for row in book["行動計画"].iter_rows() for cell in row if cell.value is not None)
    wrong = _absent([t for a in plan.actions for t in _shown(a)], text)
    wrong += _profits(plan, _cells(book, "採算")) + _products(plan, _cells(book, "商品別採算"))
    return wrong + _months(plan, _cells(book, "資金繰り"))


def _cells(book: Workbook, sheet: str) -> dict[str, Any]:
    return {cell.coordinate: cell.value for row in book[sheet].iter_rows() for cell in row} if sheet in book else {}


def _profits(plan: Plan, cells: Mapping[str, Any]) -> list[str]:
    wrong, label = [], ""
    known = {one.label: values_of(one.inputs) for one in plan.sums}
    wrong += [f"採算に「{name}」がない" for name in known if name not in cells.values()]
    for row in range(3, _rows(cells) + 1):
        name, kind, value = (cells.get(f"{column}{row}") for column in "ABC")
        if kind == "欄":
            label = str(name)
        elif kind and (exact := known.get(label, {}).get(str(name))) is not None:
            wrong += _differs(str(name), worth(value, cells), exact)
    return wrong


def _products(plan: Plan, cells: Mapping[str, Any]) -> list[str]:
    wrong = []
    rows = {cells.get(f"A{row}"): row for row in range(4, _rows(cells) + 1)}
    for line in plan.intake.lines:
        if (margin := margin_of(line)) is not None:
            row = rows.get(line.name)
            found = [worth(cells.get(f"{column}{row}", 0), cells) for column in "EG"] if row else [Fraction(0)] * 2
            wrong += _differs(f"{line.name}の1個", found[0], margin[0])
            wrong += _differs(f"{line.name}の合計", found[1], margin[0] * margin[1])
    return wrong


def _months(plan: Plan, cells: Mapping[str, Any]) -> list[str]:
    one = next((s for s in plan.sums if s.kind == "cash"), None)
    if one is None:
        return []
    known, wrong = values_of(one.inputs), []
    monthly = known["入金"] - known["出金"] - known.get("返済", Fraction(0))
    for month in range(1, _MONTHS + 1):
        found = worth(cells.get(f"F{month + 3}", 0), cells)
        wrong += _differs(f"{month}か月目の末", found, known["現預金"] + month * monthly)
    return wrong


def _differs(name: str, found: Fraction, exact: Fraction) -> list[str]:
    return [f"「{name}」が {float(found):,.2f}"] if abs(found - exact) > abs(exact) / 10**9 else []


def _rows(cells: Mapping[str, Any]) -> int:
    return max((int(re.sub(r"\D", "", name)) for name in cells), default=0)


def worth(value: object, cells: Mapping[str, object]) -> Fraction:
    """Return what a cell of numbers comes to; a formula of sums and products of other cells is worked out exactly."""
    if isinstance(value, str) and value.startswith("="):
        parts = {name: worth(cells.get(name, 0), cells) for name in _CELL.findall(value)}
        tree = ast.parse(_CELL.sub(lambda m: f"_{m[1]}", value[1:]), mode="eval")
        return _evaluated(tree.body, {f"_{name}": part for name, part in parts.items()})
    return Fraction(str(value))


def _evaluated(node: ast.expr, names: Mapping[str, Fraction]) -> Fraction:
    match node:
        case ast.Name(id=name):
            return names[name]
        case ast.Constant(value=value):
            return Fraction(str(value))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_evaluated(operand, names)
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _evaluated(left, names), _evaluated(right, names)
            match op:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
                case ast.Div():
                    return a / b
    raise ValueError(f"no sum: {ast.dump(node)}")


def _calendar(plan: Plan, body: bytes) -> list[str]:
    events = Calendar.from_ical(body).walk("VEVENT")
    found = {(_day(event.decoded("dtstart")), str(event["SUMMARY"])) for event in events}
    wanted = [(a.first_step_due, a.first_step.text) for a in plan.actions]
    wanted += [(a.due, a.what.text) for a in plan.actions if a.due]
    wanted += [(r.check_on, "") for r in plan.referrals]
    wanted += [(plan.next_meeting, "")] if plan.next_meeting else []
    return [
        f"{day} の予定がない: {text[:40]}"
        for day, text in wanted
        if not any(day == on and text[:60] in summary for on, summary in found)
    ]


def _day(given: object) -> object:
    return given.date() if isinstance(given, datetime) else given


def _said(plan: Plan) -> Iterator[str]:
    yield plan.title
    yield plan.goal.said.text
    for action in plan.actions:
        yield from _shown(action)
        yield from (said.text for said in (*action.why, *action.effect, *action.avoid))
    for referral in plan.referrals:
        yield from (referral.reason.text, referral.caller, str(referral.check_on), *(b.text for b in referral.bring))
    for scheme in plan.schemes:
        yield from (scheme.title, str(scheme.as_of), *(said.text for said in scheme.check))
    yield str(plan.next_meeting or "")


def _shown(action: Action) -> tuple[str, ...]:
    dates = (str(action.due or ""), str(action.first_step_due))
    return (action.what.text, action.who, action.first_step.text, action.indicator.text, *dates)


def _absent(wanted: Iterable[str], text: str) -> list[str]:
    plain = _plain(text)
    return [f"ない: {one[:40]}" for one in wanted if one and _plain(one) not in plain]


def _plain(text: str) -> str:
    return re.sub(r"[\s/]+", "", text)


def _worked(plan: Plan, rows: Iterable[list[str]]) -> list[str]:
    """Look at the table of calculations: what stands behind the last sign of equality is what it should come to."""
    told = {(row[0], row[1]): row[2] for row in rows if len(row) == 3}
    wrong = []
    for one in plan.sums:
        known = values_of(one.inputs)
        for (label, name), worked in told.items():
            last = worked.rpartition("=")[2]
            if label == one.label and name in known and quantities(last) and not near(last, known[name]):
                wrong.append(f"「{name}」が {last.strip()}")
        if not any(label == one.label for label, _ in told):
            wrong.append(f"計算「{one.label}」がない")
    return wrong


_READ: Mapping[str, Callable[[Plan, bytes], list[str]]] = {
    "docx": _document,
    "xlsx": _workbook,
    "ics": _calendar,
    "md": _markdown,
}
