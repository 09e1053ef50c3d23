"""Filters mean what is written, in the entry and in every index; visibility is the viewer's and never leaks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import taxonomy
from knowledge.embedding import Embedder
from knowledge.entries import Entry, entry_of
from knowledge.filters import FIELDS, Filters, Viewer, facet_terms, required_terms
from knowledge.indexes.lexical import LexicalIndex
from knowledge.indexes.vectors import ChromaIndex
from knowledge.search import KnowledgeBase
from knowledge.taxonomy import UnknownCodeError

Make = Callable[..., Entry]
POOL = {
    "industry": ["09", "58", "75"],
    "size": ["s1", "s5", "s20"],
    "owner_type": ["successor", "founder"],
    "owner_traits": ["cautious", "stubborn", "quick"],
    "stage": ["mature", "decline"],
    "topics": ["pricing", "margin", "people"],
    "phase": ["1", "2"],
    "outcome": ["success", "failure", "partial"],
    "category": ["subsidy", "law"],
    "partners": ["cci", "jfc"],
}


def test_values_of_one_field_are_or(make_case: Make) -> None:
    """Either industry will do."""
    assert Filters(values={"industry": ("58", "09")}).allow(make_case())
    assert not Filters(values={"industry": ("58", "75")}).allow(make_case())


def test_fields_are_and(make_case: Make) -> None:
    """Industry and outcome must both hold; a field without values asks nothing."""
    assert Filters(values={"industry": ("09",), "outcome": ("failure",), "stage": ()}).allow(make_case())
    assert not Filters(values={"industry": ("09",), "outcome": ("success",)}).allow(make_case())


def test_unknown_matches_only_when_asked_to(make_case: Make, make_policy: Make) -> None:
    """A policy has no industry, a case without partners no partner: they match only when unknown is named."""
    for entry, name, code in ((make_policy(), "industry", "09"), (make_case(partners=[]), "partners", "cci")):
        assert not Filters(values={name: (code,)}).allow(entry)
        assert Filters(values={name: (code,)}, unknown=(name,)).allow(entry)
        assert not Filters(values={name: (code,)}, unknown=("size",)).allow(entry)


def test_kind_is_a_condition(make_case: Make, make_policy: Make) -> None:
    """No kind named means every kind."""
    assert Filters(kinds=("policy", "guideline")).allow(make_policy())
    assert not Filters(kinds=("policy",)).allow(make_case())
    assert Filters().allow(make_case())


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ({"kinds": ("story",)}, "種類「story」"),
        ({"values": {"colour": ("red",)}}, "絞り込み「colour」は使えません。使えるもの: industry、size"),
        ({"values": {"visibility": ("hub:13",)}}, "絞り込み「visibility」は使えません"),
        ({"values": {"industry": ("9",)}}, "業種「9」は一覧にない符号です"),
    ],
)
def test_a_wrong_condition_is_refused_in_words(filters: dict[str, object], sentence: str) -> None:
    """Neither a misspelt code nor visibility can be filtered by."""
    with pytest.raises(UnknownCodeError) as refused:
        Filters(**filters)
    assert sentence in str(refused.value)


def test_terms_mark_every_absent_field(make_policy: Make) -> None:
    """Each field is in the index, with its codes or as unknown."""
    terms = facet_terms(make_policy(partner="jfc"))
    assert {t.partition(":")[0] for t in terms} == set(FIELDS)
    assert {"topics:policy", "category:subsidy", "partners:jfc", "industry:?"} <= set(terms)


def test_viewer_sees_the_nation_and_one_hub(make_case: Make) -> None:
    """A hub's own entry is for its members alone."""
    own = make_case(visibility="hub:13")
    assert [v.may_see(own) for v in (Viewer("13"), Viewer("14"), Viewer())] == [True, False, False]
    assert all(v.may_see(make_case()) for v in (Viewer("13"), Viewer()))


