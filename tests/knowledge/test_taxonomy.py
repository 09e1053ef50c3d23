"""The closed vocabularies are complete, and everyday words lead to their codes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import taxonomy
from knowledge.taxonomy import HUBS, INDUSTRIES, VOCABULARIES, Term, UnknownCodeError, Vocabulary, mentions


def codes(text: str, field: str) -> set[str]:
    return {m.code for m in mentions(text) if m.field == field}


def test_a_bakery_bakes_and_sells() -> None:
    """パン屋 stands for the maker of food and for its shop."""
    assert codes("パン屋を営む", "industry") == {"09", "58"}


@pytest.mark.parametrize(
    ("text", "field", "code"),
    [
        ("跡取りの息子", "owner_type", "successor"),
        ("どんぶり勘定でやってきた", "topics", "margin"),
        ("どんぶり勘定でやってきた", "owner_traits", "rough-accounts"),
        ("ﾊﾟﾝ屋です", "industry", "09"),
        ("ＩＴを入れたい", "topics", "digital"),
        ("うまくいかなかった例", "outcome", "failure"),
        ("商工会議所に紹介された", "partners", "cci"),
    ],
)
def test_everyday_words_mean_codes(text: str, field: str, code: str) -> None:
    """What owners and coordinators say is found, also in half or full width."""
    assert code in codes(text, field)


def test_ascii_words_stand_alone() -> None:
    """IT is not found inside "site", but is found between Japanese words."""
    assert "digital" not in codes("Our site and Edit-page", "topics")
    assert "digital" in codes("うちのIT化", "topics")


def test_longest_word_wins_within_a_field() -> None:
    """温泉旅館 is one mention, not also the 旅館 inside it."""
    found = [m for m in mentions("温泉旅館") if m.field == "industry"]
    assert [(m.word, m.code) for m in found] == [("温泉旅館", "75")]


def test_one_word_may_stand_in_several_fields() -> None:
    """廃業 is a stage and a topic at once."""
    assert {m.field for m in mentions("廃業")} >= {"stage", "topics"}


def test_the_field_has_its_divisions_and_hubs() -> None:
    """At least 62 divisions in 20 sections, each in a section that exists; 47 hubs numbered by prefecture."""
    assert len(INDUSTRIES) >= 62
    assert len(taxonomy.INDUSTRY_SECTIONS) == 20
    assert {t.group for t in INDUSTRIES.values()} <= set(taxonomy.INDUSTRY_SECTIONS)
    assert [*HUBS] == [f"{n:02d}" for n in range(1, 48)]
    assert HUBS.label_of("13") == "東京都よろず支援拠点"


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_code_has_a_label_of_its_own(name: str) -> None:
    """Codes are plain, labels are there and differ."""
    vocabulary = VOCABULARIES[name]
    assert len({t.label for t in vocabulary.values()}) == len(vocabulary)
    assert all(c and c.isascii() and c == vocabulary.require(c).code for c in vocabulary)


def test_every_searched_word_leads_to_its_code() -> None:
    """No word of a vocabulary is hidden behind another one."""
    hidden = [
        (vocabulary.field, term.code, word)
        for vocabulary in taxonomy.SEARCHED
        for term in vocabulary.values()
        for word in term.words
        if term.code not in codes(word, vocabulary.field)
    ]
    assert hidden == []


def test_unknown_code_names_near_codes() -> None:
    """The refusal is a sentence with the label of the list and codes that look alike."""
    with pytest.raises(UnknownCodeError, match=r"経営者タイプ「succesor」.*successor\(後継者"):
        VOCABULARIES["owner_type"].require("succesor")
    with pytest.raises(UnknownCodeError, match=r"近いもの: 1\("):
        VOCABULARIES["phase"].require("々々")


def test_a_code_stands_once_in_its_list() -> None:
    """A vocabulary with a repeated code cannot be made."""
    with pytest.raises(ValueError, match="duplicate code in vocabulary x"):
        Vocabulary("x", "X", (Term("a", "A"), Term("a", "B")))


@pytest.mark.parametrize("value", ["national", "hub:01", "hub:47"])
def test_visibility_is_national_or_a_hub(value: str) -> None:
    """Known visibilities pass unchanged."""
    assert taxonomy.check_visibility(value) == value


@pytest.mark.parametrize("value", ["", "hub:", "hub:48", "hub:1", "National", "hub", "everyone"])
def test_other_visibilities_are_refused(value: str) -> None:
    """A misspelt visibility never becomes a wider one."""
    with pytest.raises(UnknownCodeError):
        taxonomy.check_visibility(value)


words = st.sampled_from(
    ["パン屋", "温泉旅館", "IT", "ｲﾝｽﾀ", "値上げ", "M&A", "どんぶり勘定", "\ud800", "İ", "㍿", "か\u3099"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=8) | words, max_size=6).map("".join))
def test_mentions_lie_in_the_folded_text(text: str) -> None:
    """Any text is read; every mention is where it says, in order, and its code is in its list."""
    folded = unicodedata.normalize("NFKC", text).lower()
    found = mentions(text)
    for mention in found:
        assert folded[mention.start : mention.end] == mention.word
        assert mention.code in VOCABULARIES[mention.field]
    assert [m.start for m in found] == sorted(m.start for m in found)


def test_a_long_text_full_of_words_is_read_to_its_end() -> None:
    text = "温泉旅館のパン屋どんぶり勘定" * 5_000  # 70,000 characters
    assert len(mentions(text)) >= 20_000
