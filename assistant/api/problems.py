"""Errors as one Japanese sentence with a proper status; nothing of the program shows."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.answering import QuestionError
from assistant.pages import rendering
from knowledge.catalog import CatalogError
from knowledge.embedding import EmbeddingError
from knowledge.taxonomy import UnknownCodeError
from knowledge.vectors import BrokenIndexError

_LOG = logging.getLogger(__name__)
_HTTP = {
    404: "お探しのものは見つかりませんでした。",
    405: "この操作はできません。",
    413: "送られた内容が大きすぎます。",
}
#: Our errors → (status, code). A test fails when an error class of ours is missing here.
STATUS_OF: Mapping[type[Exception], tuple[int, str]] = {
    QuestionError: (422, "question"),
    UnknownCodeError: (422, "unknown-code"),
    CatalogError: (503, "catalog"),
    BrokenIndexError: (503, "index"),
    EmbeddingError: (503, "embedding"),
}
_BUSY = "いま検索の準備ができていません。少し待ってから、もう一度お試しください。"


def problem(status: int, code: str, message: str) -> JSONResponse:
    """Return an error response."""
    return JSONResponse({"code": code, "message": message}, status_code=status)


def status(error: Exception) -> int:
    """Return the status of one of our errors."""
    return next(found for error_type, (found, _) in STATUS_OF.items() if isinstance(error, error_type))


def sentence(error: Exception) -> str:
    """Return what the user is told of one of our errors."""
    return _BUSY if status(error) == 503 else str(error)


def install(app: FastAPI) -> None:
    """Register a handler for every error that may leave a route."""
    for error_type, (_, code) in STATUS_OF.items():

        def handle(request: Request, error: Exception, code: str = code) -> Response:
            return _answer(request, status(error), code, sentence(error))

        app.add_exception_handler(error_type, handle)

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        kinds = {e["type"] for e in error.errors()}
        if "json_invalid" in kinds:
            return problem(400, "json", "送られた内容を読み取れません。JSON の形を確かめてください。")
        where = "、".join(dict.fromkeys(str(e["loc"][-1]) for e in error.errors()))
        return _answer(request, 422, "request", f"送られた項目に誤りがあります: {where}。")

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        return _answer(request, error.status_code, "http", _HTTP.get(error.status_code, "処理できませんでした。"))

    @app.exception_handler(Exception)
    def _unexpected(request: Request, error: Exception) -> Response:
        _LOG.error("unexpected %s at %s", type(error).__name__, request.url.path)
        told = "思わぬ誤りが起きました。もう一度お試しください。続くときは管理者に知らせてください。"
        return _answer(request, 500, "unexpected", told)


def _answer(request: Request, status: int, code: str, message: str) -> Response:
    """Return an error as a page to a person's browser, as JSON to a program."""
    if rendering.wants_page(request):
        return rendering.error_page(status, message)
    return problem(status, code, message)
