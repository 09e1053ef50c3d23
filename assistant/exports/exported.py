"""A plan written as a file of the format that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.exports.appointments import appointments
from assistant.exports.document import document
from assistant.exports.markdown import markdown
from assistant.exports.workbook import workbook
from assistant.plans.plan import Plan

_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: Mapping[str, tuple[str, Callable[[Plan, date, str], bytes]]] = {
    "docx": (f"{_OFFICE}.wordprocessingml.document", lambda plan, today, _key: document(plan, today)),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", lambda plan, today, _key: workbook(plan, today)),
    "ics": ("text/calendar; charset=utf-8", appointments),
    "md": ("text/markdown; charset=utf-8", lambda plan, today, _key: markdown(plan, today)),
}


class UnknownFormatError(ValueError):
    """The format is none of FORMATS; the message is one Japanese sentence."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file: its name, its media type and its bytes."""

    name: str
    media_type: str
    body: bytes


def export(plan: Plan, format: str, *, today: date, key: str = "") -> Exported:  # noqa: A002 - the word of the wire
    """Return a plan as a file; UnknownFormatError for a format that is not offered.

    ``key`` is the plan's id where it is stored: a calendar then moves its dates instead of doubling them.
    """
    if format not in FORMATS:
        raise UnknownFormatError(f"この形式では書き出せません。使えるもの: {'、'.join(FORMATS)}")
    media_type, write = FORMATS[format]
    return Exported(f"action-plan-{today:%Y%m%d}.{format}", media_type, write(plan, today, key))
