"""Entry files are read whole or refused with one Japanese sentence that says what to mend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.entries import CASE_SECTIONS, Case, Guideline, Policy, digest
from knowledge.entry_file import (
    MAX_BODY,
    EntryError,
    build_document,
    build_entry,
    parse_date,
    parse_front_matter,
    parse_markdown,
    split_sections,
)

Text = Callable[..., str]


def test_case_is_read_whole(case_text: Text) -> None:
    """Every field of a case file is there, and sections are slices of its body."""
    case = parse_markdown(case_text(contrast_group="wagashi", arithmetic=["1 + 1 = 2"]))
    assert isinstance(case, Case)
    assert (case.industry, case.outcome, case.phase, case.topics) == ("09", "failure", "2", ("pricing", "margin"))
    assert case.as_of == date(2026, 11, 21)
    assert (case.figures[0].before, case.figures[0].after, case.figures[0].span) == (31, 27.5, "12か月")
    assert tuple(s.heading for s in case.sections) == CASE_SECTIONS
    assert case.body[case.sections[7].start : case.sections[7].end] == "何割減るまで損をしないかを先に計算する。"


def test_guideline_and_policy_are_read_whole(guideline_text: Text, policy_text: Text) -> None:
    """Clause ids become anchors; a policy keeps publisher and days."""
    guideline = parse_markdown(guideline_text())
    assert isinstance(guideline, Guideline)
    assert [s.anchor for s in guideline.sections] == ["1-1", "1-2"]
    policy = parse_markdown(policy_text(valid_until="2027-03-31", confirmed=False, partner="jfc"))
    assert isinstance(policy, Policy)
    assert (policy.publisher, policy.valid_until, policy.confirmed) == ("見本の役所", date(2027, 3, 31), False)
    assert [s.anchor for s in policy.sections] == ["対象", "補助額"]


def test_windows_line_ends_and_byte_order_mark_do_not_matter(case_text: Text) -> None:
    """The same file saved on Windows is the same entry."""
    text = case_text()
    assert digest(parse_markdown("\ufeff" + text.replace("\n", "\r\n"))) == digest(parse_markdown(text))


def test_anchor_of_an_action_is_its_number(policy_text: Text) -> None:
    """「## 行動1 原価を測る」 is opened by #行動1."""
    action = "- やること: 量る\n- 誰が: 店主\n- 期日: 今週\n- 指標: 3品\n- 最初の一歩: 秤を出す"
    playbook = parse_markdown(policy_text({"行動1 原価を測る": action}, category="playbook"))
    assert (playbook.sections[0].anchor, playbook.sections[0].heading) == ("行動1", "行動1 原価を測る")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id": None}, "id がありません"),
        ({"id": "Case 1"}, "半角の英小文字"),
        ({"id": ["a"]}, "id は文字で"),
        ({"title": "  "}, "title が空です"),
        ({"title": True}, "title は文字で"),
        ({"title": {"a": "b"}}, "title は文字で"),
        ({"industry": "990"}, "業種「990」は一覧にない符号です"),
        ({"owner_traits": ["brave"]}, "経営者の性格「brave」"),
        ({"partners": ["nobody"]}, "連携先「nobody」"),
        ({"topics": ["money"]}, "相談テーマ「money」"),
        ({"topics": []}, "topics(相談テーマ)を1つ以上"),
        ({"topics": "pricing"}, "topics は [値, 値] の形"),
        ({"tools": [True]}, "tools は [値, 値] の形"),
        ({"tools": [1.5]}, "tools は [値, 値] の形"),
        ({"period": "2024-04"}, "period「2024-04」は 2024-04/2025-03 の形"),
        ({"as_of": "2026-02-30"}, "as_of「2026-02-30」は 2026-11-21 の形の日付"),
        ({"as_of": "昨日"}, "as_of「昨日」"),
        ({"as_of": "2026-11-21 10:00:00"}, "as_of「2026-11-21 10:00:00」"),
        ({"visibility": "everyone"}, "公開範囲「everyone」"),
        ({"visibility": "hub:48"}, "拠点「48」"),
        ({"origin": "rumour"}, "出典区分「rumour」"),
        ({"kind": "story"}, "kind「story」"),
        ({"kind": ["case"]}, "kind「['case']」"),
        ({"auther": "x", "tytle": "y"}, "知らない項目があります: auther、tytle"),
        ({"figures": "31%"}, "figures は「- 項目: 値」"),
        ({"figures": [{"name": "率"}]}, "figures は name、before、after、unit、span"),
        ({"figures": [{"name": "率", "unit": "%", "place": "x"}]}, "figures は name、before、after、unit、span"),
        ({"figures": [{"name": "率", "unit": "%", "before": "31"}]}, "figures の before は数で"),
        ({"figures": [{"name": "率", "unit": "%", "after": float("nan")}]}, "figures の after は数で"),
        ({"figures": [{"name": "率", "unit": "%", "after": True}]}, "figures の after は数で"),
        ({"学び": None}, "足りない見出し: 学び"),
        ({"学び": ""}, "「学び」の下に本文がありません"),
        ({"結果": "よい。\n## 余談\n雨だった。"}, "見出しの順番か数が違います"),
    ],
)
def test_a_wrong_case_is_refused_in_words(case_text: Text, changes: dict[str, Any], sentence: str) -> None:
    """Each mistake has its sentence."""
    with pytest.raises(EntryError) as refused:
        parse_markdown(case_text(**changes))
    assert sentence in str(refused.value)
    assert str(refused.value).endswith("。") or "近いもの" in str(refused.value)


