"""The form of the screen, read into a question."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from assistant.answering import QuestionError
from assistant.pages import asked


def _read(*pairs: tuple[str, str]) -> asked.Asked:
    return asked.read(urlencode(pairs).encode())


def test_an_empty_form_is_an_empty_question_of_a_coordinator() -> None:
    """Nothing sent is nothing asked."""
    assert asked.read(b"") == asked.Asked()


def test_a_pressed_example_is_the_question() -> None:
    """An example counts even if something else was typed."""
    assert _read(("question", "書きかけ"), ("example", "例")).text == "例"


def test_set_premises_are_kept_but_empty_ones_are_not() -> None:
    """A select left at 指定しない sets nothing."""
    found = _read(("question", "a"), ("industry", "76"), ("size", ""), ("outcome", "failure"))
    assert found.premises == {"industry": ("76",), "outcome": ("failure",)}
    assert not found.again


def test_a_premise_that_is_taken_back_is_no_longer_set() -> None:
    """The button of a set premise asks again without it."""
    found = _read(("industry", "76"), ("size", "s5"), ("unset", "industry:76"))
    assert found.premises == {"size": ("s5",)}
    assert found.again


def test_only_premises_that_exist_can_be_removed() -> None:
    """A made-up value is dropped; asking again remains."""
    found = _read(("remove", "industry:76"), ("remove", "<script>:1"))
    assert found.removed == ("industry:76",)
    assert found.again


def test_bytes_that_are_no_text_are_read_as_far_as_they_go() -> None:
    """A broken encoding is not an error of the server."""
    assert asked.read(b"question=%ff%e3%81%82&role=owner").text.endswith("あ")


def test_a_form_with_hundreds_of_fields_is_refused() -> None:
    """More fields than the screen has are answered with a sentence."""
    with pytest.raises(QuestionError, match="多すぎます"):
        _read(*[("remove", "industry:76")] * 200)
