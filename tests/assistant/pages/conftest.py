"""Chromium as a visitor has it, watched: whatever it complains of, or asks of another machine, fails the test."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from assistant.answering import Assistant, Event, Question
from assistant.answering.conversation import Conversations
from assistant.api.app import create_app
from assistant.api.desk import Desk
from assistant.api.service import Service
from assistant.consultations.consultation import StoredPlan
from assistant.consultations.consultations import Consultations
from assistant.plans.drafting import Drafter
from assistant.plans.plan import Plan
from assistant.records import Records
from assistant.settings import Settings
from assistant.sharing.sharing import Sharing
from ingest import pipeline
from ingest.anonymise.detector import Detector
from ingest.anonymise.recogniser import FakeRecogniser
from knowledge.embedding.fake import HashingEmbedder
from knowledge.search import KnowledgeBase

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Visit:
    """A page in a browser and what it complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def ask(self, text: str) -> None:
        """Type a question, send it, and wait until the answer is complete."""
        turns = self.page.locator(".turn .ending").count() + 1
        self.page.fill("#question", text)
        self.page.click("#send")
        self.answered(turns)

    def answered(self, turns: int = 1) -> None:
        """Wait until this many answers stand on the page."""
        self.page.wait_for_function("n => document.querySelectorAll('.turn .ending').length === n", arg=turns)

    def expected(self, text: str) -> None:
        """Forget the complaints that the test provoked on purpose; there must be one."""
        assert any(text in c for c in self.complaints), self.complaints
        self.complaints[:] = [c for c in self.complaints if text not in c]


Open = Callable[..., Visit]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a machine without it may skip, the checking machine may not."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail("chromium is missing: apt-get install chromium fonts-noto-cjk")
        pytest.skip("chromium is missing: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Open an address in a fresh profile; when the test ends, complaints and outside requests fail it."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def made(address: str, width: int = 1280, **options: object) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="ja-JP", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        visited = Visit(page)
        visits.append(visited)

        def outside(url: str) -> None:
            if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1":
                visited.complaints.append(f"asked another machine: {url}")

        page.on("request", lambda request: outside(request.url))
        page.on("pageerror", lambda error: visited.complaints.append(str(error)))
        page.on(
            "console",
            lambda told: visited.complaints.append(told.text) if told.type in ("error", "warning") else None,
        )
        page.goto(address)
        return visited

    yield made
    for context in contexts:
        context.close()
    assert [v.complaints for v in visits if v.complaints] == []


class Unhurried(Assistant):
    """An assistant that takes its time over each step."""

    def stream(self, question: Question) -> Iterator[Event]:
        for event in super().stream(question):
            yield event
            time.sleep(0.3)


@contextmanager
def running(service: Service, port: int = 0) -> Iterator[str]:
    """Run the service on a port of this machine until the block ends."""
    if not port:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    config = uvicorn.Config(
        create_app(service), port=port, log_level="critical", access_log=False, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started, "the server did not start"
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def slow_url(service: Service) -> Iterator[str]:
    """The service with an assistant that takes its time."""
    slow = Service(service.settings, service.knowledge, Unhurried(service.knowledge), Conversations())
    with running(slow) as address:
        yield address


@pytest.fixture
def running_service(service: Service) -> Callable[[int], AbstractContextManager[str]]:
    """Start the service on a port (0: any free one); leaving the block stops it."""
    return lambda port: running(service, port)


@pytest.fixture
def run_service() -> Callable[[Service], AbstractContextManager[str]]:
    """Start any service on a free port; leaving the block stops it."""
    return running


TODAY = date(2026, 11, 24)
HUB = "13"


@dataclass
class Planning:
    """A client of the service and what stands behind it."""

    client: TestClient
    service: Service
    knowledge: KnowledgeBase

    def keep(self, plan: Plan) -> StoredPlan:
        """Store a plan in a new consultation."""
        opened = self.service.consulting.open(HUB, "値上げの相談")
        return self.service.consulting.keep_plan(HUB, opened.id, plan)


@contextmanager
def over(knowledge: KnowledgeBase, data: Path) -> Iterator[Planning]:
    """Serve a knowledge base with consultations that are kept in ``data``."""
    records, detector = Records.at(data), Detector(FakeRecogniser())
    settings = Settings(data=data, hub=HUB, names=("testserver",))
    service = Service(
        settings,
        knowledge,
        Assistant(knowledge, lambda: TODAY),
        Conversations(),
        Desk.at(settings, knowledge, detector),
        consultations=Consultations(records, today=lambda: TODAY),
        drafter=Drafter(knowledge, lambda: TODAY),
        sharing=Sharing.at(data, knowledge, records, detector, lambda: TODAY),
    )
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield Planning(client, service, knowledge)
    records.close()


@pytest.fixture
def planning(tmp_path: Path, case_file: Callable[..., str]) -> Iterator[Planning]:
    """The service over one case: nothing to draft from, quick to open."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "case.md").write_text(case_file("case-p-01"))
    knowledge = KnowledgeBase(tmp_path / "data", HashingEmbedder())
    pipeline.run([folder], knowledge.catalog, knowledge.update)
    with over(knowledge, tmp_path / "data") as made:
        yield made
    knowledge.close()


@pytest.fixture
def drafting(tmp_path: Path, knowledge: KnowledgeBase) -> Iterator[Planning]:
    """The service over the starter knowledge, which plans are drafted from."""
    with over(knowledge, tmp_path) as made:
        yield made
