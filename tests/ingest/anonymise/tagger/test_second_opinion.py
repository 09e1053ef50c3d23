from __future__ import annotations

from pathlib import Path

import pytest

from ingest.anonymise.detector import Detector, DetectorError
from ingest.anonymise.ginza.model import GinzaModel
from ingest.anonymise.recogniser import FakeRecogniser, GinzaRecogniser
from ingest.anonymise.tagger.model import load_tagger
from ingest.anonymise.tagger.second_opinion import SecondOpinion
from ingest.anonymise.tagger.suspects import SUSPECTED_CERTAINTY


@pytest.fixture(scope="module")
def detector(ginza: GinzaRecogniser) -> Detector:
    ginza.ready()
    model = ginza._model
    assert isinstance(model, GinzaModel)
    net = GinzaRecogniser(load=lambda: model)
    return Detector(net, SecondOpinion(net))


@pytest.mark.parametrize(
    "text",
    [
        "もう店をたたみたいです",
        "地方のタクシー会社で運転手が足りません",
        "パン屋です。種類が多くて寝る時間もありません",
        "",
    ],
)
def test_a_question_that_names_nobody_is_left_as_it_is(detector: Detector, text: str) -> None:
    masked = detector.mask_question(text)
    assert (masked.text, masked.searched, masked.findings) == (text, text, ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("うちはひだまり食堂っていう小さい店なんですが、値上げしてよいですか", "ひだまり"),
        ("アトリエ雲母の長谷部さんから、送料の相談です", "雲母"),
        ("携帯は090-6712-4480です。折り返しで話を聞けますか", "6712"),
    ],
)
def test_whoever_a_question_names_is_masked_in_what_is_kept(detector: Detector, text: str, name: str) -> None:
    assert name not in detector.mask_question(text).text


def test_what_is_only_suspected_is_searched_as_typed_and_kept_masked() -> None:
    detector = Detector(FakeRecogniser({"火星": "firm"}, certainty=SUSPECTED_CERTAINTY))
    text = "火星で宿を開いた株式会社山田の女将に会いたい。電話は090-1234-5678"
    masked = detector.mask_question(text)
    assert "火星" not in masked.text
    assert "火星" in masked.searched
    assert not [secret for secret in ("山田", "1234") if secret in masked.text + masked.searched]


def test_nothing_suspected_is_searched_elsewhere() -> None:
    detector = Detector(FakeRecogniser({"火星": "firm"}, certainty=SUSPECTED_CERTAINTY))
    masked = detector.mask_question("火星で宿を開いた女将に会いたいのです。", here=False)
    assert "火星" not in masked.searched


def test_what_a_model_saw_is_masked_for_the_search_too() -> None:
    masked = Detector(FakeRecogniser({"ひより": "firm"}, certainty=0.5)).mask_question("ひよりの客が減りました。")
    assert "ひより" not in masked.text + masked.searched


def test_missing_weights_close_the_detector(tmp_path: Path) -> None:
    net = FakeRecogniser()
    second = SecondOpinion(GinzaRecogniser(), lambda: load_tagger(tmp_path / "none.npz"))
    with pytest.raises(DetectorError):
        Detector(net, second).ready()


def test_a_second_opinion_never_drops_what_is_more_than_suspected(detector: Detector) -> None:
    text = "山田製作所の佐藤さんと、もう店をたたむ話をしました"
    told = "".join(f.text for f in detector.find_asked(text))
    assert "山田製作所" in told
    assert "佐藤" in told
