"""What identifies a client does not get past the first step of a question."""

from __future__ import annotations

import dataclasses
import json

from assistant.answering import Question
from assistant.answering.understand import understand
from assistant.api.service import Service
from assistant.api.wire import answer_json

PLANTED = ("佐藤", "山田製作所", "090-1234-5678", "tanaka@example.com", "7010705000725")
TOLD = (
    "株式会社山田製作所の二代目、佐藤さんから相談。町工場で値上げに踏み切れない。電話 090-1234-5678、"
    "tanaka@example.com、法人番号7010705000725。似た事例は？"
)


def test_understood_text_and_query_hold_nothing_that_identifies() -> None:
    """Names, firms and numbers are replaced before anything is searched, and the premises are still read."""
    understood = understand(Question(text=TOLD, earlier=(TOLD,)))
    for secret in PLANTED:
        assert secret not in understood.text
        assert secret not in understand(Question(text="では失敗した例は？", earlier=(understood.text,))).query
    assert {"successor"} == set(understood.codes()["owner_type"])
    assert "24" in understood.codes()["industry"]
    assert understood.masked >= 5


def test_answer_in_every_shape_is_free_of_what_was_planted_and_says_so(service: Service) -> None:
    """The answer as a value and as JSON carries none of it, and tells that something was masked."""
    answer = service.assistant.answer(Question(text=TOLD))
    shapes = json.dumps(answer_json(answer), ensure_ascii=False) + str(dataclasses.asdict(answer))
    assert not [secret for secret in PLANTED if secret in shapes]
    assert any("伏せ字" in notice for notice in answer.notices)


def test_a_question_without_names_is_left_as_it_is(service: Service) -> None:
    """Amounts, roles and trades are not names."""
    told = "税理士さんに言われた二代目社長。1,200万円の借入があり、八百屋さんへの支払いが苦しい。"
    answer = service.assistant.answer(Question(text=told))
    assert answer.question == told
    assert not any("伏せ字" in notice for notice in answer.notices)
