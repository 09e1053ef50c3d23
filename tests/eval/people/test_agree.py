"""A filled-in sheet is read back, compared and told; a broken one is refused with the place and what to do."""

import json
from dataclasses import asdict

import pytest
from openpyxl import load_workbook

from eval.__main__ import main
from eval.people.agree import agreed
from eval.people.filled import read_filled
from eval.people.sheet import Kept
from eval.samples import DatasetError


def test_disagreements_are_listed_with_kappa(filled_in, capsys):
    path = filled_in(
        {("読み手1", "R001", "4-5"): "×", ("読み手2", "R001", "4-5"): "×", ("読み手2", "R004", "1-2"): "x"}
    )
    assert main(["agree", str(path)]) == 0
    said = capsys.readouterr().out
    assert "- R004 1-2: 読み手1 ○、読み手2 ×" in said
    assert "■ 二人の印が違うところ: 1 件" in said
    found = agreed(read_filled(path))
    whole = found.pairs["読み手1", "読み手2"]["すべて"]
    assert (whole.n, whole.answers, whole.same) == (44, 4, pytest.approx(43 / 44))
    assert whole.kappa == pytest.approx((43 / 44 - (43 * 42 + 1 * 2) / 44**2) / (1 - (43 * 42 + 1 * 2) / 44**2))


def test_rules_of_the_product_are_a_reader_too(filled_in):
    """The first answer promises a grant: the check of the guideline says so, and so does the first reader."""
    found = agreed(read_filled(filled_in({("読み手1", "R001", "4-5"): "×"})))
    assert found.pairs["読み手1", "規則"]["4-5"].same == 1.0
    assert found.pairs["読み手2", "規則"]["4-5"].same == 0.75


def test_judge_that_says_yes_to_all_is_not_relied_on(filled_in, capsys):
    assert main(["agree", str(filled_in({("読み手1", "R001", "4-5"): "×"}, judged=True))]) == 0
    assert "判定モデルの印だけで良し悪しを決めないでください" in capsys.readouterr().out


def test_marks_are_counted_by_version(filled_in):
    path = filled_in({("読み手1", "R001", "4-5"): "×"})
    found = agreed(read_filled(path), {"R001": "old", "R002": "new", "R003": "new", "R004": "old"})
    assert [(m.name, m.mean) for m in found.kept["old"]] == [("読み手1", 0.5), ("読み手2", 1.0)]
    assert [m.mean for m in found.kept["new"]] == [1.0, 1.0]


def test_versions_are_read_from_beside_the_sheet(filled_in, capsys):
    path = filled_in()
    kept = [asdict(Kept(f"R{at:03d}", "q", "owner", "問", "答", "abc123")) for at in range(1, 5)]
    (path.parent / "answers.json").write_text(json.dumps(kept), "utf-8")
    assert main(["agree", str(path), "--json"]) == 0
    (shares,) = json.loads(capsys.readouterr().out)["kept"].values()
    assert [m["n"] for m in shares] == [4, 4]


def test_empty_cells_are_told_and_not_counted(filled_in, capsys):
    path = filled_in({("読み手2", "R002", "1-2"): None})
    assert main(["agree", str(path)]) == 0
    assert "印のない欄: 読み手2 1 個(数えていません)" in capsys.readouterr().out


def test_typed_variants_of_marks_are_understood(filled_in):
    typed = {("読み手1", "R001", "1-2"): " X ", ("読み手1", "R001", "1-6"): "〇", ("読み手1", "R001", "1-9"): "対象外"}
    marks = read_filled(filled_in(typed)).readings[0].marks["R001"]
    assert (marks["1-2"], marks["1-6"], marks["1-9"]) == ("×", "○", "–")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda book: book.remove(book["読み手2"]), "「読み手2」のシートがありません。"),
        (lambda book: book["読み手1"].delete_cols(6), "「1-6」の列がありません。"),
        (lambda book: book["読み手2"].delete_rows(2), "の行がありません。"),
        (lambda book: _type(book["読み手1"], 5, "たぶん"), "「たぶん」は使えません。○、×、– のどれかにしてください。"),
        (lambda book: _type(book["読み手2"], 4, "書き換えた回答"), "質問か回答が、読み手1 のシートと違います。"),
        (lambda book: _type(book["読み手2"], 1, ""), "番号がありません。"),
        (lambda book: [_type(book["読み手2"], at, None) for at in range(5, 16)], "印が一つもありません。"),
    ],
)
def test_broken_sheet_is_refused_with_its_place(filled_in, spoil, told, capsys):
    path = filled_in()
    book = load_workbook(path)
    spoil(book)
    book.save(path)
    assert main(["agree", str(path)]) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert said.out == ""


def _type(sheet, column, value):
    for row in sheet.iter_rows(min_row=2, min_col=column, max_col=column):
        row[0].value = value


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"a,b,c\n1,2,3\n"])
def test_file_that_is_no_workbook_is_one_sentence(content, tmp_path):
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=r"^sheet\.xlsx を表\(\.xlsx\)として読めません。$"):
        read_filled(path)


def test_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(DatasetError, match="を開けません。"):
        read_filled(tmp_path / "nowhere.xlsx")
