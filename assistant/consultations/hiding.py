"""Masks what people wrote before it is stored; quotes, codes, dates and numbers stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from assistant.answering.understand import Hide, clean
from assistant.plans.arithmetic.inputs import PlanInputError
from assistant.plans.arithmetic.kinds import read_as
from assistant.plans.arithmetic.money import fold
from assistant.plans.plan import Plan

_WRITTEN_ELSEWHERE = {"source", "reworded", "computed", "guide"}  # speakers whose words are no person's
_CODES = {"id", "kind", "entry_id", "anchor", "partner", "cause", "sum", "by", "as_of", "writer", "phase", "period"}
_PATHS = {"changed", "topics", "premises"}  # dotted paths and codes that the rules would take for addresses
_DATES = {"start", "due", "first_step_due", "check_on", "next_meeting", "by_date"}
_PLAIN = _CODES | _PATHS | _DATES
_LARGEST_COUNT = Decimal(10**9)  # a bare number of more digits may be one that identifies somebody


def hidden(hide: Hide, text: str) -> str:
    """Return a text masked; an amount, a share or a count is no name and stays as it was written."""
    return text if _is_amount(text) else hide(clean(text)).text


def hidden_plan(hide: Hide, plan: Plan, before: Plan | None = None) -> dict[str, Any]:
    """Return a plan as JSON values with every text masked that a person wrote and that does not stand in ``before``.

    What a source or the arithmetic says stays word for word: give a plan as it was drafted (no ``before``), or one that
    came through ``assistant.plans.editing.edited``, which lets nobody pass their own words off as a source's.
    """
    stood = frozenset() if before is None else frozenset(_texts(before.model_dump(mode="json")))
    return {k: _hidden(hide, v, k, stood, before is None) for k, v in plan.model_dump(mode="json").items()}


def hidden_values(hide: Hide, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return JSON values with every text in them masked."""
    return {k: _hidden(hide, v, k, frozenset(), False) for k, v in values.items()}


def _hidden(hide: Hide, value: Any, name: str, stood: frozenset[str], drafted: bool) -> Any:
    if isinstance(value, str):
        return value if name in _PLAIN or not value or value in stood else hidden(hide, value)
    if isinstance(value, list):
        return [_hidden(hide, part, name, stood, drafted) for part in value]
    if isinstance(value, dict):
        if value.get("by") in _WRITTEN_ELSEWHERE or (drafted and "entry_id" in value):
            return value
        return {k: _hidden(hide, v, k, stood, drafted) for k, v in value.items()}
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _is_amount(text: str) -> bool:
    for how in ("円", "割合", "数"):
        try:
            number = read_as(how, "", text)
        except PlanInputError:
            continue
        return how != "数" or (number < _LARGEST_COUNT and not re.match("0[0-9]", fold(text)))
    return False
