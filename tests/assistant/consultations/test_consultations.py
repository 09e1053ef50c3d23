"""Consultations and plans: stages, versions, masks, hubs apart, and nothing lost between two writers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.consultations.consultation import (
    ClosedConsultationError,
    ConsultationError,
    Figure,
    StaleConsultationError,
    UnknownConsultationError,
)
from assistant.consultations.consultations import Consultations
from assistant.plans.intake import Intake
from assistant.plans.plan import Action, Cited, Goal, Plan, Risk, Said
from assistant.records import FILE, Records, RecordsError
from knowledge.taxonomy import UnknownCodeError

TODAY = date(2026, 4, 1)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Consultations]:
    records = Records.at(tmp_path, wait=0.2)
    yield Consultations(records, today=lambda: TODAY)
    records.close()


def a_plan(what: str = "原価を3商品だけ測る") -> Plan:
    said = Said(text=what, by="owner")
    action = Action(id="a1", what=said, first_step=said, first_step_due=TODAY, indicator=said)
    goal = Goal(said=said, indicator="付加価値額")
    return Plan(title="採算の見える化", as_of=TODAY, goal=goal, actions=(action,))


def test_a_consultation_walks_to_its_close_and_needs_an_outcome_there(kept: Consultations) -> None:
    at = kept.open("tokyo", "値上げの相談")
    for stage in ("hearing", "theme", "proposal", "following"):
        at = kept.advance("tokyo", at.id, at.version, stage)
    with pytest.raises(ConsultationError, match="結果"):
        kept.advance("tokyo", at.id, at.version, "closed")
    closed = kept.advance("tokyo", at.id, at.version, "closed", "failure", "原価を先に測るべきだった")
    assert (closed.outcome, closed.closed_on) == ("failure", TODAY)
    assert kept.find("tokyo", at.id) == closed


def test_a_stage_is_not_skipped_and_a_step_back_needs_a_reason(kept: Consultations) -> None:
    at = kept.open("tokyo", "値上げの相談")
    with pytest.raises(ConsultationError, match="一度に"):
        kept.advance("tokyo", at.id, 1, "proposal")
    at = kept.advance("tokyo", at.id, 1, "hearing")
    with pytest.raises(ConsultationError, match="理由"):
        kept.advance("tokyo", at.id, 2, "booked")
    assert kept.advance("tokyo", at.id, 2, "booked", reason="日程の変更").moves[-1].reason == "日程の変更"


def test_another_hub_sees_and_erases_nothing(kept: Consultations) -> None:
    at = kept.open("tokyo", "値上げの相談")
    plan = kept.keep_plan("tokyo", at.id, a_plan())
    assert kept.listed("osaka") == []
    for ask in (
        lambda: kept.find("osaka", at.id),
        lambda: kept.versions("osaka", plan.id),
        lambda: kept.erase("osaka", at.id),
        lambda: kept.keep_plan("osaka", at.id, a_plan()),
    ):
        with pytest.raises(UnknownConsultationError):
            ask()
    assert kept.find("tokyo", at.id) == at


def test_what_identifies_a_client_is_never_in_the_file(kept: Consultations, tmp_path: Path) -> None:
    at = kept.open("tokyo", "連絡先は 090-1234-5678 です")
    kept.note("tokyo", at.id, 1, "owner", "携帯は090-8765-4321です")
    kept.keep_plan("tokyo", at.id, a_plan("090-1111-2222 に電話する"))
    held = b"".join(f.read_bytes() for f in tmp_path.glob(f"{FILE}*"))
    assert at.id.encode() in held
    assert not [n for n in (b"1234-5678", b"8765-4321", b"1111-2222") if n in held]


def test_every_version_of_a_plan_is_kept_and_a_stale_edit_names_the_newest(kept: Consultations) -> None:
    at = kept.open("tokyo", "値上げの相談")
    first = kept.keep_plan("tokyo", at.id, a_plan())
    kept.edit_plan("tokyo", first.id, 1, a_plan("5商品を測る"), "owner")
    with pytest.raises(StaleConsultationError) as stale:
        kept.edit_plan("tokyo", first.id, 1, a_plan("測らない"), "owner")
    assert stale.value.current == 2
    assert [v.plan.actions[0].what.text for v in kept.versions("tokyo", first.id)] == [
        "原価を3商品だけ測る",
        "5商品を測る",
    ]


def test_of_many_writers_at_once_each_note_that_was_taken_is_there(kept: Consultations) -> None:
    at = kept.open("tokyo", "値上げの相談")

    def write(n: int) -> str:
        while True:
            try:
                text = f"記録{n}番"
                kept.note("tokyo", at.id, kept.find("tokyo", at.id).version, "adviser", text)
            except StaleConsultationError:
                continue
            return text

    with ThreadPoolExecutor(4) as pool:
        taken = sorted(pool.map(write, range(12)))
    assert sorted(n.text for n in kept.find("tokyo", at.id).notes) == taken


def test_an_erased_consultation_takes_its_plans_along(kept: Consultations) -> None:
    at = kept.open("tokyo", "値上げの相談")
    plan = kept.keep_plan("tokyo", at.id, a_plan())
    kept.erase("tokyo", at.id)
    with pytest.raises(UnknownConsultationError):
        kept.versions("tokyo", plan.id)


def test_what_a_person_gives_of_a_consultation_is_checked_masked_and_versioned(kept: Consultations) -> None:
    told = Intake(worry="090-1111-2222 の者です", numbers={"sales": "１,２００万円", "people": "3人"})
    premises = {"industry": ["09"], "owner_traits": ["cautious"]}
    at = kept.open("tokyo", "値上げの相談", topics=["pricing"], premises=premises, intake=told, next_on=TODAY)
    assert at.intake.numbers == {"sales": "１,２００万円", "people": "3人"}
    assert "1111" not in at.intake.worry
    assert (at.topics, at.premises["industry"], at.next_on) == (("pricing",), ("09",), TODAY)
    figure = Figure(
        name="付加価値額(中小企業庁)", before=Decimal(3200000), after=Decimal(3500000), unit="円", span="1年"
    )
    changed = kept.change("tokyo", at.id, 1, figures=[figure], next_on=None)
    assert (changed.version, changed.figures, changed.next_on) == (2, (figure,), None)
    with pytest.raises(StaleConsultationError):
        kept.change("tokyo", at.id, 1, title="別の相談")
    for wrong in ({"topics": ["none"]}, {"premises": {"industry": ["zz"]}}):
        with pytest.raises(UnknownCodeError):
            kept.change("tokyo", at.id, 2, **wrong)
    with pytest.raises(ConsultationError, match="使えません"):
        kept.change("tokyo", at.id, 2, premises={"colour": ["red"]})


def test_a_closed_consultation_takes_no_edit_and_opened_again_keeps_what_it_taught(kept: Consultations) -> None:
    at = kept.open("tokyo", "値上げの相談")
    plan = kept.keep_plan("tokyo", at.id, a_plan())
    at = kept.advance("tokyo", at.id, 1, "closed", "failure", "原価を先に測る")
    for edit in (
        lambda: kept.note("tokyo", at.id, at.version, "owner", "あとから"),
        lambda: kept.change("tokyo", at.id, at.version, title="別の相談"),
        lambda: kept.keep_plan("tokyo", at.id, a_plan()),
        lambda: kept.edit_plan("tokyo", plan.id, 1, a_plan("測らない"), "owner"),
    ):
        with pytest.raises(ClosedConsultationError):
            edit()
    again = kept.advance("tokyo", at.id, at.version, "following", reason="再開のご希望")
    assert (again.outcome, again.learnt, again.closed_on) == (None, "", None)
    closed, opened = again.moves
    assert (closed.outcome, closed.learnt, opened.reason) == ("failure", "原価を先に測る", "再開のご希望")


def test_an_edit_leaves_the_quotes_word_for_word_and_names_who_changed_what(kept: Consultations) -> None:
    body = "田中さんの店は 03-1234-5678 の見本で、原価を測った。"
    quoted = Said(text=body, by="source", cited=(Cited(entry_id="e", anchor="a", quote=body, start=0, end=len(body)),))
    drafted = a_plan().model_copy(update={"risks": (Risk(id="r1", said=quoted, change_when=quoted),)})
    at = kept.open("tokyo", "値上げの相談")
    first = kept.keep_plan("tokyo", at.id, drafted)
    assert first.made_by == "draft"
    after = first.plan.model_copy(update={"title": "採算の見える化 二版"})
    second = kept.edit_plan("tokyo", first.id, 1, after, "owner")
    assert second.plan.risks[0].said == quoted
    assert (second.made_by, second.plan.changed) == ("owner", ("title",))
    with pytest.raises(ConsultationError, match="だれの変更か"):
        kept.edit_plan("tokyo", first.id, 2, after, "draft")  # type: ignore[arg-type]


def test_the_plans_of_a_consultation_are_listed_as_they_stand(kept: Consultations) -> None:
    at, other = kept.open("tokyo", "値上げの相談"), kept.open("tokyo", "別の相談")
    first = kept.keep_plan("tokyo", at.id, a_plan())
    second = kept.keep_plan("tokyo", at.id, a_plan())
    kept.keep_plan("tokyo", other.id, a_plan())
    edited = kept.edit_plan("tokyo", first.id, 1, a_plan("5商品を測る"), "adviser")
    assert kept.plans("tokyo", at.id) == [edited, second]
    with pytest.raises(UnknownConsultationError):
        kept.plans("osaka", at.id)


def test_an_erasure_that_a_reader_blocked_is_finished_by_the_next_call(kept: Consultations, tmp_path: Path) -> None:
    at = kept.open("tokyo", "値上げの相談")
    reader = sqlite3.connect(tmp_path / FILE)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM consultations").fetchall()
    with pytest.raises(RecordsError, match="もう一度消して"):
        kept.erase("tokyo", at.id)
    reader.close()
    kept.erase("tokyo", at.id)
    with pytest.raises(UnknownConsultationError):
        kept.erase("tokyo", at.id)


def test_an_edit_that_calls_its_words_a_source_is_masked_all_the_same(kept: Consultations) -> None:
    at = kept.open("tokyo", "値上げの相談")
    first = kept.keep_plan("tokyo", at.id, a_plan())
    forged = a_plan()
    risky = Said(text="090-1111-2222 に電話する", by="source")
    forged = forged.model_copy(update={"actions": (forged.actions[0].model_copy(update={"what": risky}),)})
    edited = kept.edit_plan("tokyo", first.id, 1, forged, "owner")
    assert "1111-2222" not in edited.plan.model_dump_json()


def test_what_was_erased_is_gone_from_the_file(kept: Consultations, tmp_path: Path) -> None:
    at = kept.open("tokyo", "値上げの相談")
    kept.note("tokyo", at.id, 1, "owner", "灯籠の和紙")
    plan = kept.keep_plan("tokyo", at.id, a_plan())
    kept.erase("tokyo", at.id)
    held = b"".join(f.read_bytes() for f in tmp_path.glob(f"{FILE}*"))
    assert plan.id.encode() not in held and "灯籠の和紙".encode() not in held
