"""Each habit sees what keeps it and what goes against it, in words that a coordinator would really say."""

from __future__ import annotations

import pytest

from assistant.practice.habits import AGAINST, HABITS, KEPT, MISSING, Talk
from knowledge.entries import Guideline
from knowledge.search import KnowledgeBase

BY_CLAUSE = {habit.clause: habit for habit in HABITS}
PLAN = "粗利の残る品から売りましょう。"


@pytest.mark.parametrize(
    ("clause", "questions", "proposal", "verdict"),
    [
        ("1-1", ["ほかに気になっていることはありますか"], PLAN, KEPT),
        ("1-1", ["従業員は何人ですか"], PLAN, MISSING),
        ("1-2", ["なぜ今まで原価を見なかったのですか"], PLAN, AGAINST),
        ("1-3", ["値上げで一番怖いのはどんなことですか"], PLAN, KEPT),
        ("1-4", ["限界利益率はいくつですか"], PLAN, AGAINST),
        ("2-5", ["設備はおいくらですか"], "補助金を申請しましょう。", AGAINST),
        ("2-5", ["その機械を何に使われますか"], "補助金も候補です。", KEPT),
        ("3-1", ["お客さまは何人くらいですか"], "SNSで集客しましょう。", AGAINST),
        ("3-1", ["品ごとの原価は分かりますか"], "SNSで集客しましょう。", KEPT),
        ("4-5", [], "この計画なら必ず採択されます。", AGAINST),
        ("5-1", [], "よろしければ商工会議所に行ってください。", MISSING),
        (
            "5-1",
            [],
            "返済の相談のため、日本政策金融公庫に私から電話します。決算書を持って行き、2週間後に結果を伺います。",
            KEPT,
        ),
        ("5-2", [], "それは経費で落とせますよ。", AGAINST),
        ("1-6", [], "二つの案があります。どちらがよいと思われますか。", KEPT),
        ("1-6", [], "値上げをしてください。", MISSING),
    ],
)
def test_a_habit_sees(clause: str, questions: list[str], proposal: str, verdict: str) -> None:
    seen = BY_CLAUSE[clause].look(Talk(tuple(questions), proposal))
    assert seen is not None and seen.verdict == verdict
    assert bool(seen.words) or verdict == MISSING
    assert all(words in "。".join([*questions, proposal]) for words in (w.rstrip("。") for w in seen.words))


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("1-2", "普通の日は何時に起きますか"),
        ("1-4", "一杯売って手元にいくら残るか、つまり限界利益を見たいのです"),
        ("4-5", "採択されるとは限りません"),
        ("5-2", "経費になるかどうかは税理士に確かめましょう"),
        ("2-5", "設備の使い方を教えてください"),
        ("5-1", "次回またお話ししましょう"),
    ],
)
def test_a_habit_that_does_not_apply_is_silent(clause: str, text: str) -> None:
    seen = BY_CLAUSE[clause].look(Talk((text,), text))
    assert seen is None or seen.verdict != AGAINST


def test_every_clause_stands_in_the_starter_guideline(knowledge: KnowledgeBase) -> None:
    for habit in HABITS:
        document = knowledge.catalog.get(habit.document)
        assert isinstance(document, Guideline)
        assert document.clause(habit.clause).behaviour
