"""A sentence is 確認済 only when its source says it in these words."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.answering import Block, Citation, Row, Sentence
from assistant.answering.verification import find_quote, verify, verify_sentence
from knowledge.entries import Entry, Policy
from knowledge.entry_file import build_document

TEXT = "年商は3,300万円のまま、限界利益率が57.5%から51%に落ちた。\n値上げは2025年3月に3品だけ行われ、二代目は納得しなかった。\nガス代（プロパン）は月12万円、利益は△3〜5割だった。"
OTHER = "持続化補助金の通常枠は、2025年の時点で補助率3分の2、補助の上限50万円です。"


def document(entry_id: str = "doc", first: str = TEXT, second: str = OTHER) -> Policy:
    facts = {"id": entry_id, "title": "資料", "category": "document", "publisher": "発行者"}
    return build_document(facts, [("一", None, first), ("二", None, second)])


ENTRY = document()


def cited(
    quote: str, anchor: str = "s1", start: int | None = None, text: str | None = None, entry: Entry = ENTRY
) -> Sentence:
    at = max(entry.body.find(quote), 0) if start is None else start
    citation = Citation(number=1, entry_id=entry.id, anchor=anchor, quote=quote, start=at, end=at + len(quote))
    return Sentence(text=quote if text is None else text, citations=(citation,))


def checked(sentence: Sentence) -> Sentence:
    return verify_sentence(sentence, {ENTRY.id: ENTRY})


def test_exact_quote_is_verified() -> None:
    """What stands at the cited place passes as it is."""
    sentence = cited("限界利益率が57.5%から51%に落ちた。")
    assert checked(sentence) == replace(sentence, status="verified")


def test_moved_quote_is_verified_at_its_real_place() -> None:
    """A wrong position is put right, within the section."""
    quote = "値上げは2025年3月に3品だけ行われ"
    found = checked(cited(quote, start=0))
    assert found.status == "verified"
    citation = found.citations[0]
    assert ENTRY.body[citation.start : citation.end] == quote


@pytest.mark.parametrize(
    ("quote", "own"),
    [
        ("年商は３３００万円のまま限界利益率が５７．５％から", "年商は3,300万円のまま、限界利益率が57.5%から"),
        ("値上げは 2025 年 3 月に、3 品だけ行われ", "値上げは2025年3月に3品だけ行われ"),
        ("二代目は納得しなかった。ｶﾞｽ代（ﾌﾟﾛﾊﾟﾝ）は月12万円", "二代目は納得しなかった。\nガス代（プロパン）は月12万円"),
        ("ガス代プロパンは月12万円利益は△3〜5割", "ガス代（プロパン）は月12万円、利益は△3〜5割"),
    ],
)
def test_quote_that_differs_in_width_space_or_punctuation_is_shown_in_the_sources_words(quote: str, own: str) -> None:
    """Spelling may differ; what is shown and cited is what the source has."""
    found = checked(cited(quote))
    assert (found.status, found.text, found.citations[0].quote) == ("verified", own, own)
    assert ENTRY.body[found.citations[0].start : found.citations[0].end] == own


@pytest.mark.parametrize(
    "quote",
    [
        "限界利益率が57.5%から57%に落ちた。",  # a changed digit
        "限界利益率が575%から51%に落ちた。",  # a lost decimal point
        "年商は3,300円のまま、限界利益率が",  # a lost unit
        "3品だけ行われ、二代目は納得した。",  # a flipped negation
        "3品だけ行われ、三代目は納得しなかった。",  # another person
        "ガス代（プロパン）は月12万円、利益は3〜5割",  # a lost minus
    ],
)
def test_quote_with_another_meaning_is_unverified(quote: str) -> None:
    """A changed figure, unit, sign, negation or name does not pass."""
    found = checked(cited(quote))
    assert (found.status, found.reason) == ("unverified", "引用した文が出典に見つかりません")


def test_quote_from_another_entry_is_unverified() -> None:
    """The words must stand in the entry that is cited, wherever else they stand."""
    other = document("other", "ほかの資料の本文です。長さのある文章です。", "二つ目の部分の本文です。")
    sentence = cited("限界利益率が57.5%から51%に落ちた。")
    stolen = replace(sentence, citations=(replace(sentence.citations[0], entry_id="other"),))
    assert verify_sentence(stolen, {"doc": ENTRY, "other": other}).status == "unverified"


def test_entry_that_is_gone_or_hidden_verifies_nothing() -> None:
    """What the viewer may not see is no source."""
    sentence = cited("限界利益率が57.5%から51%に落ちた。")
    assert verify_sentence(sentence, {"doc": None}).status == "unverified"
    assert verify_sentence(sentence, {}).status == "unverified"


@pytest.mark.parametrize("quote", ["", " ", "　\n"])
def test_empty_quote_is_unverified(quote: str) -> None:
    """Nothing is no evidence."""
    assert checked(cited(quote, text="何か")).status == "unverified"


def test_quote_outside_the_section_of_its_anchor_is_unverified() -> None:
    """A citation that opens at the wrong place is not taken, and neither is an unknown anchor."""
    quote = "補助率3分の2、補助の上限50万円です。"
    assert checked(cited(quote, anchor="s2")).status == "verified"
    assert checked(cited(quote, anchor="s1")).status == "unverified"
    assert checked(cited(quote, anchor="s9")).status == "unverified"


def test_sentence_that_says_more_than_its_quote_is_unverified() -> None:
    """The quote is shown with the reason, so that a person can judge."""
    found = checked(cited("補助の上限50万円です。", anchor="s2", text="補助の上限50万円です。必ず採択されます。"))
    assert (found.status, found.reason) == ("unverified", "文が引用の範囲を超えています")
    assert found.citations


def test_sentence_without_citation_is_unverified_unless_it_is_a_note() -> None:
    """A claim needs a source; a remark about the search does not."""
    assert verify_sentence(Sentence(text="必ず採択されます。"), {}).reason == "出典がありません"
    note = Sentence(text="事例を5件選びました。", status="note")
    assert verify_sentence(note, {}) == note


def test_note_cannot_carry_a_citation_past_the_check() -> None:
    """Calling a claim a remark does not help it."""
    sentence = replace(cited("補助の上限500万円です。これは長い文です。", anchor="s2"), status="note")
    assert checked(sentence).status == "unverified"


def test_one_bad_citation_of_several_spoils_the_sentence() -> None:
    """Every source must bear the sentence out."""
    good, bad = cited("補助の上限50万円です。", anchor="s2"), cited("補助の上限500万円です。", anchor="s2")
    both = Sentence(text=good.text, citations=(*good.citations, *bad.citations))
    assert checked(both).status == "unverified"


def test_sentence_with_several_citations_is_shown_in_the_words_of_the_one_that_says_it() -> None:
    """Folding never lets other words through, however many sources are named."""
    first, second = cited("年商は3,300万円のまま"), cited("利益は△3〜5割だった。")
    both = Sentence(text="利益は△35割だった。", citations=(*first.citations, *second.citations))
    assert checked(both).text == "利益は△3〜5割だった。"


def test_verify_reads_each_entry_once_and_checks_rows_too() -> None:
    """Cells of a table are sentences like any other."""
    asked: list[str] = []

    def lookup(entry_id: str) -> Entry:
        asked.append(entry_id)
        return ENTRY

    good, bad = cited("補助の上限50万円です。", anchor="s2"), cited("補助の上限500万円です。", anchor="s2")
    block = Block(kind="case", heading="", sentences=(good,), rows=(Row(label="結果", cells=((good,), (bad,))),))
    found = verify([block, block], lookup)[1]
    assert [s.status for s in found.all_sentences()] == ["verified", "verified", "unverified"]
    assert asked == ["doc"]


def _plain(text: str) -> str:
    """Fold as a reader would: width, letters' case, space and punctuation do not matter; figures' points and signs do."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in folded if c in ".-%/" or unicodedata.category(c)[0] in "LNS")


