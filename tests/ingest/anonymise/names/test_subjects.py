from __future__ import annotations

import pytest

from ingest.anonymise import find


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("うちはそば処みずうみといいます。", "そば処みずうみ"),
        ("NPO法人こもれびの庭は配食を始めた。", "こもれびの庭"),
        ("星乃の二号店は駅から遠い。", "星乃"),
        ("酒のかわのと米のかわのは親戚である。", "酒のかわの"),
        ("キッチンカー てくてくの売上が伸びた。", "てくてく"),
        ("昔の名は丸福、いまはフレッシュふく。", "フレッシュふく"),
        ("BLUE and REDというカフェの相談。", "BLUE and RED"),
        ("ミナト\n紙器の段ボールが届いた。", "ミナト\n紙器"),
    ],
)
def test_a_firm_is_told_by_the_sentence_it_opens(text: str, name: str) -> None:
    assert any(name in f.text for f in find(text))


@pytest.mark.parametrize(
    "text",
    [
        "個人タクシーは月に20日走る。",
        "高齢の店主からの売上相談。",
        "カフェと食堂が同じ建物にある。",
        "A案とB案が同じ通りにある。",
        "一般社団法人の設立は簡単である。",
    ],
)
def test_a_trade_or_a_description_is_no_firm(text: str) -> None:
    assert find(text) == []
