"""Templates → HTML. Everything that is filled in is escaped; entry text never becomes markup."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.answering.answer import INTENTS, ROLES, STATUSES
from assistant.pages import labels, static_files, visitor
from assistant.plans.plan import SPEAKERS
from knowledge import taxonomy

SERVICE = "よろず支援拠点 共有AIアシスタント"
HELP = "/entries/institution-yorozu"  # the entry that tells where a person helps
_TITLES = {
    404: "ページが見つかりません",
    405: "この操作はできません",
    413: "送られた内容が大きすぎます",
    422: "入力に誤りがあります",
}


@functools.cache
def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(day=labels.day, number=labels.number, premise_label=labels.premise_label)
    found.globals.update(
        SERVICE=SERVICE,
        HELP=HELP,
        INTENTS=INTENTS,
        KINDS=labels.KINDS,
        ROLES=ROLES,
        SPEAKERS=SPEAKERS,
        STATUSES=STATUSES,
        origin=taxonomy.ORIGINS.label_of,
        outcome=labels.outcome,
        split_heading=labels.split_heading,
        status_mark=labels.status_mark,
        static=static_files.address,
        visitor_role=visitor.role,
    )
    return found


def html(template: str, **values: Any) -> str:
    """Return a template filled in."""
    return _environment().get_template(template).render(**values)


def fragment(template: str, macro: str, *values: Any) -> str:
    """Return what one macro of a template makes: a part of a page, the same as in the whole page."""
    made: str = getattr(_environment().get_template(template).module, macro)(*values)
    return str(made).strip()


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a whole page; it is not kept by browsers or in between, because it may tell of a client."""
    return HTMLResponse(html(template, **values), status, {"Cache-Control": "no-store"})


def wants_page(request: Request) -> bool:
    """Tell whether a person's browser asks, rather than a program."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


def error_page(status: int, message: str) -> HTMLResponse:
    """Return an error as a page: what happened and where to go on."""
    return page("error.html", status, title=_TITLES.get(status, "うまくいきませんでした"), message=message)
