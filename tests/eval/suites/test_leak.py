from dataclasses import replace
from datetime import date

import pytest

from eval.leaks.answers import answers, routes_of, unasked
from eval.leaks.canaries import Canary, canaries_in
from eval.leaks.planting import planted
from eval.suite import no_progress
from eval.suites.leak import measures
from knowledge.embedding.fake import HashingEmbedder

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def hubs(tmp_path_factory):
    with planted(tmp_path_factory.mktemp("leak"), HashingEmbedder(), TODAY) as found:
        yield found


def _share(found, routes):
    got = list(answers(found, routes, no_progress))
    named = [f"{method} {path}" for method, path in routes]
    return {m.name: [s.value for s in m.scores] for m in measures(got, named, [])}


def test_every_route_of_the_service_is_asked(hubs):
    """Whoever adds a route says in eval/leaks/orders.py what it is asked; else its leaks would go unseen."""
    assert unasked(routes_of(hubs.open[""]), hubs) == []


def test_a_route_that_nobody_knows_how_to_ask_is_named(hubs):
    assert unasked([("POST", "/api/new"), ("GET", "/new/{what_id}")], hubs) == ["POST /api/new", "GET /new/{what_id}"]


ROUTES = [("GET", "/api/cases"), ("GET", "/plans/{plan_id}/files/{kind}")]
BY_ID = [
    ("GET", "/entries/{entry_id}"),
    ("GET", "/api/plans/{plan_id}"),
    ("GET", "/api/consultations/{consultation_id}"),
    ("PATCH", "/api/consultations/{consultation_id}"),
    ("GET", "/api/practice"),
]


def test_nothing_of_another_hub_comes_out(hubs):
    found = _share(hubs, [*ROUTES[:1], *BY_ID])
    assert max(found["other_hub"]) == 0 and len(found["other_hub"]) >= 300
    assert max(found["told_apart"]) == 0 and len(found["told_apart"]) > 50


def test_a_service_that_shows_another_hubs_entries_is_caught(hubs):
    mixed_up = replace(hubs, open={**hubs.open, "01": hubs.open["47"]})
    assert max(_share(mixed_up, ROUTES[:1])["other_hub"]) == 1


def test_a_plan_in_any_format_of_the_wrong_hub_is_caught(hubs):
    mixed_up = replace(hubs, open={"01": hubs.open["47"]})
    assert sum(_share(mixed_up, ROUTES[1:])["other_hub"]) >= 4


def test_originals_are_seen_at_the_desk_of_a_machine_of_its_own_only(hubs):
    one = replace(hubs, open={"01": hubs.open["01"]}, closed={"01": hubs.closed["01"]})
    assert max(_share(one, [("GET", "/reviews/{review_id}")])["held"]) == 0
    assert max(_share(replace(one, closed=one.open), [("GET", "/reviews/{review_id}")])["held"]) == 1


def test_a_canary_is_found_in_folded_and_packed_files():
    word = Canary("47", "plan")
    assert canaries_in(b"SUMMARY:zq4\r\n 7pl\r\n an") == {word}
    assert canaries_in(f"<b>{word}</b>の".encode()) == {word}
