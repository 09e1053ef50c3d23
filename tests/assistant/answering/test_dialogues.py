"""Talks of several turns, written by hand: what holds of the client after the last one, and what it is searched with."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answering import Assistant, Question
from assistant.answering.talk import said
from assistant.answering.understand import Understood, understand
from knowledge.search import KnowledgeBase

WAGASHI = "従業員4人の和菓子店の二代目。原価が上がり値上げに踏み切れない。似た事例は？"


def read(*turns: str) -> Understood:
    return understand(Question(text=turns[-1], earlier=tuple(turns[:-1])))


def holding(*turns: str) -> set[str]:
    return {f"{p.field}:{p.code}" for p in read(*turns).premises}


#: Turns, what holds after them, and what must not hold any more.
TALKS: tuple[tuple[Sequence[str], set[str], set[str]], ...] = (
    (
        (WAGASHI, "社長は二代目ではなく創業者です"),
        {"industry:09", "owner_type:founder", "size:s5"},
        {"owner_type:successor"},
    ),
    ((WAGASHI, "従業員は8人でした"), {"size:s20", "industry:09", "owner_type:successor"}, {"size:s5"}),
    ((WAGASHI, "4人ではなく8人の会社でした", "失敗例は？"), {"size:s20", "outcome:failure"}, {"size:s5"}),
    (
        ("飲食店の集客の相談です", "飲食ではなく小売です", "どんな打ち手がありますか"),
        {"topics:sales"},
        {"industry:76"},
    ),
    (
        (WAGASHI, "失敗例は？", "もっと詳しく"),
        {"industry:09", "topics:pricing"},
        {"outcome:failure", "outcome:success"},
    ),
    ((WAGASHI, "では旅館なら？"), {"industry:75", "topics:pricing", "owner_type:successor"}, {"industry:09"}),
    ((WAGASHI, "やはり創業者でした", "いえ、二代目で合っています"), {"owner_type:successor"}, {"owner_type:founder"}),
    (
        ("建設業の資金繰りの相談です", "借入に頼らずに進めたいそうです", "何から始めればよいですか"),
        {"industry:06", "topics:cash"},
        set(),
    ),
    (
        (WAGASHI, "話は変わりますが、旅館の人手不足の相談です"),
        {"industry:75", "topics:people"},
        {"industry:09", "size:s5"},
    ),
    (
        (WAGASHI, "別の相談ですが、創業したばかりの美容室です"),
        {"industry:78"},
        {"owner_type:successor", "topics:pricing"},
    ),
    (
        (WAGASHI, "次の相談者は、従業員30人の工務店の社長です"),
        {"size:s50", "industry:06"},
        {"industry:09", "topics:pricing"},
    ),
    (
        (WAGASHI, "次の相談者は、旅館の女将で人手不足に悩んでいます", "失敗例は？"),
        {"industry:75", "outcome:failure"},
        {"industry:09", "topics:pricing"},
    ),
    (
        (WAGASHI, "別の件です。農家の後継者がいません", "ところで次の相談は運送業の値上げです"),
        {"topics:pricing"},
        {"industry:01", "industry:09", "topics:succession"},
    ),
    ((WAGASHI, "ほかの店の失敗例は？"), {"industry:09", "outcome:failure"}, set()),
    ((WAGASHI, "別の相談者の事例も見せてください"), {"industry:09", "topics:pricing"}, set()),
    ((WAGASHI, "次の相談日までに何をすればよいですか"), {"industry:09", "topics:pricing"}, set()),
    ((WAGASHI, "話し合いが進みません。どう変えればよいですか"), {"industry:09"}, set()),
    (
        ("補助金以外で、パン屋の生産性を上げたい", "失敗例は？", "やはり補助金も考えます"),
        {"topics:policy"},
        set(),
    ),
)


@pytest.mark.parametrize(("turns", "holds", "gone"), TALKS, ids=[" / ".join(t[0][1:]) for t in TALKS])
def test_last_turn_corrects_keeps_or_replaces_what_was_said(
    turns: Sequence[str], holds: set[str], gone: set[str]
) -> None:
    """The new replaces, the negated is ruled out, everything else stays; another client brings nothing along."""
    found = holding(*turns)
    assert holds <= found
    assert not gone & found


def test_follow_up_is_searched_with_the_story_however_long_ago_it_was_told() -> None:
    """Ten short questions later the client is still the one of the first."""
    short = [f"それは{n}年目にはどうなりますか" for n in range(10)]
    assert read(WAGASHI, *short, "失敗例は？").query.startswith("従業員4人の和菓子店の二代目")


def test_story_loses_the_words_that_were_corrected() -> None:
    """What is not so any more is not searched for."""
    query = read(WAGASHI, "社長は二代目ではなく創業者です", "失敗例は？").query
    assert "和菓子" in query
    assert "二代目" not in query


def test_question_that_stands_by_itself_is_searched_by_itself() -> None:
    """A trade with its matter, or a scheme by name, needs no story of before."""
    assert read(WAGASHI, "旅館の人手不足の事例は？").query == "旅館の人手不足の事例は?"
    assert "和菓子" not in read(WAGASHI, "IT導入補助金の上限はいくらですか").query


@pytest.mark.parametrize(
    "turn", ["話は変わりますが、資金繰りが苦しいです", "別の相談ですが、失敗例は？", "次の相談者は創業者です"]
)
def test_other_client_brings_no_story_along(turn: str) -> None:
    """The old story is neither premise nor search text, now or in what follows."""
    found = read(WAGASHI, turn)
    assert found.anew
    assert "和菓子" not in found.query
    assert "和菓子" not in read(WAGASHI, turn, "もっと詳しく").query


def test_first_question_is_about_no_other_client() -> None:
    """There is nothing to forget yet, so nothing is said of it."""
    assert not read("別の相談ですが、旅館の人手不足です").anew


def test_answer_says_that_it_forgot_the_earlier_client(knowledge: KnowledgeBase) -> None:
    """The reader is told, and only when it happens."""
    assistant = Assistant(knowledge)
    turned = assistant.answer(Question(text="話は変わりますが、旅館の人手不足の事例は？", earlier=(WAGASHI,)))
    assert any("前の前提" in n or "前の相談の前提" in n for n in turned.notices)
    same = assistant.answer(Question(text="失敗例は？", earlier=(WAGASHI,)))
    assert not any("別の相談" in n for n in same.notices)


def test_fiftieth_turn_reads_no_more_texts_than_the_second() -> None:
    """Earlier turns are read once: what a question costs does not grow with the talk."""
    talk = [f"{WAGASHI}その{n}回目の相談で、現場の様子を{n}行だけ書きました。" for n in range(50)]
    texts_read = []
    for at in range(50):
        before = said.cache_info().misses
        read(*talk[: at + 1])
        texts_read.append(said.cache_info().misses - before)
    assert texts_read[1] >= 1
    assert max(texts_read[1:]) == texts_read[1]
