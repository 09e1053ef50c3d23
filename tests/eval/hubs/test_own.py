"""A hub's samples are its own: what it was asked, what people set, what came of the advice, masked."""

import json
from datetime import date

import pytest

from assistant.consultations.consultations import Consultations
from assistant.plans.intake import Intake
from assistant.records import Records
from eval.hubs.own import from_file, from_records
from eval.samples import DatasetError


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A directory with a consultation each of two hubs."""
    folder = tmp_path_factory.mktemp("hubs")
    kept = Consultations(Records.at(folder), today=lambda: date(2026, 11, 21))
    told = Intake(worry="売上はあるのにお金が残りません")
    kept.open("13", "ラーメン店の採算", topics=("pricing",), premises={"industry": ("76",)}, intake=told)
    kept.open("27", "町工場の承継")
    return folder


def test_only_the_consultations_of_the_hub_are_read(data):
    (question,) = from_records(data, "13").questions
    assert question.question == "ラーメン店の採算\n売上はあるのにお金が残りません"
    assert question.facets == {"industry": ("76",), "topics": ("pricing",)}
    assert [q.question for q in from_records(data, "27").questions] == ["町工場の承継"]
    assert from_records(data, "01").questions == ()


def test_directory_without_records_gets_none(tmp_path):
    assert from_records(tmp_path, "13").questions == ()
    assert list(tmp_path.iterdir()) == []


def test_written_questions_are_masked_and_carry_what_the_asker_said(tmp_path):
    path = tmp_path / "own.jsonl"
    row = {"hub": "13", "question": "電話は090-1234-5678です。値上げの事例は", "helped": "partly", "why": "古かった"}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n\n", "utf-8")
    (found,) = from_file(path)
    assert "1234" not in found.question
    assert (found.hub, found.role, found.helped, found.why) == ("13", "owner", 0.5, "古かった")


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"hub": "48", "question": "値上げ"}',
        '{"hub": "13", "question": " "}',
        '{"hub": "13", "question": "値上げ", "helped": "たぶん"}',
        '{"hub": "13", "question": "値上げ", "role": "king"}',
        '{"hub": "13", "question": "値上げ", "relevant": "x"}',
        '{"hub": "13", "question": 3}',
    ],
)
def test_broken_line_is_named(line, tmp_path):
    path = tmp_path / "own.jsonl"
    path.write_text("\n" + line, "utf-8")
    with pytest.raises(DatasetError, match=r"own\.jsonl の 2 行目が読めません。"):
        from_file(path)
