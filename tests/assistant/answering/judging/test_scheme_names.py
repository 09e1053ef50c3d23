"""Names of schemes with hiragana in them are told by the parts of speech before 助成金 and the like."""

from __future__ import annotations

import pytest

from assistant.answering.judging.unspoken import scheme_names
from knowledge.words import Words


@pytest.fixture(scope="module")
def words() -> Words:
    return Words()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("後継者ありがとう助成金の申請先", "後継者ありがとう助成金"),
        ("空き家カフェまるっと補助金の締切を教えて", "空き家カフェまるっと補助金"),
        ("移動販売車まるごと給付金は個人でも受けられますか", "移動販売車まるごと給付金"),
        ("事業承継お見合い手当はどこで申請しますか", "事業承継お見合い手当"),
    ],
)
def test_nouns_side_by_side_are_a_name(words: Words, text: str, name: str) -> None:
    assert scheme_names(words.written(text)) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "うちの店で使える補助金",
        "今年の補助金はありますか",
        "お得な補助金",
        "みんなの助成金",
        "お手当",
        "補助金",
        "国の給付金",
    ],
)
def test_description_is_no_name(words: Words, text: str) -> None:
    assert scheme_names(words.written(text)) == []
