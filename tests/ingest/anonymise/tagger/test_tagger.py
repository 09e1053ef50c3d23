from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.anonymise.detector import Detector
from ingest.anonymise.ginza.model import GinzaModel, Word, words_of
from ingest.anonymise.recogniser import GinzaRecogniser, RecogniserError
from ingest.anonymise.tagger.columns import Sentence
from ingest.anonymise.tagger.explained import is_explained, left_over
from ingest.anonymise.tagger.model import SIZE, Linear, Tagger, features, load_tagger
from ingest.anonymise.tagger.suspects import SUSPECTED_CERTAINTY, suspects

NOTES = [
    "今朝ひよりの棚をのぞいた。先月より在庫が3割減った。",
    "集金はまだ。灯台下パーラーだけ翌月払い。",
    "粗利を毎月見ることにした。値上げは来春、まず3品から。",
    "",
    "\n\n",
]


@pytest.fixture(scope="session")
def net(ginza: GinzaRecogniser) -> GinzaRecogniser:
    """The recogniser with its tagger, on the model that is loaded already."""
    ginza.ready()
    model = ginza._model
    assert isinstance(model, GinzaModel)
    return GinzaRecogniser(load=lambda: model)


def sentence(*words: str) -> list[Sentence]:
    at, read = 0, []
    for word in words:
        read.append(Word(at, at + len(word), word, "名詞-普通名詞-一般"))
        at += len(word)
    return [Sentence(0, read, [])]


def test_weights_of_the_package_are_small_and_load() -> None:
    tagger = load_tagger()
    assert tagger.named.steps.shape == tagger.firm.steps.shape == (SIZE,)
    weights = Path("ingest/anonymise/tagger/weights.npz")
    assert weights.stat().st_size < 1_000_000


def test_weights_that_were_saved_are_the_weights_that_are_read(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    tagger = Tagger(Linear.rounded(chance.normal(size=SIZE), -1.5), Linear.rounded(np.zeros(SIZE), 0.25))
    tagger.save(tmp_path / "w.npz")
    read = load_tagger(tmp_path / "w.npz")
    assert np.array_equal(read.named.steps, tagger.named.steps)
    assert (read.named.step, read.named.bias, read.firm.bias) == (tagger.named.step, -1.5, 0.25)


@pytest.mark.parametrize("content", [b"", b"not an archive"])
def test_broken_weights_close_the_recogniser(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "w.npz").write_bytes(content)
    recogniser = GinzaRecogniser(tagger=lambda: load_tagger(tmp_path / "w.npz"))
    for call in (recogniser.ready, lambda: recogniser.find(["佐々木が来た。"])):
        with pytest.raises(RecogniserError, match="付属の重み"):
            call()


def test_every_feature_has_one_number_a_character_the_same_each_time() -> None:
    text, read = "花屋みつば", sentence("花屋", "みつば")
    first = list(features(text, read))
    assert all(ids.shape[1] == 5 and ids.min() >= 0 and ids.max() < SIZE for ids in first)
    assert all(np.array_equal(a, b) for a, b in zip(first, features(text, read), strict=True))


def test_the_word_decides_and_not_only_the_letters() -> None:
    one, two = (np.concatenate(list(features("みつば", s))) for s in (sentence("みつば"), sentence("み", "つば")))
    assert (one != two).any()


def test_what_is_suspected_is_in_order_apart_a_doubt_and_points_at_its_text(net: GinzaRecogniser) -> None:
    for text, findings in zip(NOTES, net.find(NOTES), strict=True):
        at = 0
        for finding in findings:
            assert at <= finding.start < finding.end
            assert text[finding.start : finding.end] == finding.text
            assert finding.certainty < 0.8
            at = finding.end


def test_names_that_neither_rules_nor_ginza_see_become_doubts(net: GinzaRecogniser, ginza: GinzaRecogniser) -> None:
    text = NOTES[1]
    found, before = Detector(net).find(text), Detector(ginza).find(text)
    assert "灯台下パーラー" not in [f.text for f in before]
    assert "灯台下パーラー" in [f.text for f in found if f.certainty == SUSPECTED_CERTAINTY]


def test_plain_notes_and_empty_texts_raise_no_doubt(net: GinzaRecogniser) -> None:
    assert net.find(NOTES[2:]) == [[], [], []]


def test_texts_together_give_what_each_gives_alone(net: GinzaRecogniser) -> None:
    assert net.find(NOTES) == [net.find([text])[0] for text in NOTES]


@pytest.mark.parametrize("text", ["ア" * 5000, "、" * 3000, "😀" * 500, "\ud800壊れた文字", "\x00\u200b", "a\nb" * 900])
def test_hostile_texts_are_read_without_an_error(net: GinzaRecogniser, text: str) -> None:
    for finding in net.find([text])[0]:
        assert text[finding.start : finding.end] == finding.text


def test_a_suspicion_is_grown_to_the_whole_word_and_the_nouns_beside_it() -> None:
    text = "昨日は青葉木工に寄った"
    words = [
        ("昨日", "名詞"),
        ("は", "助詞"),
        ("青葉", "名詞"),
        ("木工", "名詞"),
        ("に", "助詞"),
        ("寄っ", "動詞"),
        ("た", "助動詞"),
    ]
    at, read = 0, []
    for word, tag in words:
        read.append(Word(at, at + len(word), word, tag + "-普通名詞-一般" if tag == "名詞" else tag))
        at += len(word)

    class OneLetter(Tagger):
        def likelihoods(self, text: str, sentences: object) -> tuple[np.ndarray, np.ndarray]:
            likely = np.zeros(len(text), np.float32)
            likely[text.index("葉")] = 0.5
            return likely, likely

    none = Linear.rounded(np.zeros(SIZE), 0.0)
    (hit,) = suspects(OneLetter(none, none), text, [Sentence(0, read, [])])
    assert text[hit.start : hit.end] == "青葉木工"


@pytest.mark.parametrize("word", ["B社", "〔個人名〕", "X市", "熊本", "商工会議所", "Bさん"])
def test_stand_ins_places_and_public_bodies_are_explained(word: str) -> None:
    assert is_explained(word + "の話", 0, len(word))


@pytest.mark.parametrize("text", ["石川さんの話", "灯台下パーラー", "みつば"])
def test_a_place_before_an_honorific_and_other_words_are_not_explained(text: str) -> None:
    assert not is_explained(text, 0, 2 if "さん" in text else len(text))


@pytest.mark.parametrize(
    ("text", "seen", "left"),
    [
        ("半田屋", [(0, 2)], ["屋"]),
        ("森さんという口癖", [(0, 3)], []),
        ("山の家つぐみ", [(3, 6)], ["山の家"]),
        ("田中ー", [(0, 2)], []),
        ("北原製麺", [], ["北原製麺"]),
    ],
)
def test_of_a_suspicion_stays_what_no_name_covers(text: str, seen: list[tuple[int, int]], left: list[str]) -> None:
    assert [text[a:b] for a, b in left_over(text, 0, len(text), seen)] == left


def test_words_of_a_doc_are_what_the_features_are_made_of(net: GinzaRecogniser) -> None:
    (folded, read), *_ = net.read([NOTES[0]])
    model = net._model
    assert model is not None
    assert [w.text for s in read for w in s.words][:2] == [w.text for w in words_of(model.split(folded.text))][:2]
