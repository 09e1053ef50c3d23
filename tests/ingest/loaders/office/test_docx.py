"""Word documents keep their headings, tables and notes; what was deleted stays deleted; a consultation's record is a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.anonymise.known import Known
from ingest.loaders import RawFile, load
from knowledge.entries import Case

Word = Callable[..., bytes]
Document = Callable[..., Any]
Refusal = Callable[..., str]


def guide(made: Any) -> None:
    made.core_properties.title = "小さな店の支援の手引き"
    made.add_heading("対象となる店", 1)
    made.add_paragraph("従業員が5人以下の店が対象です。")
    made.add_heading("必要な書類", 2)
    made.add_paragraph("計画書", style="List Bullet")
    made.add_paragraph("決算書の写し", style="List Bullet")
    table = made.add_table(rows=2, cols=3)
    for row, words in zip(table.rows, (("区分", "上限", "補助率"), ("通常枠", "50万円", "3分の2")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    made.add_paragraph("表の後の説明です。")
    made.add_heading("申請の流れ", 1)
    made.add_paragraph("窓口に相談します。")


def test_headings_become_sections_with_their_path(word: Word, document: Document) -> None:
    """A heading opens a section; below another it carries the path; every word is in the body."""
    entry, _ = document("guide.docx", word(guide))
    assert entry.title == "小さな店の支援の手引き"
    assert [s.heading for s in entry.sections] == ["対象となる店", "対象となる店 / 必要な書類", "申請の流れ"]
    assert entry.text_of("s2").splitlines() == [
        "必要な書類",
        "・計画書",
        "・決算書の写し",
        "区分 ｜ 上限 ｜ 補助率",
        "通常枠 ｜ 50万円 ｜ 3分の2",
        "表の後の説明です。",
    ]


def test_numbered_lines_are_headings_where_styles_are_not_used(word: Word, document: Document) -> None:
    """Many offices write 「１．対象」 in plain paragraphs."""

    def write(made: Any) -> None:
        for line in ("公募のご案内と申請の方法", "１．対象", "店が対象です。", "（１）条件", "5人以下です。"):
            made.add_paragraph(line)

    entry, _ = document("a.docx", word(write))
    assert [s.heading for s in entry.sections] == ["本文", "１．対象", "１．対象 / （１）条件"]
    assert entry.title == "公募のご案内と申請の方法"


def test_deleted_text_is_not_taken_and_inserted_text_is(word: Word, document: Document) -> None:
    """Tracked changes are read as accepted, and the report says so; hidden text is not read."""

    def write(made: Any) -> None:
        paragraph = made.add_paragraph("上限は")
        for tag, text in (("del", "30万円"), ("ins", "50万円")):
            inner = "delText" if tag == "del" else "t"
            run = f"<w:{tag} {nsdecls('w')} w:id='1' w:author='x'><w:r><w:{inner}>{text}</w:{inner}></w:r></w:{tag}>"
            paragraph._p.append(parse_xml(run))
        paragraph.add_run("です。")
        paragraph.add_run("社外秘").font.hidden = True

    entry, loaded = document("a.docx", word(write))
    assert entry.body == "上限は50万円です。"
    assert "変更履歴で削除された文字は読んでいません。" in loaded.warnings


def test_text_boxes_and_merged_cells_stand_in_their_place(word: Word, document: Document) -> None:
    """A box's words come once though Word stores them twice; a label merged over rows is repeated in each."""

    def write(made: Any) -> None:
        paragraph = made.add_paragraph("本文の行です。")
        box = "<w:txbxContent><w:p><w:r><w:t>囲みの注意書き</w:t></w:r></w:p></w:txbxContent>"
        paragraph.add_run()._r.append(
            parse_xml(
                f"<mc:AlternateContent {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
                f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
            )
        )
        table = made.add_table(rows=3, cols=2)
        for at, words in enumerate((("区分", "内容"), ("通常枠", "機械"), ("", "広告"))):
            for cell, text in zip(table.rows[at].cells, words, strict=True):
                cell.text = text
        table.cell(1, 0).merge(table.cell(2, 0))

    entry, _ = document("a.docx", word(write))
    assert entry.body.splitlines() == [
        "本文の行です。",
        "囲みの注意書き",
        "区分 ｜ 内容",
        "通常枠 ｜ 機械",
        "通常枠 ｜ 広告",
    ]


def record(made: Any, kind: str = "") -> None:
    made.add_heading("相談の記録", 1)
    rows = [("会社名", "㈱見本板金"), ("代表者", "試山 一郎"), ("業種", "板金加工"), ("従業員数", "8名"), ("評価", "○")]
    table = made.add_table(rows=0, cols=2)
    for words in ([("文書の種類", kind)] if kind else []) + rows:
        for cell, text in zip(table.add_row().cells, words, strict=True):
            cell.text = text
    for heading, text in (
        ("相談内容", "単価の引き下げを求められた。"),
        ("支援内容", "原価表を作った。"),
        ("結果", "改定が通った。"),
    ):
        made.add_heading(heading, 2)
        made.add_paragraph(text)


def test_a_consultations_record_becomes_a_case(word: Word) -> None:
    """A text that names a client and tells what was done must pass the gate: it is a case, and that is told."""
    loaded = load(RawFile("report.docx", word(record), hub="11"))
    (case,) = loaded.entries
    assert isinstance(case, Case)
    assert (case.industry, case.size, case.outcome, case.visibility) == ("24", "s20", "success", "hub:11")
    assert [s.heading for s in case.sections] == ["相談のきっかけ", "打ち手", "結果"]
    assert set(loaded.names[case.id]) == {Known("㈱見本板金", "firm"), Known("試山 一郎", "person")}
    assert loaded.warnings[0].startswith("相談の記録")


def test_a_sidecar_or_the_first_table_says_what_it_is(word: Word, refusal: Refusal, document: Document) -> None:
    """kind: policy makes it a document with its names beside it; 事例 with too little in it is refused, not let by."""
    entry, loaded = document("report.docx", word(record), "kind: policy\nas_of: 2026-01-01\n")
    assert Known("㈱見本板金", "firm") in loaded.names[entry.id]
    assert load(RawFile("a.docx", word(lambda m: record(m, "支援事例")))).entries[0].kind == "case"

    def bare(made: Any) -> None:
        made.add_table(rows=1, cols=2).rows[0].cells[0].text = "種別"
        made.tables[0].rows[0].cells[1].text = "支援事例"
        made.add_paragraph("ほかには何も書いていない。")

    assert refusal("a.docx", word(bare)).startswith("事例には")
    assert refusal("a.docx", word(guide), "kind: case").startswith("事例には")


def test_an_empty_document_is_told(word: Word, refusal: Refusal) -> None:
    """A document of pictures or nothing has no text."""
    assert refusal("a.docx", word(lambda made: None)).startswith("文字が入っていません。")


@pytest.mark.parametrize("at", range(40, 30_000, 3_000))
def test_a_document_with_holes_gives_entries_or_a_sentence(word: Word, at: int) -> None:
    """Bytes overwritten anywhere end in entries or a sentence."""
    broken = bytearray(word(guide))
    broken[at : at + 20] = b"\xff" * 20
    try:
        assert load(RawFile("a.docx", bytes(broken))).entries
    except ValueError as refused:
        assert str(refused).endswith("。")
