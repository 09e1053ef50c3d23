"""Fences round what other people wrote, so that a model can tell material from instruction."""

from __future__ import annotations

import re
import secrets

_FENCE = re.compile(r"[<＜]{2,}|[>＞]{2,}")


def new_token() -> str:
    """Return what only this request's fences carry; no document can know it."""
    return secrets.token_hex(8)


def delimited(name: str, text: str, token: str) -> str:
    """Return a text between fences that carry the token; what looks like a fence inside it is broken."""
    inside = _FENCE.sub(lambda m: " ".join(m.group()), text.replace(token, ""))
    return f"<<{name} {token}>>\n{inside.strip()}\n<<{name} 終わり {token}>>"
