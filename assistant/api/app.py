"""The application: its routes, its error sentences, and the guard before them."""

from __future__ import annotations

from fastapi import FastAPI

from assistant.api import (
    chat,
    consultations,
    contributions,
    figures,
    follow_up,
    health,
    library,
    plans,
    practice,
    problems,
    review,
)
from assistant.api.guard import Guard
from assistant.api.service import Service
from assistant.api.wire import Problem
from assistant.pages import practice_views, review_views, views
from assistant.pages.consulting import ROUTERS as CONSULTING
from assistant.pages.planning import ROUTERS as PLANNING
from assistant.pages.sharing import ROUTERS as SHARING


def create_app(service: Service) -> FastAPI:
    """Build the application around its collaborators."""
    app = FastAPI(
        title="よろず支援拠点 共有AIアシスタント",
        version="0.1.0",
        description="合成の事例・行動指針(見本)・制度資料から、根拠つきで答えます。",
        docs_url=None,
        redoc_url=None,
        responses={421: {"model": Problem}},
    )
    app.state.service = service
    for room in (chat, figures, library, practice, review, contributions, health, views, practice_views, review_views):
        app.include_router(room.router)
    for programs in (consultations, plans, follow_up):
        app.include_router(programs.router)
    for router in (*PLANNING, *CONSULTING, *SHARING):
        app.include_router(router)
    views.mount_static(app)
    problems.install(app)
    app.add_middleware(Guard, names=(service.settings.host, *service.settings.names))
    return app
