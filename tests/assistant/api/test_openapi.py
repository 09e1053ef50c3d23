"""The description of the API is complete: every route, every status that occurs, with examples."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    """The OpenAPI document."""
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_every_route_for_programs_is_described_and_no_page(described: dict[str, Any]) -> None:
    """Nothing is hidden, nothing more is promised."""
    assert set(described["paths"]) == {
        "/api/chat",
        "/api/figures",
        "/api/figures/items",
        "/api/cases",
        "/api/entries/{entry_id}",
        "/api/reviews",
        "/api/reviews/{review_id}",
        "/api/reviews/{review_id}/decision",
        "/api/imports",
        "/api/practice",
        "/api/practice/{practice_id}",
        "/api/practice/{practice_id}/questions",
        "/api/practice/{practice_id}/proposal",
        "/healthz",
        "/readyz",
    }
    for methods in described["paths"].values():
        for operation in methods.values():
            assert operation["description"] or operation["summary"]


@pytest.mark.parametrize(
    ("path", "method", "statuses"),
    [
        ("/api/chat", "post", {"200", "400", "403", "413", "422", "503"}),
        ("/api/figures", "get", {"200"}),
        ("/api/figures", "post", {"200", "400", "403", "413", "422"}),
        ("/api/figures/items", "post", {"200", "400", "403", "413", "422"}),
        ("/api/cases", "get", {"200", "422", "503"}),
        ("/api/entries/{entry_id}", "get", {"200", "404", "422", "503"}),
        ("/api/reviews", "get", {"200", "403", "422", "503"}),
        ("/api/reviews/{review_id}", "get", {"200", "403", "404", "422", "503"}),
        (
            "/api/reviews/{review_id}/decision",
            "post",
            {"200", "400", "403", "404", "409", "413", "422", "503"},
        ),
        ("/api/imports", "get", {"200", "403", "422", "503"}),
        ("/api/practice", "post", {"201", "400", "413", "422", "503"}),
        ("/api/practice", "get", {"200", "404", "422", "503"}),
        ("/api/practice", "delete", {"200", "404", "422", "503"}),
        ("/api/practice/{practice_id}", "get", {"200", "404", "422", "503"}),
        ("/api/practice/{practice_id}/questions", "post", {"200", "400", "404", "409", "413", "422", "503"}),
        ("/api/practice/{practice_id}/proposal", "post", {"200", "400", "404", "409", "413", "422", "503"}),
        ("/healthz", "get", {"200"}),
        ("/readyz", "get", {"200", "503"}),
    ],
)
def test_statuses_that_occur_are_documented(
    described: dict[str, Any], path: str, method: str, statuses: set[str]
) -> None:
    """A client can be written from the description alone; a request under another host's name is 421 everywhere."""
    assert set(described["paths"][path][method]["responses"]) == statuses | {"421"}


def test_errors_have_one_shape(described: dict[str, Any]) -> None:
    """The framework's own error shape is nowhere."""
    assert "HTTPValidationError" not in described["components"]["schemas"]
    problem = described["components"]["schemas"]["Problem"]
    assert set(problem["properties"]) == {"code", "message"}
    assert all(p["examples"] for p in problem["properties"].values())


def test_example_of_a_question_works_as_it_stands(described: dict[str, Any], client: TestClient) -> None:
    """What the description shows can be sent."""
    request = described["components"]["schemas"]["ChatRequest"]
    assert request["additionalProperties"] is False
    for example in request["examples"]:
        answer = client.post("/api/chat", json=example)
        assert answer.status_code == 200
        assert answer.json()["judgement"] == "answer"
