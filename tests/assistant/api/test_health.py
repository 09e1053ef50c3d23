"""``/healthz`` tells that the process lives, ``/readyz`` that it can answer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from fastapi.testclient import TestClient

from knowledge.embedding import Embedder
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


def test_keywords_alone_are_told_and_nothing_false_is_said(
    serving: Callable[..., TestClient], starter_data: Path, bundled_embedder: Embedder, tmp_path: Path
) -> None:
    """While the vector index is mended: degraded, but 200; answers cite what keywords find and say what may be missing."""
    knowledge = KnowledgeBase(Path(shutil.copytree(starter_data, tmp_path / "data")), bundled_embedder)
    client = serving(knowledge)
    question = {"question": "和菓子店の二代目。原価が上がり値上げに踏み切れない。似た事例は?", "role": "co"}
    before = client.post("/api/chat", json=question).json()
    opened = knowledge.serving.current()
    assert opened
    knowledge.serving.vectors_failed(opened)
    found = client.get("/readyz")
    assert (found.status_code, found.json()["status"]) == (200, "degraded")
    assert found.json()["message"] == "検索の索引を直しています。いまは、ことばの一致だけで探して答えます。"
    answer = client.post("/api/chat", json=question).json()
    assert answer["sources"]
    assert any("ことばの一致だけで探した" in notice for notice in answer["notices"])
    assert not any("ことばの一致だけで探した" in notice for notice in before["notices"])
    knowledge.close()
