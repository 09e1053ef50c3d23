import pytest

from eval.case_slices import case_slices
from knowledge.corpus_check import CORPUS
from knowledge.entry_file import parse_markdown


def _read(name):
    (path,) = CORPUS.glob(f"*/{name}.md")
    return parse_markdown(path.read_text("utf-8"))


@pytest.fixture(scope="module")
def pair():
    return [_read("case-09-01"), _read("case-09-02")]


def test_what_the_cases_share_is_told_and_what_divides_them_is_not(pair):
    good = pair[0].facets()
    assert case_slices(pair[:1]) == {n: good[n][0] for n in ("industry", "owner_type", "outcome")}
    assert case_slices(pair)["industry"] == "09"
    assert "outcome" not in case_slices(pair)


def test_documents_have_no_premises(pair):
    scheme = _read("subsidy-jizokuka")
    assert case_slices([scheme]) == {}
    assert case_slices([scheme, *pair]) == case_slices(pair)
