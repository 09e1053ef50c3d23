"""Tables from every format come out as the same lines: rows with their header first, or questions with their answers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.loaders.tables import SEPARATOR, cell_text, is_row, same_header, table_text

cells = st.text("あ店1,2円aB｜|\n\r\u2028 　・", max_size=8)
tables = st.lists(st.lists(cells | st.none(), max_size=5), max_size=6)


def test_rows_are_lines_with_the_header_first() -> None:
    """Columns are told apart by a full-width bar between spaces."""
    assert table_text([["区分", "補助率"], ["通常枠", "1/2"]]) == "区分 ｜ 補助率\n通常枠 ｜ 1/2"


def test_empty_rows_and_columns_are_left_out_and_short_rows_keep_their_places() -> None:
    """A cell without text keeps its column; what is empty all the way through is dropped."""
    rows = [["a", None, "b", "c"], [], ["", "　", "", ""], ["1"], ["1", "", "", "4"], ["", "", "z"]]
    assert table_text(rows) == "a ｜ b ｜ c\n1\n1 ｜  ｜ 4\n｜ z"
    assert table_text([]) == table_text([[""], [None]]) == ""


def test_a_line_break_in_a_cell_joins_japanese_and_parts_latin_words() -> None:
    """Japanese lines are put together; Latin words and numbers get a space, list items too."""
    assert cell_text("小規模\n事業者") == "小規模事業者"
    assert cell_text("Google\r\nWorkspace") == "Google Workspace"
    assert cell_text("1,200\n3,400") == "1,200 3,400"
    assert cell_text("書類\n・申請書\n・見積書") == "書類 ・申請書 ・見積書"
    assert cell_text(" \n ") == cell_text(None) == ""


def test_a_bar_inside_a_cell_does_not_make_a_column() -> None:
    """A cell's own full-width bar becomes a narrow one."""
    assert table_text([["昼｜夜", "客数"]]) == "昼|夜 ｜ 客数"


def test_questions_and_answers_come_out_as_pairs() -> None:
    """The number comes from the table, the group stands in front once, other columns are told by name."""
    rows = [
        ["No.", "区分", "質 問", "ご回答", "更新日"],
        ["1", "対象者", "Q1. 誰が\n対象ですか。", "A. 小規模事業者です。", None],
        ["2", "対象者", "個人でもよいですか。", "対象です。", "4月21日"],
        ["3", "経費", "", "", ""],
        ["", "", "", "続きの答えです。", ""],
    ]
    assert table_text(rows).splitlines() == [
        "【対象者】",
        "Q1. 誰が対象ですか。",
        "A. 小規模事業者です。",
        "Q2. 個人でもよいですか。",
        "A. 対象です。",
        "更新日: 4月21日",
        "【経費】",
        "No.3",
        "続きの答えです。",
    ]


def test_a_question_is_numbered_by_what_it_says_or_not_at_all() -> None:
    """Without a counting column the question's own number counts; no number is made up."""
    assert table_text([["問", "答"], ["問3 期限は。", "答: 月末です。"]]) == "Q3. 期限は。\nA. 月末です。"
    assert table_text([["Q", "A"], ["期限は。", "A社に聞く。"]]) == "Q. 期限は。\nA. A社に聞く。"
    assert table_text([["", "質問", "回答"], ["7-2", "期限は。", "月末。"]]) == "Q7-2. 期限は。\nA. 月末。"
    assert table_text([["番号", "質問", "回答"], ["甲", "期限は。", "月末。"]]) == "Q. 甲 期限は。\nA. 月末。"


def test_a_title_above_the_header_stays() -> None:
    """A table of questions may carry a title row."""
    assert table_text([["よくある相談"], ["質問", "回答"], ["期限は。", "月末。"]]).startswith(
        "よくある相談\nQ. 期限は。"
    )


def test_a_header_repeated_on_the_next_page_is_known() -> None:
    """Width and white space of the cells do not matter, and an empty row repeats nothing."""
    assert same_header(["No.", "質問", "回答"], ["Ｎｏ．", "質 問", "回\n答", ""])
    assert not same_header(["No.", "質問", "回答"], ["1", "質問", "回答"])
    assert not same_header([], ["", None])


@given(tables)
def test_no_text_of_a_table_is_lost_and_each_row_is_one_line(rows: list[list[str | None]]) -> None:
    """Whatever the cells hold, their letters come out in order, on at most one line a row."""
    text = table_text(rows)
    told = "".join(cell or "" for row in rows for cell in row).replace("｜", "|")
    assert "".join(text.replace("｜", "").split()) == "".join(told.split())
    assert len(text.splitlines()) <= len(rows)
    assert all(is_row(line) for line in text.splitlines() if SEPARATOR in line)
