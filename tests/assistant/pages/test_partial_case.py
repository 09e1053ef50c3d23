"""A contributed case with few sections and no codes is shown and answered from like any other."""

from __future__ import annotations

from datetime import date

from assistant.answering.writing.desk import case_facts, case_heading
from assistant.api.wire import entry_json
from assistant.pages.browsing import _item
from assistant.pages.entry_view import view
from knowledge.entries import Case, from_record, to_record
from knowledge.entry_file import build_entry
from knowledge.premises import premises_in_words
from knowledge.ranking import premise_score

FIELDS = {"id": "case-x1", "title": "台帳を一冊にした宿", "origin": "contributed", "visibility": "hub:22"}
BODY = "## 表面の課題\n予約が重なる。\n\n## 打ち手\n台帳を一冊にした。"


def partial(**fields: object) -> Case:
    entry = build_entry({**FIELDS, **fields}, BODY)
    assert isinstance(entry, Case)
    return entry


def test_an_unknown_outcome_has_no_mark() -> None:
    """Heading and list show the title alone; a known outcome is said before it."""
    assert case_heading(partial()) == "台帳を一冊にした宿"
    assert case_heading(partial(outcome="success")) == "成功｜台帳を一冊にした宿"
    assert _item(partial()).outcome is None
    assert view(partial(), date(2026, 1, 1)).outcome is None


def test_only_what_is_known_is_shown() -> None:
    """Facts, the list and the wire leave out what nobody told."""
    case = partial(industry="75")
    assert case_facts(case) == ("宿泊業",)
    assert _item(case).facts == ("宿泊業", "拠点からの提供")
    assert _item(case).excerpt == "予約が重なる。"
    assert [name for name, _ in view(case, date(2026, 1, 1)).facts] == ["業種", "出典区分"]
    assert entry_json(case)["outcome_label"] == ""


def test_it_is_searched_and_stored_like_any_other() -> None:
    """Premises in words skip what is unknown; the record gives back an equal case."""
    case = partial()
    assert premises_in_words(case) == ""
    assert premise_score(case, {"industry": ("75",)}) == 0.0
    assert from_record(to_record(case)) == case
