"""Errors: a page for a person, JSON for a program."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


def test_an_unknown_address_is_a_page_for_a_browser_and_json_for_a_program(client: TestClient) -> None:
    """The same 404 is told in two ways."""
    page = client.get("/no-such-page", headers={"accept": "text/html,*/*"})
    assert page.status_code == 404 and "ページが見つかりません" in page.text and 'href="/"' in page.text
    assert page.headers["x-content-type-options"] == "nosniff"
    assert client.get("/no-such-page", headers={"accept": "*/*"}).json()["message"]


@pytest.mark.parametrize("path", ["/api/entries/no-such", "/api/cases?industry=zz"])
def test_the_api_answers_in_json_whoever_asks(client: TestClient, path: str) -> None:
    """A browser that opens an address of the API gets JSON too."""
    assert client.get(path, headers={"accept": "text/html"}).json()["message"]
