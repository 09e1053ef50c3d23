"""A hub's own case is for that hub: no other sees it, its title, its words, or that it exists."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from fastapi.testclient import TestClient

from assistant.answering.answer import INTENTS
from knowledge.search import KnowledgeBase

SECRET = "雷門の人形焼を値上げした秘伝の三代目"
Build = Callable[[Mapping[str, str]], KnowledgeBase]


@pytest.fixture
def client_of(
    build: Build,
    case_file: Callable[..., str],
    policy_file: Callable[..., str],
    serving: Callable[..., TestClient],
) -> Callable[[str], TestClient]:
    """A service of a hub, over two national entries, and a case and a document of hub 13."""
    own = {"visibility": "hub:13", "title": SECRET}
    knowledge = build(
        {
            "open.md": case_file("case-open"),
            "own.md": case_file("case-own", industry='"58"', outcome="failure", **own),
            "rule.md": policy_file(
                "rule-open", {"内容": "- 和菓子店の値上げ支援補助金の上限は20万円です。"}, category="subsidy"
            ),
            "own-rule.md": policy_file(
                "rule-own",
                {"内容": "- 和菓子店の値上げ支援補助金の上乗せは秘伝の10万円です。"},
                category="subsidy",
                **own,
            ),
        }
    )
    return lambda hub: serving(knowledge, hub=hub)


def asked(client: TestClient, intent: str, role: str = "co") -> str:
    body = {"question": "和菓子店の二代目の値上げ支援補助金、秘伝の人形焼は？", "intent": intent, "role": role}
    return client.post("/api/chat", json=body).text


@pytest.mark.parametrize("hub", ["", "14"])
def test_others_never_see_a_hubs_own_entry(client_of: Callable[[str], TestClient], hub: str) -> None:
    """Not in any answer, not in the list, not by its address, not in a count."""
    client = client_of(hub)
    for intent in INTENTS:
        said = asked(client, intent)
        assert "case-own" not in said and "rule-own" not in said and "上乗せ" not in said
        assert '"searched":{"case":1,"guideline":0,"policy":1}' in said
    found = client.get("/api/cases").json()
    assert [item["id"] for item in found["items"]] == ["case-open"]
    assert found["total"] == 1
    assert {row["code"] for row in found["facets"]["industry"]} == {"09"}
    assert {row["code"] for row in found["facets"]["outcome"]} == {"success"}
    assert client.get("/api/cases", params={"q": SECRET}).json()["total"] == 1
    assert client.get("/api/cases", params={"industry": "58"}).json()["total"] == 0
    hidden, unknown = client.get("/api/entries/case-own"), client.get("/api/entries/case-none")
    assert (hidden.status_code, hidden.json()) == (404, unknown.json())
    assert client.get("/readyz").json()["entries"] == {"case": 1, "policy": 1}


def test_its_own_hub_sees_it_everywhere(client_of: Callable[[str], TestClient]) -> None:
    """In answers, in the list with its facets, and by its address."""
    client = client_of("13")
    assert "case-own" in asked(client, "similar") and "case-own" in asked(client, "contrast")
    assert "秘伝の10万円" in asked(client, "policy")
    assert '"searched":{"case":2,"guideline":0,"policy":2}' in asked(client, "plan")
    found = client.get("/api/cases").json()
    assert {item["id"] for item in found["items"]} == {"case-open", "case-own"}
    assert {row["code"] for row in found["facets"]["industry"]} == {"09", "58"}
    assert client.get("/api/entries/case-own").json()["visibility"] == "hub:13"


def test_hub_is_the_operators_matter(client_of: Callable[[str], TestClient]) -> None:
    """No request can name the hub whose entries it wants."""
    client = client_of("14")
    assert client.post("/api/chat", json={"question": "値上げ", "hub": "13"}).status_code == 422
    assert client.get("/api/cases", params={"hub": "13", "visibility": "hub:13"}).json()["total"] == 1
    assert client.get("/api/cases", headers={"X-Hub": "13"}).json()["total"] == 1
