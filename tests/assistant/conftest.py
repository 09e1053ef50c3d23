"""The starter knowledge as users have it, embedded once for all tests; and small knowledge bases made of a few files."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient

from assistant.answering import Assistant
from assistant.answering.conversation import Conversations
from assistant.api.app import create_app
from assistant.api.service import Service
from assistant.settings import Settings
from assistant.starter import import_starter
from ingest import pipeline
from knowledge.embedding import Embedder, load_embedder
from knowledge.search import KnowledgeBase

TODAY = date(2026, 11, 24)
Build = Callable[[Mapping[str, str | bytes]], KnowledgeBase]


@pytest.fixture(scope="session")
def bundled_embedder() -> Embedder:
    """The model that ships with the program; it takes a second to load and is safe to share."""
    return load_embedder()


@pytest.fixture(scope="session")
def starter_said() -> list[str]:
    """What the first start told the operator."""
    return []


@pytest.fixture(scope="session")
def knowledge(
    tmp_path_factory: pytest.TempPathFactory, bundled_embedder: Embedder, starter_said: list[str]
) -> Iterator[KnowledgeBase]:
    """The starter knowledge, never written to by a test."""
    opened = KnowledgeBase(tmp_path_factory.mktemp("starter") / "data", bundled_embedder)
    import_starter(opened, starter_said.append)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def starter_data(knowledge: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory that the starter knowledge lies in; other processes may read it, tests in this one copy it."""
    return next(tmp_path_factory.getbasetemp().glob("starter*/data"))


@pytest.fixture(scope="session")
def service(knowledge: KnowledgeBase, starter_data: Path) -> Service:
    """The collaborators of the routes, over the starter knowledge, on a fixed day."""
    return Service(Settings(data=starter_data), knowledge, Assistant(knowledge, lambda: TODAY), Conversations())


@pytest.fixture(scope="session")
def client(service: Service) -> Iterator[TestClient]:
    """A program that calls the service; errors of the server are answers, as they are over the network."""
    with TestClient(create_app(service), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def served_url(service: Service) -> Iterator[str]:
    """The service on a real port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(service), port=port, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started, "the server did not start"
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def build(tmp_path: Path, bundled_embedder: Embedder) -> Iterator[Build]:
    """Make a knowledge base of files (name → content); the same folder is read again when it is called again."""
    opened: list[KnowledgeBase] = []

    def made(files: Mapping[str, str | bytes]) -> KnowledgeBase:
        folder = tmp_path / "files"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        knowledge = KnowledgeBase(tmp_path / f"data{len(opened)}", bundled_embedder)
        opened.append(knowledge)
        report = pipeline.run([folder], knowledge.catalog, knowledge.update)
        assert not report.count("failed"), report.as_text()
        return knowledge

    yield made
    for knowledge in opened:
        knowledge.close()


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    """Put a service before a knowledge base and return a client of it."""
    opened: list[TestClient] = []

    def made(knowledge: KnowledgeBase, **settings: str) -> TestClient:
        chosen = replace(Settings(data=tmp_path), **settings)  # type: ignore[arg-type]
        app = create_app(Service(chosen, knowledge, Assistant(knowledge, lambda: TODAY), Conversations()))
        client = TestClient(app, raise_server_exceptions=False)
        client.__enter__()
        opened.append(client)
        return client

    yield made
    for client in opened:
        client.__exit__(None, None, None)
