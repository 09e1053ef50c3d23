"""What stands before every route: a limit on what is sent, no orders from other sites' pages, security headers."""

from __future__ import annotations

from fastapi import HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api import problems

MAX_BODY = 1_000_000  # bytes
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    """Lets a request through to ``app`` or answers it; whatever goes wrong behind it becomes one sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answering = _Answering(send)
        if _too_large(headers):
            await problems.refusal(413)(scope, receive, answering)
        elif scope["method"] == "POST" and _from_elsewhere(headers):
            await problems.refusal(403)(scope, receive, answering)
        else:
            try:
                await self._app(scope, _limited(receive), answering)
            except Exception as error:
                if answering.begun:
                    raise  # half an answer cannot be taken back; the server cuts the connection
                await problems.unexpected(Request(scope), error)(scope, receive, answering)


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
