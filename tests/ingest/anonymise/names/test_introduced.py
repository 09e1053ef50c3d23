from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.anonymise import find
from ingest.anonymise.folded import fold
from ingest.anonymise.names.introduced import find_introduced
from ingest.anonymise.names.listed import find_listed


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ねこのひたい（雑貨店）の棚卸しを手伝った。", "ねこのひたい"),
        ("そらいろという花屋に寄った。", "そらいろ"),
        ("つきとたいようという喫茶店の原価を見る。", "つきとたいよう"),
        ("歯医者のすこやかさんから紹介があった。", "すこやか"),
        ("屋号はいろはににするそうだ。", "いろはに"),
        ("「お食事処 さんかい」に伺った。", "お食事処 さんかい"),
        ("グリーンウェイブで働いていた人が独立した。", "グリーンウェイブ"),
        ("とまりぎの女将が帳簿を持参。", "とまりぎ"),
        ("ことのはの客数が戻った。", "ことのは"),
        ("ひまわりを営む姉妹が来所。", "ひまわり"),
        ("得意先の丸正とヤマダイで半分を占める。", "ヤマダイ"),
        ("売掛の内訳→山末118万、ニュー菱田40万。", "山末"),
        ("略して「桐モ」と呼ばれる。", "桐モ"),
        ("領収書は「綾や」である。", "綾や"),
    ],
)
def test_a_shop_named_with_everyday_words_is_told_by_the_words_around_it(text: str, name: str) -> None:
    assert any(name in f.text for f in find(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("参加者は佐藤、東、林、小鳥遊。", ["佐藤", "東", "林", "小鳥遊"]),
        ("出席：神林、南、続木、三好（途中まで）", ["神林", "南", "続木", "三好"]),
        ("佐藤、林、谷が来所した。", ["佐藤", "林", "谷"]),
        ("孫のひなたが手伝う。", ["ひなた"]),
        ("ご主人の茂が仕込みを担う。", ["茂"]),
        ("孫（こころ・中二）が書いた。", ["こころ"]),
        ("ゆかり(34)はパンを焼く。", ["ゆかり"]),
        ("M.K.の持株は半分。", ["M.K."]),
        ("けんちゃんに任せた棚。", ["けんちゃん"]),
        ("整備業の泉から相談。", ["泉"]),
        ("仕入れは畑に聞けば分かる。", ["畑"]),
        ("佐藤→鈴木に引き継ぎ。", ["佐藤", "鈴木"]),
    ],
)
def test_a_person_without_an_honorific_is_told_by_a_list_a_relation_or_an_aside(text: str, names: list[str]) -> None:
    found = [f.text for f in find(text)]
    assert [name for name in names if not any(name in one for one in found)] == []


@pytest.mark.parametrize(
    "text",
    [
        "儲からないという店が増えた。安いという店もある。",
        "妻のほうが帳簿に強い。父のやり方を変えた。母のおかげで続いた。娘のスマホで撮った。",
        "スーパーで働いていた。カフェを営む。パン屋の店主と話した。",
        "うちの売上、これまでの予約、つなぎの融資を見直した。",
        "取引先の卸と問屋に聞いた。内訳は材料費40万、人件費30万、その他9万。",
        "店名を変えたいと言う。屋号を出さない取引もある。社名にしたのは先代である。",
        "出席者は会員、職員、役員である。",
        "赤ちゃんに着せる服。おばあちゃんに人気だ。",
        "資料(12)と図(10)を見た。店主(58歳)は三代目。",
        "めっき工場の売上はA社が44%である。",
        "Q.Aの欄に書いた。",
    ],
)
def test_ordinary_words_in_the_same_places_are_no_names(text: str) -> None:
    folded = fold(text)
    assert [folded.text[h.start : h.end] for h in (*find_introduced(folded), *find_listed(folded))] == []


@given(st.text(alphabet="のはがをにでという店屋号「」()、。:→ あいアイ山田林12歳A.", max_size=60))
def test_every_hit_lies_in_the_text_and_asks_a_reviewer(text: str) -> None:
    folded = fold(text)
    for hit in (*find_introduced(folded), *find_listed(folded)):
        assert 0 <= hit.start < hit.end <= len(folded.text)
        assert hit.certainty < 0.8


@pytest.mark.parametrize(
    "piece", ["あ", "山", "ア", "佐藤、", "の店", "「", "(", "仕入先の", "売掛→山田1", "孫の", "A.", "店は"]
)
def test_hostile_texts_are_read_to_their_end(piece: str) -> None:
    folded = fold(piece * (20_000 // len(piece)))
    for hit in (*find_introduced(folded), *find_listed(folded)):
        assert hit.end <= len(folded.text)
