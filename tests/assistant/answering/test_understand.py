"""A question is read as a coordinator would read it: what is wanted, and what is told of the client."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering import Question, QuestionError
from assistant.answering.understand import Understood, clean, understand
from ingest.anonymise import mask
from knowledge.taxonomy import UnknownCodeError

INTENTS = [
    ("価格交渉促進月間はいつ？", "policy"),
    ("持続化補助金の上限はいくらですか", "policy"),
    ("ものづくり補助金の補助率は？", "policy"),
    ("業務改善助成金の要件を教えてください", "policy"),
    ("マル経融資の限度額は", "policy"),
    ("セーフティネット保証4号とは", "policy"),
    ("取適法はいつから始まりましたか", "policy"),
    ("労務費の指針って何ですか", "policy"),
    ("限界利益とは", "policy"),
    ("ロカベンの使い方", "policy"),
    ("相談者の個人情報をAIに入力していいですか", "policy"),
    ("特許のことはどこに相談すればいいですか", "policy"),
    ("よろず支援拠点の相談は年間何件ありますか", "policy"),
    ("省力化補助金はうちでも使えますか", "policy"),
    ("インボイスの特例はまだありますよね？", "policy"),
    ("似た事例はありますか", "similar"),
    ("後継者がいない旅館の前例を探しています", "similar"),
    ("同じような会社はどうしましたか。うまくいった例を知りたい", "similar"),
    ("SNSで集客に失敗した例を教えてください", "similar"),
    ("値上げの成功例を見せて", "similar"),
    ("食堂の事例を探して", "similar"),
    ("ほかの店ではどうしていますか", "similar"),
    ("値上げの成功例と失敗例を比べたい", "contrast"),
    ("うまくいった会社といかなかった会社は何が違うのか", "contrast"),
    ("承継の成功と失敗を対比してください", "contrast"),
    ("事業再生の分かれ目はどこにあったか", "contrast"),
    ("なぜ失敗したのかを比較したい", "contrast"),
    ("同じ値上げでどこで分かれたのですか", "contrast"),
    ("相談者からクレームが来た", "mentor"),
    ("新任のCOをどう育てればよいか", "mentor"),
    ("経営者の本音を聞き出すには", "mentor"),
    ("怒っている相談者への接し方", "mentor"),
    ("金融機関など支援機関との付き合い方に悩んでいます", "mentor"),
    ("提案が腹落ちしていないようです", "mentor"),
    ("COに振り返りをさせたい", "mentor"),
    ("面談で話を遮ってしまう", "mentor"),
    ("行動計画を作ってください", "plan"),
    ("資金繰りが苦しい。何から始めればいいですか", "plan"),
    ("客が減りました。どうすればいいでしょう", "plan"),
    ("生産性を上げる進め方を考えたい", "plan"),
    ("人手が足りない。対策を考えたい", "plan"),
    ("廃業も考えています。どうしたらいいですか", "plan"),
    ("在庫を減らす次の一手は", "plan"),
    ("花屋の通販で、続いた店とやめた店の両方の事例をお願いします", "contrast"),
    ("輸出の成功例・失敗例", "contrast"),
    ("相談者がなかなか本題に入らない", "mentor"),
    ("前任の助言と私の見立てが正反対です。担当を替えてほしいと言われました", "mentor"),
    ("守秘義務の根拠になる文書を確認したい", "policy"),
    ("育成の行動計画を一緒に作りたいです", "plan"),
]


def read(text: str, **given: object) -> Understood:
    return understand(Question(text=text, **given))  # type: ignore[arg-type]


def codes(text: str, **given: object) -> set[str]:
    return {f"{p.field}:{p.code}" for p in read(text, **given).premises}


@pytest.mark.parametrize(("text", "intent"), INTENTS)
def test_words_tell_the_intent(text: str, intent: str) -> None:
    """The reading does not depend on who asks, where the words are clear."""
    for role in ("co", "cco", "owner"):
        found = read(text, role=role)
        assert (found.intent, found.guessed) == (intent, False)


@pytest.mark.parametrize(("role", "intent"), [("co", "similar"), ("cco", "mentor"), ("owner", "plan")])
def test_untold_intent_is_the_usual_one_of_the_role(role: str, intent: str) -> None:
    """A bare worry is taken as what people of this role come for, and known to be a guess."""
    found = read("原価が上がって利益が出ない和菓子店", role=role)
    assert (found.intent, found.guessed) == (intent, True)


def test_intent_that_a_person_sets_holds() -> None:
    """A choice on the screen is stronger than any word."""
    found = read("価格交渉促進月間はいつ？", intent="contrast")
    assert (found.intent, found.guessed) == ("contrast", False)


@pytest.mark.parametrize(
    ("text", "premises"),
    [
        ("和菓子店の二代目が値上げに踏み切れない", {"industry:09", "owner_type:successor", "topics:pricing"}),
        ("温泉旅館の人手不足", {"industry:75", "topics:people"}),
        ("町工場の跡取りが継ぎたがらない", {"owner_type:successor", "topics:succession"}),
        ("職人気質の大工、見積もりがどんぶり勘定", {"owner_traits:artisan", "owner_traits:rough-accounts"}),
        ("ラーメン屋の開業準備", {"industry:76", "stage:pre-start", "topics:startup"}),
        ("資金繰りが厳しい運送会社", {"industry:44", "topics:cash"}),
        ("売上はあるのに手元にお金が残らない", {"topics:margin", "topics:cash"}),
        ("通帳の残高は減っている", {"topics:cash"}),
        ("元請けに値下げを言われた", {"topics:pricing"}),
        ("父が倒れて急に社長になった", {"topics:succession"}),
        ("人が辞め続ける", {"topics:people"}),
    ],
)
def test_premises_are_read_from_everyday_words(text: str, premises: set[str]) -> None:
    """Trade, owner, character, stage and topic are found, each with the word that told it."""
    found = read(text)
    assert premises <= {f"{p.field}:{p.code}" for p in found.premises}
    for premise in found.premises:
        assert premise.word in unicodedata.normalize("NFKC", text).lower()
        assert premise.label and not premise.fixed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("補助金以外で生産性を上げたい", "topics:policy"),
        ("補助金には頼らずに設備を入れたい", "topics:policy"),
        ("パン屋ではなく和菓子屋です", "industry:58"),
        ("二代目ではなく創業者です", "owner_type:successor"),
        ("値上げは考えていない", "topics:pricing"),
        ("飲食店を除いた事例", "industry:76"),
    ],
)
def test_what_is_ruled_out_is_no_premise(text: str, code: str) -> None:
    """A named word that is negated is excluded instead of searched for."""
    found = read(text)
    assert code in found.excluded
    assert code not in codes(text)


def test_correction_in_one_breath_takes_the_second() -> None:
    """「二代目ではなく創業者です」 tells of a founder."""
    assert "owner_type:founder" in codes("二代目ではなく創業者です")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("従業員は1人です", "s1"),
        ("従業員5人の町工場", "s5"),
        ("スタッフ6名の美容室", "s20"),
        ("社員は20人", "s20"),
        ("社員21人の運送会社", "s50"),
        ("従業員数は約１００名", "s100"),
        ("120人規模の工場", "s300"),
        ("14人の工場", "s20"),
    ],
)
def test_headcount_tells_the_size(text: str, size: str) -> None:
    """Numbers of people are read with their bounds, in any width."""
    found = [p for p in read(text).premises if p.field == "size"]
    assert [p.code for p in found] == [size]


@pytest.mark.parametrize("text", ["従業員が5人辞めた店", "社員2人が退職した", "客が20人来た", "従業員9999人の会社"])
def test_other_numbers_of_people_are_no_size_or_none_that_is_known(text: str) -> None:
    """Guests are not staff, nor are those who left; a firm that is too large for the list has no size."""
    assert not any(c.startswith("size:") for c in codes(text))


def test_success_and_failure_together_are_no_premise() -> None:
    """Who asks for both wants both."""
    assert not any(c.startswith("outcome:") for c in codes("値上げの成功例と失敗例"))
    assert "outcome:failure" in codes("値上げの失敗例")


def test_premise_that_a_person_fixes_replaces_what_was_read() -> None:
    """Of a fixed field nothing is inferred, and a code that is given twice counts once."""
    found = read("和菓子店の二代目", premises={"owner_type": ("founder", "founder"), "size": ("s5",)})
    assert [(p.code, p.fixed) for p in found.premises if p.field == "owner_type"] == [("founder", True)]
    assert found.codes(fixed=True) == {"owner_type": ("founder",), "size": ("s5",)}
    assert "owner_type" not in found.codes(fixed=False)


def test_fixed_premise_lifts_an_exclusion() -> None:
    """What a person sets is not ruled out by a word of the text."""
    found = read("二代目ではなく", premises={"owner_type": ("successor",)})
    assert "owner_type:successor" not in found.excluded


def test_removed_premise_is_not_inferred_again() -> None:
    """What a person took away stays away, in follow-ups too."""
    removed = ("owner_type:successor",)
    assert "owner_type:successor" not in codes("和菓子店の二代目", removed=removed)
    assert "owner_type:successor" not in codes("失敗例は？", removed=removed, earlier=("和菓子店の二代目",))


def test_follow_up_keeps_what_was_told_of_the_client() -> None:
    """The second question is about the same client, and is searched with the story of the first."""
    first = "和菓子店の二代目。原価が上がり値上げに踏み切れない。似た事例は？"
    found = read("失敗例は？", earlier=(first,))
    kept = {f"{p.field}:{p.code}" for p in found.premises}
    assert {"industry:09", "owner_type:successor", "topics:pricing", "outcome:failure"} <= kept
    assert found.query.startswith("和菓子店の二代目") and found.query.endswith("失敗例は?")


def test_new_value_of_a_single_field_replaces_the_earlier() -> None:
    """One client has one trade, one size, one kind of owner."""
    talk = ("従業員4人の和菓子店の二代目の値上げ",)
    found = codes("では従業員30人の旅館なら？", earlier=talk)
    assert {"industry:75", "size:s50", "owner_type:successor", "topics:pricing"} <= found
    assert not {"industry:09", "size:s5"} & found


def test_correction_replaces_what_was_said_before() -> None:
    """「二代目ではなく創業者です」 corrects the first question."""
    found = codes("二代目ではなく創業者です", earlier=("和菓子店の二代目。値上げできない",))
    assert {"industry:09", "owner_type:founder"} <= found
    assert "owner_type:successor" not in found


def test_what_was_ruled_out_stays_ruled_out_until_it_is_named_again() -> None:
    """「補助金以外で」 holds for the talk; asking for subsidies later takes it back."""
    talk = ("補助金以外で、パン屋の生産性を上げた事例",)
    assert "topics:policy" in read("失敗例は？", earlier=talk).excluded
    found = read("やはり補助金を使った例は？", earlier=talk)
    assert "topics:policy" not in found.excluded
    assert "topics:policy" in {f"{p.field}:{p.code}" for p in found.premises}


def test_outcome_holds_for_one_question_only() -> None:
    """Asking for failures first does not hide successes later."""
    found = codes("もっと詳しく", earlier=("旅館の値上げの失敗例は？",))
    assert not any(c.startswith("outcome:") for c in found)


def test_long_question_is_read_whole() -> None:
    """7,900 characters are taken as they are, down to the last word."""
    text = "売上の話が続きます。" * 789 + "和菓子店です"
    assert len(text) > 7_890
    found = read(text)
    assert found.text == text
    assert "industry:09" in {f"{p.field}:{p.code}" for p in found.premises}


@pytest.mark.parametrize(
    "text", ["", " ", "　\n\t", "\x00\x07\x1b", "\u200b\u200d\ufeff", "\ud800\udfff", "\u2028\u2029"]
)
def test_question_without_a_character_is_refused_with_a_sentence(text: str) -> None:
    """Spaces, control, zero-width and broken characters are no question."""
    with pytest.raises(QuestionError, match="質問が空です"):
        read(text)


@pytest.mark.parametrize("text", ["😀😀", "？？？", "…！", "---"])
def test_question_without_a_word_is_refused_with_a_sentence(text: str) -> None:
    """Pictures and marks say nothing that could be searched."""
    with pytest.raises(QuestionError, match="文字が読み取れませんでした"):
        read(text)


def test_question_that_is_too_long_is_refused_with_its_length_and_the_limit() -> None:
    """It is never cut off in silence."""
    with pytest.raises(QuestionError, match=r"100,000文字.*8,000文字"):
        read("あ" * 100_000)


def test_half_width_and_full_width_letters_are_the_same() -> None:
    """Old typewriters' kana and wide digits are read like any other."""
    assert codes("ﾗｰﾒﾝ屋 従業員１０人") == codes("ラーメン屋 従業員10人")
    assert read("ﾗｰﾒﾝ屋の値上げ").text == "ラーメン屋の値上げ"


