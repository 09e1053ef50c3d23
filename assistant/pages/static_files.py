"""The static files: addresses that carry the content's hash, so that a browser may keep them for good."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FOLDER = Path(__file__).parent / "static"


@functools.cache
def address(name: str) -> str:
    """Return the address of a static file; another content is another address."""
    digest = hashlib.sha256((_FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def mount(app: FastAPI) -> None:
    """Serve the folder."""
    app.mount("/static", _Kept(directory=_FOLDER))


class _Kept(StaticFiles):
    """Static files that stay in the browser as long as they are asked for by their hash."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        hashed = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        return response
