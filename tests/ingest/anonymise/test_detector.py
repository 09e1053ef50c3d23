from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.anonymise import Finding, Known, find
from ingest.anonymise.detector import Detector, DetectorError
from ingest.anonymise.recogniser import FakeRecogniser, GinzaRecogniser
from ingest.anonymise.tagger.suspects import SUSPECTED_CERTAINTY


class Answering:
    """A recogniser that gives the findings it was told, whatever the text."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = list(findings)

    def ready(self) -> None:
        """Be ready."""

    def find(self, texts: Sequence[str]) -> list[list[Finding]]:
        return [self.findings for _ in texts]


def covered(findings: Sequence[Finding]) -> set[int]:
    return {at for finding in findings for at in range(finding.start, finding.end)}


def test_a_missing_part_closes_the_detector_everywhere() -> None:
    detector = Detector(FakeRecogniser(broken=True))
    for call in (
        detector.ready,
        lambda: detector.find("電話は0545-52-1234です"),
        lambda: detector.find_many(["電話は0545-52-1234です", ""]),
        lambda: detector.mask("電話は0545-52-1234です", (Known("山田太郎", "person"),)),
    ):
        with pytest.raises(DetectorError, match="認識器が壊れています"):
            call()


def test_an_unexpected_failure_closes_the_detector_with_a_plain_sentence() -> None:
    class Odd(FakeRecogniser):
        def find(self, texts: Sequence[str]) -> list[list[Finding]]:
            raise KeyError("moves")

    with pytest.raises(DetectorError, match="個人情報の検出に失敗しました") as raised:
        Detector(Odd()).find("売上が減った。")
    assert isinstance(raised.value.__cause__, KeyError)


def test_a_missing_answer_is_a_failure() -> None:
    class Short(FakeRecogniser):
        def find(self, texts: Sequence[str]) -> list[list[Finding]]:
            return super().find(texts)[:-1]

    with pytest.raises(DetectorError):
        Detector(Short()).find_many(["一つ目。", "二つ目。"])


def test_names_for_another_number_of_texts_are_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="2 lists of names for 1 texts"):
        Detector(FakeRecogniser()).find_many(["一つ。"], [(), ()])


def test_many_texts_give_what_each_gives_alone() -> None:
    detector = Detector(FakeRecogniser({"佐々木": "person"}))
    texts = ["佐々木が来た。", "", "番号は090-1234-5678、山田商会の件。"]
    known = [(), (), (Known("山田商会", "firm"),)]
    assert detector.find_many(texts, known) == [detector.find(t, k) for t, k in zip(texts, known, strict=True)]


def test_what_only_the_recogniser_saw_is_a_doubt() -> None:
    findings = Detector(FakeRecogniser({"月桃": "firm"})).find("染料は月桃から買う。")
    assert [(f.text, f.kind) for f in findings] == [("月桃", "firm")]
    assert findings[0].certainty < 0.8


def test_what_rules_and_recogniser_both_saw_is_sure() -> None:
    text = "店主は加藤次郎と申します。"
    alone = find(text)
    both = Detector(FakeRecogniser({"加藤次郎": "person"})).find(text)
    assert [f.text for f in both] == [f.text for f in alone] == ["加藤次郎"]
    assert both[0].certainty >= 0.8


def test_a_name_seen_once_is_found_wherever_it_stands() -> None:
    text = "佐々木が来た。\n佐々木の表は、佐々木山の上で書かれた。"
    detector = Detector(Answering(Finding("person", 0, 3, "佐々木", 0.6)))
    assert [f.start for f in detector.find(text)] == [0, 8]


def test_numbers_keep_their_ends_and_the_rest_of_a_name_stays_covered() -> None:
    text = "山田商会 0545-52-1234 が窓口"
    net = Answering(Finding("firm", 0, len(text) - 3, text[:-3], 0.5))
    findings = Detector(net).find(text)
    assert ("phone", "0545-52-1234") in [(f.kind, f.text) for f in findings]
    assert covered(findings) >= set(range(4))


def test_a_longer_name_takes_the_place_of_its_parts() -> None:
    text = "田中さんの店ではなく田中製茶の話。"
    findings = Detector(FakeRecogniser({"田中製茶": "firm"})).find(text)
    assert ("firm", "田中製茶") in [(f.kind, f.text) for f in findings]


SPANS = st.lists(
    st.tuples(
        st.integers(0, 60), st.integers(1, 20), st.sampled_from(["person", "firm"]), st.sampled_from([0.4, 0.5, 0.6])
    ),
    max_size=6,
)


@settings(deadline=None)
@given(SPANS)
def test_everything_that_either_saw_stays_covered(spans: list[tuple[int, int, str, float]]) -> None:
    text = "株式会社山田製作所の田中さん(090-1234-5678)は、富士市吉原2丁目5-8で花屋を営む佐藤太郎様と組み、普通預金 口座番号0123456へ。"
    net, taken = [], 0
    for start, length, kind, certainty in sorted(spans):
        end = min(start + length, len(text))
        if taken <= start < end:
            net.append(Finding(kind, start, end, text[start:end], certainty))
            taken = end
    findings = Detector(Answering(*net)).find(text)
    letters = {at for at in covered(net) if text[at].isalpha()}
    lone = {at for at in letters if not ({at - 1, at + 1} & letters)}
    assert covered(find(text)) <= covered(findings)
    assert letters - lone <= covered(findings) | {at for at in letters if {at - 1, at + 1} & covered(find(text))}
    at = 0
    for finding in findings:
        assert at <= finding.start < finding.end
        assert text[finding.start : finding.end] == finding.text
        at = finding.end


@pytest.fixture(scope="module")
def detector(ginza: GinzaRecogniser) -> Detector:
    return Detector(ginza)


STORY = (
    "相談者の佐々木 花子さんは、富士市吉原2丁目5-8で鷲尾味噌を営む。電話は0545-52-1234。\n"
    "夫の五十嵐が経理を見て、トヨシマ製作所への支払いを遅らせていた。佐々木は泣いた。"
)


def test_a_masked_story_names_nobody_and_stays_masked(detector: Detector) -> None:
    masked = detector.mask(STORY, (Known("佐々木花子", "person"),))
    for secret in ("佐々木", "花子", "吉原", "鷲尾", "0545", "五十嵐", "トヨシマ"):
        assert secret not in masked.text
    assert "経理を見て" in masked.text
    assert detector.find(masked.text) == []
    assert detector.mask(masked.text).text == masked.text


def test_the_real_detector_covers_all_that_the_rules_cover(detector: Detector, table: Any) -> None:
    texts = [marked.text for name in ("dev", "evasive", "clean") for marked in table(name)]
    for text, findings in zip(texts, detector.find_many(texts), strict=True):
        assert covered(find(text)) <= covered(findings), text


def test_the_detector_is_ready_once_its_model_is_loaded(detector: Detector) -> None:
    detector.ready()
    assert detector.find("") == []


@pytest.mark.parametrize("text", ["どら焼き", "温泉プラン", "円", "担当コーディネーター"])
def test_ordinary_words_alone_in_a_field_stay_as_they_were_typed(text: str) -> None:
    suspected = Finding("firm", 0, len(text), text, SUSPECTED_CERTAINTY)
    assert Detector(Answering(suspected)).mask(text).text == text


@pytest.mark.parametrize("time", ["三か月後", "半年後", "１２か月前", "２年半"])
def test_a_time_in_a_sentence_is_nobodys_name(time: str) -> None:
    detector = Detector(FakeRecogniser({time: "person"}, certainty=SUSPECTED_CERTAINTY))
    assert detector.mask(f"{time}、利益は増えた。").text == f"{time}、利益は増えた。"


@pytest.mark.parametrize(
    ("text", "name", "certainty"),
    [
        ("ひまわり", "ひまわり", 0.5),
        ("ザグレフ", "ザグレフ", SUSPECTED_CERTAINTY),
        ("ひよりは客が減った。", "ひより", SUSPECTED_CERTAINTY),
    ],
)
def test_what_a_model_sees_no_dictionary_knows_or_stands_in_a_sentence_is_masked(
    text: str, name: str, certainty: float
) -> None:
    assert name not in Detector(FakeRecogniser({name: "firm"}, certainty=certainty)).mask(text).text
