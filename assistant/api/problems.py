"""Errors as one Japanese sentence with a proper status; nothing of the program shows."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.answering import QuestionError
from assistant.answering.modelling.chat import ModelError, NoModelError
from assistant.answering.modelling.reading import UnreadableError
from assistant.answering.modelling.settings import ModelSettingsError
from assistant.api.desk import ReviewClosedError
from assistant.consultations.consultation import ConsultationError, StaleConsultationError, UnknownConsultationError
from assistant.exports import UnknownFormatError
from assistant.pages import rendering
from assistant.plans.arithmetic import PlanInputError
from assistant.plans.editing import PlanEditError
from assistant.practice import PracticeError, StalePracticeError, UnknownPracticeError
from assistant.records import RecordsError
from assistant.settings import SettingsError
from assistant.sharing import SharingError, UnknownContributionError
from ingest.admission import GateError
from ingest.anonymise.detector import DetectorError
from ingest.anonymise.recogniser import RecogniserError
from ingest.loaders import LoadError
from ingest.loaders.pdf.ocr import OcrError
from ingest.quarantine import QuarantineError
from ingest.review import DecidedReviewError, ReviewError, StaleReviewError, UnknownReviewError
from knowledge.catalog import CatalogError, ErasedEntryError, ForeignEntryError
from knowledge.embedding import EmbeddingError
from knowledge.entry_file import EntryError
from knowledge.indexes.unused_space import UnknownGraphError
from knowledge.indexes.vectors import BrokenIndexError
from knowledge.keeping.backup import BackupError
from knowledge.keeping.erased_rows import EraseError
from knowledge.taxonomy import UnknownCodeError

_LOG = logging.getLogger(__name__)
#: Statuses that the framework or the guard answers with → (code, sentence).
_HTTP: Mapping[int, tuple[str, str]] = {
    400: ("json", "送られた内容を読み取れません。JSON の形を確かめてください。"),
    403: ("origin", "ほかのサイトからの操作は受け付けません。"),
    404: ("not-found", "お探しのものは見つかりませんでした。"),
    405: ("method", "この操作はできません。"),
    413: ("size", "送られた内容が大きすぎます。要点をしぼってお送りください。"),
    421: ("host", "このアドレスでは開けません。起動したときに表示されたアドレスで開いてください。"),
}
_OTHER = ("http", "処理できませんでした。")
#: Our errors → (status, code). A test fails when an error class of ours is missing here.
STATUS_OF: Mapping[type[Exception], tuple[int, str]] = {
    QuestionError: (422, "question"),
    UnknownCodeError: (422, "unknown-code"),
    UnknownReviewError: (404, "review"),
    StaleReviewError: (409, "stale"),
    DecidedReviewError: (409, "decided"),
    ReviewError: (422, "decision"),
    ReviewClosedError: (403, "review-closed"),
    QuarantineError: (503, "quarantine"),
    DetectorError: (503, "detector"),
    RecogniserError: (503, "recogniser"),
    GateError: (503, "gate"),
    OcrError: (503, "ocr"),
    ForeignEntryError: (409, "entry-id"),
    ErasedEntryError: (409, "erased"),
    BackupError: (503, "backup"),
    EraseError: (503, "erase"),
    CatalogError: (503, "catalog"),
    UnknownGraphError: (503, "index"),
    BrokenIndexError: (503, "index"),
    EmbeddingError: (503, "embedding"),
    PlanInputError: (422, "figures"),
    PlanEditError: (422, "plan"),
    UnknownFormatError: (422, "format"),
    UnknownConsultationError: (404, "consultation"),
    StaleConsultationError: (409, "stale"),
    ConsultationError: (422, "consultation"),
    UnknownContributionError: (404, "contribution"),
    SharingError: (422, "sharing"),
    UnknownPracticeError: (404, "practice"),
    StalePracticeError: (409, "stale"),
    PracticeError: (422, "practice"),
    RecordsError: (503, "records"),
    ModelError: (503, "model"),
    NoModelError: (503, "model"),
    UnreadableError: (503, "model"),
    ModelSettingsError: (503, "settings"),
    SettingsError: (503, "settings"),
    LoadError: (422, "file"),
    EntryError: (422, "entry"),
}
#: Of what fails on our side, the operator reads the sentence itself: it names the setting to mend.
_TOLD = (QuarantineError, DetectorError, RecogniserError, GateError, RecordsError)
_BUSY = "いま検索の準備ができていません。少し待ってから、もう一度お試しください。"


def problem(status: int, code: str, message: str) -> JSONResponse:
    """Return an error response."""
    return JSONResponse({"code": code, "message": message}, status_code=status)


def status(error: Exception) -> int:
    """Return the status of one of our errors."""
    return next(found for error_type, (found, _) in STATUS_OF.items() if isinstance(error, error_type))


def code(error: Exception) -> str:
    """Return the code of one of our errors."""
    return next(found for error_type, (_, found) in STATUS_OF.items() if isinstance(error, error_type))


def sentence(error: Exception) -> str:
    """Return what the user is told of one of our errors."""
    return _BUSY if status(error) == 503 and not isinstance(error, _TOLD) else str(error)


def install(app: FastAPI) -> None:
    """Register a handler for every error that may leave a route."""

    def handle(request: Request, error: Exception) -> Response:
        response = _answer(request, status(error), code(error), sentence(error))
        if isinstance(error, StaleConsultationError) and isinstance(response, JSONResponse):
            told = {"code": code(error), "message": sentence(error), "current": error.current}
            return JSONResponse(told, status(error))
        return response

    for error_type in STATUS_OF:
        app.add_exception_handler(error_type, handle)

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        if any(e["type"] == "json_invalid" for e in error.errors()):
            return refusal(400)
        return _answer(request, 422, "request", f"送られた項目に誤りがあります: {_where(error)}。")

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        response = _answer(request, error.status_code, *_HTTP.get(error.status_code, _OTHER))
        response.headers.update(error.headers or {})
        return response


def refusal(status: int) -> JSONResponse:
    """Return the answer to a request that is not looked at any further."""
    return problem(status, *_HTTP[status])


def unexpected(request: Request, error: Exception) -> Response:
    """Return the answer when the program itself failed; what happened goes to the log only."""
    _LOG.error("unexpected %s at %s", type(error).__name__, request.url.path, exc_info=error)
    told = "思わぬ誤りが起きました。もう一度お試しください。続くときは管理者に知らせてください。"
    return _answer(request, 500, "unexpected", told)


def _where(error: RequestValidationError) -> str:
    """Name the fields that are wrong; they may be anything that a client sent."""
    names = dict.fromkeys(".".join(map(str, e["loc"][1:])) or "本文" for e in error.errors())
    return "、".join(names).encode("utf-8", "replace").decode()[:200]


def _answer(request: Request, status: int, code: str, message: str) -> Response:
    """Return an error as a page to a person's browser, as JSON to a program."""
    if rendering.wants_page(request):
        return rendering.error_page(status, message)
    return problem(status, code, message)
