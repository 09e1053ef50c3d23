"""Any LangChain provider, by its name or by its class; a real one over HTTP on this machine."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from knowledge.embedding import EmbeddingError, load_embedder
from knowledge.embedding.fake import HashingEmbedder


class Service(BaseHTTPRequestHandler):
    """The embeddings of an OpenAI-compatible server."""

    asked: list[dict[str, object]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append(body)
        rows = HashingEmbedder(64).encode_passages(body["input"]).tolist()
        data = [{"object": "embedding", "index": i, "embedding": row} for i, row in enumerate(rows)]
        said = json.dumps(
            {"object": "list", "data": data, "model": "m", "usage": {"prompt_tokens": 1, "total_tokens": 1}}
        )
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(said.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[ThreadingHTTPServer]:
    Service.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_real_provider_is_reached_by_its_class(service: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """langchain-openai speaks to a server here; the prefixes of the model's family are put before the text."""
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    address = f"http://127.0.0.1:{service.server_port}/v1"
    fields = f"model=intfloat/multilingual-e5-base,base_url={address},check_embedding_ctx_length=false"
    embedder = load_embedder(f"langchain:langchain_openai.OpenAIEmbeddings:{fields}")
    Service.asked.clear()
    embedder.encode_query("採算")
    embedder.encode_passages(["値上げ", "求人"])
    assert [body["input"] for body in Service.asked] == [["query: 採算"], ["passage: 値上げ", "passage: 求人"]]
    assert Service.asked[0]["model"] == "intfloat/multilingual-e5-base"


def test_a_long_text_is_the_mean_of_its_parts(provider: str) -> None:
    """Each part counts by its characters; no part is longer than small models read."""
    embedder = load_embedder(f"langchain:{provider}:512")
    parts = ["採算の相談" * 100, "求人" * 250]
    rows = embedder.encode_passages(parts)
    mean = rows.sum(axis=0)
    assert np.allclose(embedder.encode_query("".join(parts)), mean / np.linalg.norm(mean), atol=1e-6)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("langchain:openai", "langchain:提供元:モデル名 か"),
        ("langchain:sample_provider.HashingProvider:many", "開けません"),
        ("langchain:sample_provider.Missing:64", "開けません"),
        ("langchain:os.path:join", "開けません"),
        ("langchain:no_such_package.Embeddings:m", "「pip install no-such-package」"),
        ("langchain:sample_provider.HashingProvider:model=64,api_key=abc", "鍵は書かず"),
        ("langchain:nobody:m", "「pip install langchain」|開けません"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(provider: str, setting: str, message: str) -> None:
    """A missing package, an unknown provider or class, fields that do not fit, a key that would be kept in files."""
    with pytest.raises(EmbeddingError, match=message):
        load_embedder(setting)


def test_a_provider_is_opened_by_its_name(service: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """By LangChain's own table; the package that a provider needs is named."""
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    with pytest.raises(EmbeddingError, match="「pip install langchain-mistralai」"):
        load_embedder("langchain:mistralai:mistral-embed")
    with pytest.raises(EmbeddingError, match="開けません"):
        load_embedder("langchain:nobody:m")


def test_a_vector_that_is_none_is_our_error(provider: str) -> None:
    """Zeros have no direction."""
    with pytest.raises(EmbeddingError, match="ベクトルが正しくない"):
        load_embedder(f"langchain:{provider}:512").encode_query("no vector")


def test_a_provider_that_fails_is_our_error(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens at the address."""
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    fields = "model=m,base_url=http://127.0.0.1:9/v1,max_retries=0,check_embedding_ctx_length=false"
    with pytest.raises(EmbeddingError, match="提供元が答えない"):
        load_embedder(f"langchain:langchain_openai.OpenAIEmbeddings:{fields}")
