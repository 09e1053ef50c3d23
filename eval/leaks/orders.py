"""What is asked of every route: with everybody's ids, as every role, badly, and while claiming to be another hub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from assistant.exports import FORMATS
from eval.leaks.bodies import OTHER, bodies_of, queries_of
from eval.leaks.planting import LEARNER, Planted

_CLAIMS: tuple[dict[str, Any], ...] = (
    {},
    {"params": {"hub": OTHER, "visibility": f"hub:{OTHER}", "viewer": OTHER}},
    {"headers": {"X-Hub": OTHER, "Yorozu-Hub": OTHER, "Forwarded": f"hub={OTHER}", "Accept": "text/html"}},
)
_LEARNER = {"Learner-Key": LEARNER, "Cookie": f"learner={LEARNER}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One request. ``named`` are the owners whose ids it names: an answer may repeat an id, never what lies behind it."""

    method: str
    path: str
    role: str = ""
    named: frozenset[str] = frozenset()
    given: Mapping[str, Any] = field(default_factory=dict)


def orders(method: str, path: str, names: Iterable[str], planted: Planted) -> Iterator[Order]:
    """Yield what is asked of one route; ``names`` are its parameters. A route that cannot be filled in yields nothing."""
    bodies = bodies_of(method, path, planted)
    values = [_values("contributed_id" if "/contributions/" in path else name, planted) for name in names]
    for chosen in product(*values):
        filled, named = path, frozenset(owner for owner, _ in chosen if owner)
        for name, (_, value) in zip(names, chosen, strict=True):
            filled = filled.replace("{" + name + ":path}", value).replace("{" + name + "}", value)
        for (role, body), claim in product(bodies, _CLAIMS if len(bodies) < 4 else _CLAIMS[:1]):
            given = {**body, **claim, "headers": {**_LEARNER, **body.get("headers", {}), **claim.get("headers", {})}}
            yield Order(method=method, path=filled, role=role, named=named, given=given)
        for query in queries_of(path, planted) if method == "GET" else ():
            yield Order(method=method, path=filled, named=named, given={"params": query, "headers": _LEARNER})


def _values(name: str, planted: Planted) -> list[tuple[str, str]]:
    """Return (owner, value) of a parameter: everybody's ids, one that nobody has, or the words it may take."""
    if name == "kind":
        return [("", kind) for kind in FORMATS]
    if name == "path":
        return [("", "page.css")]
    if name not in planted.ids:
        return []
    known = [(owner, one) for owner, values in planted.ids[name].items() for one in values]
    return [*known, ("", "nobody-has-this")]
