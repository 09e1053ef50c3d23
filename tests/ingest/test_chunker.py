"""Passages give back the text of their section, in order, and never divide a number."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunker import CASE_LENGTH, DOCUMENT_LENGTH, passages_of
from knowledge.entries import Entry, Guideline, Passage, entry_of
from knowledge.entry_file import build_document, parse_markdown

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
    ]
)
texts = st.lists(pieces | st.text("あ1,。、\n ", max_size=12), min_size=1, max_size=12).map("".join).filter(str.strip)


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
