"""The keyword index finds words, bigrams and premises, each with its conditions inside."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.indexes import lexical
from knowledge.indexes.lexical import LexicalIndex, LexicalRow
from knowledge.words import Words

NATIONAL, HUB = "national/case", "hub:13/case"


def row(
    row_id: str, text: str, context: str = "", terms: tuple[str, ...] = (), partition: str = NATIONAL
) -> LexicalRow:
    return LexicalRow(row_id, row_id.split("#")[0], partition, text, context, terms, row_id.endswith("#0"))


ROWS = [
    row("a#0", "和菓子店が値上げをためらった。", "値上げを先送りした店", ("industry:09", "topics:pricing")),
    row("a#1", "型番ＡＢ－１２０の餡練り機が止まった。", "値上げを先送りした店", ("industry:09", "topics:pricing")),
    row("b#0", "旅館の女将が求人の書き方を変えた。", "採用に悩む旅館", ("industry:75", "topics:people")),
    row("c#0", "和菓子店が値上げを知らせた。", "拠点だけの事例", ("industry:09", "topics:pricing"), HUB),
]


@pytest.fixture(scope="module")
def words() -> Words:
    return Words()


@pytest.fixture
def index(tmp_path: Path, words: Words) -> LexicalIndex:
    index = LexicalIndex(tmp_path / "lexical", words)
    index.write(ROWS)
    return index


def ids(found: list[tuple[str, float]]) -> list[str]:
    return [i for i, _ in found]


def test_words_are_found_in_any_form(index: LexicalIndex) -> None:
    """An inflected or half-width question finds the normal form; the best stands first."""
    assert ids(index.search_words("ﾜｶﾞｼ屋で値段を上げたいが、ためらっている", [NATIONAL], [], 9))[0] == "a#0"
    assert "b#0" in ids(index.search_words("旅館", [NATIONAL], [], 9))


def test_words_of_the_context_count_less_than_the_text(index: LexicalIndex) -> None:
    """A passage under a fitting title is found, behind the passage that says it itself."""
    found = ids(index.search_words("値上げ", [NATIONAL], [], 9))
    assert found == ["a#0", "a#1"]


def test_synonyms_of_the_trade_are_searched_too(index: LexicalIndex) -> None:
    """採用難 is written 求人 in the passage."""
    assert "b#0" in ids(index.search_words("採用難", [NATIONAL], [], 9))


@pytest.mark.parametrize("question", ["AB-120", "ＡＢ－１２０", "ab-120", "AB 120"])
def test_product_codes_are_found_in_any_width(index: LexicalIndex, question: str) -> None:
    """Full or half width, capital or small: one code."""
    assert ids(index.search_grams(question, [NATIONAL], [], 1)) == ["a#1"]


def test_partitions_hold_in_every_search(index: LexicalIndex) -> None:
    """Words, bigrams and premises see only the partitions that are named."""
    for partitions, expected in (([NATIONAL], "a"), ([HUB], "c")):
        found = [
            *index.search_words("和菓子店の値上げ", partitions, [], 9),
            *index.search_grams("和菓子店の値上げ", partitions, [], 9),
            *index.search_premises({"topics:pricing": 2.0}, partitions, [], 9),
        ]
        assert {i[0] for i in ids(found)} == {expected}
    assert index.search_words("値上げ", [], [], 9) == []


def test_conditions_hold_in_every_search(index: LexicalIndex) -> None:
    """Every list of terms needs one of its terms."""
    required = [["industry:75", "industry:44"], ["topics:people"]]
    assert ids(index.search_words("旅館の値上げ", [NATIONAL], required, 9)) == ["b#0"]
    assert ids(index.search_grams("旅館の値上げ", [NATIONAL], required, 9)) == ["b#0"]
    assert ids(index.search_premises({"topics:people": 1.0}, [NATIONAL], required, 9)) == ["b#0"]
    assert index.search_words("旅館", [NATIONAL], [["industry:09"], ["topics:people"]], 9) == []


def test_premises_return_the_first_passage_of_each_entry(index: LexicalIndex) -> None:
    """The more premises an entry carries the higher it stands; only its first passage comes back."""
    found = index.search_premises({"industry:09": 3.0, "topics:pricing": 2.0, "topics:people": 2.0}, [NATIONAL], [], 9)
    assert found == [("a#0", 5.0), ("b#0", 2.0)]
    assert index.search_premises({}, [NATIONAL], [], 9) == []


def test_writing_replaces_and_deletes(index: LexicalIndex) -> None:
    """A row written again is one row; deleted rows are gone."""
    index.write([row("a#0", "和菓子店が店を閉めた。", "", ("industry:09",))], delete=["b#0", "never-there"])
    assert index.count() == 3
    assert ids(index.search_words("店を閉める", [NATIONAL], [], 1)) == ["a#0"]
    assert index.search_words("旅館", [NATIONAL], [], 9) == []
    assert sorted(index.ids_of(["a", "b", "c"])) == ["a#0", "a#1", "c#0"]


def test_reopened_index_answers_the_same(tmp_path: Path, index: LexicalIndex, words: Words) -> None:
    """What was written is found by the next reader."""
    again = LexicalIndex(tmp_path / "lexical", words)
    assert again.count() == 4
    assert again.search_words("値上げ", [NATIONAL], [], 9) == index.search_words("値上げ", [NATIONAL], [], 9)


def test_a_whole_story_is_one_question(tmp_path: Path, words: Words) -> None:
    """Of a story of 60,000 characters the rarest words decide: the passage that shares one is found, in either leg."""
    index = LexicalIndex(tmp_path / "lexical", words)
    index.write(
        [
            *(row(f"n{i}#0", "売上と原価と客と店の話をした。") for i in range(30)),
            row("z#0", "真珠の養殖いかだを流した。"),
        ]
    )
    story = (
        "売上と原価と客と店の話をした。" * 4_000
        + "海の話もした。"
        + "".join(map(chr, range(0x4E00, 0x4F00)))
        + "真珠の養殖いかだ。"
    )
    assert len(story) > 60_000
    assert ids(index.search_words(story, [NATIONAL], [], 1)) == ["z#0"]
    assert ids(index.search_grams(story, [NATIONAL], [], 1)) == ["z#0"]


def test_rarity_tells_common_words_from_rare_ones(index: LexicalIndex) -> None:
    """A word in many passages weighs less than a word in one; an unknown word weighs most."""
    weights = index.rarity(["店", "旅館", "真珠"])
    assert 0 <= weights["店"] < weights["旅館"] < weights["真珠"]


@pytest.mark.parametrize("text", ["", "、。!?", " \n\t", "\u200b"])
def test_a_question_without_words_finds_nothing(index: LexicalIndex, text: str) -> None:
    """Punctuation alone is no question."""
    assert index.search_words(text, [NATIONAL], [], 9) == index.search_grams(text, [NATIONAL], [], 9) == []


def test_a_slip_in_a_long_word_still_finds_it(tmp_path: Path, words: Words) -> None:
    """One letter off in a word that no passage has; a short word is taken as it stands."""
    index = LexicalIndex(tmp_path / "slips", words)
    index.write([row("a#0", "フランチャイズの相談"), row("b#0", "トラックの相談")])
    assert ids(index.search_words("フランチャイス", [NATIONAL], [], 9)) == ["a#0"]
    assert index.search_words("トラン", [NATIONAL], [], 9) == []


def test_another_hub_stays_unseen_however_many_passages_were_removed(index: LexicalIndex) -> None:
    """That all partitions are asked for is counted in what is left, not in what was ever written."""
    everywhere = [NATIONAL, HUB]
    assert ids(index.search_words("和菓子", everywhere, [], 9)) == ["a#0", "c#0"]
    index.write([], delete=["a#1", "b#0"])
    for partition, expected in ((NATIONAL, ["a#0"]), (HUB, ["c#0"])):
        assert ids(index.search_words("和菓子", [partition], [], 9)) == expected
    assert ids(index.search_words("和菓子", everywhere, [], 9)) == ["a#0", "c#0"]


def test_of_too_many_postings_the_rarest_words_are_read(index: LexicalIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large collection is searched by what sets passages apart, and by one word at least."""
    monkeypatch.setattr(lexical, "_POSTINGS", 3)
    assert ids(index.search_words("旅館の値上げ", [NATIONAL], [], 9)) == ["b#0"]
    monkeypatch.setattr(lexical, "_POSTINGS", 0)
    assert ids(index.search_words("旅館の値上げ", [NATIONAL], [], 9)) == ["b#0"]
    assert "a#0" in ids(index.search_words("値上げ", [NATIONAL], [], 9))


def test_passages_that_carry_facet_terms_are_counted_and_named(index: LexicalIndex) -> None:
    """Each list needs one of its terms; no more ids than asked for, but all are counted."""
    assert index.carrying(NATIONAL, [["topics:pricing", "topics:people"]], 1)[0] == 3
    assert index.carrying(NATIONAL, [["topics:pricing"], ["industry:75"]], 9) == (0, [])
    many, named = index.carrying(NATIONAL, [["topics:pricing"]], 9)
    assert (many, sorted(named)) == (2, ["a#0", "a#1"])
    assert index.among(["a#0", "b#0", "zz"], [["topics:pricing"]]) == {"a#0"}
    assert index.among([], [["topics:pricing"]]) == set()
