"""``/api/practice``: 千本ノック. The header ``Learner-Key`` is the learner's own: the first answer gives it, nobody else has it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.service import Served, Service
from assistant.api.wire import Problem, block_json, source_json
from assistant.practice import Session
from assistant.practice.practice import new_learner
from knowledge import taxonomy

Key = Annotated[str, Header(alias="Learner-Key", max_length=128)]
Code = Annotated[str, Field(max_length=60)]


def _private(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {s: {"model": Problem} for s in statuses}


router = APIRouter(prefix="/api/practice", tags=["practice"], dependencies=[Depends(_private)])


class DealRequest(BaseModel):
    """What the case is to be about; empty: anything."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"topics": ["pricing"]}]})

    topics: list[Code] = Field(default_factory=list, max_length=10)
    industry: Code = ""


class SaidRequest(BaseModel):
    """What the learner says to the client, in the practice as it stood in ``version``."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"version": 1, "text": "いま一番ご心配なのは、どんなことですか"}]},
    )

    version: int = Field(ge=1, le=2**31)
    text: str


@router.post("", status_code=201, responses=_problems(400, 413, 422, 503))
def deal(request: DealRequest, service: Served, learner_key: Key = "") -> dict[str, Any]:
    """Deal a case with its end hidden; without a key a new one is given in ``learner_key``: keep it."""
    key = learner_key or new_learner()
    session = service.practising.deal(key, service.viewer, request.topics, request.industry)
    return {**session_json(service, session), "learner_key": key}


@router.get("", responses=_problems(404, 422, 503))
def record(service: Served, learner_key: Key) -> dict[str, Any]:
    """Return the whole learning record of this learner."""
    return service.practising.exported(learner_key, service.viewer)


@router.delete("", responses=_problems(404, 422, 503))
def erase(service: Served, learner_key: Key) -> dict[str, int]:
    """Erase the whole learning record of this learner; nothing of it is kept."""
    return {"erased": service.practising.erase(learner_key)}


@router.get("/{practice_id}", responses=_problems(404, 422, 503))
def practice(practice_id: str, service: Served, learner_key: Key) -> dict[str, Any]:
    """Return a practice; once a proposal was made, with the looking back."""
    return session_json(service, service.practising.session(learner_key, practice_id))


@router.post("/{practice_id}/questions", responses=_problems(400, 404, 409, 413, 422, 503))
def ask(practice_id: str, request: SaidRequest, service: Served, learner_key: Key) -> dict[str, Any]:
    """Ask the client something; the answer is from the case, or 分かりません."""
    asked = service.practising.ask(learner_key, practice_id, request.version, request.text, service.viewer)
    return session_json(service, asked)


@router.post("/{practice_id}/proposal", responses=_problems(400, 404, 409, 413, 422, 503))
def propose(practice_id: str, request: SaidRequest, service: Served, learner_key: Key) -> dict[str, Any]:
    """Make the proposal: the talk ends, and what really happened is told with a looking back by clauses."""
    return session_json(service, service.practising.propose(learner_key, practice_id, request.version, request.text))


def session_json(service: Service, session: Session) -> dict[str, Any]:
    """Return a practice as JSON values; the case's id, title and end only after the proposal."""
    case = service.practising.case(session, service.viewer)
    values: dict[str, Any] = {
        "id": session.id,
        "state": session.state,
        "version": session.version,
        "started_at": session.started_at,
        "facts": [taxonomy.INDUSTRIES.label_of(case.industry), taxonomy.SIZES.label_of(case.size)],
        "opening": service.practising.opening(session, service.viewer),
        "turns": [{"kind": t.kind, "text": t.text, "reply": list(t.reply), "section": t.anchor} for t in session.turns],
    }
    if session.state == "closed":
        blocks, sources = service.practising.look_back(session, service.viewer)
        values["case_id"] = session.case_id
        values["blocks"] = [block_json(b) for b in blocks]
        values["sources"] = [source_json(s) for s in sources]
    return values
