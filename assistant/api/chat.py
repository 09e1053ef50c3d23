"""``POST /api/chat``: one question, one answer, as JSON or as a stream of the same parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from fastapi.responses import JSONResponse, StreamingResponse

from assistant.answering import Event, Question
from assistant.answering.answer import INTENTS
from assistant.answering.conversation import Conversation
from assistant.answering.understand import understand
from assistant.api.problems import STATUS_OF, code, sentence
from assistant.api.service import Served, Service
from assistant.api.wire import ChatRequest, Problem, answer_json, block_json, premise_json

router = APIRouter(prefix="/api", tags=["chat"])
_PROBLEMS: dict[int | str, dict[str, Any]] = {s: {"model": Problem} for s in (400, 403, 413, 422, 503)}


@router.post("/chat", responses=_PROBLEMS)
def chat(request: ChatRequest, service: Served, accept: Annotated[str, Header()] = "") -> Response:
    """Answer a question; with ``Accept: text/event-stream`` the parts come as they are ready.

    The events are ``understood``, ``found``, a ``block`` for each part, and ``answer``; or ``problem`` when it breaks off.
    While a model writes, a ``draft`` brings the verified blocks so far; the next ``draft`` or the first ``block`` replaces it.
    """
    conversation = service.conversations.get(request.conversation_id)
    question = service.question(
        request.question,
        conversation,
        request.role,
        request.intent,
        {name: tuple(codes) for name, codes in request.premises.items()},
        tuple(request.removed),
    )
    if "text/event-stream" in accept:
        understand(question)  # a bad question is an error with a status, not a broken stream
        return StreamingResponse(
            _events(service, conversation, question),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
    answer = service.assistant.answer(question)
    service.remember(conversation, question, answer)
    return JSONResponse(answer_json(answer, conversation.id))


def _events(service: Service, conversation: Conversation, question: Question) -> Iterator[str]:
    try:
        for event in service.assistant.stream(question):
            if event.answer:
                service.remember(conversation, question, event.answer)
            yield _sent(event.kind, _data(event, conversation.id))
    except tuple(STATUS_OF) as error:
        yield _sent("problem", {"code": code(error), "message": sentence(error)})


def _data(event: Event, conversation_id: str) -> dict[str, Any]:
    if event.understood:
        intent = event.understood.intent
        return {
            "intent": {"code": intent, "label": INTENTS[intent]},
            "premises": [premise_json(p) for p in event.understood.premises],
            "conversation_id": conversation_id,
        }
    if event.evidence:
        return {"searched": dict(event.evidence.searched)}
    if event.draft:
        return {"blocks": [block_json(b) for b in event.draft]}
    if event.block:
        return block_json(event.block)
    return answer_json(event.answer, conversation_id) if event.answer else {}


def _sent(kind: str, data: dict[str, Any]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
