"""The short interview: nothing must be told, nothing that is told is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.plans.intake import Intake
from assistant.plans.interview import QUESTIONS, open_questions, read_form
from assistant.plans.interview.reading import WORDS
from ingest.anonymise import mask
from ingest.anonymise.masking import Masked


def _same(text: str) -> Masked:
    return Masked(text, ())


def test_nothing_told_asks_the_worry_first_and_the_numbers_last() -> None:
    asked = [question.field for question in open_questions(Intake())]
    assert (asked[0], asked[-2:]) == ("worry", ["numbers", "lines"])
    assert all(q.why and q.example and q.field in Intake.model_fields for q in QUESTIONS)


def test_what_was_told_is_not_asked_again() -> None:
    told = Intake(worry="お金が残らない", numbers={"sales": "200万円"})
    assert not {"worry", "numbers"} & {q.field for q in open_questions(told)}


@pytest.mark.parametrize(
    ("key", "text"), [("sales", "２００万円"), ("fixed", "800千円"), ("variable_rate", "４割"), ("people", "3人")]
)
def test_a_number_as_owners_write_it_is_taken(key: str, text: str) -> None:
    reading = read_form({}, {key: text}, "月", _same)
    assert (reading.intake.numbers, reading.unread) == ({key: text}, {})


@pytest.mark.parametrize(("key", "text"), [("sales", "たくさん"), ("secret", "1円"), ("fixed", "9" * 500)])
def test_a_number_that_does_not_read_is_told_in_words_and_kept(key: str, text: str) -> None:
    reading = read_form({}, {key: text}, "", _same)
    assert reading.intake.numbers == {}
    assert reading.unread[key].endswith("。")
    assert reading.rest[key] == text


def test_of_a_very_long_worry_nothing_is_lost() -> None:
    reading = read_form({"worry": "困" * 8_000}, {}, "", _same)
    assert reading.intake.worry + reading.rest["worry"] == "困" * 8_000


def test_texts_are_masked_before_they_are_kept() -> None:
    reading = read_form({"worry": "田中さんに相談"}, {"sales": "田中さんに聞いて"}, "", mask)
    assert reading.intake.worry == "Aさんに相談"
    assert "田中" not in reading.rest["sales"] + reading.unread["sales"]


@given(
    st.dictionaries(st.sampled_from(WORDS), st.text()), st.dictionaries(st.sampled_from(["sales", "rate"]), st.text())
)
def test_any_text_gives_an_intake(words: dict[str, str], numbers: dict[str, str]) -> None:
    reading = read_form(words, numbers, "月", _same)
    assert reading.intake.numbers.keys() | reading.unread.keys() <= {"sales", "rate"}


def test_numbers_in_a_sentence_are_taken_and_told_to_be_confirmed() -> None:
    reading = read_form({"worry": "固定費は80万円です。"}, {}, "", _same)
    assert reading.found == {"fixed": "80万円"}
    assert reading.intake.numbers == {"fixed": "80万円"}


def test_product_lines_are_read_and_those_that_do_not_read_are_told() -> None:
    good = {"name": "どら焼き", "price": "300円", "variable_cost": "4割", "quantity": "900個"}
    bad = {"name": "団子", "price": "たくさん", "variable_cost": "50円", "quantity": "10"}
    reading = read_form({}, {}, "月", _same, [good, bad, {"name": ""}])
    assert [line.name for line in reading.intake.lines] == ["どら焼き", "団子"]
    assert "団子" in reading.unread["lines-2"]


def test_a_field_that_nobody_knows_is_told() -> None:
    reading = read_form({"worry": "困った", "secret": "何か"}, {}, "", _same)
    assert (reading.unread["secret"], reading.rest["secret"]) == ("この項目は使えません。", "何か")


@pytest.mark.parametrize("value", [None, True, ["a"], {"a": 1}, 3, 2.5])
def test_values_that_are_no_text_never_break_the_form(value: object) -> None:
    reading = read_form({"worry": value}, {"people": value}, "", _same, [{"name": value}])
    assert isinstance(reading.intake, Intake)


def test_a_huge_text_is_cut_before_it_is_masked() -> None:
    seen: list[int] = []

    def hide(text: str) -> Masked:
        seen.append(len(text))
        return Masked(text, ())

    reading = read_form({"worry": "あ" * 1_000_000}, {}, "", hide)
    assert max(seen) <= 20_000
    assert len(reading.intake.worry) == 2_000 and "長すぎる" in reading.unread["worry"]