def test_broken_and_invisible_characters_are_taken_out_of_a_question() -> None:
    """What cannot be seen is not searched for, not shown, and shifts nothing."""
    text = "和菓\u200b子店\u2028の\ud800二代目\x00ではなく創業者"
    found = read(text)
    assert found.text == "和菓子店\nの二代目ではなく創業者"
    assert "owner_type:successor" in found.excluded


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"role": "admin"}, "役割「admin」は使えません"),
        ({"intent": "sing"}, "知りたいこと「sing」は使えません"),
        ({"premises": {"colour": ("red",)}}, "前提「colour」は使えません"),
        ({"removed": ("colour:red",)}, "外す前提「colour:red」は使えません"),
        ({"removed": ("successor",)}, "外す前提「successor」は使えません"),
    ],
)
def test_unknown_word_in_a_setting_is_refused_with_a_sentence(given: dict[str, object], sentence: str) -> None:
    """A program that asks wrongly is told what to use."""
    with pytest.raises(QuestionError, match=sentence):
        read("値上げ", **given)


@pytest.mark.parametrize("given", [{"premises": {"size": ("s7",)}}, {"removed": ("size:s7",)}, {"hub": "99"}])
def test_unknown_code_is_refused_with_the_nearest_ones(given: dict[str, object]) -> None:
    """The closed lists are closed."""
    with pytest.raises(UnknownCodeError, match="一覧にない符号です。近いもの"):
        read("値上げ", **given)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    """Reading never fails in another way, and reading twice is reading once."""
    assert clean(clean(text)) == clean(text)
    try:
        found = read(text)
    except QuestionError as error:
        assert str(error).endswith("。")
    else:
        assert found.text == mask(clean(text)).text
