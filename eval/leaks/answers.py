"""Asks every route of every hub's service, and says whose canary came out of which answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from starlette.routing import BaseRoute, Mount
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.service import Service
from eval.leaks.canaries import Canary, canaries_in
from eval.leaks.orders import Order, orders
from eval.leaks.planting import Planted

_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer: of which route, to which hub, as which role, with what status, and the canaries in it (headers too).

    ``closed``: the service was one that other machines can reach. ``same`` hashes the answer without the ids it was asked with.
    """

    route: str
    hub: str
    order: Order
    closed: bool
    status: int
    canaries: frozenset[Canary]
    same: str


def routes_of(service: Service) -> list[tuple[str, str]]:
    """Return (method, path) of everything that the application answers; what erases comes last, after those that look."""
    app = create_app(service)
    return sorted({found for route in app.routes for found in _routes(route)}, key=lambda r: (r[0] == "DELETE", r))


def _routes(route: BaseRoute) -> Iterator[tuple[str, str]]:
    if isinstance(route, Mount):
        yield "GET", f"{route.path}/{{path:path}}"
        return
    included = getattr(route, "effective_route_contexts", None)  # FastAPI keeps included routers apart from its routes
    if included:
        for inner in included():
            yield from _routes(inner)
        return
    for method in sorted(set(getattr(route, "methods", ()) or ()) - {"HEAD"}):
        yield method, str(getattr(route, "path", ""))


def unasked(routes: Iterable[tuple[str, str]], planted: Planted) -> list[str]:
    """Return the routes that nobody has said how to ask: a new one must not go unchecked."""
    return [f"{m} {p}" for m, p in routes if next(orders(m, p, _PARAMETER.findall(p), planted), None) is None]


def answers(
    planted: Planted, routes: Sequence[tuple[str, str]], progress: Callable[[int, int], None]
) -> Iterator[Answered]:
    """Ask these routes everything; each order goes to one hub right after another, so that what was kept would show."""
    with ExitStack() as stack:
        clients = {
            (hub, closed): stack.enter_context(TestClient(create_app(service), raise_server_exceptions=False))
            for closed, services in ((False, planted.open), (True, planted.closed))
            for hub, service in services.items()
        }
        for done, (method, path) in enumerate(routes, 1):
            for order in orders(method, path, _PARAMETER.findall(path), planted):
                for (hub, closed), client in clients.items():
                    if closed and not of_the_desk(path):
                        continue
                    yield _answered(f"{method} {path}", hub, closed, order, client)
            progress(done, len(routes))


def of_the_desk(route: str) -> bool:
    """Tell whether a route is one of the operator's own: held cases and what imports did, for the whole machine."""
    return "review" in route or "import" in route


def _answered(route: str, hub: str, closed: bool, order: Order, client: TestClient) -> Answered:
    given: Mapping[str, Any] = order.given
    got = client.request(order.method, order.path, follow_redirects=True, **given)
    body = got.content + "\n".join(f"{k}: {v}" for k, v in got.headers.items()).encode()
    last = order.path.rsplit("/", 1)[-1]
    return Answered(
        route=route,
        hub=hub,
        order=order,
        closed=closed,
        status=got.status_code,
        canaries=canaries_in(got.content) | canaries_in(body),
        same=f"{got.status_code} {got.text.replace(last, '')}",
    )
