"""A second stage may order the best entries anew, and a search never fails because of it."""

import sys

import pytest

from knowledge.embedding import EmbeddingError
from knowledge.rescoring import CrossEncoderRescorer, reordered
from knowledge.search import KnowledgeBase


class Longest:
    """Prefers what its question names; fails when told to."""

    def __init__(self, failing=False):
        self.failing = failing

    def rate(self, question, passages):
        """Rate by whether the passage has the last word of the question."""
        if self.failing:
            raise EmbeddingError("止まりました。")
        return [float(question.split()[-1] in p) for p in passages]


def test_ratings_deal_out_the_scores_that_there_are():
    """The order is the ratings', the numbers are the search's."""
    assert reordered([0.1, 0.9, 0.5], [3.0, 2.0, 1.0]) == [1.0, 3.0, 2.0]
    assert reordered([0.5, 0.5], [2.0, 1.0]) == [2.0, 1.0]
    assert reordered([], []) == []


@pytest.fixture
def filled(open_base, make_case, tmp_path, hashing):
    """Return a function that opens the same small knowledge with a rescorer."""
    opened = []
    open_base(
        [make_case(), make_case(id="case-75-01", industry="75", title="求人の書き方", 学び="仕事を書く。")]
    ).close()

    def open_it(rescorer):
        opened.append(KnowledgeBase(tmp_path / "data", hashing, rescorer=rescorer))
        return opened[-1]

    yield open_it
    for base in opened:
        base.close()


def test_the_second_stage_decides_the_order(filled):
    """What it rates higher stands first, with falling scores."""
    plain = [h.entry.id for h in filled(None).search("値上げ 求人の書き方")]
    hits = filled(Longest()).search("値上げ 求人の書き方")
    assert hits[0].entry.id == "case-75-01" and {h.entry.id for h in hits} == set(plain)
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_a_second_stage_that_fails_changes_nothing(filled):
    """The first order stands."""
    hits = [(h.entry.id, h.score) for h in filled(None).search("値上げ 求人の書き方")]
    assert [(h.entry.id, h.score) for h in filled(Longest(failing=True)).search("値上げ 求人の書き方")] == hits


def test_without_the_package_a_sentence_says_so(monkeypatch):
    """No traceback of an import."""
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EmbeddingError, match="sentence-transformers を入れて"):
        CrossEncoderRescorer("any")
