"""The service as an operator runs it: one command, ready, stopped with Ctrl+C; and beside other processes."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from knowledge.embedding.fake import HashingEmbedder
from knowledge.search import KnowledgeBase

ROOT = Path(__file__).parents[2]
QUESTION = {"question": "和菓子店の二代目。値上げに踏み切れない。似た事例は？"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def process(starter_data: Path, tmp_path: Path) -> Iterator[Callable[[int], subprocess.Popen[str]]]:
    """Start the service on a port, over its own copy of the starter knowledge."""
    started: list[subprocess.Popen[str]] = []
    data = shutil.copytree(starter_data, tmp_path / "data")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("YOROZU_")}

    def start(port: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "assistant", "serve", "--port", str(port), "--data", str(data)]
        started.append(
            subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
        )
        return started[-1]

    yield start
    for running in started:
        if running.poll() is None:
            running.kill()
        running.communicate()


def test_serve_becomes_ready_answers_and_stops_on_ctrl_c(process: Callable[[int], subprocess.Popen[str]]) -> None:
    """The address that it prints is the one that answers; it ends without a traceback."""
    port = free_port()
    running = process(port)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
        _until_ready(client, running)
        answer = client.post("/api/chat", json=QUESTION).json()
        assert {c["outcome"] for c in answer["cases"]} >= {"success", "failure"}
        assert "<form" in client.get("/", headers={"Accept": "text/html"}).text
        oversized = client.post("/api/chat", content=(b"a" * 65_536 for _ in range(32)))
        assert oversized.status_code == 413
        assert client.get("/healthz").status_code == 200
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=20)
    assert running.returncode == 0
    assert f"http://127.0.0.1:{port}" in told and "[4/4] 準備ができました" in told
    assert "Traceback" not in told


def test_new_generation_of_another_process_is_seen_without_a_restart(
    tmp_path: Path, case_file: Callable[..., str], serving: Callable[..., TestClient]
) -> None:
    """`python -m ingest` beside a running service: the next question finds what is new, and no longer what is gone."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "old.md").write_text(case_file("case-old", visibility="hub:13"))
    _ingest(folder, tmp_path / "data")
    knowledge = KnowledgeBase(tmp_path / "data", HashingEmbedder())
    client = serving(knowledge, hub="13")
    before = client.get("/readyz").json()
    assert _found(client) == {"case-old"}
    (folder / "old.md").unlink()
    (folder / "new.md").write_text(case_file("case-new", outcome="failure", visibility="hub:13"))
    _ingest(folder, tmp_path / "data")
    assert _found(client) == {"case-new"}
    assert client.get("/readyz").json()["generation"] != before["generation"]
    assert [i["id"] for i in client.get("/api/cases").json()["items"]] == ["case-new"]
    assert client.get("/api/entries/case-old").status_code == 404
    knowledge.close()


def _found(client: TestClient) -> set[str]:
    cases = client.get("/api/cases", params={"q": "和菓子店の値上げ"}).json()["items"]
    return {item["id"] for item in cases}


def _ingest(folder: Path, data: Path) -> None:
    environment = os.environ | {"YOROZU_EMBEDDING": "hashing"}
    command = [sys.executable, "-m", "ingest", str(folder), "--data", str(data)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _until_ready(client: httpx.Client, running: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert running.poll() is None, running.communicate()[1]
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the service did not become ready")
