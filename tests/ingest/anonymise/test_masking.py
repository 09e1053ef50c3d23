"""What stands in the place of what was found."""

from __future__ import annotations

import pytest

from ingest.anonymise import Known, mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("田中さんに電話", "Aさんに電話"),
        ("林社長は元気", "A社長は元気"),
        ("株式会社山田製作所の件", "A社の件"),
        ("090-1234-5678まで", "［電話番号］まで"),
        ("yamada@example.jpへ", "［メール］へ"),
        ("店は富士市吉原2丁目5-8です", "店は［住所］です"),
        ("口座は普通 1234567です", "口座は［口座番号］です"),
        ("社長は山本一郎です", "社長はAさんです"),
        ("A社と株式会社山田製作所と㈱山田製作所", "A社とB社とB社"),
        ("田中さんと佐藤さんと田中さん", "AさんとBさんとAさん"),
        ("粗利が出ません", "粗利が出ません"),
    ],
)
def test_replacement_is_readable(text: str, masked: str) -> None:
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("name", "role", "text", "masked"),
    [
        ("花屋みつば", "other", "花屋みつばの客", "［固有名］の客"),
        ("花屋みつば", "firm", "花屋みつばの客", "A社の客"),
        ("みつば食堂", "firm", "みつば食堂の客", "A店の客"),
        ("株式会社山田製作所", "firm", "山田製作所と㈱山田製作所", "A社とA社"),
        ("一色 光", "person", "一色社長の妻と長男、社長の一色光", "A社長の妻と長男、社長のAさん"),
        ("吉原", "place", "吉原の店", "A地区の店"),
        ("富士市", "place", "富士市の店", "A市の店"),
        ("あさひ町", "place", "あさひ町の店", "A町の店"),
    ],
)
def test_name_of_the_record_gets_the_word_of_its_role(name: str, role: str, text: str, masked: str) -> None:
    assert mask(text, [Known(name, role)]).text == masked


def test_letters_follow_the_order_of_appearance() -> None:
    assert mask("田中さんと佐藤さん").text == mask("佐藤さんと田中さん").text == "AさんとBさん"


def test_findings_show_the_text_before_masking() -> None:
    text = "㈱みどりの田中さん"
    for finding in mask(text).findings:
        assert text[finding.start : finding.end] == finding.text


def test_names_beyond_z_get_two_letters() -> None:
    text = "、".join(f"株式会社テスト{chr(0x30A2 + n)}工業" for n in range(30))
    assert "AD社" in mask(text).text


@pytest.mark.parametrize(
    "unit",
    [
        "0",
        "1-",
        "株式会社",
        "㈱あ",
        "田中",
        "様",
        "田中さん",
        "富士市吉原2丁目",
        "a@",
        "@",
        "[at]",
        "1 ",
        "あ",
        "ア・",
        "生",
        "昭和",
        "普通",
        "記号1",
        "http://",
        "上ル",
        "「",
        "(",
        "A ",
        "\u200b",
        "か\u3099",
        "許可1",
        "a.",
        "市",
        "富士市1-",
        "カフェ",
        "カフェみ",
        "店長の",
        "長男の健太",
        "氏名:あ ",
        "一 ",
        "ア ア",
        "関、",
        "T1\n",
        "ドット、a",
        "a_b",
        "「屋」",
        "第1号",
        "国保あ-1",
        "ゼロ、",
        "AB1",
        "ID:",
    ],
)
def test_forty_thousand_characters_are_masked_like_the_first_thousand(unit: str) -> None:
    """Length changes nothing about what is found, and long input comes to an end (quadratic rules took minutes)."""
    long, short = ((unit * 40_000)[:size] for size in (40_000, 1_000))
    assert {f.kind for f in mask(short).findings} <= {f.kind for f in mask(long).findings} | {"known"}
