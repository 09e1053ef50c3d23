"""What an owner tells before a plan is drafted, in their own words and units; everything may be left out."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[str, Field(max_length=2_000)]
Amount = Annotated[str, Field(max_length=60)]
MOST_LINES = 30


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProductLine(_Value):
    """A product or business of one period as the owner writes it: 「300円」「4割」「900個」."""

    name: Annotated[str, Field(max_length=60)]
    price: Amount = ""
    variable_cost: Amount = ""
    quantity: Amount = ""
    minutes: Amount = ""


class Intake(_Value):
    """The interview: worries and reasons first, then numbers. Texts are masked before they come here.

    ``numbers`` are by the keys of ``assistant.plans.arithmetic.premises.NAMES`` (sales, variable_rate, fixed, people …), as written.
    ``period``: what the amounts are of (月 or 年).
    """

    worry: Words = ""
    since: Words = ""
    tried: Words = ""
    wish: Words = ""
    will_not: Words = ""
    own_reasons: Words = ""
    period: Annotated[str, Field(max_length=4)] = ""
    numbers: dict[Annotated[str, Field(max_length=40)], Amount] = Field(default_factory=dict)
    lines: tuple[ProductLine, ...] = Field(default=(), max_length=MOST_LINES)
