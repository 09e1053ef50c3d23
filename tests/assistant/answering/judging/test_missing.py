"""What is not told and would help is known; a question that tells nothing is known as such."""

from __future__ import annotations

from assistant.answering import Question
from assistant.answering.judging.missing import missing, tells_nothing
from assistant.answering.understand import understand


def test_what_is_told_is_not_asked_again() -> None:
    """Trade, size, worry, numbers and what was tried, each only where it is open."""
    told = understand(Question(text="従業員3人の和菓子店です。値上げを試しましたが売上が2割減りました"))
    assert missing(told) == []
    assert missing(understand(Question(text="うまくいかない"))) == [
        "ask.trade",
        "ask.size",
        "ask.topic",
        "ask.numbers",
        "ask.tried",
    ]


def test_short_question_with_a_worry_in_it_is_not_empty() -> None:
    """「SNS疲れた」 tells something, 「困っています」 does not, and a follow-up rests on what was said before."""
    assert tells_nothing(understand(Question(text="困っています。")))
    assert not tells_nothing(understand(Question(text="SNS疲れた")))
    assert not tells_nothing(understand(Question(text="どうすれば", earlier=("和菓子店の値上げ",))))
