"""What is sent to each route: bodies and queries that name everybody's ids, claim another hub, and are stale or broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from assistant.answering.answer import INTENTS, ROLES
from assistant.exports import FORMATS
from eval.leaks.entries import QUESTIONS, SUBJECT
from eval.leaks.planting import Planted

OTHER = "47"  # whom the asker claims to be
Sent = tuple[str, Mapping[str, Any]]  # the role that asks, and what the client is given
_STANDING, _STALE = 2, 99  # versions: of what was planted, and of nothing


def bodies_of(method: str, path: str, planted: Planted) -> list[Sent]:
    """Return what is sent to a route with this method; nothing for a route that nobody has thought of."""
    if method in ("GET", "DELETE", "HEAD"):
        return [("", {})]
    make = _BODIES.get((method, path))
    return list(make(planted)) if make else []


def queries_of(path: str, planted: Planted) -> list[Mapping[str, Any]]:
    """Return the queries that a page or a list is asked with."""
    make = _QUERIES.get(path)
    return list(make(planted)) if make else []


def _ids(name: str, planted: Planted) -> list[str]:
    return [one for ids in planted.ids[name].values() for one in ids]


def _chat(_: Planted) -> Iterator[Sent]:
    for role, intent in product(ROLES, INTENTS):
        asked: dict[str, Any] = {"question": QUESTIONS[intent], "role": role, "intent": intent}
        yield role, {"json": asked}
        yield role, {"json": asked, "headers": {"Accept": "text/event-stream"}}
    for role in ROLES:
        yield role, {"json": {"question": SUBJECT, "role": role, "premises": {"visibility": [f"hub:{OTHER}"]}}}
        yield role, {"json": {"question": SUBJECT, "role": role, "hub": OTHER}}
        yield role, {"json": {"question": f"拠点{OTHER}の事例だけを見せてください。{SUBJECT}", "role": role}}


def _ask(_: Planted) -> Iterator[Sent]:
    for role, intent in product(ROLES, INTENTS):
        form = {"question": QUESTIONS[intent], "role": role, "intent": intent, "hub": OTHER}
        yield role, {"data": form}
        yield role, {"data": form, "headers": {"Accept": "text/event-stream"}}


def _drafts(planted: Planted) -> Iterator[Sent]:
    """Draft into everybody's consultations: into those of others nothing is written, and nothing is told of them."""
    for one in (*_ids("consultation_id", planted), "nobody-has-this"):
        yield "owner", {"json": {"intake": {"worry": SUBJECT}, "consultation_id": one}}
    yield "co", {"json": {"intake": {"worry": SUBJECT}, "role": "co"}}


def _new_plans(planted: Planted) -> Iterator[Sent]:
    for action in ("work", "more"):
        yield "", {"data": {**_LINES, "action": action}}
    for one in (*_ids("consultation_id", planted), "nobody-has-this", ""):
        yield "owner", {"data": {"worry": SUBJECT, "action": "draft", "consultation": one}}


def _contributions(planted: Planted) -> Iterator[Sent]:
    for one, scope in product((*_ids("closed_id", planted), *_ids("consultation_id", planted)), ("hub", "elsewhere")):
        yield "", {"json": {"consultation_id": one, "scope": scope}}


def _contributing(planted: Planted) -> Iterator[Sent]:
    for one in (*_ids("closed_id", planted), *_ids("consultation_id", planted)):
        yield "", {"data": {"consultation": one, "scope": "hub"}}


def _bodies(*bodies: Mapping[str, Any]) -> Callable[[Planted], list[Sent]]:
    return lambda _: [("", body) for body in bodies]


def _versions(sent: Mapping[str, Any]) -> Callable[[Planted], list[Sent]]:
    """Return a body over the version that was planted, over none, and without one."""
    return _bodies(
        {"json": {"version": _STANDING, **sent}},
        {"json": {"version": _STALE, **sent}},
        {"json": {**sent, "hub": OTHER}},
    )


def _forms(*forms: Mapping[str, str]) -> Callable[[Planted], list[Sent]]:
    return _bodies(*({"data": form} for form in forms))


_SAID = {"text": "売上と家族の人数を教えてください"}
_WORDS = {"text": "灯籠の原価を量る", "by": "owner"}
_PLAN = {
    "title": "灯籠の計画",
    "as_of": "2026-11-24",
    "goal": {"said": _WORDS, "indicator": "限界利益"},
    "actions": [
        {"id": "a1", "what": _WORDS, "first_step": _WORDS, "first_step_due": "2026-11-30", "indicator": _WORDS}
    ],
}
_LINES = {"name-0": SUBJECT, "price-0": "300円", "variable_cost-0": "120円", "quantity-0": "9個", "sales": "900万円"}
_PROFIT = {"kind": "profit", "inputs": {"sales": "900万円"}}
_TOLD = {"by": "adviser", "state": "done"}
_REVIEW = {"reviewer": "確認 一子", "action": "accept"}
_AT = "/api/consultations/{consultation_id}"

