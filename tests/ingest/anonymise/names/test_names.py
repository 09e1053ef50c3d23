"""Persons, firms and shops by the words around them: what is sure, what is a doubt, and what is no name."""

from __future__ import annotations

import pytest

from ingest.anonymise import Known, find
from ingest.anonymise.names.romaji import romaji
from ingest.anonymise.names.trades import proper_part

SURE = 0.8


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("店長の小笠原が辞める", "person", "小笠原"),
        ("氏名:笹原 えり", "person", "笹原 えり"),
        ("名義人 HASEBE KOUHEI と書いた", "person", "HASEBE KOUHEI"),
        ("代表取締役 片 桐 俊 之 資本金", "person", "片 桐 俊 之"),
        ("王 小燕さんは来日12年", "person", "王 小燕"),
        ("た か は しさんの手紙", "person", "た か は し"),
        ("民宿うしお荘の週末", "firm", "民宿うしお荘"),
        ("hair salon LUCEの席数は4", "firm", "hair salon LUCE"),
        ("居酒屋「よりみち酔人」は常連が多い", "firm", "よりみち酔人"),
        ("BERUMO SHOKAI CO., LTD. に送る", "firm", "BERUMO SHOKAI CO., LTD."),
    ],
)
def test_names_told_by_their_words_are_sure(text: str, kind: str, name: str) -> None:
    found = find(text)
    assert [(f.kind, f.text) for f in found] == [(kind, name)]
    assert found[0].certainty >= SURE


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("佐々木が来店した", "佐々木"),
        ("関、辻、原の3名で分ける", "辻"),
        ("長男の健太が継ぐ", "健太"),
        ("取引先の北嶺精機から値下げの話", "北嶺精機"),
        ("カフェ tsumuguの豆", "カフェ tsumugu"),
        ("オフィスワンの事務代行", "オフィスワン"),
        ("山河屋の座敷", "山河屋"),
        ("スナックれい子のママ", "スナックれい子"),
    ],
)
def test_names_without_clear_words_are_doubts(text: str, name: str) -> None:
    found = {f.text: f.certainty for f in find(text)}
    assert 0 < found[name] < SURE


@pytest.mark.parametrize(
    "text",
    [
        "近くの花屋で買う",
        "居酒屋チェーンの価格",
        "八百屋と酒屋と問屋",
        "旅館業の許可が要る",
        "社員食堂の運営",
        "専門店の品ぞろえ",
        "妻の実家、長男の結婚、父の代から",
        "林業と森の手入れ、原価の計算",
        "T社のY氏は慎重だ",
        "A子さん(仮名)の話",
        "出口が見えない、大手が来る",
        "会計ソフトと在庫システム",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("known", "text", "covered"),
    [
        (Known("堀 忠彦", "person"), "堀　 忠　彦 殿", "堀　 忠　彦"),
        (Known("三輪 光代", "person"), "三輪の印は手彫り", "三輪"),
        (Known("境 昌平", "person"), "境社長の口ぐせ", "境"),
        (Known("中村 恒一(ナカムラ コウイチ)", "person"), "ﾅｶﾑﾗ ｺｳｲﾁ 様", "ﾅｶﾑﾗ ｺｳｲﾁ"),
        (Known("有限会社ホウメイ", "firm"), "ホウメイ(有)の件", "ホウメイ(有)"),
        (Known("ネイル室 ポロン", "firm"), "ポロンの予約", "ポロン"),
    ],
)
def test_parts_of_record_names_are_found(known: Known, text: str, covered: str) -> None:
    assert covered in [f.text for f in find(text, [known])]


def test_record_name_of_one_letter_is_no_part_of_a_word() -> None:
    assert find("境目の利益率", [Known("境 昌平", "person")]) == []


@pytest.mark.parametrize(("reading", "spelt"), [("さとう", "sato"), ("しょうじ", "shoji"), ("はっとり", "hattori")])
def test_readings_are_spelt_as_on_passports(reading: str, spelt: str) -> None:
    assert spelt in romaji(reading)


@pytest.mark.parametrize(
    ("name", "own"), [("花屋みつば", "みつば"), ("北嶺精機", "北嶺"), ("みつば", ""), ("食堂", "")]
)
def test_own_part_of_a_shop_name(name: str, own: str) -> None:
    assert proper_part(name) == own
