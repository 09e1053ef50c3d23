"""A sheet that is no list is read as a form: in reading order, with its labels, tables, names and notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

from ingest.anonymise.known import Known
from ingest.loaders import RawFile, load
from knowledge.entries import Case

Workbook = Callable[..., bytes]
Document = Callable[..., Any]

FORM = [
    ["経営状況の確認シート"],
    [],
    ["記入日", datetime(2024, 5, 7)],
    ["1. 収支の見通し"],
    ["月", "売上", "粗利率"],
    ["4月", 1200000, 0.315],
    ["5月", 1350000, 0.322],
    [],
    ["※金額は税抜で記入すること。"],
]


def dressed(book: Any) -> None:
    page = book["確認"]
    page["B3"].number_format = '[$-411]ggge"年"m"月"d"日"'
    for row in (6, 7):
        page[f"B{row}"].number_format = '#,##0"円"'
        page[f"C{row}"].number_format = "0.0%"


def test_a_form_is_text_in_reading_order(workbook: Workbook, document: Document) -> None:
    """Labels stand with their values, tables are rows, dates and numbers are as shown."""
    entry, _ = document("確認.xlsx", workbook(dressed, 確認=FORM))
    assert entry.title == "確認"
    assert [line for line in entry.body.splitlines() if line] == [
        "確認",
        "経営状況の確認シート",
        "記入日: 令和6年5月7日",
        "1. 収支の見通し",
        "月 ｜ 売上 ｜ 粗利率",
        "4月 ｜ 1,200,000円 ｜ 31.5%",
        "5月 ｜ 1,350,000円 ｜ 32.2%",
        "※金額は税抜で記入すること。",
    ]
    assert [s.heading for s in entry.sections] == ["確認", "確認 / 1. 収支の見通し"]


def test_builtin_japanese_date_formats_are_shown(workbook: Workbook, document: Document) -> None:
    """Excel in Japan stores 令和6年5月7日 under a number that the file does not explain."""
    content = workbook(確認=[["記入日", 45419]])
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/styles.xml":
                part = part.replace(b'<xf numFmtId="0"', b'<xf numFmtId="58"')
            new.writestr(name, part)
    entry, _ = document("a.xlsx", buffer.getvalue())
    assert "記入日: 令和6年5月7日" in entry.body


def test_every_sheet_is_a_section_and_hidden_ones_are_told(workbook: Workbook, document: Document) -> None:
    """Sheet names are headings; hidden sheets are named in the report."""

    def hide(book: Any) -> None:
        book["内訳"].sheet_state = "veryHidden"

    entry, loaded = document(
        "a.xlsx", workbook(hide, 概要=[["概要の文です。"]], 明細=[["明細の文です。"]], 内訳=[["秘密"]])
    )
    assert [s.heading for s in entry.sections] == ["概要", "明細"]
    assert "秘密" not in entry.body
    assert "非表示のシートは読んでいません: 「内訳」" in loaded.warnings


def test_formulas_without_a_result_are_told(workbook: Workbook, document: Document) -> None:
    """A file that no spreadsheet program has computed yet has no values to read."""
    entry, loaded = document("a.xlsx", workbook(計算=[["合計", "=SUM(1,2)"], ["説明の文です。"]]))
    assert "SUM" not in entry.body
    assert any("計算結果のない式が1個あります" in w for w in loaded.warnings)


def test_lines_nobody_filled_in_are_left_out(workbook: Workbook, document: Document) -> None:
    """A thousand numbered empty lines of a form are one."""
    rows = [["No", "氏名", "判定"], *([n, "", "判定不能"] for n in range(1, 500))]
    entry, _ = document("a.xlsx", workbook(表=rows))
    assert "(番号だけが違う498行は省きました)" in entry.body
    assert len(entry.body) < 200


def test_a_filled_in_consultation_sheet_becomes_a_case(workbook: Workbook) -> None:
    """A karte with a client's name and what was done must pass the gate; its names stand apart."""
    karte = [
        ["相談カルテ", "", "", ""],
        ["会社名", "㈱見本板金", "代表者名", "試山 一郎"],
        ["業種", "板金加工", "従業員数", "8名"],
        ["相談内容", "単価の引き下げを求められた。"],
        ["支援内容", "原価表を作った。"],
        ["結果", "改定が通った。"],
    ]
    loaded = load(RawFile("カルテ.xlsx", workbook(カルテ=karte), hub="11"))
    (case,) = loaded.entries
    assert isinstance(case, Case)
    assert (case.industry, case.size, case.visibility) == ("24", "s20", "hub:11")
    assert set(loaded.names[case.id]) == {Known("㈱見本板金", "firm"), Known("試山 一郎", "person")}
    assert "見本板金" not in case.body
    assert "試山" not in case.body


def test_words_in_shapes_are_read(workbook: Workbook, document: Document) -> None:
    """Text boxes over the cells are text of the sheet."""
    content = workbook(案内=[["表の文です。"]])
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:sp><xdr:txBody>'
        "<a:p><a:r><a:t>図形の</a:t></a:r><a:r><a:t>注意書き</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
    )
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
    )
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", drawing)
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", relation)
    entry, _ = document("a.xlsx", buffer.getvalue())
    assert entry.body.endswith("図形の注意書き")
