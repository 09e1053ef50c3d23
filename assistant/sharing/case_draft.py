"""A closed consultation → a case as far as the record tells one; what it does not tell stays out and is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.consultations.consultation import Consultation, Figure
from assistant.plans.plan import Action, Cause, Plan, Said
from knowledge import taxonomy
from knowledge.entries import CASE_SECTIONS, Case
from knowledge.entry_file import EntryError, build_entry

_CODED = ("industry", "size", "owner_type", "stage")
_OWN = ("owner", "adviser", "computed")  # what others' cases say is not what happened here
_HEADING = re.compile(r"^(#+)", re.MULTILINE)
_LONGEST_LEARNT = 60  # characters in a title
_PREMISES = (("since", "いつから"), ("tried", "試したこと"), ("will_not", "しないと決めていたこと"))


class SharingError(ValueError):
    """A consultation that cannot be shared as it is; the message is the Japanese sentence the user sees."""


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """The case, and the headings that the record tells nothing of."""

    case: Case
    missing: tuple[str, ...]


def drafted(
    consultation: Consultation, plan: Plan | None, done: Sequence[str], entry_id: str, visibility: str, today: date
) -> CaseDraft:
    """Draft the case; ``done`` tells how each action went, a line each. Raise SharingError when it is open or tells too little."""
    if consultation.stage != "closed" or consultation.outcome is None or consultation.closed_on is None:
        raise SharingError("共有できるのは、終結した相談だけです。結果を選んで終結してから、もう一度お試しください。")
    told = dict(_told(consultation, plan, done))
    sections = {heading: text for heading in CASE_SECTIONS if (text := _plain(told.get(heading, "")))}
    body = "\n".join(f"## {heading}\n{text}" for heading, text in sections.items())
    premises = {**(plan.premises if plan else {}), **consultation.premises}
    coded: dict[str, Any] = {k: v[0] for k in _CODED if (v := premises.get(k))}
    fields = {
        "kind": "case",
        "id": entry_id,
        "title": _title(consultation, plan, coded),
        "visibility": visibility,
        "origin": "contributed",
        "contributed_by": f"hub:{consultation.hub}" if consultation.hub else "",
        "as_of": today.isoformat(),
        "topics": list(consultation.topics or (plan.topics if plan else ())),
        "owner_traits": list(premises.get("owner_traits", ())),
        "phase": plan.phase if plan else "",
        "period": f"{consultation.opened_on:%Y-%m}/{consultation.closed_on:%Y-%m}",
        "outcome": consultation.outcome,
        "figures": [_figure(f) for f in consultation.figures],
        **coded,
    }
    try:
        case = build_entry(fields, body)
    except EntryError as error:
        raise SharingError(
            f"記録だけでは事例になりません。打ち手や結果を書き足してから、もう一度お試しください。({error})"
        ) from error
    if not isinstance(case, Case):
        raise SharingError("記録を事例として読み取れませんでした。")
    return CaseDraft(case, tuple(h for h in CASE_SECTIONS if h not in sections))


def _title(consultation: Consultation, plan: Plan | None, coded: dict[str, str]) -> str:
    """Return what people called the consultation, else its trade and topics, and the first thing that was learnt."""
    named = consultation.title
    if plan and named == plan.title:
        topics = [taxonomy.TOPICS.label_of(t) for t in consultation.topics or plan.topics]
        trade = [taxonomy.INDUSTRIES.label_of(coded["industry"])] if "industry" in coded else []
        named = f"{'・'.join([*trade, *topics])}の相談" if trade or topics else named
    learnt = _plain(consultation.learnt).partition("。")[0]
    return f"{named}: {learnt}" if 0 < len(learnt) <= _LONGEST_LEARNT else named


def _told(consultation: Consultation, plan: Plan | None, done: Sequence[str]) -> Iterator[tuple[str, str]]:
    notes = [n.text for n in consultation.notes]
    intake = plan.intake if plan else consultation.intake
    yield "相談のきっかけ", intake.worry or (notes[0] if notes else "")
    if plan:
        roots = [c.said for c in plan.causes if c.said.by in _OWN and c.said.text != intake.worry]
        yield "表面の課題", _lines(s.text for s in roots)
        yield "本質的課題", _lines(c.said.text for root in plan.causes for c in _essential(root) if c.said.by in _OWN)
        yield "打ち手", _lines(_action(a) for a in plan.actions)
    yield "前提条件", _lines(f"{label}: {text}" for key, label in _PREMISES if (text := getattr(intake, key)))
    yield "結果", _lines((*done, *(notes if intake.worry else notes[1:]), *map(_change, consultation.figures)))
    yield "学び", consultation.learnt


def _figure(figure: Figure) -> dict[str, Any]:
    numbers = {side: None if (n := getattr(figure, side)) is None else float(n) for side in ("before", "after")}
    return {"name": figure.name, "unit": figure.unit, "span": figure.span, **numbers}


def _change(figure: Figure) -> str:
    before, after = (f"{n:f}{figure.unit}" if n is not None else "不明" for n in (figure.before, figure.after))
    return f"{figure.name}は{before}から{after}になった{f'({figure.span})' if figure.span else ''}。"


def _action(action: Action) -> str:
    when = f"({action.start or action.first_step_due}から)"
    who = f"{action.who}が" if action.who else ""
    effect = "".join(s.text for s in action.effect if s.by in _OWN)
    return f"{who}{_own_words(action.what)}{when}。{effect}" if action.what.by in _OWN else f"{action.what.text}{when}"


def _own_words(said: Said) -> str:
    return said.text.rstrip("。")


def _essential(cause: Cause) -> Iterator[Cause]:
    if cause.essential:
        yield cause
    for child in cause.because:
        yield from _essential(child)


def _lines(texts: Iterator[str] | Sequence[str]) -> str:
    return "\n".join(dict.fromkeys(t for t in texts if t.strip()))


def _plain(text: str) -> str:
    """Return a text that cannot end its section."""
    return _HEADING.sub(lambda m: "＃" * len(m[1]), text).strip()