def test_sections_out_of_order_are_refused(case_text: Text) -> None:
    """The nine sections stand in their order."""
    text = case_text().replace("## 学び", "## X").replace("## 結果", "## 学び").replace("## X", "## 結果")
    with pytest.raises(EntryError, match="順番か数が違います"):
        parse_markdown(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "先頭に「---」"),
        ("# ただの文書\n本文", "先頭に「---」"),
        ("---\nid: a\n", "終わりの「---」"),
        ("---\n- a\n- b\n---\n", "「項目: 値」の並びで"),
        ("---\nid: [a\n---\n", "書き方を読み取れません"),
        ("---\nid: a\n  title: b\n---\n", "3行目付近の書き方"),
        ("---\nid: *x\n---\n", "別名(*)は使えません"),
        ("---\nid: !!python/object:os.system x\n---\n", "書き方を読み取れません"),
        ("---\nid: " + "a" * 20_001 + "\n---\n", "長すぎます(上限 20,000 文字)"),
        ("---\nid: 0b" + "1" * 19_000 + "\n---\n", "大きすぎる数"),
        ("---\n" + "[" * 9_000 + "\n---\n", "書き方を読み取れません"),
        ('---\nid: a1\ntitle: "\\ud800"\nkind: policy\ncategory: law\npublisher: x\n---\n## a\nb', "保存できない文字"),
    ],
)
def test_a_wrong_file_is_refused_in_words(text: str, sentence: str) -> None:
    """What is not an entry file at all is told so."""
    with pytest.raises(EntryError) as refused:
        parse_markdown(text)
    assert sentence in str(refused.value)


def test_an_alias_bomb_is_refused_at_once() -> None:
    """Nine lines that would grow into gigabytes are refused before they do."""
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        bomb += f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    with pytest.raises(EntryError, match="別名"):
        parse_front_matter(bomb)


@pytest.mark.parametrize(
    ("sections", "sentence"),
    [
        ({"1-1 聞く": "- 行動: 聞く。"}, "条項 1-1 に 理由、良い例、悪い例、振り返り、根拠 がありません"),
        ({"聞く": "- 行動: 聞く。"}, "条項の見出し「聞く」は「1-2 見出し」の形"),
    ],
)
def test_a_clause_needs_all_its_parts(guideline_text: Text, sections: dict[str, str], sentence: str) -> None:
    """A clause without a number or with parts missing is refused."""
    with pytest.raises(EntryError) as refused:
        parse_markdown(guideline_text(sections))
    assert sentence in str(refused.value)


def test_a_guideline_has_clauses_each_once(guideline_text: Text) -> None:
    """No clause at all, or one id twice, is refused."""
    with pytest.raises(EntryError, match="1つもありません"):
        parse_markdown(guideline_text().partition("## ")[0])
    with pytest.raises(EntryError, match="見出し「1-1」が2回"):
        parse_markdown(guideline_text().replace("1-2 ", "1-1 "))


@pytest.mark.parametrize(
    ("sections", "changes", "sentence"),
    [
        ({"対象": "店", "対象 その2": "宿"}, {}, "見出し「対象」が2回"),
        ({"行動1 量る": "- やること: 量る"}, {"category": "playbook"}, "「行動1 量る」に 誰が、期日、指標、最初の一歩"),
        ({"対象": "店"}, {"category": "song"}, "資料の種類「song」"),
        ({"対象": "店"}, {"confirmed": "はい"}, "confirmed は true か false"),
        ({"対象": "店"}, {"partner": "nobody"}, "連携先「nobody」"),
        ({"対象": "店"}, {"publisher": None}, "publisher がありません"),
        ({"対象": "店"}, {"valid_until": "2026-3-1"}, "valid_until「2026-3-1」"),
    ],
)
def test_a_wrong_policy_is_refused_in_words(
    policy_text: Text, sections: dict[str, str], changes: dict[str, Any], sentence: str
) -> None:
    """Headings that repeat, actions with parts missing, and unknown codes are refused."""
    with pytest.raises(EntryError) as refused:
        parse_markdown(policy_text(sections, **changes))
    assert sentence in str(refused.value)


