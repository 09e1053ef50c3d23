"""A newer edition of the same scheme supersedes the older one, for those who may see it, and the older stays to be found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalog import Catalog
from knowledge.catalog.editions import Editions
from knowledge.entries import Policy
from knowledge.entry_file import EntryError, build_document, parse_markdown
from knowledge.filters import Viewer
from knowledge.freshness import freshness, newest_first
from knowledge.search import KnowledgeBase

TODAY = date(2026, 11, 21)
HUB = Viewer("22")


def policy(name: str, **facts: object) -> Policy:
    fields = {
        "id": name,
        "title": f"小規模店応援補助金 {name}",
        "category": "document",
        "publisher": "市",
        "scheme": "ouen",
    }
    text = "小規模店応援補助金は、従業員が五人以下の店の看板やチラシの費用を助ける。"
    return build_document({**fields, **facts}, [("本文", None, text)])


@pytest.fixture
def newer(tmp_path: Path) -> Callable[..., str]:
    """Return a function that puts policies and tells which one supersedes the first."""
    catalog = Catalog.at(tmp_path)
    editions = Editions(catalog)

    def of(*policies: Policy, viewer: Viewer = HUB) -> str:
        for each in policies:
            catalog.put(each, [], f"{each.id}.pdf")
        found = editions.newer(policies[0], viewer, TODAY)
        return found.entry_id if found else ""

    return of


@pytest.mark.parametrize(
    ("older", "later"),
    [
        ({"edition": 19}, {"edition": 20}),
        ({"edition": 19, "as_of": "2025-05-01"}, {"edition": 20, "as_of": "2025-04-01"}),
        ({"as_of": "2025-04-01"}, {"as_of": "2025-05-01"}),
        ({"valid_from": "2025-04-01"}, {"valid_from": "2026-04-01"}),
        ({"edition": 20, "as_of": "2025-04-01"}, {"edition": 20, "as_of": "2025-05-01"}),
        ({"edition": 20, "as_of": "2025-04-01"}, {"as_of": "2025-05-01"}),
    ],
)
def test_a_later_number_or_date_supersedes(
    newer: Callable[..., str], older: dict[str, object], later: dict[str, object]
) -> None:
    """Number first where both have one, else the date; and only in this direction."""
    assert newer(policy("old", **older), policy("new", **later)) == "new"
    assert newer(policy("new", **later), policy("old", **older)) == ""


@pytest.mark.parametrize(
    "other",
    [
        {"edition": 20, "scheme": "betsu"},
        {"edition": 20, "scheme": ""},
        {"edition": 20, "visibility": "hub:13"},
        {"edition": 19, "as_of": "2025-04-01"},
        {"edition": 20, "valid_from": "2027-04-01"},
    ],
)
def test_another_scheme_hub_or_time_supersedes_nothing(newer: Callable[..., str], other: dict[str, object]) -> None:
    """Not what the viewer may not see, not an equal, and not what only begins later."""
    assert newer(policy("old", edition=19, as_of="2025-04-01"), policy("other", **other)) == ""
    assert newer(policy("none", edition=19, scheme=""), policy("new", edition=20, scheme="")) == ""


def test_an_undated_document_stands_alone(newer: Callable[..., str]) -> None:
    """Without number and date nothing can be said of its age."""
    assert newer(policy("undated"), policy("new", as_of="2025-05-01")) == ""


def test_what_changes_in_the_catalog_counts_at_once(tmp_path: Path) -> None:
    """A newer edition that comes, changes its scheme or goes is seen at the next look."""
    catalog = Catalog.at(tmp_path)
    editions = Editions(catalog)
    old, new = policy("old", edition=19), policy("new", edition=20)
    catalog.put(old, [], "old.pdf")
    assert editions.newer(old, HUB, TODAY) is None
    catalog.put(new, [], "new.pdf")
    assert editions.newer(old, HUB, TODAY) is not None
    catalog.put(replace(new, scheme="betsu"), [], "new.pdf")
    assert editions.newer(old, HUB, TODAY) is None
    catalog.put(replace(new, guessed=("scheme",)), [], "new.pdf")
    found = editions.newer(old, HUB, TODAY)
    assert found is not None
    assert found.guessed
    catalog.retire(["new"])
    assert editions.newer(old, HUB, TODAY) is None


def test_only_what_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand policies are read once, not at every question."""
    catalog = Catalog.at(tmp_path)
    for n in range(30):
        catalog.put(policy(f"p{n:02}", edition=n), [], f"{n}.pdf")
    editions = Editions(catalog)
    assert editions.newer(policy("p00", edition=0), HUB, TODAY)
    monkeypatch.setattr(catalog, "entries", None)  # would fail if it were read whole once more
    catalog.put(policy("p30", edition=30), [], "30.pdf")
    found = editions.newer(policy("p00", edition=0), HUB, TODAY)
    assert found is not None
    assert found.entry_id == "p30"


