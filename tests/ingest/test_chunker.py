"""Passages give back the text of their section, in order, and never divide a number, a row or a quotation of figures."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunker import CASE_LENGTH, DOCUMENT_LENGTH, passages_of
from ingest.loaders import LOADERS, RawFile, load
from ingest.loaders.tables import table_text
from knowledge.entries import Entry, Guideline, Passage, entry_of
from knowledge.entry_file import build_document, parse_markdown

CORPUS = Path(__file__).parents[2] / "knowledge" / "corpus"
SHARED = Path(__file__).parents[2].parent / "shared"

FACTS = {"id": "doc-1", "title": "公募要領", "category": "document", "publisher": "役所", "as_of": date(2026, 1, 2)}
NUMBER = re.compile(r"\d+(?:[.,．，]\d+)*")
pieces = st.sampled_from(
    [
        "この補助金は販路を広げるために使う。",
        "第2章 対象\n",
        "【上限】\n",
        "上限は1,234,567.89円、",
        "１２，３４５円 ",
        "2026年4月1日から",
        "\n",
        "\n\n",
        "　 ",
        "「値上げは怖い。」と話した！？",
        "あ" * 200,
        "12,345 " * 60,
        "項目A,項目B,3.14," * 40,
        "・一つ目\n・二つ目\n",
        "x\x0cy\u2028z",
        "区分 ｜ 上限額 ｜ 補助率\n通常枠 ｜ 1,200万円 ｜ 3分の2です。ただし例外がある。\n",
        "Q12. 併願できますか。\nA. できます。\n",
        "（対象）\n第3条の2 前条の店は、対象とする。\n２ 次の店を除く。\n(2) 大企業\nア 子会社\n",
        "「売上は1,200万円だった。翌年は1,350万円になった。」と話した。",
        "売上 1,200万円 → 1,350万円。",
        "「" * 30,
        "」。",
    ]
)
texts = (
    st.lists(pieces | st.text("あ1,。、\n ｜「」→", max_size=12) | st.text(max_size=8), min_size=1, max_size=12)
    .map("".join)
    .filter(str.strip)
)


def policy(text: str, category: str) -> Entry:
    return build_document(FACTS | {"category": category}, [("1ページ", 1, text), ("2ページ", 2, "終わりの頁である。")])


def gaps(entry: Entry, passages: list[Passage]) -> str:
    """Return every character of the sections that no passage holds."""
    held = {at for p in passages for at in range(p.start, p.end)}
    return "".join(entry.body[at] for s in entry.sections for at in range(s.start, s.end) if at not in held)


@settings(max_examples=150, deadline=None)
@given(texts, st.sampled_from(["document", "law"]))
def test_passages_are_the_text(text: str, category: str) -> None:
    """Spans are verbatim, in order, without overlap; only white space is lost; no number is divided; ids are stable."""
    entry = policy(text, category)
    passages = passages_of(entry)
    assert passages == passages_of(entry)
    assert [p.ordinal for p in passages] == list(range(len(passages)))
    assert len({p.id for p in passages}) == len(passages)
    for passage in passages:
        section = next(s for s in entry.sections if s.anchor == passage.anchor)
        assert passage.text == entry.body[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""
        assert section.start <= passage.start < passage.end <= section.end
        assert passage.page == section.page
        assert (entry_of(passage.id), passage.tokens > 0) == ("doc-1", True)
    for one, other in itertools.pairwise(passages):
        assert one.end <= other.start
    assert not gaps(entry, passages).strip()
    assert "".join("".join(p.text for p in passages).split()) == "".join(entry.body.split())
    cuts = {p.start for p in passages} | {p.end for p in passages}
    for number in NUMBER.finditer(entry.body):
        if len(number.group()) < 40:
            assert not any(number.start() < cut < number.end() for cut in cuts), number


@settings(max_examples=60, deadline=None)
@given(texts)
def test_passages_have_about_the_length_that_is_searched_best(text: str) -> None:
    """No passage is longer than two full ones, whatever the text."""
    assert all(len(p.text) <= 2 * DOCUMENT_LENGTH + 40 for p in passages_of(policy(text, "document")))
    assert all(len(p.text) <= 2 * CASE_LENGTH + 40 for p in passages_of(policy(text, "law")))


def test_a_short_section_is_one_passage(case_text: Callable[..., str]) -> None:
    """A case comes out by section, under the title of the case."""
    case = parse_markdown(case_text())
    passages = passages_of(case)
    assert [p.anchor for p in passages] == [s.anchor for s in case.sections]
    assert {p.context for p in passages} == {case.title}


def test_a_long_section_is_cut_after_sentences(case_text: Callable[..., str]) -> None:
    """Every passage but the last ends with a full stop, and stays under its length."""
    case = parse_markdown(case_text(says="売れ筋の材料を量って表に書いた。" * 60))
    acts = [p for p in passages_of(case) if p.anchor == "打ち手"]
    assert len(acts) > 2
    assert all(p.text.endswith("。") and len(p.text) <= CASE_LENGTH for p in acts)


def test_a_quotation_keeps_its_closing_bracket() -> None:
    """The cut comes after 」, not between 。 and 」."""
    text = "「値上げは怖い。」" * 60
    assert all(p.text.endswith("」") for p in passages_of(policy(text, "law")) if p.anchor == "p1")


def test_a_clause_is_never_cut() -> None:
    """A guideline is searched clause by clause, under title and heading."""
    parts = ("行動", "理由", "良い例", "悪い例", "振り返り", "根拠")
    body = "\n".join(f"- {part}: {'最後まで聞く。' * 60}" for part in parts)
    front = "kind: guideline\nid: guide-a\ntitle: 傾聴と信頼\nmission: listening"
    guideline = parse_markdown(f"---\n{front}\n---\n## 1-1 さえぎらない\n{body}\n## 1-2 復唱する\n{body}\n")
    assert isinstance(guideline, Guideline)
    passages = passages_of(guideline)
    assert [(p.anchor, p.context) for p in passages] == [
        ("1-1", "傾聴と信頼 さえぎらない"),
        ("1-2", "傾聴と信頼 復唱する"),
    ]


def test_a_document_is_cut_at_its_headings_and_passages_say_them() -> None:
    """What stands under a heading is searched with it; a new heading starts a new passage."""
    text = "前書きの文である。\n第1章 対象\n従業員が五人以下の店が対象である。\n第2章 上限\n上限は50万円である。"
    first, second, third, _ = passages_of(policy(text, "document"))
    assert first.text == "前書きの文である。"
    assert second.text == "第1章 対象\n従業員が五人以下の店が対象である。"
    assert "第1章 対象" in second.context
    assert third.text.endswith("上限は50万円である。")
    assert "公募要領" in third.context


def test_a_table_without_stops_is_cut_between_its_numbers() -> None:
    """A row of figures longer than two passages is divided, never inside 1,234."""
    text = "".join(f"{n * 1234:,}円" for n in range(1, 500))
    passages = [p.text for p in passages_of(policy(text, "document")) if p.anchor == "p1"]
    assert len(passages) > 4
    assert "".join(passages) == text
    assert all(p.endswith("円") for p in passages)


def of_document(*pages: str) -> list[Passage]:
    return passages_of(build_document(FACTS, [(f"{n}ページ", n, text) for n, text in enumerate(pages, 1)]))


def test_a_question_with_its_answer_is_one_passage() -> None:
    """Each pair stands alone, with the heading right above it; a later part of a long answer is searched with the question."""
    rows = [
        ["No.", "質問", "回答"],
        ["7-2", "併願できますか。", "できます。"],
        ["8", "個人でもよいですか。", "よいです。" * 120],
    ]
    first, second, *rest = of_document("1.対象者について\n" + table_text(rows))
    assert first.text == "1.対象者について\nQ7-2. 併願できますか。\nA. できます。"
    assert second.text.startswith("Q8. 個人でもよいですか。\nA. よいです。")
    assert rest
    assert all("Q8. 個人でもよいですか。" in p.context and "1.対象者について" in p.context for p in rest)


def test_a_row_of_a_table_is_whole_and_is_searched_with_the_header() -> None:
    """A row is cut only when it alone is longer than a passage; the header holds on over a page break."""
    rows = [["区分", "上限額", "備考"], *([f"枠{n}", f"{n * 1234:,}万円", "例外がある。" * 6] for n in range(1, 12))]
    lines = table_text(rows).splitlines()
    found = of_document("\n".join(lines[:7]), "\n".join(lines[7:]))
    assert all(set(p.text.splitlines()) <= set(lines) for p in found)
    assert "区分 ｜ 上限額" not in found[0].context
    assert all(lines[0] in p.context for p in found[1:])
    assert all(len(p.text) <= 2 * DOCUMENT_LENGTH for p in of_document("甲 ｜ " + "例外がある。" * 200))


def test_articles_begin_passages_and_the_path_holds_over_a_page_break() -> None:
    """A 条 starts a passage with its caption; what follows on the next page is still searched under chapter and article."""
    one = "第1章 総則\n（目的）\n第1条 この規程は、目的を定める。\n（対象）\n第2条の2 対象は、次のとおりとする。"
    two = "２ 前項の店を除く。\n第２章 手続\n第3条 第2条の規定により申請する。\n第1条の規定は準用しない。"
    found = of_document(one, two)
    assert [p.text.splitlines()[0] for p in found] == ["第1章 総則", "（対象）", "２ 前項の店を除く。", "第２章 手続"]
    assert found[2].context == "公募要領 第1章 総則 / （対象） 第2条の2"
    assert found[3].context == "公募要領 第２章 手続 / 第3条"


def test_a_cut_before_an_item_is_preferred_to_one_inside_it() -> None:
    """項 and 号 stay whole where a passage has room to end before them."""
    items = "".join(f"{n} 補助事業者は、{'書類を備える。' * 12}\n" for n in "２３４５")
    assert all(re.match("[２-５] ", p.text) for p in of_document(items))


@pytest.mark.parametrize(
    "whole",
    ["「売上は1,200万円だった。翌年は1,350万円になった。」", "売上 1,200万円\n→ 1,350万円", "粗利率 32% → 41.5% → 48%"],
)
def test_a_quotation_of_figures_is_never_cut(whole: str) -> None:
    """Wherever it stands in a text, what was and what became of it are read together."""
    for filling in range(DOCUMENT_LENGTH - 40, DOCUMENT_LENGTH + 10):
        found = of_document("あ、" * (filling // 2) + "。" * (filling % 2) + whole + "。" + "い、" * 300)
        assert any(whole in p.text for p in found), filling


@pytest.mark.parametrize(
    "unit",
    ["あ。", "1", "「", "「1", "」", "\n", "（", "1→", "a ｜ ", "｜ \n", "Q1. あ\n", "第1条 あ\n", "1,", "　", "■あ\n"],
)
def test_work_grows_in_step_with_the_text(unit: str) -> None:
    """Twice the text costs about twice the calls, whatever it is made of, and no passage swallows the rest."""

    def calls(times: int) -> int:
        entry = policy(unit * times, "document")
        counted = 0

        def count(_frame: object, _event: str, _argument: object) -> None:
            nonlocal counted
            counted += 1

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            found = passages_of(entry)
        finally:
            sys.setprofile(before)
        assert all(len(p.text) <= 2 * DOCUMENT_LENGTH + 60 for p in found)
        return counted

    assert calls(16_000) <= 2.3 * calls(8_000) + 500


def test_two_million_characters_are_split() -> None:
    """The longest body that is accepted comes through, also as one line without a stop."""
    for text in ("第1条 目的を定める。\n", "あ"):
        body = (text * 2_000_000)[:1_999_900]
        assert len(passages_of(policy(body, "document"))) > 4_000


@pytest.mark.parametrize("folder", sorted(p.name for p in CORPUS.iterdir() if p.is_dir()))
def test_passages_give_back_every_entry_of_the_starter_corpus(folder: str) -> None:
    """Nothing but white space lies between the passages of a section."""
    for path in sorted((CORPUS / folder).glob("*.md")):
        entry = parse_markdown(path.read_text(encoding="utf-8"))
        passages = passages_of(entry)
        assert not gaps(entry, passages).strip(), path.name
        assert all(p.text == entry.body[p.start : p.end] for p in passages)


@pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"{SHARED} is absent: the published documents are not part of the repository"
)
def test_passages_give_back_every_published_document() -> None:
    """The same holds for real PDFs, office files and minutes."""
    folders = (SHARED / "data" / "policy-pdf", SHARED / "data" / "office", SHARED / "sources")
    for path in sorted(p for folder in folders for p in folder.iterdir() if p.suffix in LOADERS):
        for entry in load(RawFile(path.name, path.read_bytes())).entries:
            passages = passages_of(entry)
            assert not gaps(entry, passages).strip(), path.name
            assert all(p.text == entry.body[p.start : p.end] for p in passages)
            assert all(len(p.text) <= 2 * DOCUMENT_LENGTH + 60 for p in passages if entry.kind == "policy")
