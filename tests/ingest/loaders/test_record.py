"""A consultation's record is recognised in any format and becomes a case, so that it cannot pass beside the gate."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pptx import Presentation

from ingest.anonymise.known import Known
from ingest.loaders import RawFile, load
from knowledge.entries import Case

Refusal = Callable[..., str]
LINES = ("会社名：㈱見本板金", "業種：板金加工", "相談内容：単価の引き下げを求められた。", "支援内容：原価表を作った。")


def as_slides(lines: tuple[str, ...]) -> bytes:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = "相談の報告"
    slide.placeholders[1].text_frame.text = "\n".join(lines)
    buffer = io.BytesIO()
    show.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "\n".join(LINES).encode()),
        ("a.md", ("# 相談の報告\n\n" + "\n\n".join(LINES)).encode()),
        ("a.html", "".join(f"<p>{line}</p>" for line in LINES).encode()),
        ("a.html", ("<table>" + "".join(f"<tr><th>{a}</th><td>{b}</td></tr>" for a, b in (x.split("：") for x in LINES)) + "</table>").encode()),
        ("a.csv", "\n".join(line.replace("：", ",") for line in LINES).encode()),
        ("a.pptx", as_slides(LINES)),
    ],
)  # fmt: skip
def test_a_record_in_any_format_is_a_case(name: str, content: bytes) -> None:
    """Its names stand apart from the text, and it belongs to the importing hub."""
    loaded = load(RawFile(name, content, hub="11"))
    (case,) = loaded.entries
    assert isinstance(case, Case)
    assert (case.industry, case.visibility, case.text_of("打ち手")) == ("24", "hub:11", "原価表を作った。")
    assert loaded.names[case.id] == (Known("㈱見本板金", "firm"),)
    assert "見本板金" not in case.body


def test_what_stands_in_no_section_is_counted() -> None:
    """Words that a case has no place for are not lost in silence."""
    text = "\n".join(["前置きの文がここにある。", *LINES])
    loaded = load(RawFile("a.txt", text.encode(), hub="11"))
    assert "事例のどの欄にも当たらない文が1か所あり、事例に入れていません。" in loaded.warnings


def test_a_text_without_a_client_or_without_acts_is_a_document() -> None:
    """A scheme's description has 支援内容 and 業種 too; a letter names a firm."""
    for lines in (LINES[1:], LINES[:3], LINES[:2]):
        assert load(RawFile("a.txt", "\n".join(lines).encode())).entries[0].kind == "policy"


def test_an_empty_record_form_is_refused_with_the_way_out(refusal: Refusal) -> None:
    """A blank form that calls itself 相談カルテ can still be registered as a document, if somebody says so."""
    blank = "# 相談カルテ\n\n会社名：\n\n相談内容：\n"
    assert refusal("a.md", blank.encode()).endswith("資料として登録する場合は .yaml に kind: policy と書いてください。")
    assert load(RawFile("a.md", blank.encode(), "kind: policy")).entries[0].kind == "policy"
