"""The interview: one question at a time, answers carried along, nothing asked twice, and at the end a plan."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.plans.interview import QUESTIONS

if TYPE_CHECKING:
    from conftest import Planning

AT = "/plan/interview"


def _hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def test_each_answer_leads_to_the_next_question_and_stays(planning: Planning) -> None:
    page = planning.client.get(AT).text
    for question, following in pairwise(QUESTIONS):
        assert unescape(question.ask) in page
        answer = {"sales": "200万円"} if question.field == "numbers" else {question.field: f"{question.field}の答え"}
        page = planning.client.post(AT, data={**_hidden(page), **answer, "action": "next"}).text
        assert following.ask in page
    assert _hidden(page)["worry"] == "worryの答え" and _hidden(page)["sales"] == "200万円"


def test_what_was_told_is_not_asked_again_and_a_skipped_question_can_be_gone_back_to(planning: Planning) -> None:
    page = planning.client.post(AT, data={"worry": "客が減った", "action": "begin"}).text
    assert QUESTIONS[1].ask in page
    page = planning.client.post(AT, data={**_hidden(page), "action": "skip"}).text
    assert QUESTIONS[2].ask in page and _hidden(page)["worry"] == "客が減った"
    assert QUESTIONS[1].ask in planning.client.post(AT, data={**_hidden(page), "action": "back"}).text


def test_a_number_that_does_not_read_is_asked_again_with_what_was_typed(planning: Planning) -> None:
    found = planning.client.post(AT, data={"at": "numbers", "fixed": "350", "worry": "客が減った", "action": "next"})
    assert found.status_code == 422 and 'value="350"' in found.text and "単位がありません" in found.text
    assert _hidden(found.text)["worry"] == "客が減った"


def test_the_end_shows_what_was_told_and_leads_to_the_form_with_it(planning: Planning) -> None:
    told = {q.field: "答え" for q in QUESTIONS[:6]} | {"sales": "200万円", "at": "lines", "action": "next"}
    page = planning.client.post(AT, data=told).text
    assert "お聞きしたこと" in page and "計画の案を作る" in page
    form = planning.client.post("/plan/new", data={**_hidden(page), "action": "begin"}).text
    assert 'value="200万円"' in form and "答え</textarea>" in form


def test_hostile_answers_stay_text(planning: Planning) -> None:
    page = planning.client.post(AT, data={"at": "worry", "worry": '"><script>x</script>', "action": "next"}).text
    assert "<script>x" not in page
    assert planning.client.post(AT, data={f"x{n}": "1" for n in range(400)}).status_code == 422
