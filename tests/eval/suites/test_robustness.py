import pytest

from eval.samples import DATASETS, DatasetError, Sample, read_samples
from eval.suites.robustness import changes, keywords, measured, read_written, swapped

SAMPLE = Sample("q-1", "IT補助金は、使えますか?", {"a": 2})


@pytest.fixture(scope="module")
def ways():
    return {way: change(SAMPLE.question) for way, change in changes().items()}


def _means(ways, rank, intent):
    found = measured([(SAMPLE, ways)], rank, intent, lambda done, total: None)
    return {m.name: m.scores[0].value for m in found}


def test_a_search_that_knows_only_the_exact_wording_loses_everything(ways):
    means = _means(ways, lambda text: ["a"] if text == SAMPLE.question else ["b"], lambda text, role: text)
    for way in ways:
        assert means[f"{way}_ndcg_drop"] == means[f"{way}_hit1_drop"] == 1
        assert means[f"{way}_same_top"] == means[f"{way}_same_intent"] == 0


def test_a_search_that_any_wording_reaches_loses_nothing(ways):
    means = _means(ways, lambda text: ["a"], lambda text, role: "policy")
    assert {means[f"{way}_ndcg_drop"] for way in ways} == {0}
    assert {means[f"{way}_same_intent"] for way in ways} == {1}


def test_each_way_types_the_question_otherwise(ways):
    assert ways["width"].startswith("\uff29\uff34補助")
    assert ways["unpunctuated"] == "IT補助金は使えますか"
    assert changes()["kana"]("国の補助金(3回目)は?") == "くにのほじょきん(3かいめ)は?"
    assert keywords(SAMPLE.question) == "IT 補助金 使"
    assert swapped(SAMPLE.question) == swapped(SAMPLE.question) and sorted(swapped("補助")) == sorted("補助")


def test_people_wrote_sixty_questions_in_three_other_ways():
    written = read_written(DATASETS / "robustness.jsonl")
    asked = {s.id: s for s in read_samples(DATASETS / "retrieval-smoke.jsonl")}
    assert all(len(written[f"by_hand_{way}"]) >= 60 for way in ("dialect", "polite", "typo"))
    for texts in written.values():
        assert len(set(texts.values())) == len(texts) and texts.keys() <= asked.keys()
        assert not any(text == asked[i].question for i, text in texts.items())


def test_a_line_without_another_wording_is_refused(tmp_path):
    file = tmp_path / "robustness.jsonl"
    file.write_text('{"id": "q-001", "dialect": " "}\n', "utf-8")
    with pytest.raises(DatasetError, match="1 行目"):
        read_written(file)