@pytest.fixture(scope="module")
def crowd(
    tmp_path_factory: pytest.TempPathFactory, make_case: Make, make_policy: Make, split: Callable, hashing: Embedder
) -> Iterator[tuple[list[Entry], KnowledgeBase, ChromaIndex, LexicalIndex]]:
    """Forty entries with random codes, in a knowledge base and its two indexes."""
    pick = random.Random(7)
    entries = []
    for n in range(30):
        codes = {f: pick.choice(POOL[f]) for f in ("industry", "size", "owner_type", "stage", "phase", "outcome")}
        lists = {
            f: pick.sample(POOL[f], pick.randint(f == "topics", 2)) for f in ("owner_traits", "topics", "partners")
        }
        entries.append(make_case(id=f"case-{n:02d}", visibility=pick.choice(["national", "hub:13"]), **codes, **lists))
    for n in range(10):
        topics, partner = pick.sample(POOL["topics"], n % 2), pick.choice(["", "jfc"])
        entries.append(
            make_policy(id=f"policy-{n}", category=pick.choice(POOL["category"]), topics=topics, partner=partner)
        )
    base = KnowledgeBase(tmp_path_factory.mktemp("crowd"), hashing)
    for entry in entries:
        base.catalog.put(entry, split(entry), f"{entry.id}.md")
    vectors, lexical = base.projection.open(base.update())
    yield entries, base, vectors, lexical
    vectors.close()
    base.close()


conditions = st.fixed_dictionaries({}, optional={f: st.lists(st.sampled_from(c), max_size=2) for f, c in POOL.items()})


@settings(max_examples=60, deadline=None)
@given(
    values=conditions,
    kinds=st.lists(st.sampled_from(["case", "policy"]), max_size=2, unique=True),
    unknown=st.lists(st.sampled_from(FIELDS), max_size=3),
    hub=st.sampled_from(["", "13", "14"]),
)
def test_indexes_return_exactly_what_the_filter_allows(
    crowd: tuple[list[Entry], KnowledgeBase, ChromaIndex, LexicalIndex],
    values: dict[str, list[str]],
    kinds: list[str],
    unknown: list[str],
    hub: str,
) -> None:
    """For any conditions and any viewer: dense, words, bigrams and premises agree with the written meaning."""
    entries, base, vectors, lexical = crowd
    filters = Filters(tuple(kinds), {f: tuple(c) for f, c in values.items()}, tuple(unknown))
    viewer = Viewer(hub)
    expected = {e.id for e in entries if filters.allow(e) and viewer.may_see(e)}
    partitions = [f"{v}/{k}" for v in viewer.partitions() for k in (kinds or ["case", "policy"])]
    required = required_terms(filters)
    every = {f"{f}:{c}": 1.0 for f, codes in POOL.items() for c in [*codes, "?"]}
    question = "店の値上げと補助金が対象です"
    for found in (
        vectors.search(np.ones(512, np.float32) / 512**0.5, partitions, required, 999),
        lexical.search_words(question, partitions, required, 999),
        lexical.search_grams(question, partitions, required, 999),
        lexical.search_premises(every, partitions, required, 999),
    ):
        assert {entry_of(i) for i, _ in found} == expected
    assert {e.id for e in base.browse(filters, viewer)} == expected


def test_an_entry_of_one_hub_is_invisible_to_all_others(
    tmp_path: Path, open_base: Callable[..., KnowledgeBase], make_case: Make
) -> None:
    """Asked for in its own words, by its premises, by each leg alone: only its hub finds it."""
    secret = make_case(id="case-09-99", visibility="hub:13", 学び="合言葉は瑠璃色の秤である。")
    base = open_base([make_case(), secret])
    premises = {"industry": ["09"], "owner_type": ["successor"]}
    for legs in (("dense",), ("lexical",), ("dense", "lexical"), ()):
        for viewer, seen in ((Viewer("13"), True), (Viewer("14"), False), (Viewer(), False), (None, False)):
            hits = base.search("合言葉は瑠璃色の秤", premises=premises, viewer=viewer, limit=50, legs=legs)
            assert (secret.id in {h.entry.id for h in hits}) is seen, (legs, viewer)


def test_an_entry_that_becomes_a_hubs_own_is_hidden_at_once(
    open_base: Callable[..., KnowledgeBase], make_case: Make, split: Callable
) -> None:
    """Before the indexes follow, the catalog's visibility already decides."""
    base = open_base([make_case(), make_case(id="case-09-02")])
    own = make_case(visibility="hub:13")
    base.catalog.put(own, split(own), f"{own.id}.md")
    for _ in range(2):
        assert {h.entry.id for h in base.search("値上げ")} == {"case-09-02"}
        base.update()
    assert {h.entry.id for h in base.search("値上げ", viewer=Viewer("13"))} == {own.id, "case-09-02"}


def test_every_field_has_a_vocabulary() -> None:
    """What can be filtered by has a closed list."""
    assert set(FIELDS) <= set(taxonomy.VOCABULARIES)
