"""A clause is broken by what a sentence itself says, never by what it quotes."""

from __future__ import annotations

import pytest

from assistant.answering.guideline.check import violations
from assistant.answering.guideline.wording import sentences
from prompts import load


def broken(text: str) -> set[str]:
    return {clause for clause, _, _ in violations(sentences(text))}


@pytest.mark.parametrize(
    ("clause", "bad", "fair"),
    [
        ("4-5", "この計画なら採択はほぼ確実です。", "採択されるかどうかは審査で決まります。"),
        ("5-2", "取引先のやり方は違法です。", "違法かどうかの判断は弁護士にお願いします。"),
        ("1-2", "そこが甘いんです。", "甘いものが好きなお客さまです。"),
        ("1-9", "どうしてもっと早く来なかったのですか。", "いつごろから支払いが重くなりましたか。"),
        ("1-6", "その事業からは撤退するべきです。", "撤退の線はご自分で決めておけます。"),
        ("8-3", "社長の怠慢で倒産しました。", "返済が始まる月に売上が戻らず、閉店を選びました。"),
        ("3-1", "チラシを1万枚まきましょう。", "粗利の多い品を決めてからチラシを作りましょう。"),
        ("4-1", "ブランド力の向上を図ります。", "店長が金曜に30分、上位3品の粗利を出します。"),
        ("2-5", "使える補助金は三つあります。", "補助金がなくても実行したいことは何ですか。"),
        ("5-1", "税金のことは税理士に相談してください。", "税理士は、申告を担う専門家です。"),
    ],
)
def test_each_clause_knows_its_breach_from_its_fair_neighbour(clause: str, bad: str, fair: str) -> None:
    """A bad example shown in quotation marks is no breach."""
    assert broken(bad) == {clause}
    assert broken(fair) == set()
    assert broken(f"悪い例: 「{bad}」") == set()


def test_referral_with_its_four_parts_is_whole() -> None:
    """Reason, things to bring, who calls and a date to check; without one of them it names what is missing."""
    whole = (
        "税の扱いを確かめるために税理士に相談してください。試算表を持って、電話はご本人から。12月5日に結果を伺います。"
    )
    assert broken(whole) == set()
    [(clause, _, reason)] = violations(sentences(whole.replace("12月5日に結果を伺います。", "")))
    assert (clause, reason) == ("5-1", "確認日がありません")


def test_own_words_of_the_program_break_no_wording_clause() -> None:
    """What it always says keeps to what it asks of others."""
    for key, text in load("evidence").texts.items():
        assert broken(text) <= {"5-1"}, key
