"""``/api/cases`` and ``/api/entries``: search, filter, count, page, open."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from knowledge.search import KnowledgeBase


def cases(client: TestClient, **params: Any) -> dict[str, Any]:
    response = client.get("/api/cases", params=params)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def counts(found: dict[str, Any], facet: str) -> dict[str, int]:
    return {row["code"]: row["count"] for row in found["facets"][facet]}


def test_facets_count_every_case(client: TestClient, knowledge: KnowledgeBase) -> None:
    """Single-valued fields add up to all cases, most frequent first, with labels."""
    found = cases(client)
    assert found["total"] == knowledge.catalog.counts()["case"]
    for facet in ("industry", "outcome", "owner_type", "size", "stage", "phase"):
        assert sum(counts(found, facet).values()) == found["total"]
        numbers = [row["count"] for row in found["facets"][facet]]
        assert numbers == sorted(numbers, reverse=True)
        assert all(row["label"] for row in found["facets"][facet])
    assert sum(counts(found, "topics").values()) >= found["total"]


@pytest.mark.parametrize(
    "facet", ["industry", "outcome", "owner_type", "owner_traits", "size", "stage", "topics", "phase"]
)
def test_count_of_a_facet_is_what_its_filter_finds(client: TestClient, facet: str) -> None:
    """The number beside a choice is kept."""
    for code, number in list(counts(cases(client), facet).items())[:3]:
        found = cases(client, **{facet: code})
        assert found["total"] == number
        for item in found["items"]:
            assert code in [c["code"] for c in item["facets"][facet]]


def test_values_of_one_field_are_or_and_fields_are_and(client: TestClient) -> None:
    """09 or 76; and failed."""
    either = cases(client, industry=["09", "76"], limit=100)
    assert either["total"] == sum(cases(client, industry=code)["total"] for code in ("09", "76"))
    both = cases(client, industry=["09", "76"], outcome="failure", limit=100)
    failed = {i["id"] for i in either["items"] if i["outcome"] == "failure"}
    assert failed and {i["id"] for i in both["items"]} == failed


def test_pages_follow_each_other_without_gap_or_repeat(client: TestClient) -> None:
    """Total and facets are those of the whole, on every page; past the end there is nothing."""
    whole = cases(client, limit=100)
    pages = [cases(client, limit=30, offset=offset) for offset in (0, 30, 60)]
    ids = [i["id"] for page in pages for i in page["items"]]
    assert ids == [i["id"] for i in whole["items"]][:90]
    assert all((p["total"], p["facets"]) == (whole["total"], whole["facets"]) for p in pages)
    assert cases(client, offset=10_000)["items"] == []


def test_search_finds_the_nearest_first_within_the_filters(client: TestClient) -> None:
    """Words rank, filters exclude."""
    found = cases(client, q="和菓子店の二代目、値上げに踏み切れない", industry="09")
    assert found["items"][0]["id"].startswith("case-09-0")
    assert counts(found, "industry") == {"09": found["total"]}
    assert cases(client, q="\x00\u200b")["total"] == cases(client)["total"]


@pytest.mark.parametrize(
    "params",
    [
        {"limit": 0},
        {"limit": 101},
        {"limit": "ten"},
        {"offset": -1},
        {"offset": 10_001},
        {"q": "a" * 8_001},
        {"size": ["s5"] * 21},
    ],
)
def test_wrong_parameter_is_422(client: TestClient, params: dict[str, Any]) -> None:
    """Its name is told."""
    response = client.get("/api/cases", params=params)
    assert (response.status_code, response.json()["code"]) == (422, "request")
    assert next(iter(params)) in response.json()["message"]


@pytest.mark.parametrize(
    "facet", ["industry", "outcome", "owner_type", "owner_traits", "size", "stage", "topics", "phase"]
)
def test_unknown_code_is_422_with_the_nearest(client: TestClient, facet: str) -> None:
    """The closed lists are closed."""
    response = client.get("/api/cases", params={facet: "nonsense"})
    assert (response.status_code, response.json()["code"]) == (422, "unknown-code")
    assert "「nonsense」は一覧にない符号です" in response.json()["message"]


def test_case_is_opened_with_its_facts_and_sections(client: TestClient) -> None:
    """Body, anchors and spans are those that citations point into."""
    entry = client.get("/api/entries/case-09-01").json()
    assert (entry["kind"], entry["outcome_label"], entry["origin_label"]) == ("case", "成功", "合成（創作）")
    assert [s["anchor"] for s in entry["sections"]][:2] == ["相談のきっかけ", "表面の課題"]
    for section in entry["sections"]:
        assert entry["body"][section["start"] : section["end"]] == section["text"]
    assert entry["figures"][0].keys() == {"name", "before", "after", "unit", "span"}


def test_guideline_and_document_are_opened_with_their_own_facts(client: TestClient) -> None:
    """Each kind tells what it has."""
    guideline = client.get("/api/entries/guide-listening").json()
    assert (guideline["kind"], guideline["mission"]) == ("guideline", "listening") and guideline["mission_label"]
    document = client.get("/api/entries/subsidy-jizokuka").json()
    assert (document["kind"], document["category"], document["as_of"]) == ("policy", "subsidy", "2025-01-01")
    assert document["category_label"] == "補助金・助成金" and document["confirmed"] is True
    assert document["valid_until"] is None