def found_ids(base: KnowledgeBase, question: str = "看板の費用を助ける補助金") -> list[str]:
    return [hit.entry.id for hit in base.search(question, viewer=HUB)]


def test_the_newer_edition_comes_first_and_the_older_is_still_found(open_base: Callable[..., KnowledgeBase]) -> None:
    """Also where the older speaks of the question in more words."""
    old = build_document(
        {
            "id": "a-old",
            "title": "看板の補助金",
            "category": "document",
            "publisher": "市",
            "scheme": "ouen",
            "edition": 19,
        },
        [("本文", None, "看板の費用を助ける補助金です。看板の費用を助ける補助金。")],
    )
    base = open_base([old, policy("b-new", edition=20), policy("c-else", scheme="", title="別の資料")])
    ids = found_ids(base)
    assert ids.index("b-new") + 1 == ids.index("a-old")


def test_an_expired_document_ranks_below_an_equal_one_but_is_found(open_base: Callable[..., KnowledgeBase]) -> None:
    """The only answer is shown although it has expired."""
    ended = policy("a-ended", scheme="", valid_until="2020-03-31", title="案内")
    assert found_ids(open_base([ended, policy("b-valid", scheme="", title="案内")])) == ["b-valid", "a-ended"]


def test_the_only_answer_is_found_although_it_has_expired(open_base: Callable[..., KnowledgeBase]) -> None:
    """Nothing is hidden."""
    assert found_ids(open_base([policy("a-ended", valid_until="2020-03-31")])) == ["a-ended"]


def test_a_guess_costs_less_than_a_statement() -> None:
    """And what is neither expired nor superseded costs nothing."""
    ended = policy("ab", valid_until="2020-03-31")
    guessed = replace(ended, guessed=("valid_until",))
    assert freshness(policy("ab"), TODAY, None) == 1.0
    assert 0.8 <= freshness(ended, TODAY, None) < freshness(guessed, TODAY, None) < 1.0
    assert freshness(ended, date(2020, 3, 31), None) == 1.0


@given(st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from("abcdefgx"), max_size=7), st.permutations("abcdefg"))
def test_the_order_keeps_every_entry_and_puts_newer_ones_above(newer: dict[str, str], ranked: list[str]) -> None:
    """Nothing is lost or doubled, even where texts supersede each other in a ring; else each stands below its newer one."""
    assert sorted(newest_first(ranked, str, lambda row: newer.get(row, ""))) == sorted(ranked)
    straight = {old: new for old, new in newer.items() if new > old}
    ordered = newest_first(ranked, str, lambda row: straight.get(row, ""))
    assert sorted(ordered) == sorted(ranked)
    assert all(ordered.index(new) < ordered.index(old) for old, new in straight.items() if new in ordered)


def test_scheme_and_edition_are_read_from_front_matter() -> None:
    """And refused with a sentence when they cannot be meant."""
    text = (
        "---\nkind: policy\nid: a-1\ntitle: 要領\ncategory: subsidy\npublisher: 市\n{}\n---\n## 対象\n店が対象です。\n"
    )
    entry = parse_markdown(text.format("scheme: jizokuka-hojo\nedition: 20"))
    assert isinstance(entry, Policy)
    assert (entry.scheme, entry.edition, entry.guessed) == ("jizokuka-hojo", 20, ())
    for wrong in ("edition: 第20次", "edition: 123456", "edition: -1", "scheme: " + "あ" * 81, "edition: [1]"):
        with pytest.raises(EntryError, match="書いてください"):
            parse_markdown(text.format(wrong))
