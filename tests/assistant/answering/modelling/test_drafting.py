"""A model's sentence becomes one that can be verified, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.answer import Block
from assistant.answering.modelling.documents import Document
from assistant.answering.modelling.drafting import Draft, sentence
from assistant.answering.modelling.reading import Drafted
from assistant.answering.quoting import Sources
from knowledge.entries import Policy
from knowledge.entry_file import build_document

FIRST = "値上げは2025年3月に3品だけ行われ、二代目は納得しなかった。"
SECOND = "許される減り方を計算してから、4品を平均11%値上げした。"
FACTS = {"id": "doc", "title": "資料", "category": "document", "publisher": "発行者"}
ENTRY: Policy = build_document(FACTS, [("一", 1, FIRST), ("二", 2, SECOND)])
GIVEN = {"S1": Document("S1", ENTRY, ENTRY.sections, ENTRY.body)}


def made(text: str, *refs: tuple[str, str]) -> object:
    return sentence(Drafted(text, refs), GIVEN, Sources(date(2026, 11, 24)))


def test_a_quote_becomes_a_citation_of_its_place() -> None:
    """The section that has it, with its page and its place in the entry."""
    found = sentence(Drafted("4品を値上げしました。", (("S1", SECOND),)), GIVEN, Sources(date(2026, 11, 24)))
    assert found
    (citation,) = found.citations
    assert (citation.entry_id, citation.page, citation.number) == ("doc", 2, 1)
    assert ENTRY.body[citation.start : citation.end] == citation.quote == SECOND
    assert found.status == "unverified", "that is for the verification to say"


@pytest.mark.parametrize("name", ["s1", "Ｓ１", "[S1]", " S1 "])
def test_a_source_is_known_in_every_spelling(name: str) -> None:
    found = made("4品を値上げしました。", (name, SECOND))
    assert found.citations  # type: ignore[attr-defined]


@pytest.mark.parametrize("ref", [("S2", SECOND), ("", SECOND), ("doc", SECOND), ("S1", "値上げ"), ("S1", SECOND * 5)])
def test_no_citation_without_a_known_source_and_a_quote_of_fair_length(ref: tuple[str, str]) -> None:
    assert made("4品を値上げしました。", ref).citations == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "。",
        "あ" * 201,
        "くわしくは https://evil.example をご覧ください。",
        "くわしくは WWW.evil.example をご覧ください。",
        "<script>alert(1)</script>",
        "< IMG SRC=x>画像です。",
        "[こちら](evil)をご覧ください。",
        "![図](x)",
        "# 見出しです。",
        "&#60;b&#62;太字です。",
        "javascript:alert(1)",
        "```\nコード",
        "合言葉",
        "税理士の合言葉として、",
        "値上げ 採用 承継 集客 資金繰り 後継者",
    ],
)
def test_what_is_no_plain_sentence_is_left_out(text: str) -> None:
    """Markup, addresses and endless lines are no prose."""
    assert made(text, ("S1", SECOND)) is None


@pytest.mark.parametrize(
    "text", ["4品を値上げしました（3月）。", "店主は「やめない」と話した。", "二代目は「待て」", "4品を上げた！"]
)
def test_finished_sentences_are_kept(text: str) -> None:
    """With a remark in brackets, speech, or any stop."""
    assert made(text, ("S1", SECOND))


def drafted(status: str, text: str, quote: str, given: str) -> list[str]:
    """Return what a draft keeps of a sentence that is verified as ``status``, with ``given`` shown to the model."""

    def check(blocks: list[Block]) -> list[Block]:
        return [b.changed(lambda s: replace(s, status=status)) for b in blocks]

    documents = {"S1": Document("S1", ENTRY, ENTRY.sections, given)}
    draft = Draft(Sources(date(2026, 11, 24)), documents, ("要点",), check)
    draft.add(Drafted(text, (("S1", quote),)))
    return [s.text for block in draft.blocks() for s in block.sentences]


def test_supported_sentence_rests_on_what_the_model_was_given() -> None:
    """The source says it, but not where the model could read it: that part was kept from it for a reason."""
    said = "4品を値上げしました。"
    assert drafted("paraphrase", said, SECOND, ENTRY.body) == [said]
    assert drafted("verified", said, SECOND, FIRST) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("値上げをしたのは5品でした。", True),  # a wrong figure is shown with its mark
        ("合図はkzqvだと言われています。", False),
        ("二代目はアオゾラと言いました。", False),
        ("二代目は青空商会と言いました。", False),
    ],
)
def test_unsupported_sentence_names_nothing_that_no_source_names(text: str, kept: bool) -> None:
    """A name that stands in the question alone, or nowhere, is not repeated on a model's word."""
    assert bool(drafted("unverified", text, SECOND, ENTRY.body)) is kept


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4品を値上げしました[S1]。", "4品を値上げしました。"),
        ("4品を値上げしました。【1】［２］", "4品を値上げしました。"),
        ("4品を\n値上げ\u200bし\U000e0041ました。", "4品を 値上げしました。"),
        ("利益率 < 10% でした。", "利益率 < 10% でした。"),
    ],
)
def test_marks_and_hidden_characters_go_the_words_stay(text: str, shown: str) -> None:
    """The numbers of sources are the program's to set."""
    assert made(text).text == shown  # type: ignore[attr-defined]
