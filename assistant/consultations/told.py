"""What was told of a plan afterwards: how an action went, and what came of a referral."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.consultations.consultation import Figure, Id, Person, Words
from assistant.plans.plan import Key

Done = Literal["done", "partly", "not"]
Reached = Literal["reached", "waiting", "refused"]
DONE: Mapping[Done, str] = {"done": "できた", "partly": "途中", "not": "できなかった"}
REACHED: Mapping[Reached, str] = {"reached": "つながった", "waiting": "返事待ち", "refused": "断られた"}
MOST_FIGURES = 10


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    consultation_id: Id
    plan_id: Id
    on: date
    by: Person


class CheckIn(_Told):
    """How an action of a plan went; ``hindered`` is what got in the way."""

    action: Key
    state: Done
    figures: Annotated[tuple[Figure, ...], Field(max_length=MOST_FIGURES)] = ()
    hindered: Words = ""


class ReferralResult(_Told):
    """What came of a referral; ``check_on`` is when to ask again, without it nothing more is to be asked."""

    referral: Key
    state: Reached
    result: Words = ""
    check_on: date | None = None
