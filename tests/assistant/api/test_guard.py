"""The server answers under its own names only, so that no other site's name can be made to read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.guard import HEADERS

if TYPE_CHECKING:
    from conftest import Reviewing


@pytest.fixture
def strict(reviewing: Callable[..., Reviewing]) -> TestClient:
    """A server that was told of one name besides this computer's."""
    service = reviewing(host="192.0.2.7", names=("Yorozu.example.jp",)).service
    return TestClient(create_app(service), raise_server_exceptions=False)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:8000",
        "127.0.0.1",
        "127.0.0.1:8000",
        "127.9.9.9",
        "[::1]",
        "[::1]:8000",
        "localhost.",
        "192.0.2.7:8000",
        "yorozu.example.jp",
        "YOROZU.EXAMPLE.JP:443",
    ],
)
def test_own_names_are_answered(strict: TestClient, host: str) -> None:
    """This computer, the address that is served, and the names that the operator gave, with any port."""
    assert strict.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil-localhost",
        "yorozu.example.jp.evil.example",
        "192.0.2.8",
        "testserver",
        "",
        " ",
        "[::2]",
        "[::1].evil.example@",
        "user@evil.example",
        "0x7f.1",
        "2130706433",
    ],
)
@pytest.mark.parametrize("path", ["/", "/healthz", "/api/cases", "/reviews", "/static/page.css"])
def test_other_names_get_one_sentence_and_nothing_else(strict: TestClient, host: str, path: str) -> None:
    """For every path, with the headers that every answer has."""
    answer = strict.get(path, headers={"host": host})
    assert (answer.status_code, answer.json()["code"]) == (421, "host")
    assert "起動したときに表示されたアドレス" in answer.json()["message"]
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_two_names_at_once_are_none(strict: TestClient) -> None:
    """A request that smuggles a second name is not taken."""
    answer = strict.get("/healthz", headers=[("host", "localhost"), ("host", "evil.example")])
    assert answer.status_code == 421
