"""Trade terms are found whole, the rarest first, and not where the reader is told already or knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.writing.glossary import EVERYDAY, Glossary, Term
from knowledge.corpus_check import read_corpus
from knowledge.entry_file import parse_markdown
from knowledge.search import KnowledgeBase
from knowledge.words import Words

PLACE = (("g", "g"),)
TERMS = (
    Term("粗利", PLACE, ("売値と仕入値の差",), 1.0),
    Term("粗利率", PLACE, (), 2.0),
    Term("元金", PLACE, (), 3.0),
    Term("信用保証", PLACE, (), 4.0),
    Term("DX", PLACE, (), 5.0),
    Term("売上", PLACE, (), 9.0),
)


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    words = Words()
    return Glossary(TERMS, lambda text: frozenset(words.terms(text)))


def names(glossary: Glossary, *sentences: str, question: str = "") -> list[str]:
    return [term.name for term in glossary.unexplained(sentences, question)]


def test_the_rarest_terms_come_first_and_each_once(glossary: Glossary) -> None:
    assert names(glossary, "粗利と元金を見ます。", "粗利を書きます。") == ["元金", "粗利"]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("粗利率を書きます。", ["粗利率"]),
        ("粗利率と粗利を書きます。", ["粗利率", "粗利"]),
        ("地元金融機関に電話します。", []),
        ("信用保証協会に電話します。", []),
        ("図面はDXFで送ります。", []),
        ("ＤＸの相談をします。", ["DX"]),
    ],
)
def test_a_term_is_no_part_of_another_word_or_name(glossary: Glossary, sentence: str, found: list[str]) -> None:
    """粗利率 is not 粗利, 地元金融機関 has no 元金, an institution is not its trade; the width of letters does not matter."""
    assert names(glossary, sentence) == found


@pytest.mark.parametrize(
    "sentences",
    [
        ("粗利とは、売上から原価を引いた利益です。",),
        ("粗利（仕入を引いた残り）を見ます。",),
        ("仕入を引いた残り（粗利）を見ます。",),
        ("粗利は、仕入を引いた残りのことです。",),
        ("粗利を見ます。", "売値と仕入値の差です。"),
    ],
)
def test_what_is_explained_beside_it_is_not_explained_again(glossary: Glossary, sentences: tuple[str, ...]) -> None:
    assert names(glossary, *sentences) == []


def test_everyday_words_and_the_askers_own_are_left_alone(glossary: Glossary) -> None:
    assert names(glossary, "売上と粗利を書きます。", question="粗利が減りました") == []


@pytest.mark.parametrize("text", ["", " ", "\u200b\x00", "粗" * 20_000])
def test_odd_texts_hold_no_term(glossary: Glossary, text: str) -> None:
    assert names(glossary, text) == [] == names(Glossary(), text)


def test_the_starter_glossary_is_read_with_its_places_and_the_frequent_word_is_the_least_rare(
    knowledge: KnowledgeBase,
) -> None:
    """Terms of the corpus know where they are explained; 粗利 is said everywhere, マル経融資 is not."""
    glossary = Glossary.of(knowledge.catalog.entries("policy"), knowledge.terms, knowledge.rarity)
    found = list(glossary.unexplained(["粗利とマル経融資を比べます。"]))
    assert [t.name for t in found] == ["マル経融資", "粗利"]
    assert found[1].places == (("glossary-numbers", "粗利"),) and "売値と仕入値の差" in found[1].paraphrases


def test_a_heading_that_is_a_particle_or_a_letter_is_no_term(policy_file: Callable[..., str]) -> None:
    """A glossary of somebody's own cannot put itself into every answer."""
    told = {
        "は": "はとは、助詞です。",
        "した": "したとは、語尾です。",
        "粗": "粗とは、欠点です。",
        "粗利": "粗利とは、利益です。",
    }
    words = Words()
    entry = parse_markdown(policy_file("words", told, category="glossary"))
    glossary = Glossary.of([entry], lambda text: frozenset(words.terms(text)), lambda terms: dict.fromkeys(terms, 1.0))
    assert names(glossary, "粗は粗利とした。") == ["粗利"]


def test_everyday_terms_are_headings_of_the_glossary() -> None:
    headings = {s.heading for f in read_corpus()[0] if f.entry.id.startswith("glossary-") for s in f.entry.sections}
    assert headings >= EVERYDAY
