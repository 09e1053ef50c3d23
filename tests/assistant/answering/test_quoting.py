"""Sentences are cut from entries whole, and cite the place they come from."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.quoting import Sources, labelled_span, note, sentence_spans
from knowledge.entries import Section
from knowledge.entry_file import build_document
from knowledge.search import KnowledgeBase


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("一つ目です。二つ目です。", ["一つ目です。", "二つ目です。"]),
        (
            "店主は「もうやめる。疲れた。」と言った。次の日です。",
            ["店主は「もうやめる。疲れた。」と言った。", "次の日です。"],
        ),
        ("補助率は2分の1（上限。要確認）です。", ["補助率は2分の1（上限。要確認）です。"]),
        ("- 誰が: 経営者\n- 期日: 1か月以内", ["経営者", "1か月以内"]),
        ("- 箇条書きの一つ目\n・箇条書きの二つ目", ["箇条書きの一つ目", "箇条書きの二つ目"]),
        ("本当ですか？はい！そうです", ["本当ですか？", "はい！", "そうです"]),
        ("", []),
        ("。", []),
    ],
)
def test_sentence_ends_where_a_reader_would_end_it(text: str, cut: list[str]) -> None:
    """Quoted speech stays in its sentence; list marks and labels are no part of what is said."""
    assert sentences(text) == cut


def test_bracket_that_is_never_closed_swallows_nothing() -> None:
    """Torn text from a PDF is cut at its stops all the same."""
    text = "閉じない「かぎ括弧の文。次の文。"
    assert "".join(sentences(text)) == text
    assert sentences(text)[-1] == "次の文。"


@given(st.text(alphabet="あ漢a1。！？「」『』（）\n-・: ⚫", max_size=120), st.integers(0, 30), st.integers(0, 120))
def test_spans_lie_in_their_range_in_order_and_do_not_overlap(text: str, start: int, end: int) -> None:
    """Whatever the text, spans are places in it, each once."""
    spans = sentence_spans(text, start, max(start, min(end, len(text))))
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(start <= a < b <= max(start, min(end, len(text))) for a, b in spans)


def test_labelled_line_ends_before_the_next_label() -> None:
    """A label's text may run over lines; a label that is missing has none."""
    body = "- 行動: 聞く。\n  続きます。\n- 理由: 大事だから。"
    section = Section(anchor="a", heading="a", start=0, end=len(body))
    start, end = labelled_span(body, section, "行動") or (0, 0)
    assert body[start:end] == "聞く。\n  続きます。"
    start, end = labelled_span(body, section, "理由") or (0, 0)
    assert body[start:end] == "大事だから。"
    assert labelled_span(body, section, "悪い例") is None


def test_section_gives_its_best_sentences_in_order_within_the_length() -> None:
    """At least one sentence comes, however long; unknown sections and labels give none."""
    facts = {"id": "doc", "title": "資料", "category": "document", "publisher": "発行者"}
    entry = build_document(facts, [("一", None, "短い文です。とても長い文が続きます。値上げの文です。")])
    sources = Sources(date(2026, 11, 24))
    texts = [s.text for s in sources.section(entry, "s1", 2, lambda t: "値上げ" in t)]
    assert texts == ["短い文です。", "値上げの文です。"]
    assert [s.text for s in sources.section(entry, "s1", 3, length=1)] == ["短い文です。"]
    assert sources.section(entry, "s9") == () == sources.labelled(entry, "s1", "行動")
    assert sources.labelled(entry, "s9", "行動") == ()
    assert [(s.number, s.entry_id) for s in sources.listed()] == [(1, "doc")]


def test_note_claims_nothing() -> None:
    """A remark about the search has no source and needs none."""
    assert (note("5件選びました。").status, note("5件選びました。").citations) == ("note", ())


def test_every_sentence_of_the_starter_knowledge_can_be_cut_out(knowledge: KnowledgeBase) -> None:
    """In no entry does cutting lose more than marks, labels and white space."""
    for entry in knowledge.catalog.entries("case"):
        for section in entry.sections:
            spans = sentence_spans(entry.body, section.start, section.end)
            assert sum(b - a for a, b in spans) >= 0.97 * len(entry.text_of(section.anchor)), (entry.id, section.anchor)
