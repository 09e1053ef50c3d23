"""What became of plans: told, overdue, held against the guideline, and what it changed for the firms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.consultations.consultation import (
    ClosedConsultationError,
    ConsultationError,
    Figure,
    StoredPlan,
    UnknownConsultationError,
)
from assistant.consultations.consultations import Consultations
from assistant.plans.plan import Action, Cause, Goal, Plan, Referral, Risk, Said
from assistant.records import FILE, Records
from knowledge.entries import Entry
from knowledge.entry_file import parse_markdown

TODAY = date(2026, 4, 1)
ROOT = Path(__file__).parents[3]
VALUE = "付加価値額(中小企業庁)"


def said(text: str) -> Said:
    return Said(text=text, by="owner")


def a_plan(**changes: object) -> Plan:
    action = Action(
        id="a1",
        what=said("原価を3商品だけ測る"),
        who="ご本人",
        due=TODAY + timedelta(days=30),
        first_step=said("はかりを出す"),
        first_step_due=TODAY + timedelta(days=7),
        indicator=said("3商品の原価"),
    )
    referral = Referral(
        id="r1",
        partner="cci",
        reason=said("資金繰りの相談"),
        bring=(said("試算表"),),
        caller="相談員",
        check_on=TODAY + timedelta(days=14),
    )
    values = {
        "title": "採算の見える化",
        "as_of": TODAY,
        "causes": (Cause(id="c1", said=said("原価を知らない"), essential=True),),
        "goal": Goal(said=said("利益を残す"), indicator="付加価値額"),
        "actions": (action,),
        "risks": (Risk(id="k1", said=said("客が減る"), change_when=said("1割減ったら戻す")),),
        "referrals": (referral,),
        "next_meeting": TODAY + timedelta(days=40),
    }
    return Plan.model_validate(values | changes)


class Days:
    """The clock: ``on`` is today."""

    on = TODAY

    def __call__(self) -> date:
        return self.on


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def kept(tmp_path: Path, days: Days) -> Iterator[Consultations]:
    records = Records.at(tmp_path, wait=0.2)
    yield Consultations(records, today=days)
    records.close()


@pytest.fixture
def plan(kept: Consultations) -> StoredPlan:
    opened = kept.open("tokyo", "値上げの相談")
    return kept.keep_plan("tokyo", opened.id, a_plan())


def lookup(entry_id: str) -> Entry | None:
    file = ROOT / f"knowledge/corpus/guidelines/{entry_id}.md"
    return parse_markdown(file.read_text()) if file.is_file() else None


def kinds(kept: Consultations, after: int) -> list[tuple[str, str]]:
    return [(o.kind, o.item) for o in kept.follow_up.overdue("tokyo", TODAY + timedelta(days=after))]


def test_what_was_told_is_kept_in_order_and_masked(kept: Consultations, plan: StoredPlan, tmp_path: Path) -> None:
    figure = Figure(name="客数", before=Decimal(900), after=Decimal(870), unit="人", span="1か月")
    told = kept.follow_up.check_in("tokyo", plan.id, "a1", "partly", "owner", [figure], "090-1111-2222 が鳴り続けた")
    result = kept.follow_up.referral_result("tokyo", plan.id, "r1", "reached", "adviser", "予約が取れた")
    assert kept.follow_up.told("tokyo", plan.consultation_id) == [told, result]
    assert (told.on, told.figures) == (TODAY, (figure,))
    assert b"1111-2222" not in b"".join(f.read_bytes() for f in tmp_path.glob(f"{FILE}*"))


def test_only_what_stands_in_the_plan_of_the_own_open_consultation_is_told_of(
    kept: Consultations, plan: StoredPlan
) -> None:
    tell, ask = kept.follow_up.check_in, kept.follow_up.referral_result
    with pytest.raises(ConsultationError, match="その行動は"):
        tell("tokyo", plan.id, "a9", "done", "owner")
    with pytest.raises(ConsultationError, match="その紹介は"):
        ask("tokyo", plan.id, "r9", "reached", "owner")
    with pytest.raises(ConsultationError, match="次に確かめる日"):
        ask("tokyo", plan.id, "r1", "waiting", "owner")
    with pytest.raises(ConsultationError, match="形の合わない"):
        tell("tokyo", plan.id, "a1", "done", "owner", hindered="あ" * 4_001)
    for hub in ("osaka", ""):
        with pytest.raises(UnknownConsultationError):
            tell(hub, plan.id, "a1", "done", "owner")
        with pytest.raises(UnknownConsultationError):
            kept.follow_up.told(hub, plan.consultation_id)
        assert kept.follow_up.overdue(hub, TODAY + timedelta(days=99)) == []
    kept.advance("tokyo", plan.consultation_id, 1, "closed", "success")
    with pytest.raises(ClosedConsultationError):
        tell("tokyo", plan.id, "a1", "done", "owner")
    assert kinds(kept, 99) == []


def test_overdue_names_first_step_then_action_then_referral_and_meeting(kept: Consultations, plan: StoredPlan) -> None:
    assert kinds(kept, 7) == []
    assert kinds(kept, 8) == [("first-step", "a1")]
    assert kinds(kept, 15) == [("first-step", "a1"), ("referral", "r1")]
    assert kinds(kept, 41) == [("referral", "r1"), ("action", "a1"), ("meeting", "")]


def test_what_was_heard_of_is_overdue_no_longer(kept: Consultations, plan: StoredPlan, days: Days) -> None:
    days.on = TODAY + timedelta(days=40)
    kept.follow_up.check_in("tokyo", plan.id, "a1", "partly", "owner")
    kept.follow_up.referral_result("tokyo", plan.id, "r1", "waiting", "adviser", check_on=TODAY + timedelta(days=50))
    assert kinds(kept, 45) == [("action", "a1")]
    assert kinds(kept, 51) == [("action", "a1"), ("referral", "r1")]
    kept.follow_up.check_in("tokyo", plan.id, "a1", "done", "owner")
    kept.follow_up.referral_result("tokyo", plan.id, "r1", "refused", "adviser")
    assert kinds(kept, 51) == []


def test_the_next_meeting_of_a_consultation_without_a_plan_is_overdue_too(kept: Consultations) -> None:
    kept.open("tokyo", "値上げの相談", next_on=TODAY + timedelta(days=3))
    (late,) = kept.follow_up.overdue("tokyo", TODAY + timedelta(days=4))
    assert (late.kind, late.due, late.title) == ("meeting", TODAY + timedelta(days=3), "値上げの相談")


def test_pdca_names_clauses_of_the_guideline_with_what_is_recorded_and_missing(
    kept: Consultations, plan: StoredPlan, days: Days
) -> None:
    view = kept.follow_up.pdca("tokyo", plan.consultation_id, lookup)
    assert [part.name for part in view] == ["計画", "実行", "評価", "改善"]
    for part in view:
        assert all(point.heading for point in part.points)
    assert not [m for point in view[0].points for m in point.missing]
    assert view[1].points[0].missing == ("「原価を3商品だけ測る」が進んだかどうかを、まだ伺っていません。",)
    days.on = TODAY + timedelta(days=10)
    kept.follow_up.check_in("tokyo", plan.id, "a1", "not", "owner", hindered="繁忙期で手が空かない")
    view = kept.follow_up.pdca("tokyo", plan.consultation_id, lookup)
    assert view[1].points[1].recorded == ("原価を3商品だけ測る: 繁忙期で手が空かない",)
    assert "書き直す" in view[3].points[0].missing[0]
    smaller = a_plan(actions=(plan.plan.actions[0].model_copy(update={"what": said("1商品だけ測る")}),))
    kept.edit_plan("tokyo", plan.id, 1, smaller, "owner")
    rewritten = kept.follow_up.pdca("tokyo", plan.consultation_id, lookup)[3].points[0]
    assert "第2版" in rewritten.recorded[0] and not rewritten.missing


def test_pdca_of_an_empty_consultation_says_what_is_missing_and_of_no_guideline_names_no_heading(
    kept: Consultations,
) -> None:
    opened = kept.open("tokyo", "値上げの相談")
    view = kept.follow_up.pdca("tokyo", opened.id, lambda _id: None)
    assert {point.heading for part in view for point in part.points} == {""}
    assert "行動計画が、まだありません。" in view[0].points[1].missing


def close(kept: Consultations, before: int | None, after: int | None, name: str = VALUE) -> None:
    opened = kept.open("tokyo", "値上げの相談")
    figure = Figure(
        name=name,
        before=None if before is None else Decimal(before),
        after=None if after is None else Decimal(after),
        unit="万円",
    )
    kept.change("tokyo", opened.id, 1, figures=[figure])
    kept.advance("tokyo", opened.id, 2, "closed", "partial")


def test_indicators_pair_before_and_after_by_name_over_closed_consultations(kept: Consultations) -> None:
    for pair in ((300, 330), (400, 380), (200, 260), (500, None)):
        close(kept, *pair)
    close(kept, 100, 900, "売上高")
    still = kept.open("tokyo", "まだ続く相談")
    kept.change("tokyo", still.id, 1, figures=[Figure(name=VALUE, before=Decimal(1), after=Decimal(99), unit="万円")])
    (one,) = kept.follow_up.indicators("tokyo")
    assert (one.name, one.unit, one.n, one.closed) == (VALUE, "万円", 3, 5)
    assert [one.before, one.after, one.change] == [Decimal(n) for n in (300, 330, 30)]
    assert [one.lowest, one.highest, one.rate] == [Decimal(n) for n in ("-20", "60", "0.1")]
    assert kept.follow_up.indicators("osaka") == []


def test_numbers_of_check_ins_feed_the_indicators(kept: Consultations, plan: StoredPlan) -> None:
    for before, after in ((300, None), (None, 310), (310, 340)):
        figure = Figure(name=VALUE, before=before, after=after, unit="万円")
        kept.follow_up.check_in("tokyo", plan.id, "a1", "partly", "owner", [figure])
    kept.advance("tokyo", plan.consultation_id, 1, "closed", "success")
    (one,) = kept.follow_up.indicators("tokyo")
    assert [one.n, one.before, one.after] == [1, Decimal(300), Decimal(340)]


def test_an_erased_consultation_takes_what_was_told_along(
    kept: Consultations, plan: StoredPlan, tmp_path: Path
) -> None:
    kept.follow_up.check_in("tokyo", plan.id, "a1", "not", "owner", hindered="灯籠の和紙が届かない")
    kept.erase("tokyo", plan.consultation_id)
    held = b"".join(f.read_bytes() for f in tmp_path.glob(f"{FILE}*"))
    assert "灯籠の和紙".encode() not in held
