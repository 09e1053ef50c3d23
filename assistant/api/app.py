"""The application: routes, error sentences, security headers, and a limit on what is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from starlette.middleware.base import BaseHTTPMiddleware

from assistant.api import chat, health, library, problems
from assistant.api.service import Service
from assistant.pages import views

MAX_BODY = 1_000_000  # bytes
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_DOCS = "/docs"


def create_app(service: Service) -> FastAPI:
    """Build the application around its collaborators."""
    app = FastAPI(
        title="よろず支援拠点 共有AIアシスタント",
        version="0.1.0",
        description="合成の事例・行動指針(見本)・制度資料から、根拠つきで答えます。",
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    for router in (chat.router, library.router, health.router, views.router):
        app.include_router(router)
    views.mount_static(app)
    problems.install(app)
    app.add_middleware(BaseHTTPMiddleware, dispatch=_guard)
    return app


async def _guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse oversized bodies before they are read, and requests that another site's page makes; add the headers."""
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MAX_BODY:
        response: Response = problems.problem(413, "size", "送られた内容が大きすぎます。要点をしぼってお送りください。")
    elif request.method == "POST" and request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        response = problems.problem(403, "origin", "ほかのサイトからの操作は受け付けません。")
    else:
        response = await call_next(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
