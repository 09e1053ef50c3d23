from __future__ import annotations

from collections import Counter

import pytest

from eval.labelled import Passage, Span, read_passages
from eval.privacy_questions import QUESTIONS, half_of
from eval.suites.privacy import _of_questions
from ingest.anonymise import Finding
from ingest.anonymise.tagger.suspects import SUSPECTED_CERTAINTY


@pytest.fixture(scope="module")
def questions() -> list[Passage]:
    return read_passages(QUESTIONS)


def test_no_question_stands_twice_and_both_halves_are_large(questions: list[Passage]) -> None:
    assert len({q.id for q in questions}) == len({q.text for q in questions}) == len(questions)
    counts = Counter((half_of(q), bool(q.spans)) for q in questions)
    assert counts["test", True] >= 60
    assert counts["test", False] >= 150
    assert counts["dev", True] >= 60


def test_what_was_written_to_learn_from_is_never_in_the_test_half() -> None:
    assert {half_of(Passage(f"td-{n:03d}", "", ())) for n in range(50)} == {"dev"}
    assert {half_of(Passage(f"tq-{n:03d}", "", ())) for n in range(50)} == {"dev", "test"}


def test_a_span_is_the_name_without_honorific(questions: list[Passage]) -> None:
    for question in questions:
        for span in question.spans:
            marked = question.text[span.start : span.end]
            assert marked == marked.strip()
            assert span.type != "person" or not marked.endswith(("さん", "様", "社長"))


def test_suite_counts_names_that_stay_and_words_that_go() -> None:
    questions = [
        Passage("td-1", "佐野です、関もいます", (Span(0, 2, "person"), Span(5, 6, "person"))),
        Passage("td-2", "佐野町のような名前の町", ()),
        Passage("td-3", "売上が減った", ()),
    ]

    def find(text: str) -> list[Finding]:
        sure = [Finding("person", 0, 2, "佐野", 0.9)] if text.startswith("佐野") else []
        return [*sure, Finding("firm", 0, 2, "売上", SUSPECTED_CERTAINTY)] if text.startswith("売上") else sure

    found, marked, lost = _of_questions(questions, find)
    assert [s.value for s in found.scores] == [1.0, 0.0]
    assert [s.value for s in marked.scores] == [1.0, 1.0]
    assert [s.value for s in lost.scores] == [1.0, 0.0]
