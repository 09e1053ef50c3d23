"""Scores of unlike legs become one order."""

import pytest

from knowledge.ranking import FIELD_WEIGHTS, LEG_WEIGHTS, exclusion, fused, grouped, premise_score


def test_legs_add_up_by_their_weights() -> None:
    """Cosines count in spreads above the last place, BM25 from zero."""
    scores = fused({"dense": [("a#1", 0.6), ("b#1", 0.2)], "words": [("b#1", 10.0)]}, spread=0.1, candidates=5)
    assert scores["a#1"] == pytest.approx(LEG_WEIGHTS["dense"] * 4)
    assert scores["b#1"] == pytest.approx(LEG_WEIGHTS["words"] * 10)
    assert fused({}, 0.1, 5) == {}


def test_keywords_that_hardly_match_hardly_count() -> None:
    """The first of a weak list does not get what the first of a strong list gets."""
    weak, strong = (fused({"words": [("a#1", s), ("b#1", s / 2)]}, 0.1, 5)["a#1"] for s in (2.0, 20.0))
    assert strong == pytest.approx(10 * weak)


def test_a_list_that_was_cut_off_counts_from_half_its_last_place() -> None:
    """What did not fit in may have had nearly as much as the last that did."""
    cut = fused({"words": [("a#1", 9.0), ("b#1", 4.0)]}, 0.1, candidates=2)
    assert cut["a#1"] == pytest.approx(LEG_WEIGHTS["words"] * 7)


def test_entries_stand_by_their_best_passage() -> None:
    """Entries found by premises alone come with no score; the best are kept."""
    found = grouped({"a#1": 1.0, "a#2": 3.0, "b#1": 2.0, "c#1": 0.5}, ["d#1", "a#1"], most=2)
    assert found == {"a": [("a#2", 3.0), ("a#1", 1.0)], "b": [("b#1", 2.0)], "d": [("d#1", 0.0)]}


def test_doubtful_premises_raise_less(make_case) -> None:
    """A code read with confidence 0.5 adds half; codes that the entry lacks dilute the others."""
    sure, doubtful = (premise_score(make_case(), {"topics": {"pricing": c}}) for c in (1.0, 0.5))
    assert sure == FIELD_WEIGHTS["topics"]
    assert doubtful == pytest.approx(sure / 2)
    assert premise_score(make_case(), {"topics": ["pricing", "cash"]}) == pytest.approx(sure / 2)


def test_what_is_ruled_out_lowers(make_case, make_policy) -> None:
    """Another trade falls far; a topic a little, unless the document is itself what is ruled out."""
    assert exclusion(make_case(), ["industry:09"]) > exclusion(make_case(), ["topics:pricing"]) > 0
    assert exclusion(make_case(), ["industry:76", "topics:legal"]) == exclusion(make_case(), []) == 0
    assert exclusion(make_policy(), ["topics:policy"]) == 2 * FIELD_WEIGHTS["topics"]
