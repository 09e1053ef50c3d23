"""What stands before every route: our own names only, a limit on what is sent, no orders from other sites, headers."""

from __future__ import annotations

import re
from collections.abc import Collection

from fastapi import HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api import problems
from assistant.settings import is_loopback

MAX_BODY = 1_000_000  # bytes
_READING = ("GET", "HEAD", "OPTIONS")
_HOST = re.compile(r"(?:\[(?P<address>[0-9a-f:.]+)\]|(?P<name>[^\[\]:@/\s]+?)\.?)(?::[0-9]{1,5})?")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    """Lets a request through to ``app`` or answers it; whatever goes wrong behind it becomes one sentence.

    ``names`` are the host names under which the server may be asked, besides those of this computer itself: a page of
    another site whose name was made to point here (DNS rebinding) must not read what the server shows.
    """

    def __init__(self, app: ASGIApp, names: Collection[str] = ()) -> None:
        self._app = app
        self._names = frozenset(name.casefold() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answering = _Answering(send)
        if not self._ours(headers):
            await problems.refusal(421)(scope, receive, answering)
        elif _too_large(headers):
            await problems.refusal(413)(scope, receive, answering)
        elif scope["method"] not in _READING and _from_elsewhere(headers):
            await problems.refusal(403)(scope, receive, answering)
        else:
            try:
                await self._app(scope, _limited(receive), answering)
            except Exception as error:
                if answering.begun:
                    raise  # half an answer cannot be taken back; the server cuts the connection
                await problems.unexpected(Request(scope), error)(scope, receive, answering)

    def _ours(self, headers: Headers) -> bool:
        """Tell whether the request names this server; one that names two hosts names none."""
        given = headers.getlist("host")
        name = _name_of(given[0]) if len(given) == 1 else ""
        return is_loopback(name) or name in self._names


class _Answering:
    """Sends an answer with the headers that every answer has."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def _name_of(host: str) -> str:
    """Return the name in a Host header, without port, brackets and a last dot; "" when it is no such header."""
    found = _HOST.fullmatch(host.strip().casefold())
    return (found["address"] or found["name"]) if found else ""


def _too_large(headers: Headers) -> bool:
    length = headers.get("content-length", "0")
    return not length.isdecimal() or int(length) > MAX_BODY


def _from_elsewhere(headers: Headers) -> bool:
    """Tell whether a page of another site makes the request: by what browsers say of it, in old ones by its origin."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")


def _limited(receive: Receive) -> Receive:
    """Count what comes in; a body that did not tell its length is refused once it grows too large."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MAX_BODY:
            raise HTTPException(413)
        return message

    return counted
