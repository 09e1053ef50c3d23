"""Kappa against examples worked by hand."""

import pytest

from eval.people.kappa import agreement


def _answers(*counted):
    """One answer a pair of marks."""
    pairs = [pair for pair, n in counted for _ in range(n)]
    return {str(at): [pair] for at, pair in enumerate(pairs)}


def test_kappa_is_that_of_the_textbook():
    """20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: 0.7 agree, 0.5 by chance, so 0.4."""
    found = agreement(_answers((("○", "○"), 20), (("○", "×"), 5), (("×", "○"), 10), (("×", "×"), 15)))
    assert (found.n, found.answers, found.same) == (50, 50, 0.7)
    assert found.kappa == pytest.approx(0.4)
    assert 0.1 < found.low < 0.4 < found.high < 0.7


def test_three_marks_are_three_categories():
    """Of 10: 6 agree; chance is (4·5 + 4·3 + 2·2) / 100 = 0.36, so 0.24 / 0.64."""
    counted = ((("○", "○"), 4), (("×", "×"), 2), (("×", "○"), 1), (("×", "–"), 1), (("–", "–"), 0), (("–", "×"), 1))
    found = agreement(_answers(*counted, (("–", "–"), 1)))
    assert found.same == 0.7
    assert found.kappa == pytest.approx((0.7 - 0.36) / 0.64)


def test_one_and_the_same_mark_everywhere_proves_nothing():
    found = agreement(_answers((("○", "○"), 30)))
    assert (found.same, found.kappa, found.low) == (1.0, None, None)


def test_no_marks_are_no_agreement():
    assert agreement({"1": []}).same is None


def test_marks_of_one_answer_are_drawn_together():
    """The same 40 pairs are worth less when they are of four answers only."""
    pairs = [("○", "○"), ("×", "×"), ("○", "×"), ("○", "○")] * 10
    many = agreement({str(at): [pair] for at, pair in enumerate(pairs)})
    lumped = [[("○", "○")] * 10, [("×", "×")] * 10, [("○", "×")] * 10, [("○", "○")] * 10]
    few = agreement({str(at): found for at, found in enumerate(lumped)})
    assert few.kappa == pytest.approx(many.kappa)
    assert few.high - few.low > many.high - many.low
