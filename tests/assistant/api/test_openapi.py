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
        "/api/intake",
        "/api/plans",
        "/api/plans/{plan_id}",
        "/api/plans/{plan_id}/versions",
        "/api/plans/{plan_id}/export",
        "/api/plans/{plan_id}/check-ins",
        "/api/plans/{plan_id}/referral-results",
        "/api/consultations",
        "/api/consultations/{consultation_id}",
        "/api/consultations/{consultation_id}/notes",
        "/api/consultations/{consultation_id}/stage",
        "/api/consultations/{consultation_id}/pdca",
        "/api/follow-up",
        "/api/indicators",
        "/api/contributions",
        "/api/contributions/preview",
        "/api/contributions/{entry_id}",
        "/api/contributions/{entry_id}/thanks",
        "/api/gaps",
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
        ("/api/intake", "get", {"200"}),
        ("/api/intake", "post", {"200", "400", "403", "413", "422", "503"}),
        ("/api/plans", "post", {"201", "400", "403", "404", "413", "422", "503"}),
        ("/api/plans", "get", {"200", "404", "422", "503"}),
        ("/api/plans/{plan_id}", "get", {"200", "404", "422", "503"}),
        ("/api/plans/{plan_id}", "put", {"200", "400", "403", "404", "409", "413", "422", "503"}),
        ("/api/plans/{plan_id}/versions", "get", {"200", "404", "422", "503"}),
        ("/api/plans/{plan_id}/export", "get", {"200", "404", "422", "503"}),
        ("/api/plans/{plan_id}/check-ins", "post", {"201", "400", "403", "404", "413", "422", "503"}),
        ("/api/plans/{plan_id}/referral-results", "post", {"201", "400", "403", "404", "413", "422", "503"}),
        ("/api/consultations", "post", {"201", "400", "403", "413", "422", "503"}),
        ("/api/consultations", "get", {"200", "422", "503"}),
        ("/api/consultations/{consultation_id}", "get", {"200", "404", "422", "503"}),
        ("/api/consultations/{consultation_id}", "patch", {"200", "400", "403", "404", "409", "413", "422", "503"}),
        ("/api/consultations/{consultation_id}", "delete", {"200", "403", "404", "422", "503"}),
        (
            "/api/consultations/{consultation_id}/notes",
            "post",
            {"201", "400", "403", "404", "409", "413", "422", "503"},
        ),
        (
            "/api/consultations/{consultation_id}/stage",
            "post",
            {"200", "400", "403", "404", "409", "413", "422", "503"},
        ),
        ("/api/consultations/{consultation_id}/pdca", "get", {"200", "404", "422", "503"}),
        ("/api/follow-up", "get", {"200", "422", "503"}),
        ("/api/indicators", "get", {"200", "503"}),
        ("/api/contributions", "get", {"200", "503"}),
        ("/api/contributions", "post", {"201", "400", "403", "404", "413", "422", "503"}),
        ("/api/contributions/preview", "post", {"200", "400", "403", "404", "413", "422", "503"}),
        ("/api/contributions/{entry_id}", "delete", {"200", "403", "404", "422", "503"}),
        ("/api/contributions/{entry_id}/thanks", "get", {"200", "404", "422", "503"}),
        ("/api/gaps", "get", {"200", "422", "503"}),
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


@pytest.mark.parametrize(
    "shape",
    [
        "OpenRequest",
        "ChangeRequest",
        "NoteRequest",
        "StageRequest",
        "FormRequest",
        "DraftRequest",
        "EditRequest",
        "CheckInRequest",
        "ReferralRequest",
        "ContributionRequest",
    ],
)
def test_what_is_sent_of_consultations_is_closed_and_has_an_example(described: dict[str, Any], shape: str) -> None:
    """No field is taken silently."""
    request = described["components"]["schemas"][shape]
    assert request["additionalProperties"] is False
    assert request["examples"]


def test_a_conflict_is_described_with_the_version_that_stands(described: dict[str, Any]) -> None:
    """A client can mend its change."""
    conflict = described["paths"]["/api/plans/{plan_id}"]["put"]["responses"]["409"]
    assert conflict["content"]["application/json"]["schema"]["$ref"].endswith("/StaleProblem")
    assert described["components"]["schemas"]["StaleProblem"]["properties"]["current"]["examples"]
