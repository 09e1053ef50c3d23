"""``POST /api/chat``: one question in, one answer out, whole or in parts, in a conversation or alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from knowledge.embedding import Embedder
from knowledge.search import KnowledgeBase

WAGASHI = "和菓子店の二代目。原価が上がり値上げに踏み切れない。似た事例は？"
Build = Callable[[Mapping[str, str]], KnowledgeBase]


def chat(client: TestClient, question: str, **given: Any) -> dict[str, Any]:
    response = client.post("/api/chat", json={"question": question, **given})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def events(client: TestClient, question: str, **given: Any) -> list[tuple[str, dict[str, Any]]]:
    headers = {"Accept": "text/event-stream"}
    with client.stream("POST", "/api/chat", json={"question": question, **given}, headers=headers) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        text = response.read().decode()
    found = []
    for part in text.removesuffix("\n\n").split("\n\n"):
        kind, data = part.split("\n")
        found.append((kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def premises(answer: dict[str, Any]) -> set[str]:
    return {f"{p['field']}:{p['code']}" for p in answer["premises"]}


def test_answer_names_everything_that_it_was_made_from(client: TestClient) -> None:
    """Reading, blocks, sources, citations with a link to the passage, what was searched, the day, and the times."""
    answer = chat(client, WAGASHI)
    assert answer["intent"] == {"code": "similar", "label": "似た事例"}
    assert (answer["judgement"], answer["role"], answer["as_of"]) == ("answer", "co", "2026-11-24")
    assert {"industry:09", "owner_type:successor", "topics:pricing"} <= premises(answer)
    assert answer["searched"]["case"] > 100
    assert {c["outcome"] for c in answer["cases"]} >= {"success", "failure"}
    citation = answer["citations"][0]
    assert citation["href"] == (
        f"/entries/{citation['entry_id']}?start={citation['start']}&end={citation['end']}#{citation['anchor']}"
    )
    entry = client.get(f"/api/entries/{citation['entry_id']}").json()
    assert entry["body"][citation["start"] : citation["end"]] == citation["quote"]


def test_stream_gives_the_parts_in_order_and_the_same_answer(client: TestClient) -> None:
    """understood, found, one block after the other, and the whole answer, equal to the one in JSON."""
    whole = chat(client, WAGASHI)
    parts = events(client, WAGASHI)
    kinds = [kind for kind, _ in parts]
    assert kinds == ["understood", "found", *["block"] * len(whole["blocks"]), "answer"]
    last = parts[-1][1]
    for name in set(whole) - {"conversation_id", "seconds"}:
        assert last[name] == whole[name], name
    assert [data for kind, data in parts if kind == "block"] == whole["blocks"]
    assert parts[0][1]["premises"] == whole["premises"] and parts[1][1]["searched"] == whole["searched"]
    assert parts[0][1]["conversation_id"] == last["conversation_id"]


def test_bad_question_is_an_error_with_a_status_in_a_stream_too(client: TestClient) -> None:
    """No stream is begun that could only break."""
    response = client.post("/api/chat", json={"question": " "}, headers={"Accept": "text/event-stream"})
    assert (response.status_code, response.json()["code"]) == (422, "question")


@pytest.mark.parametrize("stream", [False, True])
def test_follow_up_in_a_conversation_keeps_the_clients_premises(client: TestClient, stream: bool) -> None:
    """「失敗例は？」 is about the same client, however the answers are fetched."""

    def ask(question: str, **given: Any) -> dict[str, Any]:
        return events(client, question, **given)[-1][1] if stream else chat(client, question, **given)

    first = ask(WAGASHI)
    second = ask("失敗例は？", conversation_id=first["conversation_id"])
    assert second["conversation_id"] == first["conversation_id"]
    assert {"industry:09", "owner_type:successor", "outcome:failure"} <= premises(second)
    assert "industry:09" not in premises(ask("失敗例は？"))


def test_removed_premise_stays_removed_in_the_conversation(client: TestClient) -> None:
    """It need not be told again with each question."""
    first = chat(client, WAGASHI, removed=["owner_type:successor"])
    assert "owner_type:successor" not in premises(first)
    second = chat(client, "失敗例は？", conversation_id=first["conversation_id"])
    assert "owner_type:successor" not in premises(second) and "industry:09" in premises(second)


def test_conversation_that_is_not_held_begins_anew(client: TestClient) -> None:
    """An id from yesterday is no error; the answer tells the new one."""
    answer = chat(client, WAGASHI, conversation_id="yesterdays")
    assert answer["conversation_id"] not in ("", "yesterdays")


def test_fixed_premise_is_told_as_fixed(client: TestClient) -> None:
    """The client sees what it set and what was read."""
    answer = chat(client, WAGASHI, premises={"industry": ["75"]})
    by_code = {f"{p['field']}:{p['code']}": p for p in answer["premises"]}
    assert by_code["industry:75"]["fixed"] and not by_code["owner_type:successor"]["fixed"]
    assert by_code["owner_type:successor"] == {
        "field": "owner_type",
        "field_label": "経営者タイプ",
        "code": "successor",
        "label": "後継者（二代目・三代目）",
        "word": "二代目",
        "fixed": False,
    }


def test_policy_answer_carries_publisher_and_dates_of_its_sources(client: TestClient) -> None:
    """Who says so, since when, and whether it still holds."""
    answer = chat(client, "価格交渉促進月間はいつ？")
    source = answer["sources"][0]
    assert (source["kind"], source["as_of"], source["expired"], source["confirmed"]) == (
        "policy",
        "2026-03-31",
        False,
        True,
    )
    assert source["publisher"] and source["url"].startswith("https://")
    assert answer["cases"] == [] and answer["notices"] == []


@pytest.fixture
def broken(
    build: Build,
    case_file: Callable[..., str],
    serving: Callable[..., TestClient],
    tmp_path: Path,
    bundled_embedder: Embedder,
) -> TestClient:
    """A service whose index is torn: its keyword part is gone while the manifest still names it."""
    build({"a.md": case_file("case-a")}).close()
    for folder in (tmp_path / "data0" / "projections").glob("*/lexical"):
        shutil.rmtree(folder)
    return serving(KnowledgeBase(tmp_path / "data0", bundled_embedder))


def test_index_that_breaks_is_told_in_one_sentence_and_nothing_of_the_program_shows(broken: TestClient) -> None:
    """JSON has the status; the stream, already begun, ends with a ``problem``."""
    response = broken.post("/api/chat", json={"question": WAGASHI})
    assert (response.status_code, response.json()["code"]) == (503, "index")
    assert response.json()["message"].startswith("いま検索の準備ができていません")
    kind, data = events(broken, WAGASHI)[-1]
    assert (kind, data) == ("problem", response.json())


def test_question_before_the_first_index_is_not_answered_with_nothing_found(
    serving: Callable[..., TestClient], tmp_path: Path, bundled_embedder: Embedder
) -> None:
    """「見つかりませんでした」 would be untrue: nothing was searched."""
    knowledge = KnowledgeBase(tmp_path / "data", bundled_embedder)
    response = serving(knowledge).post("/api/chat", json={"question": WAGASHI})
    knowledge.close()
    assert (response.status_code, response.json()["code"]) == (503, "index")
