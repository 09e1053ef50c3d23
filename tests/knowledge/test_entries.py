"""Entries are values: they turn into records and back, and know their sections, facets and clauses."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import taxonomy
from knowledge.entries import (
    Case,
    Entry,
    Figure,
    Guideline,
    Policy,
    Section,
    digest,
    entry_of,
    from_record,
    labelled_lines,
    passage_id,
    to_record,
)
from knowledge.entry_file import parse_markdown

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
numbers = st.none() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
days = st.none() | st.dates()


def some(field: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(taxonomy.VOCABULARIES[field]))


def several(field: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(some(field), max_size=3, unique=True).map(tuple)


sections = st.lists(
    st.builds(
        Section,
        anchor=words,
        heading=words,
        start=st.integers(0, 99),
        end=st.integers(0, 99),
        page=st.none() | st.integers(1, 9),
    ),
    max_size=3,
).map(tuple)
common = {
    "id": words,
    "title": words,
    "body": words,
    "sections": sections,
    "visibility": st.sampled_from(["national", "hub:13"]),
    "origin": some("origin"),
    "contributed_by": words,
    "as_of": days,
    "topics": several("topics"),
}
figures = st.lists(
    st.builds(Figure, name=words, before=numbers, after=numbers, unit=words, span=words), max_size=2
).map(tuple)
cases = st.builds(
    Case,
    **common,
    industry=some("industry"),
    size=some("size"),
    owner_type=some("owner_type"),
    owner_traits=several("owner_traits"),
    stage=some("stage"),
    phase=some("phase"),
    period=words,
    outcome=some("outcome"),
    figures=figures,
    tools=st.lists(words, max_size=2).map(tuple),
    partners=several("partners"),
    contrast_group=words,
)
policies = st.builds(
    Policy,
    **common,
    category=some("category"),
    publisher=words,
    url=words,
    valid_from=days,
    valid_until=days,
    confirmed=st.booleans(),
    partner=st.just("") | some("partners"),
    pages=st.integers(0, 9),
)
guidelines = st.builds(Guideline, **common, mission=some("mission"))


@settings(max_examples=80, deadline=None)
@given(cases | policies | guidelines)
def test_record_gives_back_an_equal_entry(entry: Entry) -> None:
    """Through JSON and back nothing changes, and neither does the digest."""
    again = from_record(json.loads(json.dumps(to_record(entry), ensure_ascii=False)))
    assert again == entry
    assert digest(again) == digest(entry)


def test_digest_sees_every_field(make_case: Callable[..., Entry]) -> None:
    """A changed word, figure or visibility is a changed entry."""
    one = make_case()
    others = [
        make_case(結果="利益率は戻った。"),
        make_case(figures=[]),
        make_case(visibility="hub:13"),
        make_case(size="s20"),
    ]
    assert len({digest(e) for e in (one, make_case(), *others)}) == 5


def test_text_of_a_section_is_its_own_words(make_case: Callable[..., Entry]) -> None:
    """A section is found by its anchor; one that is not there has no text."""
    case = make_case()
    assert case.text_of("学び") == "何割減るまで損をしないかを先に計算する。"
    assert case.text_of("余談") == ""


def test_facets_leave_out_what_is_unknown(make_case: Callable[..., Entry], make_policy: Callable[..., Entry]) -> None:
    """A case has all its codes; a policy without topics or partner has only its category."""
    assert make_case().facets()["topics"] == ("pricing", "margin")
    assert make_policy(topics=None).facets() == {"category": ("subsidy",)}
    assert make_policy(partner="jfc").facets()["partners"] == ("jfc",)


def test_policy_expires_after_its_last_day(make_policy: Callable[..., Policy]) -> None:
    """The last day itself is still valid; without one a policy never expires."""
    policy = make_policy(valid_until="2026-03-31")
    assert not policy.expired(date(2026, 3, 31))
    assert policy.expired(date(2026, 4, 1))
    assert not make_policy().expired(date(2099, 1, 1))


def test_clause_is_read_by_its_id(guideline_text: Callable[..., str]) -> None:
    """A clause has its six parts; an id that is not there is a KeyError."""
    guideline = parse_markdown(guideline_text())
    assert isinstance(guideline, Guideline)
    clause = guideline.clause("1-2")
    assert (clause.heading, clause.behaviour, clause.good) == ("復唱する", "最後まで聞く。", "「続きをどうぞ」")
    assert (clause.why, clause.bad, clause.reflect, clause.basis) == (
        "急がない。",
        "「要するに」",
        "さえぎらなかったか。",
        "[S0]",
    )
    with pytest.raises(KeyError, match="9-9"):
        guideline.clause("9-9")
    assert guideline.facets() == {}


def test_labelled_lines_read_either_colon_and_continue() -> None:
    """A line without a label belongs to the label above; text before the first label is passed over."""
    text = "前置き\n- 行動: 聞く。\n  続きも聞く。\n- 理由：急がない: 決して\n-良い例:「はい」\n\n- これは十二文字より長い見出しの行: 続き"
    assert labelled_lines(text) == {
        "行動": "聞く。続きも聞く。",
        "理由": "急がない: 決して",
        "良い例": "「はい」- これは十二文字より長い見出しの行: 続き",
    }


def test_passage_id_names_its_entry() -> None:
    """An entry is known by any of its passages' ids."""
    assert entry_of(passage_id("case-09-01", "abc")) == "case-09-01"
