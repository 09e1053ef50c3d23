"""What an owner will not do is recognised in the words of an action, and nothing else is."""

from __future__ import annotations

import pytest

from assistant.plans.drafting.ground.refusals import Refusals


@pytest.mark.parametrize(
    ("will_not", "action"),
    [
        ("値上げだけはしたくない", "値上げ幅と失ってよい数量を決める"),
        ("値段は変えたくない", "根拠を一枚にまとめて申し入れる"),
        ("人は減らしたくない", "人員を減らして固定費を下げる"),
        ("従業員を辞めさせない", "人を減らす"),
        ("これ以上借りたくない", "追加で借りる"),
        ("ＳＮＳはやらない", "SNSで週に1回発信する"),
        ("よその会社に譲ることはしない", "第三者への引き継ぎを探す"),
        ("補助金は使わない", "補助金の公募要領を読む"),
    ],
)
def test_an_action_that_would_break_a_refusal_is_found(will_not: str, action: str) -> None:
    assert Refusals(will_not).touched(action) == Refusals(will_not).touched(action) != ""


@pytest.mark.parametrize(
    ("will_not", "action"),
    [
        ("", "値上げ幅を決める"),
        ("人は減らしたくない", "値上げ幅を決める"),
        ("値上げはしたくない", "上位三商品の限界利益を測る"),
        ("借りたくない", "借入の一覧を作る"),
    ],
)
def test_what_breaks_no_refusal_stays(will_not: str, action: str) -> None:
    assert Refusals(will_not).touched(action) == ""


def test_a_refusal_is_repeated_in_the_owners_words() -> None:
    told = "値上げだけはしたくない。人も減らしたくない。"
    assert Refusals(told).touched("人を減らす") == "人も減らしたくない"
