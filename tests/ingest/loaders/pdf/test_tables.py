"""Tables drawn with lines or with blanks come out as rows, in their place, once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

Drawn = Callable[..., bytes]
Read = Callable[[bytes], tuple[list[str], Any]]
FONT = ("FONT", (0, 0), (-1, -1), "HeiseiMin-W3", 9)
LINES = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
RATES = [["枠", "従業員数", "上限額"], ["通常枠", "5人以下", "750万円"], ["通常枠", "6人以上", "1,000万円"]]


def table(
    canvas: Canvas,
    rows: Sequence[Sequence[str]],
    top: float = 700,
    *style: tuple[Any, ...],
    widths: Sequence[float] = (),
    heights: float | None = None,
) -> None:
    made = Table(
        [list(row) for row in rows], colWidths=list(widths) or [150] * len(rows[0]), rowHeights=heights, hAlign="LEFT"
    )
    made.setStyle(TableStyle([FONT, *style]))
    _, high = made.wrapOn(canvas, 500, 600)
    made.drawOn(canvas, 60, top - high)


def test_a_ruled_table_is_rows_between_its_texts(drawn: Drawn, read: Read) -> None:
    """What stands above and below stays there, and no cell is said twice."""

    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 760, "次の表のとおり、従業員の数で上限が変わる。")
        table(canvas, RATES, 740, LINES)
        canvas.drawString(60, 600, "上限は税抜きの額である。")

    (text,), _ = read(drawn(page))
    assert text.split("\n") == [
        "次の表のとおり、従業員の数で上限が変わる。",
        "枠 ｜ 従業員数 ｜ 上限額",
        "通常枠 ｜ 5人以下 ｜ 750万円",
        "通常枠 ｜ 6人以上 ｜ 1,000万円",
        "上限は税抜きの額である。",
    ]


def test_a_merged_label_is_said_in_each_of_its_rows(drawn: Drawn, read: Read) -> None:
    """A cell over two rows belongs to both; a cell over two columns is said once."""
    rows = [["要件", "", "割合"], ["賃上げ", "給与の総額", "2%"], ["", "最低の時給", "30円"]]

    def page(canvas: Canvas) -> None:
        table(canvas, rows, 700, LINES, ("SPAN", (0, 0), (1, 0)), ("SPAN", (0, 1), (0, 2)))

    (text,), _ = read(drawn(page))
    assert text.split("\n") == ["要件 ｜  ｜ 割合", "賃上げ ｜ 給与の総額 ｜ 2%", "賃上げ ｜ 最低の時給 ｜ 30円"]


def test_lines_of_a_cell_run_on(drawn: Drawn, read: Read) -> None:
    """A sentence broken to fit its cell is whole, a list in a cell is parted by blanks."""
    rows = [
        ["経費", "説明"],
        ["機械の\n費用", "補助事業のために専ら使われる機械\nや装置を買うための経費をいう。"],
        ["運搬費", "・運搬料\n・宅配料"],
    ]

    def page(canvas: Canvas) -> None:
        table(canvas, rows, 700, LINES, widths=(60, 158))

    (text,), _ = read(drawn(page))
    assert "機械の費用 ｜ 補助事業のために専ら使われる機械や装置を買うための経費をいう。" in text
    assert "運搬費 ｜ ・運搬料 ・宅配料" in text


def test_a_table_with_open_sides_is_a_table(drawn: Drawn, read: Read) -> None:
    """Many tables have no line on the left and on the right."""

    def page(canvas: Canvas) -> None:
        inner = ("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black)
        rims = [("LINEABOVE", (0, 0), (-1, 0), 1, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black)]
        table(canvas, RATES, 700, inner, *rims)

    (text,), _ = read(drawn(page))
    assert "通常枠 ｜ 6人以上 ｜ 1,000万円" in text


def test_a_table_of_coloured_boxes_is_a_table(drawn: Drawn, read: Read) -> None:
    """Slides part cells by colour alone."""

    def page(canvas: Canvas) -> None:
        for row, cells in enumerate(RATES):
            for column, cell in enumerate(cells):
                canvas.setFillColor(colors.lightblue if row % 2 else colors.lightgrey)
                canvas.rect(60 + 150 * column, 640 - 30 * row, 149, 29, stroke=0, fill=1)
                canvas.setFillColor(colors.black)
                canvas.drawString(70 + 150 * column, 650 - 30 * row, cell)

    (text,), loaded = read(drawn(page))
    assert text.split("\n")[1] == "通常枠 ｜ 5人以下 ｜ 750万円"
    assert not any("目に見えない" in w for w in loaded.warnings)


def test_a_shaded_cell_is_one_cell(drawn: Drawn, read: Read) -> None:
    """The shading inside a cell's padding makes no column of its own."""

    def page(canvas: Canvas) -> None:
        table(canvas, RATES, 700, LINES, ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey))
        canvas.setFillColor(colors.lightyellow)
        canvas.rect(65, 664, 140, 12, stroke=0, fill=1)

    (text,), _ = read(drawn(page))
    assert all(line.count("｜") == 2 for line in text.split("\n"))


