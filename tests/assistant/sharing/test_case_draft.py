from datetime import date

import pytest

from assistant.consultations.consultation import Consultation, Note
from assistant.plans.intake import Intake
from assistant.plans.plan import Action, Cause, Goal, Plan, Said
from assistant.sharing.case_draft import drafted

DAY = date(2026, 11, 24)
WORRY = "原価が上がっても値段を変えられません。"
TITLE = "行動計画（値付け・価格転嫁）"


def _closed(title: str, learnt: str) -> Consultation:
    return Consultation(
        id="c-1",
        version=5,
        hub="13",
        stage="closed",
        title=title,
        topics=("pricing",),
        premises={"industry": ("76",)},
        intake=Intake(worry=WORRY),
        notes=(Note(by="adviser", on=DAY, text="3品を10%上げ、客数は変わらなかった。"),),
        outcome="success",
        learnt=learnt,
        opened_on=date(2026, 5, 1),
        closed_on=DAY,
    )


def _plan() -> Plan:
    roots = (
        Cause(id="cause-1", said=Said(text=WORRY, by="owner")),
        Cause(id="cause-2", said=Said(text="原価表がない。", by="owner")),
    )
    do = Said(text="3品の値段を10%上げる。", by="owner")
    return Plan(
        title=TITLE,
        as_of=DAY,
        topics=("pricing",),
        intake=Intake(worry=WORRY),
        causes=roots,
        goal=Goal(said=Said(text="手元に残る額を増やす。", by="owner"), indicator="月の限界利益額"),
        actions=(Action(id="action-1", what=do, first_step=do, first_step_due=DAY, indicator=do),),
    )


@pytest.mark.parametrize(
    ("title", "learnt", "expected"),
    [
        ("定食の値上げの相談", "", "定食の値上げの相談"),
        (TITLE, "", "飲食店・値付け・価格転嫁の相談"),
        (TITLE, "売れている品から量ると早い。次も使う。", "飲食店・値付け・価格転嫁の相談: 売れている品から量ると早い"),
        (TITLE, "長" * 80, "飲食店・値付け・価格転嫁の相談"),
    ],
)
def test_a_case_is_named_by_people_or_by_trade_topic_and_what_was_learnt(title, learnt, expected):
    assert drafted(_closed(title, learnt), _plan(), (), "case-1", "hub:13", DAY).case.title == expected


def test_what_the_client_told_first_stands_once():
    case = drafted(_closed(TITLE, ""), _plan(), (), "case-1", "hub:13", DAY).case
    told = {section.heading: case.body[section.start : section.end].strip() for section in case.sections}
    assert [heading for heading, text in told.items() if WORRY in text] == ["相談のきっかけ"]
    assert told["表面の課題"] == "原価表がない。"
