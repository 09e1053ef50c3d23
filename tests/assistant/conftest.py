"""A service over the starter knowledge (``tests/conftest.py``); and small knowledge bases made of a few files."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient

from assistant.answering import Assistant
from assistant.answering.conversation import Conversations
from assistant.api.app import create_app
from assistant.api.desk import Desk
from assistant.api.service import Service
from assistant.settings import Settings
from ingest import anonymise, pipeline
from ingest.anonymise.known import Known
from ingest.anonymise.risk import Doubt
from ingest.quarantine import Quarantine
from ingest.review import ReviewQueue
from ingest.review.opening import publisher
from knowledge.catalog.reviews import Reviews
from knowledge.embedding import Embedder
from knowledge.embedding.fake import HashingEmbedder
from knowledge.entries import Entry
from knowledge.entry_file import parse_markdown
from knowledge.search import KnowledgeBase

TODAY = date(2026, 11, 24)
TEST_HOST = "testserver"  # under which the test client asks
Build = Callable[[Mapping[str, str | bytes]], KnowledgeBase]


@pytest.fixture(scope="session")
def starter_said(starter_data: Path) -> list[str]:
    """What the first start told the operator."""
    return (starter_data / "said.txt").read_text().splitlines()


@pytest.fixture(scope="session")
def knowledge(starter_data: Path, bundled_embedder: Embedder) -> Iterator[KnowledgeBase]:
    """The starter knowledge, never written to by a test; other processes may read it, tests in this one copy it."""
    opened = KnowledgeBase(starter_data, bundled_embedder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def service(knowledge: KnowledgeBase, starter_data: Path) -> Service:
    """The collaborators of the routes, over the starter knowledge, on a fixed day."""
    return Service(
        Settings(data=starter_data, names=(TEST_HOST,)), knowledge, Assistant(knowledge, lambda: TODAY), Conversations()
    )


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
        chosen = replace(Settings(data=tmp_path, names=(TEST_HOST,)), **settings)  # type: ignore[arg-type]
        app = create_app(Service(chosen, knowledge, Assistant(knowledge, lambda: TODAY), Conversations()))
        client = TestClient(app, raise_server_exceptions=False)
        client.__enter__()
        opened.append(client)
        return client

    yield made
    for client in opened:
        client.__exit__(None, None, None)


SECTIONS = {
    "相談のきっかけ": "商店街の和菓子店の二代目が、小豆の請求書を持って窓口に来た。",
    "表面の課題": "二代目は値上げの文面を一緒に考えてほしいと話した。",
    "本質的課題": "何個減ると損になるのかという物差しが店になかった。",
    "前提条件": "家族3人の店で、年商は3,600万円である。",
    "打ち手": "コーディネーターは売れ筋4品の材料を量る宿題を二代目と決めた。",
    "結果": "4品を平均11%上げたあとも個数は4%しか減らなかった。",
    "分かれ目": "許される減り方を値上げの前に計算した面談が分かれ目だった。",
    "学び": "値上げをためらう経営者とは、何割減るまでなら損をしないかを先に計算する。",
    "当てはまらない条件": "卸先1社が売上の大半を占める店では当てはまらない。",
}
FACTS = {
    "kind": "case",
    "title": "和菓子4品の値上げに踏み切った二代目",
    "industry": '"09"',
    "size": "s5",
    "owner_type": "successor",
    "owner_traits": "[cautious]",
    "stage": "mature",
    "topics": "[pricing]",
    "phase": "1",
    "period": "2024-05/2025-10",
    "outcome": "success",
    "origin": "synthetic",
    "as_of": "2026-11-21",
}


@pytest.fixture
def case_file() -> Callable[..., str]:
    """Write a case as Markdown: front matter by keyword, a section by its heading in ``sections``."""

    def written(entry_id: str, sections: Mapping[str, str] | None = None, **facts: str) -> str:
        front = {"id": entry_id, **FACTS, **facts}
        body = {**SECTIONS, **(sections or {})}
        lines = ["---", *(f"{name}: {value}" for name, value in front.items()), "---"]
        return "\n".join(lines + [f"## {heading}\n{text}" for heading, text in body.items()])

    return written


@pytest.fixture
def policy_file() -> Callable[..., str]:
    """Write a document as Markdown: front matter by keyword, ``sections`` as heading → text."""

    def written(entry_id: str, sections: Mapping[str, str], **facts: str) -> str:
        front = {
            "kind": "policy",
            "id": entry_id,
            "title": entry_id,
            "category": "document",
            "publisher": "発行者",
            **facts,
        }
        lines = ["---", *(f"{name}: {value}" for name, value in front.items()), "---"]
        return "\n".join(lines + [f"## {heading}\n{text}" for heading, text in sections.items()])

    return written


@pytest.fixture
def today() -> date:
    """The day on which the tests' assistants answer."""
    return TODAY


