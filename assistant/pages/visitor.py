"""Who uses the pages, as chosen on the first one: an owner is not shown the hub's desk. It is no permission."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Annotated

from fastapi import Cookie, Response

from assistant.answering.answer import ROLES

_COOKIE = "role"
_ROLE: ContextVar[str] = ContextVar("role", default="")
Remembered = Annotated[str, Cookie(alias=_COOKIE)]


async def recognise(remembered: Remembered = "") -> None:
    """Take the role of this request from its cookie; it runs in the request's own task, so that what follows sees it."""
    _ROLE.set(remembered if remembered in ROLES else "")


def role() -> str:
    """Return the role that was chosen in this browser, or ""."""
    return _ROLE.get()


def remember(response: Response, chosen: str) -> None:
    """Keep a chosen role until the browser is closed."""
    response.set_cookie(_COOKIE, chosen, httponly=True, samesite="strict")
