"""計画, 実行, 評価, 改善 of one consultation against the behaviour guideline: what is recorded, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from assistant.consultations.consultation import Consultation, Figure, StoredPlan
from assistant.consultations.told import DONE, REACHED, CheckIn, ReferralResult
from assistant.plans.plan import FIRST_STEP_DAYS, Action, Cause
from knowledge.entries import Entry, Guideline

Lookup = Callable[[str], Entry | None]
PARTS = ("計画", "実行", "評価", "改善")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One clause and what the record says to it; ``heading`` is the clause's, "" where the hub's edition lacks it."""

    document: str
    clause: str
    heading: str
    recorded: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the cycle with its clauses."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Record:
    """All that is recorded of a consultation; ``plans`` as they stand, ``told`` the oldest first."""

    consultation: Consultation
    plans: Sequence[StoredPlan]
    told: Sequence[CheckIn | ReferralResult]

    @property
    def actions(self) -> list[tuple[StoredPlan, Action]]:
        return [(stored, action) for stored in self.plans for action in stored.plan.actions]

    def last_of(self, stored: StoredPlan, action: Action) -> CheckIn | None:
        """Return how an action went when it was last told."""
        own = [t for t in self.told if isinstance(t, CheckIn) and (t.plan_id, t.action) == (stored.id, action.id)]
        return own[-1] if own else None

    @property
    def figures(self) -> list[Figure]:
        """Return the numbers of the consultation and of its check-ins."""
        return [*self.consultation.figures, *(f for t in self.told if isinstance(t, CheckIn) for f in t.figures)]


_Said = tuple[list[str], list[str]]  # recorded, missing


def pdca(
    consultation: Consultation,
    plans: Sequence[StoredPlan],
    told: Sequence[CheckIn | ReferralResult],
    lookup: Lookup,
) -> list[Part]:
    """Return the four parts; headings come from the guideline that ``lookup`` finds."""
    record = _Record(consultation, plans, told)
    return [
        Part(
            name=name, points=tuple(_point(document, clause, look(record), lookup) for document, clause, look in looks)
        )
        for name, looks in _LOOKS.items()
    ]


def _point(document: str, clause: str, said: _Said, lookup: Lookup) -> Point:
    found = lookup(document)
    known = isinstance(found, Guideline) and any(s.anchor == clause for s in found.sections)
    heading = found.clause(clause).heading if known and isinstance(found, Guideline) else ""
    recorded, missing = said
    return Point(document=document, clause=clause, heading=heading, recorded=tuple(recorded), missing=tuple(missing))


def _issue(record: _Record) -> _Said:
    essential = [c.said.text for p in record.plans for root in p.plan.causes for c in _walk(root) if c.essential]
    return essential, [] if essential else ["取り組む課題(本質的課題)が、まだ選ばれていません。"]


def _lines(record: _Record) -> _Said:
    if not record.actions:
        return [], ["行動計画が、まだありません。"]
    recorded, missing = [], []
    for _, action in record.actions:
        lacking = [
            word
            for word, has in (
                ("だれが", action.who),
                ("いつまでに", action.due),
                ("どの数字で確かめるか", action.indicator.text),
            )
            if not has
        ]
        if lacking:
            missing.append(f"「{action.what.text}」に、{'・'.join(lacking)}がまだありません。")
        else:
            recorded.append(f"{action.what.text}({action.who}、{action.due}まで)")
    return recorded, missing


def _first_steps(record: _Record) -> _Said:
    recorded, missing = [], []
    for stored, action in record.actions:
        step = f"{action.first_step.text}({action.first_step_due})"
        if action.first_step_due <= stored.plan.as_of + timedelta(days=FIRST_STEP_DAYS):
            recorded.append(step)
        else:
            missing.append(f"最初の一歩が{FIRST_STEP_DAYS}日より先です: {step}")
    return recorded, missing


def _turning_points(record: _Record) -> _Said:
    risks = [r.change_when.text for p in record.plans for r in p.plan.risks]
    return risks, [] if risks or not record.plans else ["続ける・直す・やめるを分ける目安が、まだありません。"]


