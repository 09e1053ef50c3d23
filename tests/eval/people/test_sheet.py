"""The sheet is blind, the same every time, and opens; what a person wrote is never a formula."""

import json
from collections import Counter
from dataclasses import asdict

import pytest
from openpyxl import load_workbook

from assistant.answering.modelling import ModelError
from assistant.answering.modelling.fake import ScriptedModel
from eval.__main__ import main
from eval.labelled_questions import read_labelled_questions
from eval.people.judge import judged
from eval.people.rubric import keys, rubric
from eval.people.sheet import Kept, drawn, numbered, read_answers


@pytest.fixture(scope="module")
def written(starter_data, tmp_path_factory):
    """Two answers of this version and one that differs of an earlier one."""
    folder = tmp_path_factory.mktemp("sheet")
    question = drawn(read_labelled_questions(), 2)[0]
    earlier = folder / "earlier.json"
    kept = Kept("R001", question.id, question.role, question.question, "先に書いた回答", "v-earlier")
    earlier.write_text(json.dumps([asdict(kept)]), "utf-8")
    out = folder / "out"
    arguments = ["sheet", "--n", "2", "--data", str(starter_data), "--out", str(out), "--earlier", str(earlier)]
    assert main(arguments) == 0
    return out


def test_sheet_tells_no_version_and_the_file_beside_it_does(written):
    kept = read_answers(written / "answers.json")
    assert len(kept) == 3
    assert len({k.version for k in kept}) == 2
    book = load_workbook(written / "sheet.xlsx")
    assert book.sheetnames == ["手引き", "読み手1", "読み手2"]
    told = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    assert all(k.version not in told for k in kept)
    assert "〔" not in told
    assert "文章:" not in told


def test_readers_get_the_same_answers_with_the_rubric_of_every_clause(written):
    book = load_workbook(written / "sheet.xlsx")
    one, other = (
        {tuple(c.value for c in row[:4]) for row in book[name].iter_rows(min_row=2)} for name in book.sheetnames[1:]
    )
    assert one == other
    guide = [row[0].value for row in book["手引き"].iter_rows()]
    assert [key for key in guide if key in keys()] == list(keys())
    assert [cell.value for cell in book["読み手1"][1]][4:-1] == list(keys())


def test_marks_can_only_be_chosen(written):
    (choice,) = load_workbook(written / "sheet.xlsx")["読み手1"].data_validations.dataValidation
    assert choice.formula1 == '"○,×,–"'


def test_text_that_looks_like_a_formula_stays_text(filled_in):
    sheet = load_workbook(filled_in())["読み手1"]
    cells = [row[3] for row in sheet.iter_rows(min_row=2) if str(row[3].value).startswith("=")]
    assert [cell.data_type for cell in cells] == ["s"]


def test_questions_are_drawn_from_every_role_and_intent_and_always_the_same():
    questions = read_labelled_questions()
    found = drawn(questions, 15)
    assert found == drawn(list(reversed(questions)), 15)
    assert all(q.half == "test" for q in found)
    assert max(Counter((q.role, q.intent) for q in found).values()) <= 2


def test_earlier_answers_that_are_the_same_or_to_other_questions_are_left_out():
    question = read_labelled_questions()[0]
    same = Kept("R1", question.id, question.role, question.question, "答", "old")
    other = Kept("R2", "elsewhere", "co", "ほかの問", "ほかの答", "old")
    assert [k.version for k in numbered([(question, "答")], "new", [same, other])] == ["new"]


@pytest.mark.parametrize("content", ["{}", "[1]", '[{"number": "R1"}]', "\x00"])
def test_file_of_earlier_answers_that_is_none_is_one_sentence(content, tmp_path, capsys):
    path = tmp_path / "answers.json"
    path.write_text(content, "utf-8")
    assert main(["sheet", "--earlier", str(path), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_judge_model_that_cannot_be_opened_is_one_sentence(tmp_path, capsys):
    assert main(["sheet", "--judge", "no-provider", "--out", str(tmp_path / "out")]) == 2
    assert "提供元:モデル名" in capsys.readouterr().err


def test_judge_gets_the_answer_as_material_and_its_marks_are_read(answers):
    """What it does not say, says otherwise, or cannot say, stays empty."""
    model = ScriptedModel(["4-5: ×\n- 1-2:○\n1-6: たぶん\n9-9: ×"], [ModelError("slow")])
    marks = judged(model, answers[:2], rubric(()))
    assert marks == {"R001": {"4-5": "×", "1-2": "○"}, "R002": {}}
    _, task, _ = model.asked[0]
    assert "<<回答 " in task
    assert answers[0].answer in task
