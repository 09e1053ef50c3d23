"""A plan as sections of lines and tables in the order in which every export shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.charts import Chart, chart_of
from assistant.plans.arithmetic import Answer, PlanInputError, Result
from assistant.plans.arithmetic.kinds import calculated
from assistant.plans.plan import SPEAKERS, Action, Cause, Cited, Plan, Said, Sum
from knowledge.taxonomy import PARTNERS

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ACTIONS = ("課題", "打ち手", "担当", "開始", "期限", "費用", "効果", "指標", "最初の一歩")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as ``columns``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its lines, and the tables and pictures below them."""

    heading: str
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()


def clean(text: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def said(value: Said) -> str:
    """Return what is said and who says it."""
    return clean(f"{value.text}({SPEAKERS[value.by]})") if value.text else ""


def answers_of(item: Sum) -> tuple[Sequence[Answer], str]:
    """Return the answers of a calculation, or none and the sentence that says why."""
    try:
        return calculated(item.kind, item.inputs), ""
    except PlanInputError as error:
        return (), str(error)


def sections(plan: Plan, today: date) -> Iterator[Section]:
    """Yield the sections of a plan, those that say nothing left out."""
    for section in _all(plan, today):
        if section.lines or any(table.rows for table in section.tables) or section.charts:
            yield section


def _all(plan: Plan, today: date) -> Iterator[Section]:
    yield Section("概要", _lines(f"書き出した日: {today}", f"計画の基準日: {plan.as_of}", *plan.notices))
    yield _situation(plan)
    goal = plan.goal
    values = f"{goal.before or '未記入'} → {goal.after or '未記入'} {goal.unit}" if goal.before or goal.after else ""
    due = f"いつまでに: {goal.by_date}" if goal.by_date else ""
    yield Section("目標", _lines(said(goal.said), f"指標: {goal.indicator}", values, due, *map(said, goal.warnings)))
    causes = {c.id: c.said.text for root in plan.causes for c in _walk(root)}
    yield Section("アクションプラン", tables=(Table(_ACTIONS, tuple(_action(a, causes) for a in plan.actions)),))
    yield Section(
        "理由と避けたいこと",
        tables=(
            Table(
                ("打ち手", "理由", "避けたいこと"),
                tuple(
                    (clean(a.what.text), "\n".join(map(said, a.why)), "\n".join(map(said, a.avoid)))
                    for a in plan.actions
                    if a.why or a.avoid
                ),
            ),
        ),
    )
    yield _profit(plan)
    yield Section(
        "リスクと見直しの時点",
        tables=(
            Table(("起こりうること", "見直す時点"), tuple((said(r.said), said(r.change_when)) for r in plan.risks)),
        ),
    )
    yield _referrals(plan)
    yield Section(
        "確認が必要な制度",
        _lines(
            *(
                f"{s.title}({s.as_of}時点{'、期限切れ' if s.expired else ''}) 確認: {'、'.join(map(said, s.check))}"
                for s in plan.schemes
            )
        ),
    )
    yield Section("確認の予定", _lines(f"次回の面談: {plan.next_meeting}" if plan.next_meeting else ""))
    rows = tuple(dict.fromkeys((clean(c.title or c.entry_id), clean(c.quote)) for c in cited(plan)))
    yield Section("根拠一覧", tables=(Table(("出典", "引用"), rows),))


def _situation(plan: Plan) -> Section:
    told = plan.intake
    return Section(
        "現状と原因",
        _lines(
            *(
                f"{label}: {text}(ご本人の記入)"
                for label, text in (
                    ("お困りごと", told.worry),
                    ("いつから", told.since),
                    ("試したこと", told.tried),
                    ("望む姿", told.wish),
                    ("しないと決めていること", told.will_not),
                    ("ご自身で考える理由", told.own_reasons),
                )
                if text
            ),
            *(line for cause in plan.causes for line in _branch(cause, 0)),
        ),
    )


def _referrals(plan: Plan) -> Section:
    return Section(
        "つなぎ先",
        tables=(
            Table(
                ("つなぎ先", "理由", "持ち物", "連絡する人", "確認日", "結果"),
                tuple(
                    (
                        PARTNERS.label_of(r.partner),
                        said(r.reason),
                        "\n".join(map(said, r.bring)),
                        clean(r.caller),
                        str(r.check_on),
                        clean(r.result),
                    )
                    for r in plan.referrals
                ),
            ),
        ),
    )


def _profit(plan: Plan) -> Section:
    rows, lines, charts = [], [], []
    for item in plan.sums:
        answers, problem = answers_of(item)
        lines += [f"{item.label}: {problem}"] if problem else []
        for answer in answers:
            if isinstance(answer, Result):
                rows.append((clean(item.label), answer.name, answer.worked))
                lines += [f"前提: {text}" for text in answer.assumptions]
            else:
                lines.append(f"{answer.name}: {answer.reason}")
        charts += [chart for chart in (chart_of(answers),) if chart and chart not in charts]
    table = Table(("計算", "項目", "式と数字"), tuple(rows))
    return Section("採算の計算", _lines(*dict.fromkeys(lines)), (table,), tuple(charts))


def cited(plan: Plan) -> Iterator[Cited]:
    """Yield every citation of a plan."""
    texts = [plan.goal.said, *plan.goal.warnings, *(c.said for root in plan.causes for c in _walk(root))]
    for action in plan.actions:
        texts += [action.what, *action.why, *action.avoid, *action.effect, action.first_step, action.indicator]
    texts += [text for risk in plan.risks for text in (risk.said, risk.change_when)]
    texts += [text for referral in plan.referrals for text in (referral.reason, *referral.bring)]
    texts += [text for scheme in plan.schemes for text in scheme.check]
    for text in texts:
        yield from text.cited


def _action(action: Action, causes: dict[str, str]) -> tuple[str, ...]:
    first = f"{said(action.first_step)}\n{action.first_step_due}まで"
    return (
        clean(causes.get(action.cause, "")),
        said(action.what),
        clean(action.who),
        str(action.start or ""),
        str(action.due or ""),
        clean(action.cost),
        "\n".join(map(said, action.effect)),
        said(action.indicator),
        first,
    )


def _branch(cause: Cause, depth: int) -> Iterator[str]:
    yield f"{'　' * depth}{'└ ' if depth else ''}{'【本質的課題】' if cause.essential else ''}{said(cause.said)}"
    for child in cause.because:
        yield from _branch(child, depth + 1)


def _walk(cause: Cause) -> Iterator[Cause]:
    yield cause
    for child in cause.because:
        yield from _walk(child)


def _lines(*texts: str) -> tuple[str, ...]:
    return tuple(clean(text) for text in texts if text)