def _check_ins(record: _Record) -> _Said:
    recorded, missing = [], []
    for stored, action in record.actions:
        last = record.last_of(stored, action)
        if last:
            recorded.append(f"{action.what.text}: {DONE[last.state]}({last.on})")
        else:
            missing.append(f"「{action.what.text}」が進んだかどうかを、まだ伺っていません。")
    return recorded, missing


def _hindrances(record: _Record) -> _Said:
    recorded, missing = [], []
    for stored, action in record.actions:
        last = record.last_of(stored, action)
        if last and last.hindered:
            recorded.append(f"{action.what.text}: {last.hindered}")
        elif last and last.state != "done":
            missing.append(f"「{action.what.text}」が進まない事情を、まだ伺っていません。")
    return recorded, missing


def _referrals(record: _Record) -> _Said:
    recorded, missing = [], []
    last = {(t.plan_id, t.referral): t for t in record.told if isinstance(t, ReferralResult)}
    for stored in record.plans:
        for referral in stored.plan.referrals:
            told = last.get((stored.id, referral.id))
            if told:
                recorded.append(f"{referral.reason.text}: {REACHED[told.state]}({told.on})")
            if not told or told.state == "waiting":
                on = told.check_on if told else referral.check_on
                missing.append(f"「{referral.reason.text}」の結果を、まだ伺っていません({on}に確かめる予定)。")
    return recorded, missing


def _figures(record: _Record) -> _Said:
    recorded, missing = [], []
    for figure in record.figures:
        if figure.before is not None and figure.after is not None:
            span = f"({figure.span})" if figure.span else ""
            recorded.append(f"{figure.name}: {figure.before:,f}{figure.unit} → {figure.after:,f}{figure.unit}{span}")
        else:
            missing.append(f"「{figure.name}」の{'前' if figure.before is None else '後'}の数字が、まだありません。")
    if not record.figures:
        missing.append("取り組みの前と後の数字(付加価値額など)が、まだありません。")
    return recorded, missing


def _rewritten(record: _Record) -> _Said:
    recorded, missing = [], []
    for stored in record.plans:
        if stored.version > 1:
            recorded.append(f"プランを書き直しました({stored.made_on}、第{stored.version}版)")
    for stored, action in record.actions:
        last = record.last_of(stored, action)
        if last and last.state == "not" and stored.made_on < last.on:
            missing.append(
                f"「{action.what.text}」を、小さくする・人を替える・やめるのどれかに書き直す余地があります。"
            )
    return recorded, missing


def _next_meeting(record: _Record) -> _Said:
    days = [record.consultation.next_on, *(p.plan.next_meeting for p in record.plans)]
    told = [f"次の面談: {day}" for day in sorted({day for day in days if day})]
    closed = record.consultation.stage == "closed"
    return told, [] if told or closed else ["次にお会いする日が、まだ決まっていません。"]


def _learnt(record: _Record) -> _Said:
    told = [m.learnt for m in record.consultation.moves if m.learnt]
    closed = record.consultation.stage == "closed"
    return told, ["終えて分かったことが、まだ書かれていません。"] if closed and not told else []


def _walk(cause: Cause) -> Iterator[Cause]:
    yield cause
    for behind in cause.because:
        yield from _walk(behind)


_PLANNING, _REFERRAL, _ACCOMPANY = "guide-planning", "guide-referral", "guide-accompany"
#: Part → the clauses that it is held against: document, clause, and what of the record speaks to it.
_LOOKS: Mapping[str, tuple[tuple[str, str, Callable[[_Record], _Said]], ...]] = {
    "計画": (
        ("guide-issue-setting", "2-7", _issue),
        (_PLANNING, "4-1", _lines),
        (_PLANNING, "4-3", _first_steps),
        (_PLANNING, "4-8", _turning_points),
    ),
    "実行": ((_PLANNING, "4-10", _check_ins), (_ACCOMPANY, "6-5", _hindrances)),
    "評価": ((_ACCOMPANY, "6-7", _figures), (_REFERRAL, "5-4", _referrals)),
    "改善": (
        (_PLANNING, "4-10", _rewritten),
        (_ACCOMPANY, "6-10", _next_meeting),
        ("guide-network", "8-3", _learnt),
    ),
}
