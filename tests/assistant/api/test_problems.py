"""Whatever is sent, the answer is an answer or one Japanese sentence with a status; nothing of the program shows."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import assistant
import ingest
import knowledge as knowledge_package
from assistant.api import problems
from assistant.api.app import create_app
from assistant.api.guard import HEADERS, MAX_BODY
from assistant.api.service import Service

JSON = {"Content-Type": "application/json"}
_INTERNALS = re.compile(r"Traceback|site-packages|pydantic\.|errors\.pydantic|sqlalchemy|sqlite3\.|\w\.py\b")


def told(response: Any, status: int) -> dict[str, str]:
    """Check the shape of an error and return it."""
    assert response.status_code == status, response.text
    body: dict[str, str] = response.json()
    assert set(body) == {"code", "message"}
    assert re.search("[ぁ-ん]", body["message"]) and "。" in body["message"], body
    assert not _INTERNALS.search(response.text), response.text
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    return body


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"{'question': 1}", b"\xff\xfe", b'{"question": "\xe3\x81"}', b'{"question": NaN,}', b"[" * 200_000],
)
def test_body_that_is_no_json_is_400(client: TestClient, content: bytes) -> None:
    """Broken, empty, badly encoded, or nested beyond reason."""
    response = client.post("/api/chat", content=content, headers=JSON)
    if content == b"":
        told(response, 422)
    else:
        assert "JSON の形を確かめてください" in told(response, 400)["message"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "question"),
        ({"question": None}, "question"),
        ({"question": 5}, "question"),
        ({"question": ["値上げ"]}, "question"),
        ({"question": "値上げ", "hub": "13"}, "hub"),
        ({"question": "値上げ", "premises": []}, "premises"),
        ({"question": "値上げ", "premises": {"size": "s5"}}, "premises.size"),
        ({"question": "値上げ", "premises": {"size": ["s5"] * 41}}, "premises.size"),
        ({"question": "値上げ", "premises": {f"f{n}": [] for n in range(13)}}, "premises"),
        ({"question": "値上げ", "removed": "size:s5"}, "removed"),
        ({"question": "値上げ", "removed": ["size:s5"] * 41}, "removed"),
        ({"question": "値上げ", "removed": ["x" * 61]}, "removed.0"),
        ({"question": "値上げ", "role": "x" * 61}, "role"),
        ({"question": "値上げ", "conversation_id": "x" * 65}, "conversation_id"),
        ([], "本文"),
        ("値上げ", "本文"),
    ],
)
def test_wrong_shape_is_422_and_names_the_field(client: TestClient, body: Any, named: str) -> None:
    """A program is told where it is wrong."""
    body = told(client.post("/api/chat", json=body), 422)
    assert (body["code"], body["message"]) == ("request", f"送られた項目に誤りがあります: {named}。")


@pytest.mark.parametrize(
    ("body", "code", "sentence"),
    [
        ({"question": ""}, "question", "質問が空です"),
        ({"question": "　"}, "question", "質問が空です"),
        ({"question": "\u0000\u200b"}, "question", "質問が空です"),
        ({"question": "😀"}, "question", "文字が読み取れませんでした"),
        ({"question": "あ" * 100_000}, "question", "質問が長すぎます(100,000文字)。8,000文字までに"),
        ({"question": "値上げ", "role": "admin"}, "question", "役割「admin」は使えません"),
        ({"question": "値上げ", "intent": "sing"}, "question", "知りたいこと「sing」は使えません"),
        ({"question": "値上げ", "premises": {"colour": ["red"]}}, "question", "前提「colour」は使えません"),
        ({"question": "値上げ", "premises": {"size": ["s7"]}}, "unknown-code", "規模「s7」は一覧にない符号です"),
        ({"question": "値上げ", "removed": ["s5"]}, "question", "外す前提「s5」は使えません"),
    ],
)
def test_question_that_cannot_be_taken_is_422_with_its_sentence(
    client: TestClient, body: Any, code: str, sentence: str
) -> None:
    """The user reads what to do."""
    found = told(client.post("/api/chat", json=body), 422)
    assert found["code"] == code and sentence in found["message"]


@pytest.mark.parametrize(
    "raw",
    [
        r'{"question": "\ud800"}',
        r'{"question": "値上げ", "\ud800": 1}',
        r'{"question": "値上げ", "premises": {"\ud800": ["x"]}}',
        r'{"question": "値上げ", "premises": {"size": ["\ud800"]}}',
        r'{"question": "値上げ", "removed": ["\ud800"]}',
        r'{"question": "値上げ", "role": "\ud800"}',
        r'{"question": "値上げ", "conversation_id": "\ud800"}',
        '{"question": "値上げ", "' + "長" * 5_000 + '": 1}',
    ],
)
def test_broken_character_or_name_is_422_and_comes_back_short_and_whole(client: TestClient, raw: str) -> None:
    """JSON can spell characters that no text can hold."""
    response = client.post("/api/chat", content=raw.encode(), headers=JSON)
    assert len(told(response, 422)["message"]) < 300


def test_broken_character_within_a_question_is_left_out(client: TestClient) -> None:
    """The rest of the question is answered."""
    response = client.post("/api/chat", content=r'{"question": "限界\udfff利益とは"}'.encode(), headers=JSON)
    assert (response.status_code, response.json()["question"]) == (200, "限界利益とは")


@pytest.mark.parametrize(
    "text",
    [
        "' OR 1=1; DROP TABLE entries; --",
        "<img src=x onerror=alert(1)>",
        "値\x00上げ",
        "../../etc/passwd",
        "${jndi:ldap://x}",
    ],
)
def test_hostile_text_is_only_text(client: TestClient, text: str) -> None:
    """Nothing happens but an answer, and what was asked comes back as it was read."""
    answer = client.post("/api/chat", json={"question": text})
    assert answer.status_code == 200
    assert answer.json()["question"] == text.replace("\x00", "")
    assert answer.headers["content-type"] == "application/json"
    escaped = quote(text, safe="")
    assert client.get(f"/api/cases?q={escaped}").status_code == 200
    told(client.get(f"/api/cases?industry={escaped}"), 422)
    told(client.get(f"/api/entries/{escaped}"), 404)


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
_VALUES = st.recursive(
    _SCALARS, lambda v: st.lists(v, max_size=4) | st.dictionaries(st.text(max_size=8), v, max_size=4)
)
_NAMES = st.sampled_from(["question", "role", "intent", "premises", "removed", "conversation_id"]) | st.text(max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(_NAMES, _VALUES, max_size=6))
def test_any_json_object_is_answered_without_an_accident(client: TestClient, body: Any) -> None:
    """No body makes a 500."""
    response = client.post("/api/chat", content=json.dumps(body).encode(), headers=JSON)
    if response.status_code != 200:
        told(response, 422)


def test_body_over_the_limit_is_413(client: TestClient) -> None:
    """It is refused by its announced length, before it is read."""
    response = client.post("/api/chat", json={"question": "あ" * MAX_BODY})
    assert told(response, 413)["code"] == "size"
    response = client.post("/api/chat", content=b"{}", headers=JSON | {"Content-Length": "12e9"})
    told(response, 413)


def test_body_that_hides_its_length_is_413_once_it_is_too_large(client: TestClient) -> None:
    """Chunks are counted as they come, and no more is read than the limit."""
    sent = 0

    def chunks() -> Iterator[bytes]:
        nonlocal sent
        yield b'{"question": "'
        for _ in range(100):
            sent += 65_536
            yield b"a" * 65_536

    response = client.post("/api/chat", content=chunks(), headers=JSON)
    assert "content-length" not in response.request.headers
    assert told(response, 413)["code"] == "size"


def test_body_without_a_length_within_the_limit_is_read(client: TestClient) -> None:
    """Chunked sending as such is fine."""
    response = client.post("/api/chat", content=iter([b'{"question": ', '"限界利益とは"}'.encode()]), headers=JSON)
    assert response.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
    ],
)
def test_order_from_another_sites_page_is_403(client: TestClient, headers: dict[str, str]) -> None:
    """No page that a coordinator happens to have open may ask in their name."""
    response = client.post("/api/chat", json={"question": "限界利益とは"}, headers=headers)
    assert told(response, 403)["code"] == "origin"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://testserver"}],
)
def test_order_from_our_own_page_or_a_program_is_taken(client: TestClient, headers: dict[str, str]) -> None:
    """The screen itself, and command-line tools."""
    assert client.post("/api/chat", json={"question": "限界利益とは"}, headers=headers).status_code == 200


def test_wrong_method_is_405_and_tells_the_right_one(client: TestClient) -> None:
    """GET on a POST route and the other way round."""
    response = client.get("/api/chat")
    assert told(response, 405)["code"] == "method"
    assert response.headers["allow"] == "POST"
    told(client.delete("/api/cases"), 405)


@pytest.mark.parametrize("path", ["/api/nothing", "/api/entries/none", "/api/", "/api/chat/more", "/api/entries/%00"])
def test_unknown_path_under_the_api_is_404_in_json_even_for_a_browser(client: TestClient, path: str) -> None:
    """A program's address answers a program."""
    assert told(client.get(path, headers={"Accept": "text/html"}), 404)["code"] == "not-found"


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/api/cases", "/cases", "/openapi.json", "/nothing"])
def test_every_answer_has_the_security_headers(client: TestClient, path: str) -> None:
    """Pages, data, files and errors alike."""
    response = client.get(path, headers={"Accept": "text/html"})
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert "server" not in response.headers and "x-powered-by" not in response.headers