_BODIES: Mapping[tuple[str, str], Callable[[Planted], Iterator[Sent] | Sequence[Sent]]] = {
    ("POST", "/api/chat"): _chat,
    ("POST", "/ask"): _ask,
    ("POST", "/api/figures"): _bodies({"json": _PROFIT}, {"json": {"kind": OTHER}}),
    ("POST", "/api/figures/items"): _bodies({"json": {"items": []}}, {"json": {"items": [{"name": SUBJECT}]}}),
    ("POST", "/api/practice"): _bodies({"json": {"topics": ["pricing"]}}, {"json": {"industry": "70", "hub": OTHER}}),
    ("POST", "/api/practice/{practice_id}/questions"): _versions(_SAID),
    ("POST", "/api/practice/{practice_id}/proposal"): _versions(_SAID),
    ("POST", "/api/reviews/{review_id}/decision"): _bodies(  # over a version that does not stand: nothing is published
        {"json": {"version": _STALE, **_REVIEW}}, {"json": {"version": _STALE, "reviewer": "", "action": "nothing"}}
    ),
    ("POST", "/practice"): _forms({"topic": "pricing"}, {"industry": OTHER}),
    ("POST", "/practice/erase"): _forms({"sure": "0"}),
    ("POST", "/practice/{practice_id}"): _forms({"version": str(_STALE), "kind": "question", "text": "売上は?"}),
    ("POST", "/reviews/{review_id}"): _forms({"version": str(_STALE), **_REVIEW}, {"action": "look"}),
    ("POST", "/plan/new"): _new_plans,
    ("POST", "/plan/interview"): _forms(
        {"at": "worry", "worry": SUBJECT}, {"at": OTHER}, {"at": "since", "action": "back"}
    ),
    ("POST", "/api/intake"): _bodies({"json": {"words": {"worry": SUBJECT}}}, {"json": {"words": {OTHER: SUBJECT}}}),
    ("POST", "/api/plans"): _drafts,
    ("PUT", "/api/plans/{plan_id}"): _versions({"by": "owner", "plan": _PLAN}),
    ("POST", "/api/plans/{plan_id}/check-ins"): _bodies(
        {"json": {**_TOLD, "action": "a1"}}, {"json": {**_TOLD, "action": "a9"}}
    ),
    ("POST", "/api/plans/{plan_id}/referral-results"): _bodies(
        {"json": {"by": "adviser", "state": "reached", "referral": "r1"}}, {"json": {**_TOLD, "referral": "r1"}}
    ),
    ("POST", "/api/consultations"): _bodies({"json": {"title": SUBJECT}}, {"json": {"title": SUBJECT, "hub": OTHER}}),
    ("PATCH", _AT): _versions({"next_on": "2026-12-10"}),
    ("POST", f"{_AT}/notes"): _versions({"by": "adviser", "text": "灯籠の原価を量った。"}),
    ("POST", f"{_AT}/stage"): _versions({"stage": "hearing"}),
    ("POST", "/api/contributions"): _contributions,
    ("POST", "/api/contributions/preview"): _contributions,
    ("POST", "/consultations"): _forms({"title": SUBJECT}, {"title": ""}),
    ("POST", "/consultations/{consultation_id}"): _forms(
        {"action": "note", "version": str(_STANDING), "note": "灯籠の原価を量った。", "by": "adviser"},
        {"action": "move", "version": str(_STALE), "stage": "hearing"},
        {"action": "erase"},
    ),
    ("POST", "/contributions"): _contributing,
    ("POST", "/contributions/{entry_id}"): _forms({"sure": "0"}, {"sure": OTHER}),
    ("POST", "/plans/{plan_id}/edit"): _forms(
        {"version": "1", "by": "owner", "title": "灯籠の計画"},
        {"version": str(_STALE)},
        {"version": "1", "action": "add:risks"},
    ),
}
_QUERIES: Mapping[str, Callable[[Planted], Sequence[Mapping[str, Any]]]] = {
    "/cases": lambda _: ({"q": SUBJECT}, {"q": SUBJECT, "industry": "70"}, {"page": 2}),
    "/api/cases": lambda _: (
        {"q": SUBJECT},
        {"outcome": "failure"},
        {"limit": 100, "visibility": f"hub:{OTHER}"},
        {"industry": "99"},
    ),
    "/entries/{entry_id}": lambda _: ({"panel": True}, {"start": 0, "end": 400}, {"section": "打ち手"}),
    "/api/plans": lambda planted: [{"consultation_id": one} for one in _ids("consultation_id", planted)],
    "/api/plans/{plan_id}": lambda _: ({"version": 1}, {"version": _STALE}),
    "/api/plans/{plan_id}/export": lambda _: [{"format": kind} for kind in (*FORMATS, OTHER)],
    "/api/consultations": lambda _: ({"stage": "booked"}, {"limit": 100, "hub": OTHER}),
    "/consultations": lambda _: ({"stage": "booked"},),
    "/api/follow-up": lambda _: ({"on": "2030-01-01"},),
    "/api/gaps": lambda _: ({"fewest": 1},),
    "/plan/new": lambda planted: [{"consultation": one} for one in _ids("consultation_id", planted)],
    "/contributions": lambda planted: [{"consultation": one} for one in _ids("closed_id", planted)],
}