@given(st.data())
def test_no_changed_letter_or_digit_in_a_quote_is_ever_verified(data: st.DataObject) -> None:
    """One other letter or digit in a quote of twelve or more characters, and the source does not say it."""
    section = ENTRY.sections[data.draw(st.integers(0, 1))]
    start = data.draw(st.integers(section.start, section.end - 12))
    end = data.draw(st.integers(start + 12, section.end))
    quote = ENTRY.body[start:end]
    places = [i for i, c in enumerate(quote) if unicodedata.category(c)[0] in "LN"]
    at = data.draw(st.sampled_from(places))
    other = data.draw(
        st.one_of(st.sampled_from("0123456789一二三円万%割ないたっ"), st.characters(categories=["L", "N"]))
    )
    changed = quote[:at] + other + quote[at + 1 :]
    found = checked(cited(changed, anchor=section.anchor, start=start))
    if found.status == "verified":
        assert _plain(changed) in _plain(ENTRY.body[section.start : section.end])
        assert _plain(found.text) == _plain(changed)
        assert found.text in ENTRY.body[section.start : section.end]


@given(st.text(), st.text(), st.integers(-5, 400), st.sampled_from(["s1", "s2", "s3", ""]))
@example("\ud800" * 12, "", 0, "s1")
@example("ﷺ" * 12, "", 0, "s1")
def test_any_quote_is_found_verbatim_or_not_at_all(quote: str, text: str, start: int, anchor: str) -> None:
    """Whatever is thrown at it, the check ends, and what it verifies stands in the entry."""
    citation = Citation(number=1, entry_id="doc", anchor=anchor, quote=quote, start=start, end=start + len(quote))
    place = find_quote(citation, ENTRY)
    assert place is None or ENTRY.body[place.start : place.end] == place.quote
    found = checked(Sentence(text=text, citations=(citation,)))
    assert found.status == "unverified" or found.text in ENTRY.body
