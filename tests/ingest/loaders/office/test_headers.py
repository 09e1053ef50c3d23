"""Japanese headings are understood by their last words, without numbering, brackets and tails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.loaders.office.sheets.headers import SYNONYMS, meaning_of


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("業種", "industry"), ("業　態", "industry"), ("相談者の業種", "industry"), ("従業員数（名）", "size"), ("代表者の属性", "owner_type"),
        ("経営者タイプ", "owner_type"), ("代表者の性格", "owner_traits"), ("③ 支援内容（具体的に）", "打ち手"), ("支援内容2", "打ち手"),
        ("支援内容の詳細", "打ち手"), ("提案・助言", "打ち手"), ("担当者の所感", "学び"), ("担当者", "person"), ("相談者", "person"),
        ("相談企業の所在地", "place"), ("ﾒｰﾙｱﾄﾞﾚｽ", "other"), ("TEL", "other"), ("会社名・屋号", "firm"), ("お名前(カナ)", "person"),
        ("本当の困りごと", "本質的課題"), ("困りごと", "表面の課題"), ("真因", "本質的課題"), ("結果", "結果"), ("成果・効果", "結果"), ("成否", "outcome"),
        ("支援を行った結果", "結果"), ("公開範囲", "visibility"), ("支援期間", "period"), ("相談日", "start"), ("No", "key"), ("件名", "title"),
        ("Q3. 相談内容", "相談のきっかけ"), ("打ち手", "打ち手"), ("支援の\nポイント", "分かれ目"),
    ],
)  # fmt: skip
def test_headings_are_understood(heading: str, field: str) -> None:
    found = meaning_of(heading)
    assert found is not None
    assert found.field == field


@pytest.mark.parametrize(
    ("heading", "measure", "side", "unit"),
    [
        ("売上（支援前）", "売上", "before", ""), ("支援後の粗利率(%)", "粗利率", "after", "%"), ("客単価before[円]", "客単価", "before", "円"),
        ("月商（現在）", "月商", "after", ""), ("売上高の推移（千円）", "売上高", "both", "千円"), ("改善後 残業時間", "残業時間", "after", ""),
    ],
)  # fmt: skip
def test_measures_before_and_after_are_understood(heading: str, measure: str, side: str, unit: str) -> None:
    found = meaning_of(heading)
    assert found is not None
    assert (found.field, found.measure, found.side, found.unit) == ("figure", measure, side, unit)


@pytest.mark.parametrize("heading", ["", "備考", "年齢", "性別", "売上前年比", "あ" * 61, "その他特記"])
def test_what_is_not_known_is_not_guessed(heading: str) -> None:
    found = meaning_of(heading)
    assert found is None or found.field not in ("figure",)


def test_an_own_name_of_a_field_is_no_guess() -> None:
    """打ち手 is 打ち手 for sure; 支援内容 is a guess to be told."""
    for heading, exact in (("打ち手", True), ("業種", True), ("支援内容", False)):
        found = meaning_of(heading)
        assert found is not None
        assert found.exact is exact


def test_no_heading_means_two_things() -> None:
    """Each known heading stands under one field only."""
    words = [word for listed in SYNONYMS.values() for word in listed.split("|")]
    assert sorted({w for w in words if words.count(w) > 1}) == []


@given(st.text(max_size=70))
def test_any_heading_gives_a_meaning_or_none(heading: str) -> None:
    found = meaning_of(heading)
    assert found is None or found.label
