import pytest

from eval.belittling import belittles
from eval.plain_words import Glossary, Readability
from knowledge.corpus_check import read_corpus
from knowledge.words import Words

SMALL = Glossary(
    {
        "限界利益": ("売って手元に残る分",),
        "限界利益率": (),
        "売上": (),
        "信用保証": ("保証人の代わり",),
        "卸": ("おろし",),
    }
)


@pytest.fixture(scope="module")
def readability() -> Readability:
    return Readability(Words())


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary.of(file.entry for file in read_corpus()[0])


def test_short_sentences_in_everyday_words_are_plainer_than_an_official_one(readability):
    plain = readability.of(["まず一つだけ選びます。", "売れた数を紙に書きます。", "来週、一緒に見ます。"])
    official = readability.of(
        ["経営改善計画策定支援事業における金融機関協調支援体制構築の必要性に鑑み、債務償還年数の短縮を図る。"]
    )
    assert plain.words < official.words / 2
    assert plain.compounds == 0 < official.compounds


def test_a_text_is_counted_sentence_by_sentence_however_it_is_cut(readability):
    assert readability.of(["売上を書きます。原価を書きます。"]) == readability.of(
        ["売上を書きます。", "原価を書きます。"]
    )


def test_nothing_has_no_readability(readability):
    with pytest.raises(ValueError, match="no sentence"):
        readability.of(["", "。"])


def test_a_trade_term_without_a_word_of_explanation_is_told():
    assert SMALL.unexplained(["限界利益を見ます。"]) == ["限界利益"]


@pytest.mark.parametrize(
    "sentences",
    [
        ["限界利益とは、売上から材料代などを引いた残りです。", "限界利益を見ます。"],
        ["限界利益(売値から材料代を引いた額)を見ます。"],
        ["売って手元に残る分を見ます。", "限界利益と呼びます。"],
        ["手元に残る額(限界利益)を見ます。"],
        ["限界利益は、売値から材料代を引いた残りのことです。"],
    ],
)
def test_a_trade_term_that_is_explained_beside_it_is_not_told(sentences):
    assert SMALL.unexplained(sentences) == []


def test_an_explanation_far_away_does_not_count():
    far = ["限界利益とは残りです。", "一つ目です。", "二つ目です。", "三つ目です。"]
    assert SMALL.unexplained([*far[1:], "限界利益を見ます。"]) == ["限界利益"]


def test_a_longer_term_is_not_taken_for_the_shorter_one_in_it():
    assert SMALL.unexplained(["限界利益率を見ます。"]) == ["限界利益率"]
    assert SMALL.unexplained(["信用保証協会に電話します。"]) == []


def test_what_the_owner_said_first_and_everyday_words_need_no_explanation():
    assert SMALL.unexplained(["限界利益を見ます。"], "限界利益って何ですか") == []
    assert SMALL.unexplained(["売上と卸の額を見ます。"]) == []


def test_the_glossary_of_the_corpus_is_read_with_its_everyday_words(glossary):
    assert glossary.unexplained(["損益分岐点を出します。"]) == ["損益分岐点"]
    assert glossary.unexplained(["とんとんになる売上(損益分岐点)を出します。"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "社長の見通しが甘いです。",
        "そんなことは常識です。",
        "なぜ早く相談しなかったのですか。",
        "もっとしっかりしてください。",
        "わたしが教えてあげます。",
        "すぐに見直しなさい。",
        "努力が足りません。",
        "それは素人考えです。",
    ],
)
def test_wording_that_talks_down_is_found(text):
    assert belittles(text)


@pytest.mark.parametrize(
    "text",
    [
        "ご一緒に数字を見せていただけますか。",
        "「見通しが甘い」と言われたことを、つらく思っていらっしゃいました。",
        "早く相談できなかった理由を、責めずにうかがいます。",
        "来週までに一つだけ書いてみてください。",
        "緊張する素人から自然な言葉を引き出す聞き方が、技だった。",
    ],
)
def test_respectful_wording_and_other_peoples_speech_are_left_alone(text):
    assert not belittles(text)
