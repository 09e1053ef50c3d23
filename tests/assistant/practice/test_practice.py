"""A practice hides its end until the proposal, answers only from the case, and belongs to its learner."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.practice import Practice, PracticeError, Session, StalePracticeError, UnknownPracticeError
from assistant.practice.client import KNOWN
from assistant.practice.session import MAX_TEXT, MAX_TURNS
from assistant.records import Records
from knowledge.filters import Viewer
from knowledge.search import KnowledgeBase
from knowledge.taxonomy import UnknownCodeError
from tests.assistant.practice.conftest import CASE

ROOT = Path(__file__).parents[3]
ANYBODY = Viewer()
PROPOSAL = (
    "今週の30分で、顧客帳からしばらく来ていない方を10人書き出していただきます。奥さまが葉書に一言書いて来週までに出し、"
    "戻ったお客さまの人数で確かめます。フォロワーを増やす動画の講習は、今は勧めません。どちらがよいと思われますか。次回は3週間後に伺います。"
)


def dealt(practice: Practice, learner: str = "one") -> Session:
    return practice.deal(learner, ANYBODY)


def test_the_opening_is_the_first_consultation_and_nothing_of_the_end(practice: Practice) -> None:
    session = dealt(practice)
    told = "".join(practice.opening(session, ANYBODY).values())
    case = practice.case(session, ANYBODY)
    assert session.case_id == CASE
    assert case.text_of("相談のきっかけ") in told
    assert not any(case.text_of(hidden) in told for hidden in ("本質的課題", "打ち手", "結果", "分かれ目"))
    with pytest.raises(PracticeError, match="提案を出すと"):
        practice.look_back(session, ANYBODY)


def test_every_word_of_the_client_stands_in_the_case_before_the_support_began(
    practice: Practice, knowledge: KnowledgeBase
) -> None:
    rows = [json.loads(line) for line in (ROOT / "eval/datasets/practice.jsonl").read_text().splitlines()]
    session = dealt(practice)
    for row in rows[:20]:
        session = practice.ask("one", session.id, session.version, row["question"], ANYBODY)
    case = knowledge.catalog.get(CASE)
    assert case is not None
    known = [case.text_of(anchor) for anchor in KNOWN]
    said = [sentence for turn in session.turns for sentence in turn.reply]
    assert said
    assert all(any(sentence in text for text in known) for sentence in said)


def test_the_client_answers_what_the_case_tells_and_not_what_it_does_not(practice: Practice) -> None:
    session = dealt(practice)
    session = practice.ask("one", session.id, 1, "月の売上はどのくらいですか", ANYBODY)
    session = practice.ask("one", session.id, 2, "従業員の健康診断は受けていますか", ANYBODY)
    assert "月商148万円" in "".join(session.turns[0].reply)
    assert session.turns[1].reply == ()


def test_looking_back_quotes_the_case_the_clauses_and_the_learner(practice: Practice) -> None:
    session = dealt(practice)
    session = practice.ask(
        "one", session.id, 1, "普通は原価を見ますよね。常連のお客さまはどんな年代の方ですか", ANYBODY
    )
    session = practice.propose("one", session.id, session.version, PROPOSAL)
    blocks, sources = practice.look_back(session, ANYBODY)
    cited = [s for block in blocks for s in block.all_sentences() if s.citations]
    assert cited and {s.status for s in cited} == {"verified"}
    assert blocks[0].entry_id == CASE and sources[0].entry_id == CASE
    headings = [block.heading for block in blocks]
    assert any(h.startswith("気をつけたいこと｜1-2") for h in headings)
    kept = next(b for b in blocks if b.kind == "kept")
    assert {"1-6", "4-3", "4-10"} <= {row.label for row in kept.rows}
    against = next(b for b in blocks if b.heading.startswith("気をつけたいこと｜1-2"))
    assert "普通は原価を見ますよね" in against.sentences[0].text
    heard = next(b for b in blocks if b.heading.startswith("聞き出せた事実"))
    assert any("50代から70代の常連" in s.text for s in heard.sentences)
    assert any("あなたの提案" in s.text for row in blocks[1].rows for s in row.cells[0])


def test_a_case_that_was_dealt_does_not_come_again_while_others_are_left(practice: Practice) -> None:
    assert len({practice.deal("one", ANYBODY).case_id for _ in range(5)}) == 5


def test_a_topic_or_trade_narrows_what_is_dealt(practice: Practice) -> None:
    session = practice.deal("one", ANYBODY, topics=("succession",))
    assert "succession" in practice.case(session, ANYBODY).topics
    with pytest.raises(UnknownCodeError):
        practice.deal("one", ANYBODY, topics=("no-such",))


def test_nobody_else_sees_or_moves_a_practice(practice: Practice) -> None:
    session = dealt(practice)
    for call in (
        lambda: practice.session("two", session.id),
        lambda: practice.ask("two", session.id, 1, "いかがですか", ANYBODY),
        lambda: practice.session("", session.id),
        lambda: practice.sessions("x" * 200),
    ):
        with pytest.raises(UnknownPracticeError):
            call()
    assert practice.sessions("two") == []
    assert practice.erase("two") == 0


def test_the_record_can_be_taken_along_and_erased_from_every_byte(
    practice: Practice, records: Records, tmp_path: Path
) -> None:
    session = dealt(practice)
    session = practice.ask("one", session.id, 1, "けやき通りの倉庫はどうなっていますか", ANYBODY)
    practice.propose("one", session.id, 2, PROPOSAL)
    assert "けやき通りの倉庫" in json.dumps(practice.exported("one", ANYBODY), ensure_ascii=False)
    assert practice.erase("one") == 1
    assert practice.exported("one", ANYBODY)["practices"] == []
    records.close()
    assert not any("けやき通りの倉庫".encode() in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_an_open_practice_does_not_export_which_case_it_is(practice: Practice) -> None:
    dealt(practice)
    assert CASE not in json.dumps(practice.exported("one", ANYBODY))


def test_names_that_are_typed_are_not_kept(practice: Practice) -> None:
    session = dealt(practice)
    asked = practice.ask("one", session.id, 1, "株式会社みどり精機の電話は 03-5555-0123 ですか", ANYBODY)
    assert "03-5555-0123" not in asked.turns[0].text and "みどり精機" not in asked.turns[0].text


def test_two_windows_do_not_overwrite_each_other(practice: Practice) -> None:
    session = dealt(practice)
    practice.ask("one", session.id, 1, "ご家族は何とおっしゃっていますか", ANYBODY)
    with pytest.raises(StalePracticeError):
        practice.ask("one", session.id, 1, "仕入れはどなたが決めますか", ANYBODY)
    assert len(practice.session("one", session.id).turns) == 1


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "、。！", "あ" * (MAX_TEXT + 1)])
def test_what_says_nothing_or_too_much_is_refused_in_words(practice: Practice, text: str) -> None:
    session = dealt(practice)
    with pytest.raises(PracticeError, match="。"):
        practice.ask("one", session.id, 1, text, ANYBODY)


def test_a_talk_ends_with_its_proposal_and_has_an_end_to_its_questions(practice: Practice) -> None:
    session = dealt(practice)
    for _ in range(MAX_TURNS):
        session = practice.ask("one", session.id, session.version, "趣味は何ですか", ANYBODY)
    with pytest.raises(PracticeError, match=f"{MAX_TURNS}回まで"):
        practice.ask("one", session.id, session.version, "趣味は何ですか", ANYBODY)
    session = practice.propose("one", session.id, session.version, PROPOSAL)
    with pytest.raises(PracticeError, match="終わっています"):
        practice.ask("one", session.id, session.version, "もう一つ", ANYBODY)


def test_records_survive_a_restart(practice: Practice, records: Records, tmp_path: Path) -> None:
    session = dealt(practice)
    records.close()
    from assistant.records.practices import Practices

    again = Records.at(tmp_path)
    assert [row["id"] for row in Practices(again).of(_digest_of("one"))] == [session.id]
    assert again.integrity() == "ok"
    again.close()


def _digest_of(learner: str) -> str:
    import hashlib

    return hashlib.sha256(learner.encode()).hexdigest()