def test_a_table_without_lines_is_rows_when_its_columns_are_plain(drawn: Drawn, read: Read) -> None:
    """Three columns that stand under one another over several lines are a table."""
    rows = [["科目", "前期", "当期"], ["売上高", "1,200", "1,450"], ["粗利益", "400", "520"], ["経費", "380", "410"]]

    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 760, "前期と当期を比べると、次のように変わっている。")
        table(canvas, rows, 740)

    (text,), _ = read(drawn(page))
    assert text.split("\n")[1:] == [
        "科目 ｜ 前期 ｜ 当期",
        "売上高 ｜ 1,200 ｜ 1,450",
        "粗利益 ｜ 400 ｜ 520",
        "経費 ｜ 380 ｜ 410",
    ]


def test_labels_and_values_are_read_line_by_line(drawn: Drawn, read: Read) -> None:
    """Two columns of short words belong together by line."""

    def page(canvas: Canvas) -> None:
        for row, (label, value) in enumerate(
            (("公募開始", "4月25日"), ("申請締切", "7月25日"), ("採択公表", "10月下旬"))
        ):
            canvas.drawString(60, 700 - 18 * row, label)
            canvas.drawString(160, 700 - 18 * row, value)

    (text,), _ = read(drawn(page))
    assert text.split("\n") == ["公募開始 4月25日", "申請締切 7月25日", "採択公表 10月下旬"]


def faq_page(rows: Sequence[Sequence[str]]) -> Callable[[Canvas], None]:
    def page(canvas: Canvas) -> None:
        table(canvas, rows, 780, LINES, widths=(40, 180, 240))

    return page


def test_questions_go_on_over_the_page(drawn: Drawn, read: Read) -> None:
    """The header stands on the first page only; the pairs of the second are pairs all the same."""
    header = ["No.", "質問", "回答"]
    first = [
        header,
        ["1", "中古の機械は対象か。", "対象になる。"],
        ["2", "車両は対象か。", "原則として対象外だが、次のときは"],
    ]
    second = [["", "", "対象になることがある。"], ["3", "保険料は対象か。", "対象外である。"]]
    (one, two), _ = read(drawn(faq_page(first), faq_page(second)))
    assert one.split("\n") == [
        "Q1. 中古の機械は対象か。",
        "A. 対象になる。",
        "Q2. 車両は対象か。",
        "A. 原則として対象外だが、次のときは",
    ]
    assert two.split("\n") == ["対象になることがある。", "Q3. 保険料は対象か。", "A. 対象外である。"]


def test_a_section_line_inside_a_table_of_questions_is_a_line(drawn: Drawn, read: Read) -> None:
    """A row that holds one cell only is a heading between the pairs, not a question."""
    rows = [["No.", "質問", "回答"], ["1. 経費について", "", ""], ["1", "中古の機械は対象か。", "対象になる。"]]

    def page(canvas: Canvas) -> None:
        table(canvas, rows, 780, LINES, ("SPAN", (0, 1), (1, 1)), widths=(40, 180, 240))

    (text,), _ = read(drawn(page))
    assert text.split("\n") == ["1. 経費について", "Q1. 中古の機械は対象か。", "A. 対象になる。"]


def test_another_table_on_the_next_page_has_its_own_header(drawn: Drawn, read: Read) -> None:
    """Rows go on only under the same columns."""

    def other(canvas: Canvas) -> None:
        table(canvas, [["年", "件数"], ["2024", "12"]], 780, LINES)

    (_, two), _ = read(drawn(faq_page([["No.", "質問", "回答"], ["1", "対象か。", "対象である。"]]), other))
    assert two.split("\n") == ["年 ｜ 件数", "2024 ｜ 12"]


def test_a_box_around_text_is_no_table(drawn: Drawn, read: Read) -> None:
    """One box keeps its sentences whole and apart from what surrounds it."""

    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 760, "枠の外にある文がここに置かれており、枠へは続かない")
        canvas.rect(55, 690, 300, 50)
        canvas.drawString(60, 720, "枠の中にある文はここで折り返しているが、もともとはひと")
        canvas.drawString(60, 705, "つながりの文である。")

    (text,), _ = read(drawn(page))
    assert "もともとはひとつながりの文である。" in text
    assert "｜" not in text
    assert "続かない枠" not in text


def test_boxes_joined_by_lines_are_no_table(drawn: Drawn, read: Read) -> None:
    """A flow of boxes is read box by box."""

    def page(canvas: Canvas) -> None:
        for row, step in enumerate(("申請する。", "審査を待つ。", "交付決定を受ける。")):
            canvas.rect(100, 700 - 60 * row, 150, 30)
            canvas.drawString(110, 710 - 60 * row, step)
            if row:
                canvas.line(175, 730 - 60 * row, 175, 760 - 60 * row)

    (text,), _ = read(drawn(page))
    assert text.split("\n") == ["申請する。", "審査を待つ。", "交付決定を受ける。"]
