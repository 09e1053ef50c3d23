"""The list of municipalities is whole, and finds the beginning of an address."""

from __future__ import annotations

import pytest

from ingest.anonymise import find
from ingest.anonymise.identifiers.municipalities import municipalities


def test_list_holds_every_municipality() -> None:
    """1,718 municipalities and 23 wards of Tokyo; names that several share, and wards of big cities, count once."""
    assert len({name for name in municipalities().names if "ヶ" not in name}) >= 1_650
    assert {"富士市", "千代田区", "つくばみらい市", "南アルプス市", "占冠村"} <= municipalities().names


def test_place_reaches_back_over_county_and_prefecture() -> None:
    text = "弊社は静岡県富士市と西多摩郡瑞穂町にある"
    assert [text[a:b] for a, b in municipalities().places(text)] == ["静岡県富士市", "西多摩郡瑞穂町"]


@pytest.mark.parametrize(
    "address",
    [
        "伊賀市緑ケ丘中町 4290",
        "千葉市緑区おゆみ野中央 9丁目 88-1",
        "大津市におの浜 5-2-19-807",
        "伏見区両替町通大手筋下る 西側",
        "富士市 いまいずみ 七の三の十六",
        "花巻市大迫町外川目 第18地割 22",
        "東蒲原郡阿賀町津川 3601番地乙",
        "左京区下鴨松ノ木町 77 メゾン下鴨 4-A",
        "青葉プラザタワー東館 14階",
        "諏訪2の8の31",
    ],
)
def test_whole_address_is_covered(address: str) -> None:
    assert [f.text for f in find(f"{address}。次は資金の話")] == [address]


@pytest.mark.parametrize(
    "text", ["富士市内30店舗の比較", "札幌市の人口は200万人", "浜松市で3-5人の会社", "東京都千代田区の制度"]
)
def test_town_without_a_house_number_is_left(text: str) -> None:
    assert find(text) == []
