"""Trades and roles that a question names are nobody's name."""

from __future__ import annotations

import pytest

from ingest.anonymise import find, mask


@pytest.mark.parametrize(
    "text",
    [
        "車の修理屋、工賃を上げて受付が困った例",
        "着物屋をたたむのに、もらっている人がいます",
        "めっき屋で2社に8割頼っています",
        "たたみ屋の三代目、洋間ばかりで仕事がない",
        "家具の工房を母から継ぎました",
        "母から引き継いだ書店を一人で開けています",
        "搾乳を入れました。うまくいった牧場と失敗した牧場の違い",
        "うちの工場に合わせて作る搬送の仕組み",
        "印刷会社の娘婿さんで、会長である義父に",
    ],
)
def test_a_trade_in_a_question_is_no_firm(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize("name", ["大黒屋", "みつば工房"])
def test_shops_named_like_trades_are_still_found(name: str) -> None:
    assert name in [f.text for f in find(f"{name}の店主から相談があった。")]


def test_a_bracket_around_a_number_stays_whole() -> None:
    assert mask("山田さん（090-1234-5678）に電話").text == "Aさん（［電話番号］）に電話"
