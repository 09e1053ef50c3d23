"""``/healthz`` tells that the process lives, ``/readyz`` that it can answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fastapi.testclient import TestClient

from knowledge.embedding.fake import HashingEmbedder
from knowledge.search import KnowledgeBase


def test_ready_service_says_what_it_knows(client: TestClient, knowledge: KnowledgeBase) -> None:
    """Counts by kind, the generation that is searched, and that nothing is outstanding."""
    assert client.get("/healthz").json() == {"status": "ok"}
    response = client.get("/readyz")
    found = response.json()
    assert (response.status_code, found["status"], found["behind"]) == (200, "ready", False)
    assert found["message"] == "質問に答えられます。"
    assert found["entries"]["case"] == knowledge.catalog.counts()["case"]
    manifest = knowledge.projection.current()
    assert manifest is not None and found["generation"] == manifest.generation


def test_service_without_an_index_lives_but_is_not_ready(serving: Callable[..., TestClient], tmp_path: Path) -> None:
    """A balancer sends nobody there, and a person reads why."""
    knowledge = KnowledgeBase(tmp_path / "data", HashingEmbedder())
    client = serving(knowledge)
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {
        "status": "building",
        "message": "検索の準備をしています。",
        "entries": {},
        "generation": None,
        "behind": True,
    }
    knowledge.close()
