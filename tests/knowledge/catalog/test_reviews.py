"""Review rows change as a whole or not at all, and every item of the quarantine has a row as long as it lives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.catalog.reviews import OPEN_STATES, Decision, Review, Reviews

FIRST = Decision("確認 一子", "確認一子", "accept", {"person": 1}, "", "2026-11-21T01:00:00.000+00:00")
REVIEW = Review(
    id="r1",
    entry_id="case-1",
    title="菓子店の値上げ",
    visibility="national",
    kinds={"person": 2, "address": 1},
    state="waiting",
    content_mark="m1",
    source_mark="s1",
    item="i1",
    held_at="2026-11-21T00:00:00.000+00:00",
    changed_at="2026-11-21T00:00:00.000+00:00",
)


@pytest.fixture
def reviews(tmp_path: Path) -> Iterator[Reviews]:
    catalog = Catalog.at(tmp_path)
    yield Reviews(catalog)
    catalog.close()


@pytest.fixture
def added(reviews: Reviews) -> Reviews:
    reviews.expect_item("i1", "r1")
    reviews.add(REVIEW)
    return reviews


def test_review_comes_back_as_it_was_written(added: Reviews) -> None:
    """By its id, entry, file and state; an unknown one is None."""
    assert added.get("r1") == REVIEW and added.get("r2") is None
    assert added.of_entry("case-1") == added.of_source("s1") == added.in_states(OPEN_STATES) == [REVIEW]
    assert added.of_entry("case-2") == added.of_source("s2") == added.in_states(("accepted",)) == []


def test_the_longest_waiting_comes_first(added: Reviews) -> None:
    """By the time at which it was held."""
    for number, hour in ((2, "05"), (3, "03")):
        added.expect_item(f"i{number}", f"r{number}")
        added.add(replace(REVIEW, id=f"r{number}", item=f"i{number}", held_at=f"2026-11-21T{hour}:00:00.000+00:00"))
    assert [r.id for r in added.in_states(("waiting",))] == ["r1", "r3", "r2"]


def test_change_of_an_old_version_writes_nothing(added: Reviews) -> None:
    """Neither the row nor the decision nor the items."""
    assert added.change(REVIEW, replace(REVIEW, state="approved-once"), FIRST)
    before = added.get("r1")
    assert before and before.version == 2 and before.decisions == (replace(FIRST, stands=True),)
    assert not added.change(REVIEW, replace(REVIEW, state="rejected", item=""), FIRST)
    assert added.get("r1") == before and added.items("held") == ["i1"]


def test_approvals_stand_only_while_the_review_carries_them(added: Reviews) -> None:
    """An edit drops them; the record of them stays."""
    added.change(REVIEW, replace(REVIEW, state="approved-once"), FIRST)
    once = added.get("r1")
    assert once and [d.person for d in once.approvals()] == ["確認一子"]
    added.change(once, replace(once, decisions=()), replace(FIRST, person="確認二郎", action="edit"))
    again = added.get("r1")
    assert again and [(d.person, d.stands) for d in again.decisions] == [("確認一子", False), ("確認二郎", True)]


def test_items_are_written_held_and_erased_with_their_review(added: Reviews) -> None:
    """A new item is expected first, held with the change, and the old one is then to be erased."""
    added.expect_item("i2", "r1")
    assert (added.items("writing"), added.items("held")) == (["i2"], ["i1"])
    added.change(REVIEW, replace(REVIEW, item="i2"))
    assert (added.items("writing"), added.items("held"), added.items("erasing")) == ([], ["i2"], ["i1"])
    added.forget_item("i1")
    closed = added.get("r1")
    assert closed
    added.change(closed, replace(closed, state="rejected", item=""))
    assert (added.items(), added.items("erasing")) == (["i2"], ["i2"])


def test_undo_takes_the_last_decision_back(added: Reviews) -> None:
    """What stood before stands again."""
    added.change(REVIEW, replace(REVIEW, state="approved-once"), FIRST)
    once = added.get("r1")
    assert once
    added.change(once, replace(once, state="accepting"), replace(FIRST, person="確認二郎"))
    accepting = added.get("r1")
    assert accepting
    added.undo(accepting)
    undone = added.get("r1")
    assert undone and (undone.state, undone.version, undone.decisions) == ("approved-once", 4, once.decisions)
    added.undo(undone)
    empty = added.get("r1")
    assert empty and (empty.state, empty.decisions) == ("waiting", ())
