"""An older edition is cited as old, below the newer one; a date that was only guessed is called so wherever it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from fastapi.testclient import TestClient

from assistant.__main__ import as_text
from assistant.answering import Answer, Assistant, Question
from assistant.api.wire import answer_json
from knowledge.search import KnowledgeBase

Build = Callable[[Mapping[str, str | bytes]], KnowledgeBase]
TODAY = date(2026, 11, 21)
ASKED = "小規模店応援補助金の看板の上限と補助率はいくらですか"


def call(number: int, period: str, limit: str) -> str:
    return (
        f"小規模店応援補助金 第{number}次公募要領\n\n公募期間：{period}\n\n第1章 対象\n\n"
        "従業員が五人以下の小売店が、看板やチラシなど販路を広げる費用に使えます。\n\n"
        f"第2章 上限\n\n看板の上限は{limit}、補助率は3分の2です。\n"
    )


FILES = {
    "ouen_19.txt": call(19, "2025年1月10日～3月14日", "50万円"),
    "ouen_20.txt": call(20, "2025年5月16日～6月13日", "75万円"),
}
STATED = {
    "ouen_19.txt.yaml": "id: ouen-19\nscheme: ouen-hojo\nedition: 19\nvalid_until: 2025-03-14\nas_of: 2025-01-10\n",
    "ouen_20.txt.yaml": "id: ouen-20\nscheme: ouen-hojo\nedition: 20\nvalid_until: 2027-06-13\nas_of: 2025-05-16\n",
}
GUESSED = {"ouen_19.txt.yaml": "id: ouen-19\n", "ouen_20.txt.yaml": "id: ouen-20\n"}


def ask(knowledge: KnowledgeBase) -> Answer:
    return Assistant(knowledge, lambda: TODAY).answer(Question(text=ASKED, intent="policy"))


@pytest.mark.parametrize(("beside", "guessed"), [(STATED, False), (GUESSED, True)])
def test_the_older_edition_stands_below_the_newer_and_says_so(
    build: Build, serving: Callable[..., TestClient], beside: Mapping[str, str], guessed: bool
) -> None:
    """In the answer, in its sources, as JSON, on the terminal, and on the page of the old document, with a link."""
    knowledge = build({**FILES, **beside})
    answer = ask(knowledge)
    new, old = (b for b in answer.blocks if b.kind == "policy")
    assert (new.entry_id, old.entry_id) == ("ouen-20", "ouen-19")
    assert any("50万円" in s.text and s.status == "verified" for s in old.all_sentences())
    assert old.sentences[0].text.startswith("この資料は旧版と推定しました。" if guessed else "この資料は旧版です。")
    assert not any("旧版" in s.text for s in new.sentences)
    marks = {s["entry_id"]: s["newer"] for s in answer_json(answer)["sources"]}
    assert marks["ouen-20"] is None
    assert (marks["ouen-19"]["href"], marks["ouen-19"]["guessed"]) == ("/entries/ouen-20", guessed)
    assert (
        "旧版(推定): 新しい版は ouen-20" in as_text(answer)
        if guessed
        else "旧版: 新しい版は ouen-20" in as_text(answer)
    )
    page = serving(knowledge).get("/entries/ouen-19", headers={"accept": "text/html"}).text
    assert '新しい版：<a href="/entries/ouen-20">' in page
    assert ("旧版と推定しました" in page) == guessed


def test_a_guessed_end_is_called_a_guess(build: Build) -> None:
    """Warning, fact and source say 推定; what a person stated does not."""
    guessed = ask(build({**FILES, **GUESSED}))
    block = next(b for b in guessed.blocks if b.entry_id == "ouen-20")
    assert "有効期限 2025-06-13（推定）" in block.facts
    said = [s.text for s in block.sentences]
    assert any("2025-06-13 で期限が切れていると推定しました" in text for text in said)
    assert any("推定です" in text for text in said)
    assert not any("要確認" in text for text in said)
    assert "期限切れ 2025-06-13(推定)" in as_text(guessed)
    stated = ask(build({**FILES, **STATED}))
    assert "推定" not in as_text(stated)
    assert "期限切れ 2025-03-14" in as_text(stated)


def test_the_answer_page_marks_old_and_expired_sources(build: Build, serving: Callable[..., TestClient]) -> None:
    """The list of sources links the newer edition."""
    client = serving(build({**FILES, **GUESSED}))
    page = client.post("/ask", data={"question": ASKED}, headers={"accept": "text/html"}).text
    assert '旧版（推定）：新しい版は<a href="/entries/ouen-20">' in page
    assert "まで、推定）" in page
