"""A plan as the fields of a form, by dotted names (``actions.a1.who``), and what a person filled in beside what stands now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import get_args
from urllib.parse import parse_qs

from assistant.consultations.consultation import Person
from assistant.pages.planning.intake_form import COLUMNS, WORDS
from assistant.plans.editing import PlanEditError
from assistant.plans.plan import Cause, Plan, Said

Texts = Mapping[str, str]
LISTED = ("causes", "actions", "risks", "referrals")  # parts that can be added
_MOST_FIELDS = 3_000
_GOAL = ("indicator", "unit", "before", "after")
_ACTION = ("who", "cost", "cause")
_ACTION_DATES = ("start", "due", "first_step_due")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What the form says; ``version`` is the one that it was opened on, ``removed`` are parts to leave out."""

    texts: Texts = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    version: int = 0
    by: Person | None = None
    action: str = ""


def read(body: bytes) -> Filled:
    """Read an urlencoded form; raise PlanEditError when it has more fields than any plan."""
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise PlanEditError("送られた項目が多すぎます。画面を開き直して、もう一度お試しください。") from error
    texts = {name: values[-1].replace("\r\n", "\n").strip() for name, values in fields.items()}
    version, by = texts.pop("version", ""), texts.pop("by", "")
    action = texts.pop("action", "")
    texts.pop("remove", "")
    return Filled(
        texts=texts,
        removed=frozenset(fields.get("remove", ())),
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
        by=next((p for p in get_args(Person) if p == by), None),
        action=action,
    )


def fields_of(plan: Plan) -> dict[str, str]:
    """Return every field of a plan that a person may write, as text."""
    return {name: text.replace("\r\n", "\n").strip() for name, text in _fields(plan)}


def ids(texts: Iterable[str], part: str) -> list[str]:
    """Return the ids under a part (``actions``), in the order in which they stand."""
    return list(dict.fromkeys(name.split(".")[1] for name in texts if name.startswith(f"{part}.") and "." in name))


def several(texts: Iterable[str], path: str) -> list[str]:
    """Return the names of a list's fields: ``actions.a1.why.0``, ``actions.a1.why.1`` and so on."""
    found = [name for name in texts if name.rpartition(".")[0] == path and name.rpartition(".")[2].isdecimal()]
    return sorted(found, key=lambda name: int(name.rpartition(".")[2][:6]))


def merged(mine: Filled, base: Texts, now: Texts) -> tuple[dict[str, str], dict[str, str]]:
    """Return the form with what others changed meanwhile taken in, and what stands now where both changed a field.

    What the person did not touch follows the newest version; what they wrote is kept in every case.
    """
    texts, conflicts = dict[str, str](), dict[str, str]()
    for name in dict.fromkeys((*now, *mine.texts)):
        wrote = mine.texts.get(name)
        untouched = wrote is None or (name in base and wrote == base[name])
        if untouched:
            if name in now:
                texts[name] = now[name]
            continue
        texts[name] = str(wrote)
        if now.get(name, "") not in (base.get(name, ""), wrote):
            conflicts[name] = now.get(name, "")
    return texts, conflicts


def _fields(plan: Plan) -> Iterator[tuple[str, str]]:
    yield "title", plan.title
    yield "phase", plan.phase
    yield "next_meeting", _day(plan.next_meeting)
    yield "goal.said", plan.goal.said.text
    for name in _GOAL:
        yield f"goal.{name}", getattr(plan.goal, name)
    yield "goal.by_date", _day(plan.goal.by_date)
    yield from _texts("goal.warnings", plan.goal.warnings)
    for cause, above in _causes(plan.causes):
        yield f"causes.{cause.id}.said", cause.said.text
        yield f"causes.{cause.id}.above", above
        yield f"causes.{cause.id}.essential", "1" if cause.essential else ""
    for action in plan.actions:
        path = f"actions.{action.id}"
        for name in ("what", "first_step", "indicator"):
            yield f"{path}.{name}", getattr(action, name).text
        for name in _ACTION:
            yield f"{path}.{name}", getattr(action, name)
        for name in _ACTION_DATES:
            yield f"{path}.{name}", _day(getattr(action, name))
        for name in ("why", "avoid", "effect"):
            yield from _texts(f"{path}.{name}", getattr(action, name))
    for risk in plan.risks:
        yield f"risks.{risk.id}.said", risk.said.text
        yield f"risks.{risk.id}.change_when", risk.change_when.text
    for referral in plan.referrals:
        path = f"referrals.{referral.id}"
        yield f"{path}.partner", referral.partner
        yield f"{path}.reason", referral.reason.text
        yield f"{path}.caller", referral.caller
        yield f"{path}.check_on", _day(referral.check_on)
        yield from _texts(f"{path}.bring", referral.bring)
    for scheme in plan.schemes:
        yield from _texts(f"schemes.{scheme.entry_id}.check", scheme.check)
    for one in plan.sums:
        yield f"sums.{one.id}.label", one.label
        for key, text in one.inputs.items():
            yield f"sums.{one.id}.inputs.{key}", text
    for name in WORDS:
        yield f"intake.{name}", getattr(plan.intake, name)
    for key, text in plan.intake.numbers.items():
        yield f"intake.numbers.{key}", text
    for number, line in enumerate(plan.intake.lines):
        for column in COLUMNS:
            yield f"intake.lines.{number}.{column}", getattr(line, column)


def _texts(path: str, saids: Iterable[Said]) -> Iterator[tuple[str, str]]:
    for number, said in enumerate(saids):
        yield f"{path}.{number}", said.text


def _causes(causes: Iterable[Cause], above: str = "") -> Iterator[tuple[Cause, str]]:
    for cause in causes:
        yield cause, above
        yield from _causes(cause.because, cause.id)


def _day(day: object) -> str:
    return str(day or "")
