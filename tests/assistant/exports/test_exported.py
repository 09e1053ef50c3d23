"""Exports of a plan open again by their libraries, and the workbook calculates what we calculate."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from icalendar import Calendar
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from assistant.exports import FORMATS, UnknownFormatError, export
from assistant.exports.document import png_of
from assistant.exports.sections import sections
from assistant.plans.arithmetic import Result
from assistant.plans.arithmetic.kinds import calculated
from assistant.plans.arithmetic.premises import NAMES
from assistant.plans.intake import Intake, ProductLine
from assistant.plans.plan import Action, Cited, Goal, Plan, Said, Sum

TODAY = date(2026, 4, 1)
INPUTS = {"sales": "1000万円", "variable_rate": "4割", "fixed": "350万円", "rise": "5%"}


def _plan(text: str = "売価を見直す", actions: int = 1) -> Plan:
    quote = Cited(entry_id="case-1", anchor="a", quote="値上げで利益が戻った", start=0, end=10, title="食堂の事例")
    owner, source = Said(text=text, by="owner"), Said(text="値上げで利益が戻った", by="source", cited=(quote,))
    made = [
        Action(
            id=f"a{n}",
            what=owner,
            why=(source,),
            who=text[:400],
            due=TODAY + timedelta(days=30),
            first_step=owner,
            first_step_due=TODAY + timedelta(days=7),
            indicator=owner,
        )
        for n in range(actions)
    ]
    rise = Sum(id="s1", kind="price-rise", label="値上げ", inputs=INPUTS)
    goal = Goal(said=owner, indicator="付加価値額")
    return Plan(title=text[:400], as_of=TODAY, goal=goal, actions=tuple(made), sums=(rise,), next_meeting=TODAY)


def test_the_form_shows_who_says_what_the_sources_and_a_picture_with_words() -> None:
    paper = docx.Document(BytesIO(export(_plan(), "docx", today=TODAY).body))
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    assert "売価を見直す(ご本人の記入)" in cells
    assert {"食堂の事例", "値上げで利益が戻った"} <= set(cells)
    assert paper.inline_shapes[0]._inline.docPr.get("descr")


def test_the_form_tells_why_an_action_is_taken_once_an_action() -> None:
    table = next(s.tables[0] for s in sections(_plan(actions=2), TODAY) if s.heading == "理由と避けたいこと")
    assert table.rows == (("売価を見直す", "値上げで利益が戻った(根拠あり)", ""),) * 2


def test_the_calendar_has_every_date_under_the_same_name_each_time() -> None:
    first, again = (Calendar.from_ical(export(_plan(), "ics", today=TODAY).body).walk("VEVENT") for _ in range(2))
    assert len(first) == 3
    assert [e["UID"] for e in first] == [e["UID"] for e in again]
    assert all(e.walk("VALARM") for e in first)


def test_markup_in_markdown_is_escaped() -> None:
    body = export(_plan("<script>x</script> [a](b)"), "md", today=TODAY).body.decode()
    assert "<script" not in body
    assert "[a](" not in body


@pytest.mark.parametrize("kind", FORMATS)
def test_huge_and_hostile_text_does_not_break_an_export(kind: str) -> None:
    body = export(_plan(("=1+1\x00\x0b</w:t>😀]]>" * 300)[:4_000], 5), kind, today=TODAY).body
    opens = {
        "docx": lambda: docx.Document(BytesIO(body)).tables,
        "xlsx": lambda: load_workbook(BytesIO(body)).worksheets,
        "ics": lambda: Calendar.from_ical(body).walk("VEVENT"),
        "md": body.decode,
    }
    assert opens[kind]()


def test_an_owners_text_is_never_a_formula() -> None:
    book = load_workbook(BytesIO(export(_plan("=1+1"), "xlsx", today=TODAY).body))
    assert {c.data_type for s in book for row in s for c in row if str(c.value).startswith("=1+1")} == {"s"}


def test_an_unknown_format_is_refused_in_words() -> None:
    with pytest.raises(UnknownFormatError, match="書き出せません"):
        export(_plan(), "exe", today=TODAY)


#: A kind, its inputs, and one of them written anew: as a person writes it, and as the cell holds it.
CHANGES = (
    ("price-rise", INPUTS, "rise", "10%", 0.1),
    ("break-even", {"sales": "900万円", "variable_rate": "55%", "fixed": "300万円"}, "fixed", "360万円", 3_600_000),
    ("target", {"fixed": "400万円", "rate": "40%", "target": "100万円"}, "target", "200万円", 2_000_000),
    ("discount", {"rate": "45%", "discount": "10%"}, "discount", "15%", 0.15),
    ("cost-rise", {"variable_rate": "40%", "cost_rise": "10%"}, "cost_rise", "20%", 0.2),
    ("labour", {"value_added": "3000万円", "labour": "1800万円", "people": "6"}, "labour", "2000万円", 20_000_000),
    ("runway", {"opening": "600万円", "drain": "80万円"}, "drain", "50万円", 500_000),
)
LINES = (
    ProductLine(name="食パン", price="300円", variable_cost="120円", quantity="900個"),
    ProductLine(name="惣菜パン", price="２５０円", variable_cost="4割", quantity="700"),
    ProductLine(name="値札なし", price="", variable_cost="", quantity=""),
)
CASH = {"opening": "500万円", "income": "300万円", "outgo": "320万円", "repayment": "30万円"}


def _with_numbers(plan: Plan) -> Plan:
    sums = [Sum(id=f"s{n}", kind=kind, label=kind, inputs=inputs) for n, (kind, inputs, *_) in enumerate(CHANGES)]
    cash = Sum(id="s-cash", kind="cash", label="cash", inputs=CASH)
    return plan.model_copy(update={"sums": (*sums, cash), "intake": Intake(lines=LINES)})


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The workbook after people changed one number of every calculation, as LibreOffice works it out."""
    office = shutil.which("soffice")
    if office is None:
        assert os.environ.get("CI") != "true", "LibreOffice is missing"
        pytest.skip("LibreOffice is not installed here")
    folder = tmp_path_factory.mktemp("office")
    book = load_workbook(BytesIO(export(_with_numbers(_plan()), "xlsx", today=TODAY).body))
    for kind, _inputs, key, _written, value in CHANGES:
        row = next(r for r in _block(book["採算"], kind) if r[0].value == NAMES[key] and r[1].value == "入力")
        row[2].value = value
    book["商品別採算"]["B4"].value = 330
    book["資金繰り"]["C5"].value = 4_000_000
    book.save(folder / "changed.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*command, str(folder / "out"), str(folder / "changed.xlsx")], check=True, capture_output=True)
    return load_workbook(folder / "out" / "changed.xlsx", data_only=True)


def _block(sheet: Worksheet, label: str) -> list[tuple[Cell, ...]]:
    rows = list(sheet.iter_rows(min_row=3))
    start = next(n for n, row in enumerate(rows) if row[0].value == label and row[1].value == "欄")
    ends = (n for n, row in enumerate(rows) if n > start and row[1].value == "欄")
    return rows[start + 1 : next(ends, len(rows))]


@pytest.mark.parametrize(("kind", "inputs", "key", "written", "value"), CHANGES)
def test_a_changed_input_gives_what_our_arithmetic_gives(
    recalculated: Workbook, kind: str, inputs: dict[str, str], key: str, written: str, value: float
) -> None:
    live = {r[0].value: r[2].value for r in _block(recalculated["採算"], kind) if r[1].value == "計算"}
    ours = {a.name: a.value for a in calculated(kind, inputs | {key: written}) if isinstance(a, Result)}
    assert live
    assert live == {name: pytest.approx(float(ours[name])) for name in live}


def test_a_changed_price_changes_what_the_product_earns(recalculated: Workbook) -> None:
    sheet = recalculated["商品別採算"]
    assert [sheet["E4"].value, sheet["G4"].value, sheet["H4"].value] == [210, 189_000, 1]
    assert [sheet["C5"].value, sheet["G5"].value] == [100, 105_000]
    assert sheet["G6"].value == 294_000


def test_a_changed_month_changes_the_months_after_it(recalculated: Workbook) -> None:
    balances = [recalculated["資金繰り"][f"F{row}"].value for row in range(4, 16)]
    assert balances[:3] == [4_500_000, 5_000_000, 4_500_000]
    assert balances[-1] == 0
    unchanged = [a for a in calculated("cash", CASH) if isinstance(a, Result)]
    assert balances[-1] - 1_000_000 == unchanged[-1].value


def test_the_picture_of_the_word_form_shows_japanese_letters() -> None:
    charts = [c for section in sections(_plan(), TODAY) for c in section.charts]
    without = replace(charts[0], svg=re.sub(r"(<text[^>]*>)[^<]*", r"\1", charts[0].svg))
    boxes = replace(charts[0], svg=re.sub(r"(<text[^>]*>)[^<]*", "\\1\U0001fb93\U0001fb93", charts[0].svg))
    assert len({png_of(c) for c in (charts[0], without, boxes)}) == 3
