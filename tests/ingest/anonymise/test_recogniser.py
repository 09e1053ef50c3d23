from __future__ import annotations

import threading
from typing import Any

import pytest

from ingest.anonymise.ginza.model import GinzaModel
from ingest.anonymise.recogniser import FakeRecogniser, GinzaRecogniser, Recogniser, RecogniserError

TEXTS = [
    "昨日、佐々木が来店し、原価の表を見せた。パートの五十嵐も同席した。",
    "",
    "商工会議所と日本政策金融公庫に相談し、チラシを減らした。",
    "鷲尾味噌の樽は12本。トヨシマ製作所から値下げを求められた。\n\n社長は佐々木の見立てを信じた。",
]


@pytest.fixture(params=["real", "fake"])
def recogniser(request: pytest.FixtureRequest) -> Recogniser:
    if request.param == "real":
        real: Recogniser = request.getfixturevalue("ginza")
        return real
    return FakeRecogniser({"佐々木": "person", "五十嵐": "person", "鷲尾味噌": "firm", "トヨシマ製作所": "firm"})


def test_findings_are_in_order_apart_uncertain_and_point_at_their_text(recogniser: Recogniser) -> None:
    recogniser.ready()
    found = recogniser.find(TEXTS)
    assert len(found) == len(TEXTS)
    for text, findings in zip(TEXTS, found, strict=True):
        at = 0
        for finding in findings:
            assert at <= finding.start < finding.end
            assert text[finding.start : finding.end] == finding.text
            assert finding.kind in ("person", "firm")
            assert 0 < finding.certainty < 0.8
            at = finding.end


def test_the_same_names_are_seen_alone_together_and_again(recogniser: Recogniser) -> None:
    together = recogniser.find(TEXTS)
    assert [recogniser.find([text])[0] for text in TEXTS] == together
    assert recogniser.find(TEXTS) == together
    assert recogniser.find([]) == []


def test_names_without_honorific_or_legal_form_are_seen(recogniser: Recogniser) -> None:
    names = [f.text for findings in recogniser.find(TEXTS) for f in findings]
    assert names == ["佐々木", "五十嵐", "鷲尾味噌", "トヨシマ製作所", "佐々木"]


def test_threads_may_share_a_recogniser(recogniser: Recogniser) -> None:
    alone = recogniser.find(TEXTS)
    answers: list[Any] = []
    threads = [threading.Thread(target=lambda: answers.append(recogniser.find(TEXTS))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [alone] * 4


@pytest.mark.parametrize(
    "sentence",
    [
        "COは公庫と商工中金に同行し、農協の指導員にも尋ねた。",
        "百貨店の催事で生成AIを使ったチラシを配った。",
        "中小企業活性化協議会と信用保証協会、税務署、ハローワークへ行った。",
        "A社の社長とBさん、C町の和菓子店の三代目が集まった。",
        "［氏名］は［会社名］の代表で、［住所］に住む。",
        "石川県と福島市の直売所、欧州と台湾の展示会に出た。",
        "キャッシュレス決済とホームページを見直した。",
    ],
)
def test_public_bodies_roles_places_goods_and_stand_ins_are_no_names(ginza: GinzaRecogniser, sentence: str) -> None:
    assert ginza.find([sentence]) == [[]]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("石川がつくった表を中村が直した。", "石川"),
        ("田\u200b中が来た。田中の話は長い。", "田\u200b中"),
        ("ﾔﾏﾓﾄ製作所に納めた。", "ﾔﾏﾓﾄ製作所"),
        ("ニコラボの検査装置は1台480万円だった。", "ニコラボ"),
        ("カフェ tsumuguの豆は自家焙煎。", "カフェ tsumugu"),
        ("民宿うしお荘の週末は満室だった。", "民宿うしお荘"),
        ("居酒屋「よりみち酔人」は常連が減った。", "よりみち酔人"),
        ("こもれび書店は閉店まで半年。", "こもれび書店"),
        ("リサイクルショップぐるりは店長の勘に頼る。", "リサイクルショップぐるり"),
        ("S電研には言わないでほしい。", "S電研"),
    ],
)
def test_hard_names_are_seen_whole(ginza: GinzaRecogniser, sentence: str, name: str) -> None:
    assert name in [finding.text for finding in ginza.find([sentence])[0]]


