"""The sharing pages: what would be sent is shown first, what the gate holds leads to the review, and a case can be taken back."""

from __future__ import annotations

import base64
import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

import pytest

from assistant.answering.answer import Answer, Source
from assistant.consultations.consultation import Consultation

if TYPE_CHECKING:
    from conftest import Planning

HUB = "13"
NOTES = (
    "仕入れの値上がりで昼の定食の採算が合わないと窓口に来た。",
    "量ってみると、いちばん売れる定食がいちばん利益を残していなかった。二品を50円上げ、一品をやめた。",
)


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOROZU_QUARANTINE_KEY", base64.b64encode(bytes(range(32))).decode())


def closed(planning: Planning) -> Consultation:
    """A closed consultation with what an adviser wrote down."""
    kept = planning.service.consulting
    made = kept.open(HUB, "定食の値上げと品数の見直し")
    for text in NOTES:
        made = kept.note(HUB, made.id, made.version, "adviser", text)
    return kept.advance(HUB, made.id, made.version, "closed", outcome="failure", learnt="先に原価を量る。")


def test_what_would_be_shared_is_shown_before_it_is_sent(planning: Planning) -> None:
    found = closed(planning)
    page = planning.client.get(f"/contributions?consultation={found.id}").text
    assert "この内容を共有します" in page and NOTES[1] in page and "失敗" in page
    assert "記録にないので書かれていない節" in page and "まだ共有した事例はありません" in page


def test_what_the_gate_holds_leads_to_the_review_and_can_be_taken_back(planning: Planning) -> None:
    found = closed(planning)
    page = planning.client.post("/contributions", data={"consultation": found.id, "scope": "national"})
    assert page.status_code == 200 and "確認待ち" in page.text and "参照 0回" in page.text
    review = re.search(r'href="(/reviews/[^"]+)"', page.text.split("<h2")[1])
    assert review and planning.client.get(review[1]).status_code == 200
    entry_id = re.search(r'<li id="([^"]+)"', page.text)
    assert entry_id
    at = f"/contributions/{entry_id[1]}"
    assert planning.client.post(at).status_code == 422
    page = planning.client.post(at, data={"sure": "1"})
    assert page.status_code == 200 and "取り下げ済み" in page.text


def test_an_open_or_unknown_consultation_is_not_shared(planning: Planning) -> None:
    opened = planning.service.consulting.open(HUB, "定食の値上げ")
    found = planning.client.get(f"/contributions?consultation={opened.id}")
    assert found.status_code == 422 and "終結" in found.text and "共有に送る" not in found.text
    assert planning.client.post("/contributions", data={"consultation": opened.id}).status_code == 422
    headers = {"accept": "text/html"}
    assert planning.client.post("/contributions", data={"consultation": "no"}, headers=headers).status_code == 404
    assert planning.client.post("/contributions", data={f"x{n}": "1" for n in range(40)}).status_code == 422
    assert planning.client.post("/contributions/no", data={"sure": "1"}).status_code == 404


def test_a_question_without_an_answer_shows_in_the_gaps_without_its_words(planning: Planning) -> None:
    asked = {"question": "宇宙エレベーターの建設費はいくらですか", "role": "co"}
    answer = planning.client.post("/ask", data=asked)
    assert answer.status_code == 200
    page = unescape(planning.client.get("/gaps").text)
    assert "宇宙エレベーター" not in page and "質問されたのに" in page and "1回" in page


def test_uses_of_a_shared_case_are_thanked_for(planning: Planning) -> None:
    found = closed(planning)
    page = planning.client.post("/contributions", data={"consultation": found.id, "scope": "hub"}).text
    entry_id = re.search(r'<li id="([^"]+)"', page)
    assert entry_id
    source = Source(number=1, entry_id=entry_id[1], kind="case", title="定食", origin="contributed")
    planning.service.sharing_room.uses.count(_citing(source), "26")
    page = planning.client.get("/contributions").text
    assert "参照 1回" in page and "京都府よろず支援拠点の回答で 1回引用されました" in page


def _citing(source: Source) -> Answer:
    return Answer(
        question="",
        role="co",
        intent="similar",
        judgement="answer",
        premises=(),
        blocks=(),
        sources=(source,),
        notices=(),
        searched={},
        as_of=date(2026, 11, 24),
    )
