"""Presentations: a section a slide, in the order in which one reads."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from pptx import Presentation
from pptx.util import Cm

Document = Callable[..., Any]
Refusal = Callable[..., str]


def show(write: Callable[[Any], None]) -> bytes:
    made = Presentation()
    write(made)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def box(slide: Any, left: float, top: float, text: str) -> None:
    slide.shapes.add_textbox(Cm(left), Cm(top), Cm(6), Cm(2)).text_frame.text = text


def talk(made: Any) -> None:
    first = made.slides.add_slide(made.slide_layouts[0])
    first.shapes.title.text = "価格交渉の\n進め方"
    second = made.slides.add_slide(made.slide_layouts[5])
    second.shapes.title.text = "準備"
    box(second, 12, 8, "右下")
    box(second, 1, 8.3, "左下")
    box(second, 12, 5, "右上")
    box(second, 1, 5.2, "左上")
    second.notes_slide.notes_text_frame.text = "ここで例を話す。"
    third = made.slides.add_slide(made.slide_layouts[6])
    table = third.shapes.add_table(2, 2, Cm(1), Cm(1), Cm(10), Cm(3)).table
    for at, text in enumerate(("品番", "原価", "A-1", "420円")):
        table.cell(at // 2, at % 2).text = text
    made.slides.add_slide(made.slide_layouts[6])


def test_slides_are_sections_in_reading_order(document: Document) -> None:
    """Title, then the rows of boxes from the top, each from the left, then the notes; tables are rows."""
    entry, loaded = document("talk.pptx", show(talk))
    assert entry.title == "価格交渉の 進め方"
    assert [(s.anchor, s.heading, s.page) for s in entry.sections] == [
        ("p1", "1ページ 価格交渉の 進め方", 1),
        ("p2", "2ページ 準備", 2),
        ("p3", "3ページ", 3),
    ]
    assert entry.text_of("p2").splitlines() == ["準備", "左上", "右上", "左下", "右下", "ノート: ここで例を話す。"]
    assert entry.text_of("p3") == "品番 ｜ 原価\nA-1 ｜ 420円"
    assert loaded.pages == 4
    assert "文字のないスライド: 4枚目(図や画像の可能性があります)" in loaded.warnings


def test_hidden_slides_are_left_out_and_told(document: Document) -> None:
    """A slide that is not shown is not read."""

    def write(made: Any) -> None:
        for text in ("見せる", "見せない"):
            slide = made.slides.add_slide(made.slide_layouts[5])
            slide.shapes.title.text = text
        slide._element.set("show", "0")

    entry, loaded = document("a.pptx", show(write))
    assert "見せない" not in entry.body
    assert "非表示のスライドは読んでいません: 2枚目" in loaded.warnings


def test_a_show_without_words_is_told(refusal: Refusal) -> None:
    """Pictures alone are no text."""
    assert refusal("a.pptx", show(lambda made: made.slides.add_slide(made.slide_layouts[6]))).startswith(
        "文字が入っていません"
    )
