"""A draft that breaks a clause is mended from the knowledge, left out, or marked; evaluators see which and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.answering import Assistant, Block, Question
from assistant.answering.answer import Sentence
from assistant.answering.guideline.check import Checked, check_guideline
from assistant.answering.judge import Judgement
from assistant.answering.writing import Desk
from assistant.answering.written import Written
from assistant.api.service import Service
from knowledge.search import KnowledgeBase

FAIR = "粗利の多い品を一つ選びます。"
PROMISE = "この計画なら採択はほぼ確実です。"


def block(kind: str, *texts: str, entry_id: str = "") -> Block:
    sentences = tuple(Sentence(text=t, status="paraphrase") for t in texts)
    return Block(kind=kind, heading="見出し", sentences=sentences, entry_id=entry_id)


@pytest.fixture
def checked(knowledge: KnowledgeBase) -> Callable[..., Checked]:
    """Check blocks as the pipeline does, on the desk of a question."""

    def run(*blocks: Block, role: str = "co") -> Checked:
        kept: list[Checked] = []

        class Held:
            def write(
                self, desk: Desk, judgement: Judgement, check: Callable[[list[Block]], list[Block]]
            ) -> Iterator[Written]:
                kept.append(check_guideline(desk, blocks, check))
                yield Written([])

        assistant = Assistant(knowledge, writer=Held())
        assistant.answer(Question(text="和菓子店の売上を伸ばしたい", role=role, intent="plan"))
        return kept[0]

    return run


def test_promise_is_left_out_and_told(checked: Callable[..., Checked]) -> None:
    """The rest of the part stays."""
    found = checked(block("summary", FAIR, PROMISE))
    assert [s.text for b in found.blocks for s in b.sentences] == [FAIR]
    assert [(f.clause, f.sentence, f.done) for f in found.findings] == [("4-5", PROMISE, "removed")]


def test_promise_that_stands_alone_is_marked_for_advisers_and_kept_from_owners(checked: Callable[..., Checked]) -> None:
    """Advisers can judge it; owners would believe it."""
    for role, done, left in (("co", "flagged", 1), ("owner", "removed", 0)):
        found = checked(block("summary", PROMISE), role=role)
        assert ([f.done for f in found.findings], len(found.blocks)) == ([done], left)


def test_referral_without_its_parts_is_completed_from_the_entry(checked: Callable[..., Checked]) -> None:
    """Who calls, what to bring and when to check are quoted from the institution."""
    found = checked(block("referral", "公庫です。", entry_id="institution-jfc"))
    [mended] = found.blocks
    assert [row.label for row in mended.rows] == ["つなぎ方", "持っていくもの", "フォローの仕方"]
    assert all(s.status == "verified" for row in mended.rows for cell in row.cells for s in cell)
    assert [(f.clause, f.done) for f in found.findings] == [("5-1", "mended")]


def test_referral_to_nowhere_is_marked(checked: Callable[..., Checked]) -> None:
    """What the knowledge does not hold cannot be added."""
    assert [(f.clause, f.done) for f in checked(block("referral", "窓口です。")).findings] == [("5-1", "flagged")]


def test_margin_is_asked_before_an_action_that_sells_more(checked: Callable[..., Checked]) -> None:
    """In a question of the playbook, with its source."""
    found = checked(block("action", "広告とチラシを出します。"))
    assert [b.kind for b in found.blocks] == ["questions", "action"]
    assert "粗利" in found.blocks[0].sentences[0].text and found.blocks[0].sentences[0].status == "verified"
    assert ("3-1", "mended") in [(f.clause, f.done) for f in found.findings]


def test_scheme_is_never_shown_without_asking_what_it_is_for(service: Service) -> None:
    """Before the way to the window."""
    answer = service.assistant.answer(Question(text="業務改善助成金の上限は"))
    kinds = [b.kind for b in answer.blocks]
    assert kinds.index("policy") < kinds.index("questions") < kinds.index("referral")
    assert ("2-5", "mended") in [(f.clause, f.done) for f in answer.findings]


def test_words_of_a_case_are_told_as_they_were(checked: Callable[..., Checked]) -> None:
    """What happened in a case is no advice of the draft's."""
    assert checked(block("case", "社長はその事業から撤退するべきですと言われた。")).findings == ()


def test_evaluators_see_clause_sentence_and_what_was_done(client: TestClient) -> None:
    """On the wire, beside the answer."""
    answer = client.post("/api/chat", json={"question": "業務改善助成金の上限は"}).json()
    finding = next(f for f in answer["findings"] if f["clause"] == "2-5")
    assert finding["done_label"] == "補いました" and finding["sentence"] and finding["reason"]


def test_page_shows_findings_to_advisers_only(client: TestClient) -> None:
    """In a closed part that an owner does not get."""
    for role, shown in (("co", True), ("owner", False)):
        page = client.post("/ask", data={"question": "業務改善助成金の上限は", "role": role})
        assert ("行動指針（見本）との照らし合わせ" in page.text) == shown