def test_a_policy_needs_a_heading(policy_text: Text) -> None:
    """Text without any heading has no place to open."""
    with pytest.raises(EntryError, match="1つもありません"):
        parse_markdown(policy_text().partition("## ")[0])


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("前書き\n## 対象\n店", "最初の見出し(##)より前に本文"),
        ("## \u3000\n店", "名前のない見出し"),
        ("## \t\n店", "名前のない見出し"),
    ],
)
def test_a_body_starts_with_a_named_heading(body: str, sentence: str) -> None:
    """Text above the first heading would be lost, a blank heading could not be opened."""
    with pytest.raises(EntryError) as refused:
        split_sections(body)
    assert sentence in str(refused.value)


def test_a_unit_that_is_left_blank_stays_blank(case_text: Text) -> None:
    """A null in a figure is not the word None."""
    case = parse_markdown(case_text(figures=[{"name": "客数", "unit": None, "span": None}]))
    assert isinstance(case, Case)
    assert (case.figures[0].unit, case.figures[0].span, case.figures[0].before) == ("", "", None)


def test_industry_without_its_zero_is_understood(case_text: Text) -> None:
    """YAML reads an unquoted 09 as a number; the code is still 09."""
    case = parse_markdown(case_text().replace("'09'", "9"))
    assert isinstance(case, Case)
    assert case.industry == "09"


def test_document_has_a_section_for_each_part() -> None:
    """Pages open by p and their number, other parts by s and their place."""
    facts = {"id": "doc-1", "title": "要領", "category": "document", "publisher": "役所", "as_of": date(2026, 1, 2)}
    document = build_document(facts, [("1ページ", 1, "\n一枚目\n"), ("3ページ", 3, "三枚目"), ("付録", None, "表")])
    assert [s.anchor for s in document.sections] == ["p1", "p3", "s3"]
    assert [document.text_of(a) for a in ("p1", "p3", "s3")] == ["一枚目", "三枚目", "表"]
    assert (document.pages, document.as_of) == (3, date(2026, 1, 2))


def test_gigantic_bodies_are_refused(case_text: Text) -> None:
    """A body over the bound is refused, as an entry and as a document."""
    with pytest.raises(EntryError, match="本文が長すぎます"):
        build_entry({"id": "x"}, "あ" * (MAX_BODY + 1))
    facts = {"id": "doc-1", "title": "要領", "category": "document", "publisher": "役所"}
    with pytest.raises(EntryError, match="本文が長すぎます"):
        build_document(facts, [("本文", None, "あ" * (MAX_BODY + 1))])


def test_dates_are_days_that_exist() -> None:
    """2026-02-28 is a day, 2026-02-30 is none."""
    assert parse_date("2026-02-28") == date(2026, 2, 28)
    assert parse_date("2026-02-30") is None


value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
field = st.sampled_from(["id", "title", "kind", "industry", "topics", "owner_traits", "figures", "as_of", "phase", "x"])


@settings(max_examples=150, deadline=None)
@given(changes=st.dictionaries(field, value, max_size=3))
def test_any_fields_give_an_entry_or_a_sentence(case_text: Text, changes: dict[str, Any]) -> None:
    """Whatever stands in the fields of a row, the answer is an entry or an EntryError."""
    text = case_text()
    fields = parse_front_matter(text[4:].partition("\n---\n")[0]) | changes
    try:
        digest(build_entry(fields, text.partition("\n---\n")[2].strip("\n")))
    except EntryError as refused:
        assert str(refused)


@settings(max_examples=150, deadline=None)
@given(
    front=st.text(st.sampled_from("id: tle[]{}&*!|>'\"-#?,\n 0b9あ\t%@`\\ux"), max_size=60), body=st.text(max_size=30)
)
def test_any_text_gives_an_entry_or_a_sentence(front: str, body: str) -> None:
    """Whatever a file says, the answer is an entry or an EntryError."""
    with pytest.raises(EntryError):
        parse_markdown(f"---\n{front}\n---\n{body}")
