"""Columns, boxes, slides and turned pages are read in the order in which people read them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

Drawn = Callable[..., bytes]
Read = Callable[[bytes], tuple[list[str], Any]]
LEFT = (
    "左の段のはじめの文であり、幅いっぱいに",
    "書かれているので次の行へ続いていく。",
    "左の段のおわりの文も同じように置かれ",
    "ていて、ここで段が終わる。",
)
RIGHT = (
    "右の段のはじめの文であり、左の段を読み",
    "終えてから読まれることになっている。",
    "右の段のおわりの文は、ページの最後の",
    "文として読まれる。",
)


def lines(canvas: Canvas, x: float, y: float, texts: Sequence[str], step: float = 15) -> None:
    for row, text in enumerate(texts):
        canvas.drawString(x, y - step * row, text)


def in_order(text: str, *phrases: str) -> bool:
    places = [text.find(phrase) for phrase in phrases]
    return -1 not in places and places == sorted(places)


@pytest.mark.parametrize("shift", [0, 6])
def test_two_columns_are_read_one_after_the_other(drawn: Drawn, read: Read, shift: float) -> None:
    """Whether or not the lines of both stand at the same height, under a title over both."""

    def page(canvas: Canvas) -> None:
        canvas.drawString(200, 780, "二段組みのお知らせの題名")
        lines(canvas, 60, 740, LEFT)
        lines(canvas, 320, 740 - shift, RIGHT)
        canvas.drawString(
            60, 600, "二つの段のあとに、幅いっぱいの文がもう一つ置かれていて、どちらの段にも属していない。"
        )

    (text,), _ = read(drawn(page))
    assert in_order(
        text, "お知らせの題名", "左の段のはじめ", "左の段のおわり", "右の段のはじめ", "右の段のおわり", "どちらの段にも"
    )
    assert "幅いっぱいに書かれているので次の行へ続いていく。" in text
    assert "左の段を読み終えてから読まれる" in text


def test_boxes_of_a_slide_are_read_box_by_box(drawn: Drawn, read: Read) -> None:
    """Boxes side by side come from left to right, then the next row of boxes."""

    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 520, "支援の四つの柱")
        for n, (x, y) in enumerate(((60, 380), (400, 380), (60, 220), (400, 220)), 1):
            canvas.roundRect(x, y, 280, 110, 8)
            lines(canvas, x + 10, y + 85, (f"柱{n}の見出し", f"・柱{n}の一つ目の中身", f"・柱{n}の二つ目の中身"))

    (text,), _ = read(drawn(page, size=(780, 540)))
    assert in_order(
        text, "四つの柱", *(f"柱{n}の{part}" for n in (1, 2, 3, 4) for part in ("見出し", "一つ目", "二つ目"))
    )


def test_a_label_box_goes_with_the_text_beside_it(drawn: Drawn, read: Read) -> None:
    """Rows of a box and its explanation are read row by row."""

    def page(canvas: Canvas) -> None:
        for n in range(3):
            y = 700 - 90 * n
            canvas.rect(60, y - 35, 90, 50)
            lines(canvas, 68, y, (f"第{n + 1}の", "手続き"))
            lines(
                canvas,
                180,
                y,
                (f"手続き{n + 1}についての説明がここにあり、", "少し長いので折り返している。", "問い合わせもできる。"),
            )

    (text,), _ = read(drawn(page))
    assert in_order(text, "第1の", "手続き1について", "第2の", "手続き2について", "第3の", "手続き3について")


def test_a_divider_closes_the_columns_above_it(drawn: Drawn, read: Read) -> None:
    """A cross of lines makes four fields, read in rows."""

    def page(canvas: Canvas) -> None:
        for n, (x, y) in enumerate(((60, 740), (320, 740), (60, 680), (320, 680)), 1):
            lines(canvas, x, y, (f"区画{n}のはじめの文がここに置かれ", f"ていて、区画{n}のおわりに至る。"))
        canvas.line(60, 705, 540, 705)

    (text,), _ = read(drawn(page))
    assert in_order(text, *(f"区画{n}の{part}" for n in (1, 2, 3, 4) for part in ("はじめ", "おわり")))


def test_words_set_upright_are_words(drawn: Drawn, read: Read) -> None:
    """Labels written from top to bottom are read as words, from left to right when they stand apart."""

    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 780, "申請から採択までの流れ")
        for n, label in enumerate(("公募開始", "申請締切", "採択公表")):
            for row, letter in enumerate(label):
                canvas.drawString(80 + 90 * n, 740 - 10.5 * row, letter)

    (text,), _ = read(drawn(page))
    assert in_order(text, "申請から採択", "公募開始", "申請締切", "採択公表")


def test_a_word_set_sideways_is_a_word(drawn: Drawn, read: Read) -> None:
    """A label turned by a quarter beside upright text is read whole."""

    def page(canvas: Canvas) -> None:
        lines(canvas, 120, 740, LEFT)
        canvas.saveState()
        canvas.translate(80, 690)
        canvas.rotate(90)
        canvas.drawString(0, 0, "補助金額")
        canvas.restoreState()

    (text,), _ = read(drawn(page))
    assert "補助金額" in text
    assert "続いていく。" in text


def test_a_raised_note_stays_in_its_line(drawn: Drawn, read: Read) -> None:
    """A small ※1 belongs to the word before it."""

    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "中小企業者")
        canvas.setFont("HeiseiMin-W3", 5)
        canvas.drawString(110, 706, "※1")
        canvas.setFont("HeiseiMin-W3", 10)
        canvas.drawString(118, 700, "が対象となる。")

    (text,), _ = read(drawn(page))
    assert text == "中小企業者※1が対象となる。"


def test_labels_of_clauses_do_not_make_a_column(drawn: Drawn, read: Read) -> None:
    """(ア) set apart from its text stays with it; the text that goes on below is joined."""

    def page(canvas: Canvas) -> None:
        for n, label in enumerate("アイウ"):
            canvas.drawString(60, 700 - 40 * n, f"({label})")
            lines(
                canvas,
                100,
                700 - 40 * n,
                (f"条件{label}の説明はここにあり、行の終わりまで書かれているため", "次の行に続いている。"),
            )

    (text,), _ = read(drawn(page))
    assert [line.split()[0] for line in text.split("\n")] == ["(ア)", "(イ)", "(ウ)"]
    assert text.count("書かれているため次の行に続いている。") == 3


def turned(content: bytes, angle: int) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(content)))
    for page in writer.pages:
        page.rotate(angle)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_is_read_upright(drawn: Drawn, read: Read, angle: int) -> None:
    """The page may say that it is turned, or its text may have been set sideways."""

    def across(canvas: Canvas) -> None:
        canvas.drawString(60, 780, "回した紙の題名")
        lines(canvas, 60, 740, LEFT)
        lines(canvas, 320, 740, RIGHT)

    def sideways(canvas: Canvas) -> None:
        canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 842)}[angle])
        canvas.rotate(angle)
        high = 842 if angle == 180 else 595
        canvas.drawString(60, high - 60, "回した紙の題名")
        lines(canvas, 60, high - 100, LEFT)
        lines(canvas, 320, high - 100, RIGHT)
        canvas.grid([60, 160, 260], [100, 130, 160])
        for n, cell in enumerate(("科目", "金額", "売上", "百万円")):
            canvas.drawString(70 + 100 * (n % 2), 140 - 30 * (n // 2), cell)

    straight, _ = read(drawn(across))
    assert read(turned(drawn(across), angle))[0] == straight
    (text,), _ = read(drawn(sideways))
    assert text == f"{straight[0]}\n科目 ｜ 金額\n売上 ｜ 百万円"
