"""A thing that the question turns on and that no entry speaks of is found without any list of words."""

from __future__ import annotations

import pytest

from assistant.answering import Question
from assistant.answering.judging.nearness import Nearness
from assistant.answering.judging.unspoken import Unspoken
from assistant.answering.understand import understand
from knowledge.filters import Viewer
from knowledge.search import KnowledgeBase


@pytest.fixture(scope="module")
def unspoken(knowledge: KnowledgeBase) -> Unspoken:
    return Unspoken(knowledge, Nearness(knowledge))


def things(unspoken: Unspoken, text: str) -> tuple[str, ...]:
    return unspoken.of(understand(Question(text=text)), Viewer())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("火星で旅館を開業した女将の事例はありますか", ("火星",)),
        ("水素ステーションの運営会社の資金繰り", ("水素ステーション",)),
        ("寄席の木戸銭の値上げ", ("寄席", "木戸銭")),
        ("香川県の最低賃金は今いくらですか", ("香川県",)),
    ],
)
def test_thing_of_another_world_is_named_as_it_was_written(
    unspoken: Unspoken, text: str, named: tuple[str, ...]
) -> None:
    assert things(unspoken, text) == named


@pytest.mark.parametrize(
    "text",
    [
        "値上げを言い出せない和菓子店の二代目",
        "お客さんが少しずつ減っていて、理由がわかりません",  # 客 is there
        "車の部品を作っています。アメリカの関税で注文が減りました",  # 米国 is there
        "ペットホテルを始めたい。月いくら売れば続けられますか",  # a trade of the vocabulary
        "びようしつでねあげしたらおきゃくさんがへりました",  # words in kana are cut anywhere
        "マル経融資は担保も保証人もいらないんですよね",
    ],
)
def test_what_is_said_in_other_words_is_not_named(unspoken: Unspoken, text: str) -> None:
    assert things(unspoken, text) == ()


def test_turn_of_phrase_that_changes_little_is_not_named(unspoken: Unspoken) -> None:
    """Nobody writes of these words here either, yet without them the question is the same."""
    assert things(unspoken, "田舎のタクシー会社、運転手が足りなくて電話をお断りしてばかりだそうです") == ()
    assert things(unspoken, "お茶屋の若旦那。ネットで売るなら送料はタダにしたほうがいいですか") == ()


def test_long_story_and_repeated_text_are_read_in_bounds(unspoken: Unspoken) -> None:
    """At most three things are named, however many are absent."""
    assert len(things(unspoken, "火星と木星と冥王星と恐竜とピラミッドとオペラの旅館" * 90)) <= 3
