"""Success and failure side by side: what they share is really shared, and a missing side is said to be missing."""

from __future__ import annotations

import pytest

from knowledge.contrast import contrasted, nearness
from knowledge.filters import Filters
from knowledge.search import Hit


@pytest.fixture
def base(open_base, make_case):
    """Return a knowledge base of two trades and two matters, one case of each outcome."""
    price = {"topics": ["pricing"], "学び": "値上げの前に客を数える。"}
    people = {
        "topics": ["people"],
        "学び": "辞める理由を先に聞く。",
        "結果": "12人のうち3人が残った。",
        "owner_type": "founder",
        "owner_traits": ["quick"],
    }
    return open_base(
        [
            make_case(**price),
            make_case(id="case-09-02", outcome="success", 分かれ目="値上げの日を先に決めた。", **price),
            make_case(id="case-76-01", industry="76", outcome="success", **people),
            make_case(id="case-76-02", industry="76", outcome="discontinued", 分かれ目="聞かずに終わった。", **people),
            make_case(id="case-76-03", industry="76", outcome="success", **price),
            make_case(id="case-76-04", industry="76", outcome="failure", **price),
        ]
    )


def sides(found) -> list[tuple[str, str]]:
    return [(p.good.entry.id, p.bad.entry.id) for p in found.pairs]


def test_a_pair_shares_what_it_says_and_tells_where_both_parted(base) -> None:
    """Codes in common, 分かれ目 in the words of each, nearness between 0 and 1."""
    found = base.contrast("値上げ", Filters(values={"industry": ("09",)}), {"topics": ["pricing"]})
    assert sides(found) == [("case-09-02", "case-09-01")] and found.missing == ""
    pair = found.pairs[0]
    good, bad = pair.good.entry.facets(), pair.bad.entry.facets()
    assert pair.shared["industry"] == ("09",)
    assert all(c in good[name] and c in bad[name] for name, codes in pair.shared.items() for c in codes)
    assert pair.parted[0] == "値上げの日を先に決めた。" and "値上げの日を決めないまま" in pair.parted[1]
    assert 0 < pair.nearness <= 1


def test_the_matter_that_is_asked_about_comes_before_the_trade(base) -> None:
    """People leaving a restaurant is answered by people, not by another restaurant's prices."""
    found = base.contrast("人が辞め続ける店", None, {"industry": ["76"], "topics": ["people"]})
    assert sides(found) == [("case-76-01", "case-76-02")]


def test_a_pair_of_another_trade_or_matter_is_told_to_be_one(base) -> None:
    """Nothing nearer is there: the pair helps, and nobody takes it for one of the trade."""
    assert base.contrast("値上げ", None, {"industry": ["09"], "topics": ["pricing"]}).apart == ()
    found = base.contrast("真珠の養殖の値上げ", None, {"industry": ["04"], "topics": ["pricing"]})
    assert found.apart == ("industry",) and found.pairs
    found = base.contrast("飲食店の海外展開", None, {"industry": ["76"], "topics": ["overseas"]})
    assert found.apart == ("topics",) and found.pairs[0].shared["industry"] == ("76",)
    assert base.contrast("店", None, {}).apart == ()


def test_each_case_stands_in_one_pair(base) -> None:
    """Two pairs show four cases."""
    shown = [i for pair in sides(base.contrast("店", None, {"industry": ["76"]}, limit=5)) for i in pair]
    assert len(shown) == len(set(shown)) >= 4


@pytest.mark.parametrize(
    ("outcomes", "missing"), [(("success",), "failure"), (("failure",), "success"), (("partial",), "both")]
)
def test_a_side_that_is_not_there_is_named(base, outcomes, missing) -> None:
    """Without a counterpart the one side stands alone, and nothing is made up."""
    found = base.contrast("値上げ", Filters(values={"outcome": outcomes}), {"topics": ["pricing"]})
    assert found.pairs == () and found.missing == missing
    assert {h.entry.outcome for h in found.alone} <= set(outcomes)
    assert bool(found.alone) is (missing != "both")


def test_cases_that_have_nothing_in_common_are_no_pair(make_case) -> None:
    """Both sides are there, but neither explains the other."""
    plain = {"owner_type": "founder", "owner_traits": ["quick"], "stage": "growth", "size": "s300"}
    good = Hit(make_case(id="case-75-01", industry="75", topics=["people"], outcome="success", **plain), 1.0, ())
    bad = Hit(make_case(), 2.0, ())
    found = contrasted([good], [bad], {})
    assert found.missing == "near" and [h.entry.id for h in found.alone] == ["case-09-01", "case-75-01"]
    assert contrasted([], [], {}).missing == "both"


def test_nearness_is_the_same_either_way(make_case, make_policy) -> None:
    """A case is as near as can be to itself, and documents are near nothing."""
    one, other = make_case(), make_case(id="case-58-01", industry="58", topics=["margin", "cash"])
    assert nearness(one, one)[1] == 1.0
    assert nearness(one, other) == nearness(other, one)
    assert 0 < nearness(one, other)[1] < 1
    assert nearness(one, make_policy()) == ({}, 0.0)
