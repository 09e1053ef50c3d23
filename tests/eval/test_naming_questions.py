from __future__ import annotations

from eval.labelled import Passage, Span
from eval.naming_questions import asked, made
from eval.samples import DATASETS

LABELLED = [
    Passage("pv-001", "みなも味噌の話", (Span(0, 5, "firm"),)),
    Passage("pv-002", "佐野さんの電話", (Span(0, 2, "person"),)),
    Passage("tq-001", "うちはこだま亭、電話は090-5555-0100です", (Span(3, 7, "firm"), Span(11, 24, "phone"))),
]
PLAIN = ["値上げをしたいです", "人が足りません"]


def test_made_questions_mark_exactly_the_names_that_were_put_in() -> None:
    names = {"みなも味噌", "佐野", "こだま亭"}
    found = made(LABELLED, PLAIN, ["豆腐屋"], str.upper)
    spans = [(p.text[s.start : s.end], s.type) for p in found for s in p.spans]
    assert {text for text, kind in spans if kind != "phone"} == names
    assert {text for text, kind in spans if kind == "phone"} == {"090-5555-0100"}


def test_a_trade_alone_names_nobody() -> None:
    trades = [p for p in made(LABELLED, PLAIN, ["豆腐屋"], str) if "豆腐屋" in p.text]
    assert len(trades) > 100
    assert not any(p.spans for p in trades)


def test_making_is_repeatable() -> None:
    assert made(LABELLED, PLAIN, ["豆腐屋"], str) == made(LABELLED, PLAIN, ["豆腐屋"], str)


def test_the_question_sets_are_read_whole_and_the_labelled_questions_are_none_of_them() -> None:
    texts = list(asked(DATASETS))
    assert len(texts) > 2000
    assert all(isinstance(text, str) and text for text in texts)
    labelled = (DATASETS / "privacy-questions.jsonl").read_text(encoding="utf-8")
    assert sum(f'"{text}"' in labelled for text in set(texts)) == 0
