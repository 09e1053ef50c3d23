"""The values of an owner's action plan. Whatever it says carries who says it: a source, the arithmetic, or a person."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.plans.intake import Intake

MOST_ACTIONS = 5
FIRST_STEP_DAYS = 7  # within which the first step of an action is to be made
#: Who says it. ``source``: the cited entry, word for word. ``reworded``: it says the same in other words (a chat model's,
#: verified). ``computed``: the arithmetic, from the intake's numbers. ``owner``: the owner's own words or change.
#: ``adviser``: a coordinator's. ``guide``: how to use the plan; claims nothing about the firm.
Speaker = Literal["source", "reworded", "computed", "owner", "adviser", "guide"]
SPEAKERS: dict[Speaker, str] = {
    "source": "根拠あり",
    "reworded": "言い換え",
    "computed": "計算",
    "owner": "ご本人の記入",
    "adviser": "相談員の記入",
    "guide": "案内",
}
Key = Annotated[str, Field(min_length=1, max_length=40, pattern=r"[a-z0-9-]+")]
Line = Annotated[str, Field(max_length=400)]
Text = Annotated[str, Field(max_length=4_000)]
Code = Annotated[str, Field(max_length=60)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cited(_Value):
    """Where a sentence stands: ``entry.body[start:end]`` is ``quote``, at ``anchor`` of the entry."""

    entry_id: Annotated[str, Field(max_length=200)]
    anchor: Annotated[str, Field(max_length=200)]
    quote: Text
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    title: Annotated[str, Field(max_length=400)] = ""


class Said(_Value):
    """A text of the plan and who says it; ``cited`` only where the speaker is a source."""

    text: Text
    by: Speaker
    cited: tuple[Cited, ...] = ()


class Cause(_Value):
    """A branch of the cause tree: what is seen (root), what may be behind it, and what is behind that.

    ``view`` tells whether it is only the owner's own view (``by`` owner) or is supported by a source; ``essential`` marks
    the issue that the plan works on (本質的課題).
    """

    id: Key
    said: Said
    because: tuple[Cause, ...] = ()
    essential: bool = False


class Sum(_Value):
    """A calculation by its kind (``assistant.plans.arithmetic.kinds``) and inputs as written; it is worked out anew wherever shown."""

    id: Key
    kind: Code
    label: Line
    inputs: dict[Code, Annotated[str, Field(max_length=60)]]


class Goal(_Value):
    """What the plan is for. ``indicator`` is never sales alone; ``before`` and ``after`` in ``unit`` where they are known."""

    said: Said
    indicator: Line
    unit: Annotated[str, Field(max_length=20)] = ""
    before: Annotated[str, Field(max_length=60)] = ""
    after: Annotated[str, Field(max_length=60)] = ""
    by_date: date | None = None
    warnings: tuple[Said, ...] = ()


class Action(_Value):
    """One thing that is done: what, why (with its source), what to avoid, who, when, cost, effect, first step, how to know.

    ``cause`` is the id of the branch that it changes; ``sum`` the calculation that its effect rests on.
    """

    id: Key
    what: Said
    why: tuple[Said, ...] = ()
    avoid: tuple[Said, ...] = ()
    who: Line = ""
    start: date | None = None
    due: date | None = None
    cost: Line = ""
    effect: tuple[Said, ...] = ()
    sum: str = ""
    first_step: Said
    first_step_due: date
    indicator: Said
    cause: str = ""


class Risk(_Value):
    """What may go wrong, and the point at which the course is changed."""

    id: Key
    said: Said
    change_when: Said


class Referral(_Value):
    """To whom, why, what to bring, who calls, and the date to check what came of it. ``partner``: a code of PARTNERS."""

    id: Key
    partner: Code
    reason: Said
    bring: tuple[Said, ...]
    caller: Line
    check_on: date
    result: Text = ""


class Scheme(_Value):
    """A public scheme that may fit: never without its date and what is to be checked first."""

    entry_id: Annotated[str, Field(max_length=200)]
    title: Line
    as_of: date
    expired: bool = False
    check: tuple[Said, ...]


class Plan(_Value):
    """A whole plan. ``phase``: 1 solves what was asked, 2 sets the issue and walks along. ``changed``: paths a person changed."""

    title: Line
    phase: Literal["1", "2"] = "1"
    as_of: date
    topics: tuple[Code, ...] = ()
    premises: dict[Code, tuple[Code, ...]] = Field(default_factory=dict)
    intake: Intake = Field(default_factory=Intake)
    causes: tuple[Cause, ...] = ()
    goal: Goal
    actions: tuple[Action, ...] = Field(min_length=1, max_length=MOST_ACTIONS)
    risks: tuple[Risk, ...] = ()
    referrals: tuple[Referral, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    sums: tuple[Sum, ...] = ()
    next_meeting: date | None = None
    writer: Annotated[str, Field(max_length=200)] = ""
    notices: tuple[Text, ...] = ()
    changed: tuple[Annotated[str, Field(max_length=200)], ...] = ()
