from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.anonymise.risk import Crowd, combination, traits_of
from ingest.anonymise.risk.combination import generalise
from knowledge.entries import Case
from knowledge.entry_file import parse_markdown

SEED = parse_markdown(Path("knowledge/corpus/cases/case-12-01.md").read_text(encoding="utf-8"))
assert isinstance(SEED, Case)
BASE = replace(SEED, period="2021-07/2024-03", visibility="national", contributed_by="", topics=("margin",))


def case(number: int, **traits: object) -> Case:
    return replace(BASE, id=f"case-{number}", **traits)  # type: ignore[arg-type]


def test_a_case_like_enough_others_raises_no_doubt() -> None:
    cases = [case(n) for n in range(5)]
    assert combination(cases[0], Crowd.of(cases)) == []


def test_a_case_counts_itself_once_whether_or_not_it_is_known_already() -> None:
    others = [case(n) for n in range(1, 5)]
    assert combination(case(0), Crowd.of(others)) == []
    assert generalise(case(1), Crowd.of(others)) is not None


def test_the_smallest_change_that_is_enough_is_proposed() -> None:
    # 12 (timber) and 24 (metal) are both manufacturing
    cases = [case(0), *(case(n, industry="24") for n in range(1, 6))]
    doubts = combination(cases[0], Crowd.of(cases))
    assert [(d.where, d.kind) for d in doubts] == [("industry", "combination"), ("period", "combination")]
    assert doubts[0].proposal == "大分類「製造業」"
    assert "1件" in doubts[0].reason
    assert "6件" in doubts[0].reason


def test_a_wider_size_is_tried_before_a_wider_industry() -> None:
    wide = [case(n, size="s5" if BASE.size != "s5" else "s1") for n in range(1, 6)]
    cases = [case(0), *wide, *(case(n, industry="24") for n in range(10, 16))]
    doubts = combination(cases[0], Crowd.of(cases))
    assert doubts[0].where == "size"
    assert doubts[0].proposal == "規模「20人以下」"


def test_two_changes_are_proposed_when_one_is_not_enough() -> None:
    cases = [case(0), *(case(n, industry="24", owner_type="founder") for n in range(1, 6))]
    doubts = combination(cases[0], Crowd.of(cases))
    assert [d.where for d in doubts] == ["industry", "owner_type", "period"]
    assert "あわせて6件" in doubts[0].reason


def test_a_region_can_be_dropped() -> None:
    cases = [case(0, visibility="hub:22"), *(case(n, visibility="hub:13") for n in range(1, 5))]
    doubts = combination(cases[0], Crowd.of(cases))
    assert doubts[0].where == "contributed_by"
    assert "静岡県" in doubts[0].original


def test_the_region_is_the_hub_that_sees_or_gave_the_case() -> None:
    assert traits_of(case(0, visibility="hub:22")).region == "22"
    assert traits_of(case(0, contributed_by="22")).region == "22"
    assert traits_of(case(0, contributed_by="静岡県よろず支援拠点")).region == "22"
    assert traits_of(case(0)).region == ""


def test_what_nothing_helps_is_said_honestly() -> None:
    doubts = combination(case(0), Crowd.of([case(0)]))
    assert [d.where for d in doubts] == ["visibility"]
    assert "どれを伏せても1件" in doubts[0].reason


def test_unknown_premises_match_anything() -> None:
    unknown = [case(n, industry="", size="", owner_type="", topics=()) for n in range(1, 5)]
    assert combination(case(0), Crowd.of(unknown)) == []
    known = [case(n, industry="24") for n in range(1, 5)]
    assert combination(case(0, industry=""), Crowd.of(known)) == []


def test_one_shared_theme_is_enough() -> None:
    others = [case(n, topics=("margin", "pricing")) for n in range(1, 5)]
    assert combination(case(0, topics=("margin", "productivity")), Crowd.of(others)) == []
    assert combination(case(0, topics=("productivity",)), Crowd.of(others)) != []


def test_a_code_of_no_list_is_shown_as_it_is() -> None:
    cases = [case(0, topics=("no-such-theme",)), *(case(n) for n in range(1, 6))]
    assert "no-such-theme" in combination(cases[0], Crowd.of(cases))[0].original


def test_k_can_be_chosen() -> None:
    cases = [case(0), case(1)]
    assert combination(cases[0], Crowd.of(cases), k=2) == []
    assert combination(cases[0], Crowd.of(cases), k=3) != []


def test_a_case_that_is_counted_again_takes_its_own_place() -> None:
    crowd = Crowd.of([case(0), case(0, industry="24"), case(1, industry="24")])
    assert generalise(case(1, industry="24"), crowd, k=2) is None
    crowd.add("case-0", traits_of(case(0, industry="12")))
    assert generalise(case(1, industry="24"), crowd, k=2) is not None


def test_months_become_whole_years_in_a_form_that_can_be_kept() -> None:
    cases = [case(0), *(case(n, industry="24") for n in range(1, 6))]
    period = combination(cases[0], Crowd.of(cases))[-1]
    assert (period.original, period.proposal, period.end) == ("2021-07/2024-03", "2021-01/2024-12", 15)
    assert [d.where for d in combination(replace(cases[0], period=""), Crowd.of(cases))] == ["industry"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["12", "24", "57", ""]), st.sampled_from(["s1", "s5", "s50", ""])),
        min_size=1,
        max_size=12,
    ),
    st.integers(2, 6),
)
def test_what_is_proposed_reaches_k_when_it_is_done(rows: list[tuple[str, str]], k: int) -> None:
    cases = [case(n, industry=industry, size=size) for n, (industry, size) in enumerate(rows)]
    least = generalise(cases[0], Crowd.of(cases), k)
    if least is None:
        return
    assert least.before < k
    assert (least.after >= k) == bool(least.steps)
    gone = {step.field for step in least.steps if step.after == "（記載しない）"}
    if least.steps and len(gone) == len(least.steps):
        dropped = replace(cases[0], **dict.fromkeys(gone, ""))  # type: ignore[arg-type]
        assert generalise(dropped, Crowd.of([dropped, *cases[1:]]), k) is None


@pytest.mark.parametrize("count", [10_000])
def test_ten_thousand_cases_are_counted(count: int) -> None:
    crowd = Crowd.of(case(n, industry="24" if n % 2 else "12") for n in range(count))
    assert crowd.count("case-0", (("industry", frozenset({"24"})),)) == count // 2 + 1
