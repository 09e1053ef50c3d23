"""Arithmetic over the wire: results with their formula, and one sentence for what cannot be calculated."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient


def _post(client: TestClient, body: object, path: str = "/api/figures") -> Any:
    return client.post(path, json=body)


def test_the_examples_of_the_description_work_as_they_stand(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    for name, path in (("FiguresRequest", "/api/figures"), ("ItemsRequest", "/api/figures/items")):
        for example in schemas[name]["examples"]:
            assert _post(client, example, path).status_code == 200


def test_a_result_tells_formula_inputs_assumptions_and_unit(client: TestClient) -> None:
    body = {"kind": "break-even", "inputs": {"fixed": "３５０万円", "variable_rate": "6割", "sales": "10,000千円"}}
    told = _post(client, body).json()
    found = {r["name"]: r for r in told["results"]}
    point = found["損益分岐点売上高"]
    assert (point["value"], point["unit"], point["shown"]) == ("8750000", "円", "875万円")
    assert point["formula"] == "固定費 ÷ 限界利益率"
    assert point["worked"] == "350万円 ÷ 40% = 875万円"
    assert [i["shown"] for i in point["inputs"]] == ["350万円", "40%"]
    assert point["assumptions"] and point["entry_id"] == "formula-break-even"
    assert found["損益分岐点比率"]["value"] == "0.875"
    assert told["unanswered"] == []
    assert told["chart"]["svg"].startswith("<svg") and told["chart"]["rows"]


def test_every_kind_is_listed_with_what_it_takes(client: TestClient) -> None:
    listed = client.get("/api/figures").json()["kinds"]
    assert {k["kind"] for k in listed} >= {"break-even", "price-rise", "discount", "cash", "runway", "labour"}
    for kind in listed:
        assert kind["inputs"]
        for given in kind["inputs"]:
            assert given["label"] and given["written"] in ("円", "割合", "数") and given["example"]


def test_what_has_no_solution_is_told_beside_the_rest(client: TestClient) -> None:
    body = {"kind": "break-even", "inputs": {"fixed": "50万円", "sales": "1000万円", "variable": "1200万円"}}
    told = _post(client, body).json()
    assert "作るほど赤字" in told["unanswered"][0]["reason"]


def test_items_are_ranked_with_a_reason(client: TestClient) -> None:
    items = [
        {"name": "食パン", "price": "300円", "variable_cost": "120円", "quantity": "900個"},
        {"name": "特注ケーキ", "price": "3,000円", "variable_cost": "3,100円", "quantity": "2"},
    ]
    told = _post(client, {"items": items}, "/api/figures/items").json()
    assert [line["name"] for line in told["lines"]] == ["食パン", "特注ケーキ"]
    assert told["lines"][1]["suggestion"] == "見直す候補"
    assert told["lines"][0]["total"]["shown"] == "162,000円"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/figures", {"kind": "なし", "inputs": {}}),
        ("/api/figures", {"kind": "break-even", "inputs": {}}),
        ("/api/figures", {"kind": "break-even", "inputs": {"fixed": "350万円"}}),
        ("/api/figures", {"kind": "break-even", "inputs": {"fixed": "\u0000\u202e", "rate": "4割"}}),
        ("/api/figures", {"kind": "break-even", "inputs": {"fixed": "<script>", "rate": "4割"}}),
        ("/api/figures", {"kind": "break-even", "inputs": {"fixed": "9" * 61, "rate": "4割"}}),
        ("/api/figures", {"kind": "break-even", "inputs": {"fixed": 350, "rate": "4割"}}),
        ("/api/figures", {"kind": "break-even", "inputs": {str(n): "1円" for n in range(41)}}),
        ("/api/figures", {"kind": "break-even"}),
        ("/api/figures", {}),
        ("/api/figures", {"kind": "cash", "inputs": {}, "more": 1}),
        ("/api/figures/items", {"items": []}),
        ("/api/figures/items", {"items": [{"name": "a", "price": "0円", "variable_cost": "1円", "quantity": "1"}]}),
        ("/api/figures/items", {"items": [{"name": "a", "price": "5", "variable_cost": "1円", "quantity": "1"}]}),
        ("/api/figures/items", {"items": [{"name": "a"}]}),
    ],
)
def test_what_cannot_be_calculated_is_one_sentence(client: TestClient, path: str, body: object) -> None:
    answer = _post(client, body, path)
    assert answer.status_code == 422
    told = answer.json()
    assert set(told) == {"code", "message"}
    assert told["message"] and "Traceback" not in told["message"] and "Error" not in told["message"]
    assert "\u0000" not in told["message"] and "\u202e" not in told["message"]
