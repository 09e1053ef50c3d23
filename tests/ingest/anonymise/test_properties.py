"""Claims that hold for any text."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.anonymise import Known, find, mask
from ingest.anonymise.folded import fold

PIECES = re.findall(
    r"\S+",
    "田中 田中さん 林社長 佐々木 様 氏 さん 先生 株式会社 ㈱ (株) 有限会社 山田製作所 A社 Aさん ［住所］ 富士市 静岡県 吉原2丁目 5-8 "
    "番地 〒417-0051 上ル 烏丸通 ビル3F 090-1234-5678 ０９０ 一二三四 0120 +81 T 7123456789012 123456789018 4111111111111111 普通 1234567 記号 12340 昭和40年5月3日 生まれ "
    "生年月日 許可 第12345号 知事 a@example.jp [at] https://example.com/ @abc LINE ID は が の 、 。 「 」 ( ) 円 "
    "万円 社長 代表 口座名義 社名は 123 - . 株 式 会 社 ",
)
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.one_of(st.sampled_from([*PIECES, " ", "\u3000", "\n", "\u200b", "\ud800", "\U000e0041"]), st.characters()),
        max_size=14,
    ).map("".join),
    st.lists(st.sampled_from([*PIECES, ""]), max_size=14).map("".join),
)
KNOWN = st.lists(
    st.builds(
        Known,
        st.sampled_from(["", "株式会社山田製作所", "花屋みつば", "田中 光", "林", "A", "LUCE", "(", "[at]", "富士市"]),
        st.sampled_from(["person", "firm", "place", "other"]),
    ),
    max_size=3,
)
DIGITS = st.text("0123456789", min_size=8, max_size=8)
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")


@settings(max_examples=400, deadline=None)
@given(TEXTS, KNOWN)
def test_spans_are_in_order_inside_and_apart(text: str, known: list[Known]) -> None:
    at = 0
    for finding in find(text, known):
        assert at <= finding.start < finding.end <= len(text)
        assert finding.text == text[finding.start : finding.end]
        assert 0 < finding.certainty <= 1
        at = finding.end


@settings(max_examples=600, deadline=None)
@given(TEXTS, KNOWN)
def test_masking_twice_is_masking_once(text: str, known: list[Known]) -> None:
    once = mask(text, known).text
    assert mask(once, known).text == once


@settings(max_examples=300, deadline=None)
@given(TEXTS, KNOWN)
def test_masked_text_has_nothing_sure_left(text: str, known: list[Known]) -> None:
    assert [f for f in find(mask(text, known).text, known) if f.certainty >= 0.8] == []


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_found_number_survives_in_the_masked_text(text: str) -> None:
    masked = mask(text)
    numbers = [f.text for f in masked.findings if sum(map(str.isdecimal, f.text)) >= 7 and text.count(f.text) == 1]
    assert [n for n in numbers if n in masked.text] == []


@settings(max_examples=200, deadline=None)
@given(
    DIGITS, st.sampled_from(["電話は{}です", "番号{}まで", "a、{}。"]), st.booleans(), st.booleans(), st.integers(0, 12)
)
def test_no_digits_of_a_phone_are_left(digits: str, frame: str, wide: bool, dashed: bool, at: int) -> None:
    number = "-".join(("090", digits[:4], digits[4:])) if dashed else "090" + digits
    spelt = number.translate(WIDE) if wide else number
    spelt = spelt[:at] + "\u200b" + spelt[at:]
    left = mask(frame.format(spelt)).text
    assert not re.search(r"[0-9０-９]", left), left


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(0, 40), max_size=6),
    st.sampled_from(["担当の田中さんは090-1234-5678です", "㈱山田製作所は富士市吉原2丁目5-8です"]),
)
def test_unseen_characters_do_not_move_a_finding(places: list[int], text: str) -> None:
    spread = text
    for place in places:
        spread = spread[:place] + "\u200b" + spread[place:]
    plain = [(f.kind, f.text) for f in find(text)]
    assert [(f.kind, f.text.replace("\u200b", "")) for f in find(spread)] == plain


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_every_folded_character_knows_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends) == len(folded.digits) == len(folded.kana)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(0 <= a < b <= len(text) for a, b in zip(folded.starts, folded.ends, strict=True))
