"""What is kept in memory is what the catalog says now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge import at_hand
from knowledge.at_hand import AtHand
from knowledge.catalog import Catalog
from knowledge.entries import Case, Entry, Passage

Make = Callable[..., Case]
Split = Callable[[Entry], list[Passage]]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog.at(tmp_path)
    yield opened
    opened.close()


def test_a_change_by_anybody_is_seen_at_once(catalog: Catalog, tmp_path: Path, make_case: Make, split: Split) -> None:
    case = make_case(id="case-09-01")
    passages = split(case)
    catalog.put(case, passages, "a.md")
    held = AtHand(catalog)
    assert held.now().entries([case.id, "gone"]) == {case.id: case}
    assert held.now().passages([passages[0].id]) == {passages[0].id: passages[0]}
    other = Catalog.at(tmp_path)
    other.retire([case.id])
    other.close()
    now = held.now()
    assert (now.entries([case.id]), now.passages([passages[0].id]), now.all_entries()) == ({}, {}, ())
    assert now.visible(("national",)) == {}


def test_what_was_read_is_not_read_again(catalog: Catalog, make_case: Make, split: Split) -> None:
    case = make_case(id="case-09-01")
    catalog.put(case, split(case), "a.md")
    held = AtHand(catalog)
    first = held.now()
    assert first.entries([case.id])[case.id] is held.now().entries([case.id])[case.id]
    assert held.now() is first


def test_what_is_kept_does_not_grow_without_end(
    catalog: Catalog, make_case: Make, split: Split, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_hand, "_ENTRIES", 1)
    cases = [make_case(id=f"case-09-{n:02d}") for n in range(3)]
    for case in cases:
        catalog.put(case, split(case), f"{case.id}.md")
    held = AtHand(catalog)
    first = held.now()
    assert len(first.entries([c.id for c in cases])) == 3
    assert held.now() is not first
