"""Suite: plans for owners of many kinds: right sums, nothing missing, sources word for word, files that say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from assistant.exports import FORMATS, export
from assistant.plans.arithmetic import Result
from assistant.plans.arithmetic.kinds import calculated
from assistant.plans.drafting import Drafter
from assistant.plans.drafting.causes import walk
from assistant.plans.plan import FIRST_STEP_DAYS, Action, Cited, Plan, Referral, Said
from eval.hashes import sha256_of
from eval.planning.exports import missing
from eval.planning.intakes import Told, read_told
from eval.planning.sums import allowed_in, near, not_computed, values_of
from eval.suite import Measure, Score, Setup, SuiteResult
from knowledge import taxonomy
from knowledge.entries import Entry
from knowledge.filters import Viewer

FILE = "plans.jsonl"
_LABELS = {
    "sums": "計算が、別の式で計算し直した値と一致",
    "shown": "手で計算した答えが、計画にある",
    "computed": "「計算」とある文の数字が、計算し直した値",
    "complete_action": "行動に、何を・誰が・いつ・最初の一歩・指標・原因がそろう",
    "first_step": "最初の一歩が7日以内",
    "complete_referral": "紹介に、理由・持ち物・連絡する人・確認日がそろう",
    "right_referral": "紹介先が、その相談に合う",
    "verbatim": "出典の文が原文どおり",
    "not_sales_alone": "目標の指標が、売上だけではない",
    "not_refused": "しないと決めたことを、行動に入れない",
    "export": "書き出したファイルを読み直すと、同じことが書かれている",
}
Judged = Iterator[tuple[str, str, float, str, str]]  # measure, place, value, text, why


def run(setup: Setup) -> SuiteResult:
    """Draft a plan for every intake, and judge it."""
    path = setup.datasets / FILE
    told = read_told(path)
    drafter = Drafter(setup.knowledge, lambda: setup.today)
    scores: dict[str, list[Score]] = {name: [] for name in _LABELS}
    for done, one in enumerate(told, 1):
        plan = drafter.draft(one.intake, role=one.role)
        for name, place, value, text, why in judged(one, plan, setup.knowledge.catalog.get, setup.today):
            slices = {"role": one.role, "half": one.half, "theme": plan.topics[0] if plan.topics else ""}
            slices |= {"format": place} if name == "export" else {}
            scores[name].append(
                Score(
                    sample=f"{one.id}/{place}",
                    value=value,
                    slices=slices,
                    question=f"{one.owner}: {one.intake.worry}",
                    answer=text,
                    why=why,
                )
            )
        setup.progress(done, len(told))
    return SuiteResult(
        suite="plans",
        measures=tuple(Measure(name=n, label=_LABELS[n], scores=tuple(s)) for n, s in scores.items()),
        data={FILE: sha256_of(path)},
        notes=(
            "相談は一人の書き手が作ったもので、実際の相談者の言葉ではありません。紹介先が合うかは、その書き手の判断です。",
            "行動が相談に役立つかは、規則では分かりません。人が読んで確かめるところです(python -m eval sheet)。",
        ),
    )


def judged(told: Told, plan: Plan, lookup: Callable[[str], Entry | None], today: date) -> Judged:
    """Yield what every measure says of one plan; a plan that sends somebody to a window has no sums to judge."""
    yield from _sums(told, plan)
    causes = {c.id for root in plan.causes for c in walk((root,))}
    for action in plan.actions:
        gaps = _gaps(action, causes)
        yield "complete_action", action.id, float(not gaps), action.what.text, "、".join(gaps)
        soon = today <= action.first_step_due <= today + timedelta(days=FIRST_STEP_DAYS)
        yield "first_step", action.id, float(soon), action.first_step.text, "" if soon else f"{action.first_step_due}"
        touched = [word for word in told.never if word in action.what.text]
        yield "not_refused", action.id, float(not touched), action.what.text, "、".join(touched)
    allowed = (told.window,) if told.window else told.partners
    for referral in plan.referrals:
        gaps = _lacking(referral, today)
        yield "complete_referral", referral.id, float(not gaps), referral.reason.text, "、".join(gaps)
        fits = referral.partner in allowed
        why = "" if fits else f"{referral.partner} は、合うとした {'、'.join(allowed)} にありません"
        yield "right_referral", referral.id, float(fits), referral.reason.text, why
    if not plan.referrals:
        yield "complete_referral", "none", 0.0, "", "紹介先がありません"
    for number, cited in enumerate(_cited(plan)):
        entry = lookup(cited.entry_id)
        holds = entry is not None and Viewer().may_see(entry) and entry.body[cited.start : cited.end] == cited.quote
        yield "verbatim", str(number), float(holds), cited.quote, "" if holds else f"{cited.entry_id} にありません"
    alone = bool(re.fullmatch(r"(?:月の|年の)?売上(?:高|額)?", plan.goal.indicator.strip()))
    yield "not_sales_alone", "goal", float(not alone), plan.goal.indicator, ""
    for kind in FORMATS:
        found = missing(plan, kind, export(plan, kind, today=today).body)
        yield "export", kind, float(not found), "", "、".join(found[:3])


def _sums(told: Told, plan: Plan) -> Judged:
    shown: dict[str, str] = {}
    for one in plan.sums:
        known = values_of(one.inputs)
        for answer in calculated(one.kind, one.inputs):
            if isinstance(answer, Result):
                shown.setdefault(answer.name, answer.text)
                if answer.name in known:
                    right = near(answer.text, known[answer.name])
                    why = "" if right else f"計算し直すと {float(known[answer.name]):,.4f}"
                    yield "sums", f"{one.id} {answer.name}", float(right), answer.text, why
    for name, text in told.shows.items():
        exact = values_of({"margin": text})["限界利益"]  # any key reads an amount
        right = name in shown and near(shown[name], exact)
        yield "shown", name, float(right), shown.get(name, ""), "" if right else f"{name} は {text}"
    allowed = allowed_in(plan)
    written = [*told.intake.numbers.values(), *(t for line in told.intake.lines for t in line.model_dump().values())]
    names = [line.name for line in told.intake.lines]
    for number, text in enumerate(_computed(plan)):
        strange = not_computed(text, allowed, [*written, *names])
        yield "computed", str(number), float(not strange), text, "、".join(strange)


def _computed(plan: Plan) -> Iterator[str]:
    yield from (said.text for said in _texts(plan) if said.by == "computed")
    yield from (f"{value}{plan.goal.unit}" for value in (plan.goal.before, plan.goal.after) if value)


def _gaps(action: Action, causes: set[str]) -> list[str]:
    parts = {
        "何を": action.what.text,
        "誰が": action.who,
        "いつまで": action.due,
        "費用": action.cost,
        "最初の一歩": action.first_step.text,
        "指標": action.indicator.text,
        "原因": action.cause in causes if causes else True,
    }
    return [f"{name}がない" for name, there in parts.items() if not there]


def _lacking(referral: Referral, today: date) -> list[str]:
    parts = {
        "紹介先": referral.partner in taxonomy.PARTNERS,
        "理由": referral.reason.text,
        "持ち物": referral.bring and all(b.text for b in referral.bring),
        "連絡する人": referral.caller,
        "先の確認日": referral.check_on > today,
    }
    return [f"{name}がない" for name, there in parts.items() if not there]


def _cited(plan: Plan) -> Iterator[Cited]:
    """Yield every citation; what a source says without one counts as one that does not hold."""
    for said in _texts(plan):
        if said.by == "source" and (not said.cited or said.cited[0].quote != said.text):
            yield Cited(entry_id="-", anchor="-", quote=said.text, start=0, end=0)
        yield from said.cited


def _texts(plan: Plan) -> Iterator[Said]:
    yield from (plan.goal.said, *plan.goal.warnings)
    for root in plan.causes:
        yield from (cause.said for cause in walk((root,)))
    for a in plan.actions:
        yield from (a.what, *a.why, *a.avoid, *a.effect, a.first_step, a.indicator)
    for risk in plan.risks:
        yield from (risk.said, risk.change_when)
    for referral in plan.referrals:
        yield from (referral.reason, *referral.bring)
    for scheme in plan.schemes:
        yield from scheme.check