def test_accident_is_500_with_a_sentence_and_a_line_in_the_log(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """What went wrong is for the log; a stream that has begun is cut instead."""
    app: FastAPI = create_app(service)

    @app.get("/api/accident")
    def accident() -> None:
        raise ZeroDivisionError("secret detail")

    with TestClient(app, raise_server_exceptions=False) as client:
        body = told(client.get("/api/accident"), 500)
    assert body["code"] == "unexpected" and "secret" not in str(body)
    assert "unexpected ZeroDivisionError at /api/accident" in caplog.text


def test_accident_in_the_middle_of_an_answer_cuts_it_off(service: Service) -> None:
    """Half an answer is not followed by an error that would look like a part of it."""
    app: FastAPI = create_app(service)

    @app.get("/api/half")
    def half() -> StreamingResponse:
        def parts() -> Iterator[str]:
            yield "first"
            raise ZeroDivisionError

        return StreamingResponse(parts())

    with TestClient(app) as client, pytest.raises(ZeroDivisionError):
        client.get("/api/half")


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    yield package
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith(("__main__", ".env")) and ".versions" not in found.name:
            yield importlib.import_module(found.name)


def test_every_error_of_ours_has_a_status() -> None:
    """An error class that is added without one would become 500."""
    ours = {
        error
        for package in (knowledge_package, ingest, assistant)
        for module in _modules(package)
        for _, error in inspect.getmembers(module, inspect.isclass)
        if issubclass(error, Exception)
        and not error.__name__.startswith("_")  # caught in the module that raises it
        and error.__module__.startswith(("knowledge", "ingest", "assistant"))
    }
    assert len(ours) >= 9
    for error in ours:
        assert issubclass(error, tuple(problems.STATUS_OF)), f"{error.__name__} has no status"
    for status, code in problems.STATUS_OF.values():
        assert status in (403, 404, 409, 422, 503) and re.fullmatch("[a-z-]+", code)