@dataclass
class Reviewing:
    """A service with a review queue over its own data directory; every name in its cases is invented."""

    service: Service
    queue: ReviewQueue
    quarantine: Quarantine

    def hold(self, entry_id: str = "case-h-01", visibility: str = "national") -> str:
        """Hold a case of a shop in a small town; return the id of its review."""
        shop, town, feat = "ヨロズ架空堂", "架空里三丁目", "県内でただ一つの手延べ菓子"
        original = self._case(
            entry_id, visibility, f"{town}の菓子店の値上げ", f"{shop}の架空田さんは{feat}を{town}で売る。"
        )
        proposed = self._case(
            entry_id, visibility, "県内の町の菓子店の値上げ", "A社のBさんは地域の菓子を県内の町で売る。"
        )
        doubts = [
            _doubt(original, "title", town, "address", "県内の町", "町の名前から店が分かります。"),
            _doubt(original, "body", feat, "distinctive", "地域の菓子", "ただ一つの品から店が分かります。"),
            Doubt("combination", "size", 0, 0, "規模", "規模", "同じ条件の事例が5件に足りません。"),
            Doubt("national", "visibility", 0, 0, visibility, visibility, "全国に見せてよいかを確かめてください。"),
        ]
        names = [Known("架空田", "person"), Known(shop, "firm")]
        return self.queue.hold(original, proposed, doubts, names, "/hub/a.md")

    def _case(self, entry_id: str, visibility: str, title: str, opening: str) -> Entry:
        front = {**FACTS, "id": entry_id, "title": title, "origin": "contributed", "visibility": visibility}
        body = {**SECTIONS, "相談のきっかけ": opening}
        lines = ["---", *(f"{name}: {value}" for name, value in front.items()), "---"]
        return parse_markdown("\n".join(lines + [f"## {heading}\n{text}" for heading, text in body.items()]))


def _doubt(entry: Entry, where: str, text: str, kind: str, proposal: str, reason: str) -> Doubt:
    start = getattr(entry, where).index(text)
    return Doubt(kind, where, start, start + len(text), text, proposal, reason)


class _Rules:
    """The rule layer as the detector: the model behind the real one takes seconds to load."""

    find = staticmethod(anonymise.find)
    mask = staticmethod(anonymise.mask)


@pytest.fixture
def reviewing(tmp_path: Path) -> Iterator[Callable[..., Reviewing]]:
    """Make a service with a review queue; keywords are settings."""
    opened: list[KnowledgeBase] = []

    def made(**settings: object) -> Reviewing:
        data = tmp_path / f"reviewing{len(opened)}"
        knowledge = KnowledgeBase(data, HashingEmbedder())
        opened.append(knowledge)
        chosen = replace(Settings(data=data, names=(TEST_HOST,)), **settings)  # type: ignore[arg-type]
        quarantine = Quarantine(data / "quarantine", bytes(range(32)))
        queue = ReviewQueue(Reviews(knowledge.catalog), quarantine, publisher(knowledge.catalog), _Rules())
        assistant = Assistant(knowledge, lambda: TODAY)
        service = Service(chosen, knowledge, assistant, Conversations(), Desk(lambda: queue))
        return Reviewing(service, queue, quarantine)

    yield made
    for knowledge in opened:
        knowledge.close()
