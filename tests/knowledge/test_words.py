"""Japanese text becomes search terms, whatever its width, form or length."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.words import SYNONYMS, Words, fold

QUESTIONS = """
原価が上がったのに値上げに踏み切れない和菓子店の二代目がいます。似た事例はありますか
パン屋の採算が合いません
人が来ない
跡取りがいない
しきんぐりがくるしい
どうしたらいいですか
ねあげをつたえるのがこわい
うれない
もうけがでない
後継者
原価
赤字
インボイス
ＤＸ
IT化
AB-120
ＡＢ－１２０
A4
M&A
ﾈｯﾄ通販
ﾊﾟﾝ屋のﾁﾗｼ
5S活動を始めたい
2024年問題への対応
持続化補助金の上限額は？
100万円あれば何ができる？
月商３００万円で赤字です
インスタのフォロワーが増えない
Googleマップの口コミが悪い
取引先が1社だけで不安
銀行に断られた
リスケ中でも借りられるか
旅館の女将が辞めたいと言っている
娘婿に継がせたい
美容室を一人でやっている
町工場で多能工を育てるには
下請けから抜け出したい
大雨で浸水しました
クレームを受けたコーディネーターへの声のかけ方
失敗した例を知りたい
うまくいかなかったのはなぜか
商標を真似された
""".strip().splitlines()


@pytest.fixture(scope="module")
def words() -> Words:
    return Words()


def test_there_are_forty_questions() -> None:
    """The list below is what people type."""
    assert len(QUESTIONS) >= 40


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_leaves_a_leg_empty(words: Words, question: str) -> None:
    """Every question has bigrams, and every question has words."""
    assert words.grams(question)
    assert words.terms(question)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﾊﾟﾝ屋の値上げ", "パン屋の値上げ"),
        ("ＡＢ－１２０", "ab-120"),
        ("値\u200b上\ufeffげ", "値上げ"),
        ("㈱", "(株)"),
        ("か\u3099んばる", "がんばる"),
        ("売\U000e0041上", "売上"),
        ("a\x00b", "ab"),
    ],
)
def test_fold_hides_width_and_invisible_characters(words: Words, one: str, other: str) -> None:
    """Forms that look the same are the same text, terms and bigrams."""
    assert fold(one) == fold(other)
    assert words.terms(one) == words.terms(other)
    assert words.grams(one) == words.grams(other)


def test_inflected_words_have_one_form(words: Words) -> None:
    """断った, 断る and 断り are the same word; particles and する are none."""
    assert words.terms("断った") == words.terms("断る")
    assert words.terms("それはする") == []


def test_grams_do_not_cross_punctuation(words: Words) -> None:
    """Bigrams stay within a run; a lone character stands for itself."""
    assert words.grams("原価、店。A") == ["原価", "店", "a"]


def test_synonyms_add_what_is_not_said(words: Words) -> None:
    """粗利 brings 限界利益's word in with less weight, and never repeats the text's own words."""
    found = words.synonyms("粗利を知りたい")
    assert found
    assert all(0 < weight <= 1 for weight in found.values())
    assert not set(found) & set(words.terms("粗利を知りたい"))
    assert words.synonyms("こんにちは") == {}


def test_no_synonym_stands_twice_in_a_group() -> None:
    """A repeated word in a group would count twice."""
    assert [g for g in SYNONYMS if len(set(map(fold, g))) != len(g)] == []


def test_a_long_text_is_read_to_its_end(words: Words) -> None:
    """60,000 characters are past what the tokenizer takes at once; the last word is still there."""
    text = "資金繰りの話をした。" * 6_000 + "真珠"
    assert "真珠" in words.terms(text)
    assert len(words.grams(text)) > 40_000


def test_threads_get_the_same_terms(words: Words) -> None:
    """The splitter can be shared."""
    expected = [words.terms(q) for q in QUESTIONS]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(words.terms, itertools.chain(*[QUESTIONS] * 4)))
    assert found == expected * 4


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_text_is_split(words: Words, text: str) -> None:
    """No text raises; no term has a blank in it, which would split it in the index."""
    terms = [*words.terms(text), *words.grams(text), *words.synonyms(text)]
    assert all(term and not any(c.isspace() for c in term) for term in terms)


@pytest.mark.parametrize(
    ("text", "ordinary"),
    [("温泉プラン", True), ("担当コーディネーター", True), ("田村製", False), ("ザグレフ", False), ("", False)],
)
def test_only_words_of_the_dictionary_that_are_no_names_are_ordinary(words: Words, text: str, ordinary: bool) -> None:
    assert words.ordinary(text) is ordinary


def test_what_says_the_same_is_found_in_any_inflection(words: Words) -> None:
    """Of each word of the question its alternatives, as the terms that they are searched by."""
    found = words.alternatives("会社をたたみたいと言われた")
    assert frozenset(("廃業",)) in found["畳む"]
    assert frozenset(("補助", "金")) in words.alternatives("施策の紹介で終わる")["施策"]
    assert words.alternatives("こんにちは") == {}


@pytest.mark.parametrize(
    "text", ["空き家カフェまるっと補助金の締切は？", "ＧビズID　と  ｶﾅ\n", "", "𠮷野家の🍡\u200bです"]
)
def test_written_words_put_together_are_the_text(words: Words, text: str) -> None:
    found = words.written(text)
    assert "".join(w.written for w in found) == text
    assert all(text[w.start : w.start + len(w.written)] == w.written for w in found)


def test_written_words_tell_nouns_from_verbs_and_have_the_terms_that_are_searched(words: Words) -> None:
    found = {w.written: w for w in words.written("火星で使える補助金")}
    assert [found[w].kinds[0] for w in ("火星", "使える", "補助金")] == ["名詞", "動詞", "名詞"]
    assert all(found[w].terms == tuple(words.terms(w)) for w in ("火星", "使える", "補助金"))
