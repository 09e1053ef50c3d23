"""What is wanted is told by what words mean together with who says them, and by the sentence that asks."""

from __future__ import annotations

import pytest

from assistant.answering.intent import told_intent


@pytest.mark.parametrize(
    "text",
    [
        "紹介したあと相談者がどうなったか分からない。どうすれば？",
        "社長に数字の話をどう切り出せばよいですか",
        "つい途中で口をはさんでしまいます。面談をどう進めればよいですか",
        "報告書を出してほしいと言われましたが、本人に何と伝えればよいでしょうか",
        "親の代からのやり方を変えない社長です。私が決めてあげてもよいですか",
        "新人に事例の話し方を教えたい。よい教え方はありますか",
    ],
)
@pytest.mark.parametrize("role", ["co", "cco"])
def test_adviser_who_asks_about_the_own_work_wants_a_mentor(text: str, role: str) -> None:
    """Talking with clients, after a referral, in the office: not a plan for a firm."""
    assert told_intent(text, role) == "mentor"


@pytest.mark.parametrize("text", ["お客さんのクレームにどうすればいいですか", "部下の指導の進め方を知りたい"])
def test_owner_with_the_same_words_wants_a_plan(text: str) -> None:
    """Owners have complaints and staff of their own."""
    assert told_intent(text, "owner") == "plan"


@pytest.mark.parametrize(
    "text",
    [
        "経営革新計画というのは、何がよくなるのですか",
        "どんな補助の制度がありますか",
        "相談先と持ち物は？",
        "公的な窓口を教えてください",
        "省エネ設備の補助の率を知りたい",
        "届け出は義務ですか",
        "持続化補助金を使いたいです。どうすればいいですか",
    ],
)
def test_owner_who_asks_for_a_scheme_a_window_or_a_rule_wants_documents(text: str) -> None:
    """The thing asked for is named, whatever worry stands before it."""
    assert told_intent(text, "owner") == "policy"


@pytest.mark.parametrize(
    "text",
    [
        "設備を入れて楽になった工場と、持て余した工場を教えて",
        "続いている店と三年で閉めた店を見たい",
        "手を広げて良かったところと苦しくなったところは、どこで道が分かれたのでしょう",
    ],
)
def test_two_of_a_kind_with_different_ends_are_a_contrast(text: str) -> None:
    """Also when no word of comparing is said."""
    assert told_intent(text, "owner") == "contrast"


def test_sentence_that_asks_counts_more_than_the_story_before_it() -> None:
    """Words of the story that look like another wish are not one."""
    story = "私はいくら借金があるのかも知りません。客は前の七割です。"
    assert told_intent(f"{story}まず何を調べればいいですか", "owner") == "plan"
    assert told_intent(f"{story}似た事例はありますか", "owner") == "similar"


def test_what_is_not_wanted_does_not_tell_the_intent() -> None:
    """A wish that is ruled out leaves the one that is meant."""
    assert told_intent("補助金の話は要りません。赤字を止めるには、どの数字から見ればいいですか", "owner") == "plan"
    assert told_intent("似た事例は要りません。次の面談で何を聞けばよいですか", "co") == "mentor"


def test_matter_of_course_at_the_end_is_no_definition() -> None:
    """「…ことは？」 is not 「…とは？」."""
    assert told_intent("社員に決めてもらいたい。忘れてはいけないことは？", "owner") != "policy"
