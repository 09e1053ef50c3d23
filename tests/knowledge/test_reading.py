"""What a question says of the case behind it, in whatever tone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.kana import in_kanji, kana_only
from knowledge.ranking import FIELD_WEIGHTS
from knowledge.reading import plain, read


@pytest.mark.parametrize(
    ("question", "field", "code"),
    [
        ("売上はあるのに手元にお金が残りません", "topics", "margin"),
        ("売上はあるのに手元にお金が残りません", "topics", "cash"),
        ("なんぼ売っても儲からへん", "topics", "margin"),
        ("人が足りん", "topics", "people"),
        ("ほじょきんはありますか", "topics", "policy"),
        ("らーめんやをやっています。かいぎょうして三年です", "topics", "startup"),
        ("ラーメン屋です", "industry", "76"),
    ],
)
def test_everyday_words_become_codes_in_any_tone(question: str, field: str, code: str) -> None:
    """Polite, dialect and kana-only forms are read like the plain word."""
    assert code in read(question).premises()[field]


def test_turnover_that_leaves_no_money_is_no_wish_for_more_turnover() -> None:
    """売上 alone does not make a question one about selling more."""
    assert "sales" not in read("売上はあるのに手元にお金が残りません").premises()["topics"]


@pytest.mark.parametrize(
    ("question", "ruled_out", "left"),
    [
        ("補助金以外で販路を広げる方法", "topics:policy", "販路を広げる方法"),
        ("借入に頼らず設備を更新したい", "topics:cash", "設備を更新したい"),
        ("値上げせずに利益を残したい", "topics:pricing", "利益を残したい"),
        ("補助金を使わないで省力化したい", "topics:policy", "省力化したい"),
        ("飲食店を除いた事例を見たい", "industry:76", "事例を見たい"),
        ("融資は使いたくない", "topics:cash", "融資は使いたくない"),
        ("値上げはもう考えていません。客を戻したい", "topics:pricing", "客を戻したい"),
        ("補助金の話は要りません。粗利を見たい", "topics:policy", "粗利を見たい"),
        ("販路は困っていません。試作をしたい", "topics:channel", "試作をしたい"),
    ],
)
def test_what_is_ruled_out_is_no_premise_and_is_not_searched(question: str, ruled_out: str, left: str) -> None:
    """It goes out of the query too, unless nothing would be left."""
    reading = read(question)
    field, _, code = ruled_out.partition(":")
    assert reading.excluded == (ruled_out,)
    assert reading.query == left
    assert code not in reading.premises().get(field, {})


def test_a_matter_that_is_named_again_is_not_ruled_out() -> None:
    """Who wants better cash without a loan asks about cash."""
    reading = read("借入に頼らず資金繰りを良くしたい")
    assert reading.excluded == ()
    assert "借入" not in reading.query
    assert "cash" in reading.premises()["topics"]


@pytest.mark.parametrize(
    "question", ["値上げできない", "人が足りない", "従業員が辞めないようにしたい", "原価が分からない"]
)
def test_a_worry_in_the_negative_is_not_ruled_out(question: str) -> None:
    """Only what the asker does not want is left out, not what does not work."""
    assert read(question).excluded == ()
    assert read(question).query == question


def test_short_and_ambiguous_words_are_doubted() -> None:
    """パン屋 bakes and sells: each is half believed; a word of two letters less than a long one; twice said is surer."""
    assert read("パン屋の悩み").premises()["industry"] == {"09": 0.5, "58": 0.5}
    once, twice = read("販路を").premises()["topics"]["channel"], read("販路を、販路を").premises()["topics"]["channel"]
    assert once < twice < 1


def test_success_and_failure_together_prefer_neither() -> None:
    """Who asks for both gets both."""
    assert "outcome" not in read("値上げの成功と失敗").premises()
    assert read("値上げの失敗例").premises()["outcome"] == {"failure": 1.0}


def test_kana_alone_is_told_from_ordinary_writing() -> None:
    """Hiragana inside an ordinary sentence is never rewritten."""
    assert kana_only("ほじょきんはありますか") and not kana_only("補助金はありますか") and not kana_only("123")
    assert in_kanji("ほじょきんはありますか") == "補助金はありますか"
    assert in_kanji("原価がかいぎょう前に上がる") == "原価がかいぎょう前に上がる"


def test_polite_and_dialect_negatives_have_one_form() -> None:
    """残りません、残らへん、残らん say 残らない; できません keeps its own stem."""
    assert plain("残りません") == plain("残らへん") == plain("残らん。")[:-1] == "残らない"
    assert plain("貸せません、できません、社員の話") == "貸せない、できない、社員の話"


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """Whatever is typed: known fields, confidences between 0 and 1, and something to search for if there was."""
    reading = read(text)
    for field, codes in reading.premises().items():
        assert field in FIELD_WEIGHTS
        assert all(0 < c <= 1 for c in codes.values())
    assert bool(reading.query.strip()) == bool(text.strip())


@pytest.mark.parametrize(
    ("question", "ruled_out"),
    [
        ("広告はもうやったので別の手を教えてください", "topics:promotion"),
        ("チラシはひととおり試したから、ほかのやり方が知りたい", "topics:promotion"),
        ("海外のお客さまを増やすつもりはないので、国内で売り先を探したい", "topics:overseas"),
        ("IT導入の相談ではありません。人が続かないのです", "topics:digital"),
        ("求人も増員もせずに客室の掃除を早く終えたい", "topics:people"),
        ("廃業したくはありません。返済を軽くしたい", "topics:closing"),
        ("補助金の話をしたいのではありません。補助金目当ての方の本音を聞きたい", "topics:policy"),
    ],
)
def test_a_wish_that_is_denied_or_was_tried_is_ruled_out(question: str, ruled_out: str) -> None:
    """Also where another word stands between, and where the same word follows once more."""
    reading = read(question)
    assert ruled_out in reading.excluded
    assert ruled_out not in {f"{m.field}:{m.code}" for m in reading.mentions}
    assert reading.query[0] not in "。、がけ"


@pytest.mark.parametrize(
    "question",
    [
        "広告はやりましたが効果がありません",
        "人手を減らしたくない",
        "売上を落としたくありません",
        "値上げの話を聞きたい",
    ],
)
def test_what_was_tried_or_is_feared_is_not_ruled_out(question: str) -> None:
    assert read(question).excluded == ()