def test_a_place_is_an_address_only_with_a_house_number(ginza: GinzaRecogniser) -> None:
    (numbered,) = ginza.find(["工場は富士市吉原2丁目5にある。"])
    assert [(f.kind, f.text) for f in numbered] == [("address", "富士市吉原2丁目5")]
    assert ginza.find(["工場は富士市吉原にある。"]) == [[]]


@pytest.mark.parametrize(
    "text",
    [
        "\x00\u200b\ufeff",
        "ア" * 5000,
        "、" * 3000,
        "😀" * 500,
        "\ud800壊れた文字",
        "A" * 4000,
        "\n" * 2000,
        "｜ " * 1000,
    ],
)
def test_hostile_texts_are_read_without_an_error(ginza: GinzaRecogniser, text: str) -> None:
    for finding in ginza.find([text])[0]:
        assert text[finding.start : finding.end] == finding.text


def test_a_sentence_that_is_not_worth_asking_is_not_asked() -> None:
    class Untouched(GinzaModel):
        def names(self, docs: Any) -> Any:
            assert not docs
            return []

    recogniser = GinzaRecogniser(tagger=lambda: None, load=Untouched)
    assert recogniser.find(["売上の表を毎月つくることにした。粗利は3割である。"]) == [[]]


def test_the_sieve_loses_no_name_of_these_sentences(ginza: GinzaRecogniser, table: Any) -> None:
    everything = GinzaRecogniser(tagger=lambda: None, worth=lambda sentence, words: True)
    texts = [marked.text for name in ("dev", "evasive") for marked in table(name)] + TEXTS
    assert ginza.find(texts) == everything.find(texts)


def test_only_the_last_sentences_are_remembered() -> None:
    loads = []

    class Counted(GinzaModel):
        def __init__(self) -> None:
            super().__init__()
            self.split_sentences = 0
            loads.append(self)

        def split(self, sentence: str) -> Any:
            self.split_sentences += 1
            return super().split(sentence)

    recogniser = GinzaRecogniser(tagger=lambda: None, load=Counted, remembered=2)
    recogniser.find(["佐々木が来た。"])
    recogniser.find(["佐々木が来た。"])
    assert loads[0].split_sentences == 1
    recogniser.find(["売上が減った。", "粗利が増えた。"])
    recogniser.find(["佐々木が来た。"])
    assert loads[0].split_sentences == 4
    assert len(loads) == 1


def test_a_missing_model_is_told_in_one_sentence() -> None:
    def missing() -> GinzaModel:
        raise OSError("[E050] Can't find model 'ja_ginza'")

    recogniser = GinzaRecogniser(load=missing)
    with pytest.raises(RecogniserError, match=r"GiNZA.*読み込めません"):
        recogniser.ready()
    with pytest.raises(RecogniserError, match="入れ直して"):
        recogniser.find(["佐々木が来た。"])


def test_a_model_that_fails_at_work_is_an_error_and_is_not_taken_for_no_names() -> None:
    class Failing(GinzaModel):
        def names(self, docs: Any) -> Any:
            raise MemoryError

    recogniser = GinzaRecogniser(load=Failing)
    for _ in range(2):
        with pytest.raises(RecogniserError, match="認識に失敗しました"):
            recogniser.find(["佐々木が来た。"])


def test_a_broken_fake_fails_like_a_broken_model() -> None:
    with pytest.raises(RecogniserError):
        FakeRecogniser(broken=True).ready()
    with pytest.raises(RecogniserError):
        FakeRecogniser(broken=True).find([""])
