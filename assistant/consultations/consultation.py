"""The values of a consultation, its stages, and which moves between them are allowed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.plans.intake import Intake
from assistant.plans.plan import Code, Plan

Stage = Literal["booked", "hearing", "theme", "proposal", "following", "closed"]
Outcome = Literal["success", "partial", "failure", "discontinued"]
Person = Literal["owner", "adviser"]
STAGES: dict[Stage, str] = {
    "booked": "予約",
    "hearing": "ヒアリング",
    "theme": "テーマ設定",
    "proposal": "提案",
    "following": "実行・フォロー",
    "closed": "終結",
}
Id = Annotated[str, Field(max_length=40)]
Words = Annotated[str, Field(max_length=4_000)]
Amount = Annotated[Decimal, Field(max_digits=18, decimal_places=4, allow_inf_nan=False)]


class ConsultationError(ValueError):
    """What was asked cannot be done; the message is the Japanese sentence the user sees."""


class UnknownConsultationError(ConsultationError):
    """There is no such consultation or plan in this hub."""

    def __init__(self) -> None:
        super().__init__("その相談やプランは見つかりません。消されたか、番号が違うようです。")


class ClosedConsultationError(ConsultationError):
    """The consultation has come to its close."""

    def __init__(self) -> None:
        super().__init__(
            "終結した相談は書き換えられません。続けるには、理由を書いて「実行・フォロー」に戻してください。"
        )


class StaleConsultationError(ConsultationError):
    """Somebody else changed it first; ``current`` is the version that stands."""

    def __init__(self, current: int) -> None:
        super().__init__("ほかの方が先に変更しました。最新の内容を開いて、もう一度ご記入ください。")
        self.current = current


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Note(_Value):
    """What somebody wrote down on a day; masked."""

    on: date
    by: Person
    text: Words


class Figure(_Value):
    """A number of the firm before and after, in ``unit``, with the span between: 付加価値額(中小企業庁), 320万円, 350万円, 1年."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    before: Amount | None = None
    after: Amount | None = None
    unit: Annotated[str, Field(max_length=20)] = ""
    span: Annotated[str, Field(max_length=60)] = ""


class Move(_Value):
    """A move from ``before`` to ``after``; a close that is opened again stays here with its outcome and what it taught."""

    on: date
    before: Stage
    after: Stage
    reason: Words = ""
    outcome: Outcome | None = None
    learnt: Words = ""


class Consultation(_Value):
    """One consultation of a hub; ``version`` counts its changes, ``learnt`` is what the close taught, if anybody said.

    ``topics`` are codes of the taxonomy, ``premises`` its fields → codes (industry, size, owner_type, owner_traits, stage).
    ``next_on`` is the next meeting.
    """

    id: Id
    version: int = Field(ge=1)
    hub: Annotated[str, Field(max_length=40)]
    stage: Stage = "booked"
    title: Annotated[str, Field(min_length=1, max_length=400)]
    topics: Annotated[tuple[Code, ...], Field(max_length=10)] = ()
    premises: dict[Code, Annotated[tuple[Code, ...], Field(max_length=10)]] = Field(default_factory=dict, max_length=8)
    intake: Intake = Field(default_factory=Intake)
    figures: Annotated[tuple[Figure, ...], Field(max_length=30)] = ()
    next_on: date | None = None
    notes: Annotated[tuple[Note, ...], Field(max_length=500)] = ()
    moves: Annotated[tuple[Move, ...], Field(max_length=200)] = ()
    outcome: Outcome | None = None
    learnt: Words = ""
    opened_on: date
    closed_on: date | None = None


class StoredPlan(_Value):
    """A version of a plan, by whom and when it was made."""

    id: Id
    consultation_id: Id
    version: int = Field(ge=1)
    made_on: date
    made_by: Literal["draft", "owner", "adviser"]
    plan: Plan


def check_move(now: Stage, then: Stage, outcome: Outcome | None, reason: str) -> None:
    """Raise ConsultationError unless a move is one step on, one step back with a reason, or a close with an outcome."""
    order = list(STAGES)
    step = order.index(then) - order.index(now)
    if then == "closed" and now != "closed":
        if outcome is None:
            raise ConsultationError("終結するには、結果(成功・一部成功・失敗・中止)を選んでください。")
        return
    if step == -1 and not any(c.isalnum() for c in reason):
        raise ConsultationError("前の段階に戻すには、その理由をお書きください。")
    if step not in (1, -1):
        raise ConsultationError(f"「{STAGES[now]}」から「{STAGES[then]}」へは、一度に移れません。")
