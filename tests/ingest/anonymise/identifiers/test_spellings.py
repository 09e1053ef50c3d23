"""Numbers in the spellings in which they slip through: wide, kanji, spaced out, mixed, with unseen characters between."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from ingest.anonymise import find

WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
KANJI = str.maketrans("0123456789", "〇一二三四五六七八九")
SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda number: number,
    "wide": lambda number: number.translate(WIDE),
    "kanji": lambda number: number.translate(KANJI),
    "spaced": lambda number: " ".join(number),
    "unseen": lambda number: "\u200b".join(number),
}
FRAMES = {
    "090-{4}-{4}": ["携帯は{}です", "{}に折り返し", "電話:{}、夜のみ"],
    "0545-5{1}-{4}": ["店の電話は{}", "{}(代)"],
    "T{13}": ["登録番号{}", "請求書に{}とある"],
    "4{3}-{4}-{4}-{4}": ["カード番号 {}", "カード{}で払う"],
    "{4}-{6}": ["基礎年金番号{}", "年金手帳 {}"],
    "30{10}": ["運転免許証 {}", "免許の番号は{}"],
    "{7}": ["普通預金 {}", "口座番号は{}です"],
    "41{1}-{4}": ["〒{}", "郵便番号{}"],
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("form", FRAMES)
def test_no_character_of_a_number_is_left(form: str, spelling: str) -> None:
    draw = random.Random(f"{form}{spelling}")
    for frame in FRAMES[form]:
        number = SPELLINGS[spelling](_filled(form, draw))
        text = frame.format(number)
        hidden = {at for f in find(text) for at in range(f.start, f.end)}
        begin = frame.index("{}")
        left = [text[at] for at in range(begin, begin + len(number)) if at not in hidden and text[at].isalnum()]
        assert not left, text


def _filled(form: str, draw: random.Random) -> str:
    pieces = form.replace("}", "{").split("{")
    return "".join(p if n % 2 == 0 else "".join(draw.choices("123456789", k=int(p))) for n, p in enumerate(pieces))


@pytest.mark.parametrize(
    "text",
    [
        "よろず支援拠点のナビダイヤルは 0570-009-111",
        "取引かけこみ寺は 0120-418-618 にかける",
        "制度は https://www.chusho.meti.go.jp/ を見る",
    ],
)
def test_public_contacts_are_left(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        (
            "番号は、ゼロハチゼロ、ゴーゴーゴーゴー、ゼロイチナナゴ、と録音",
            "ゼロハチゼロ、ゴーゴーゴーゴー、ゼロイチナナゴ",
        ),
        ("電話は090\n-1234-5678です", "090\n-1234-5678"),
        ("Threads はアットマーク、tsumugu、アンダーバー、coffee、です", "アットマーク、tsumugu、アンダーバー、coffee"),
        ("雇用保険番号 5O71-22843l-6", "5O71-22843l-6"),
        ("在留カード NE-8840-1957-FA の期限", "NE-8840-1957-FA"),
    ],
)
def test_spoken_broken_and_misread_numbers_are_found(text: str, covered: str) -> None:
    assert [f.text for f in find(text)] == [covered]
