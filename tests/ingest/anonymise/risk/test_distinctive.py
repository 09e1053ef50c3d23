from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.anonymise.risk import distinctive
from knowledge.entry_file import parse_markdown

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("明治三十八年創業の酒蔵である。", "創業100年以上の酒蔵である。"),
        ("1953年創業の菓子店。", "創業70年以上の菓子店。"),
        ("創業は昭和28年、店は駅前にある。", "創業70年以上、店は駅前にある。"),
        ("昭和28年(1953年)に店を開いた。", "70年以上前に店を開いた。"),
        ("元禄年間創業の醤油蔵。", "創業100年以上の醤油蔵。"),
        ("創業百二十年の旅館。", "創業100年以上の旅館。"),
        ("十八代目が継いだ。", "代々続く家の当主が継いだ。"),
        ("県内唯一の木桶の蔵である。", "地域で数少ない木桶の蔵である。"),
        ("全国で3社だけの技術である。", "地域で数少ない技術である。"),
        ("日本初の機械を入れた。", "めずらしい機械を入れた。"),
        ("日本一の産地にある。", "有数の産地にある。"),
        ("全国新酒鑑評会で金賞を得た。", "業界の賞を得た。"),
        ("先代は黄綬褒章を受けた。", "先代は公的な表彰を受けた。"),
        ("ミシュランの星は辞退した。", "外部の評価の星は辞退した。"),
        ("NHKの『昼の旅』で紹介された。", "番組で紹介された。"),
        ("静岡中央新聞に取り上げられた。", "新聞に取り上げられた。"),
        ("宮内庁御用達の和紙である。", "由緒のある納め先を持つ和紙である。"),
        ("特許第1234567号を持つ。", "登録した権利を持つ。"),
        ("登録商標「富士の恵み」を使う。", "登録商標「ある名前」を使う。"),
        ("世界遺産の門前で土産を売る。", "寺社や名所の近くで土産を売る。"),
        ("城崎温泉の旅館である。", "温泉地の旅館である。"),
        ("2021年3月14日に火災で焼けた。", "2021年に火災で焼けた。"),
        ("12月3日に事故があった。", "ある年の12月に事故があった。"),
        ("年商8,437万円である。", "年商8千万円台である。"),
        ("売上高は3億2,158万円である。", "売上高は3億円台である。"),
        ("ａ県内唯一の蔵。", "ａ地域で数少ない蔵。"),
    ],
)
def test_what_only_one_can_say_becomes_what_many_can(text: str, after: str) -> None:
    for doubt in reversed(distinctive(text, today=TODAY)):
        assert doubt.original == text[doubt.start : doubt.end]
        text = text[: doubt.start] + doubt.proposal + text[doubt.end :]
    assert text == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("創業1953年の老舗である。", "創業70年以上の老舗である。"),
        ("創業120年の老舗である。", "創業100年以上の老舗である。"),
        ("1956年創業の店。", "創業60年以上の店。"),  # seventy only once its month has come
        ("1953年創業で、平成10年に廃業した。", "70年以上前の創業で、平成10年に廃業した。"),
        ("創業百年を目指す。", "創業の周年を目指す。"),
        ("創業98年を迎える。", "創業の周年を迎える。"),
        ("日本で初めて導入した。", "いち早く導入した。"),
        ("日本一古い宿。", "特に古い宿。"),
        ("日本一を目指す。", "上位を目指す。"),
        ("県内最大の工場。", "大きな工場。"),
        ("県内で一番古い店。", "古い店。"),
        ("六代目の社長は婿である。", "代々続く社長は婿である。"),
        ("天皇陛下が来店した。", "著名な方が来店した。"),
        ("特願2020-123456を出した。", "出願した権利を出した。"),
        ("登録商標「富士」を侵害した。", "登録商標「ある名前」を侵害した。"),
        ("重要無形文化財の技。", "伝えられた技や行事の技。"),
        ("年商12億3,450万円。", "年商10億円台。"),
        ("年商1,234万円。", "年商1千万円台。"),
        ("年商123,456円。", "年商10万円台。"),
    ],
)
def test_a_proposal_claims_nothing_that_the_text_does_not_say(text: str, after: str) -> None:
    for doubt in reversed(distinctive(text, today=TODAY)):
        text = text[: doubt.start] + doubt.proposal + text[doubt.end :]
    assert text == after


@pytest.mark.parametrize(
    "text",
    [
        "創業資金を公庫から借り、創業計画書を書いた。",
        "2022年12月に店を開き、2023年3月に開業届を出した。",
        "創業15年の節目に値上げした。",
        "唯一の得意先から値下げを求められた。",
        "三代目が父の後を継いだ。",
        "年商は4,800万円、借入は2,400万円である。",
        "賞与を夏と冬に払う。品質を鑑賞する人もいる。",
        "地元の新聞に広告を出し、雑誌を読んだ。",
        "商標を調べてから名前を付けた。特許の出願は見送った。",
        "温泉旅館の女将が日帰り温泉の客を数えた。",
        "2021年7月14日に面談した。",
        "日本の初夏、世界の市場、県内の工務店40軒。",
        "県内で2店を営み、市内に3社の取引先がある。",
        "一番の理由は人手である。",
        "",
    ],
)
def test_what_many_can_say_is_left_alone(text: str) -> None:
    assert distinctive(text, today=TODAY) == []


def test_a_doubt_tells_its_place_and_a_plain_reason() -> None:
    (doubt,) = distinctive("県内唯一の蔵", "title", TODAY)
    assert (doubt.kind, doubt.where, doubt.start, doubt.end) == ("distinctive", "title", 0, 5)
    assert doubt.reason.endswith("。")


def test_the_age_is_counted_from_the_day_of_asking() -> None:
    assert distinctive("1953年創業", today=date(2063, 1, 1))[0].proposal == "創業100年以上"
    assert distinctive("2019年創業", today=date(2020, 1, 1)) == []


def test_a_proposal_raises_no_doubt_again() -> None:
    text = "明治38年創業、県内唯一の蔵で、金賞を取り、NHKの『昼の旅』に出演した。年商8,437万円、特許第1234567号。"
    for doubt in reversed(distinctive(text, today=TODAY)):
        text = text[: doubt.start] + doubt.proposal + text[doubt.end :]
    assert distinctive(text, today=TODAY) == []


def test_the_starter_cases_raise_few_doubts() -> None:
    files = sorted(Path("knowledge/corpus/cases").glob("*.md"))
    bodies = [parse_markdown(path.read_text(encoding="utf-8")).body for path in files]
    doubts = [doubt for body in bodies for doubt in distinctive(body, today=TODAY)]
    assert len(bodies) > 100
    assert len(doubts) <= 0.1 * len(bodies)


@given(
    st.text(
        alphabet="県内唯一日本初創業明治昭和0123456789年月日賞新聞「」『』の円万億,特許第号代目温泉十百元", max_size=80
    )
)
def test_spans_are_in_order_apart_and_exact(text: str) -> None:
    at = 0
    for doubt in distinctive(text, today=TODAY):
        assert at <= doubt.start < doubt.end
        assert doubt.original == text[doubt.start : doubt.end]
        assert doubt.proposal
        at = doubt.end


@pytest.mark.parametrize("piece", ["県", "県内", "日本一", "ア", "1,", "「", "九", "昭和", "2021年3月14日", "テレビ"])
def test_hostile_texts_are_read_to_their_end(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    doubts = distinctive(text, today=TODAY)
    assert all(text[d.start : d.end] == d.original for d in doubts)
    assert all(a.end <= b.start for a, b in pairwise(doubts))
