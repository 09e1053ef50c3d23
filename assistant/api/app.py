"""The application: its routes, its error sentences, and the guard before them."""

from __future__ import annotations

from fastapi import Depends, FastAPI

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
from assistant.pages import practice_views, review_views, views, visitor
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
    for programs in (chat, figures, library, practice, review, contributions, health, consultations, plans, follow_up):
        app.include_router(programs.router)
    pages = (room.router for room in (views, practice_views, review_views))
    for router in (*pages, *PLANNING, *CONSULTING, *SHARING):
        app.include_router(router, dependencies=[Depends(visitor.recognise)])
    views.mount_static(app)
    problems.install(app)
    app.add_middleware(Guard, names=(service.settings.host, *service.settings.names))
    return app
