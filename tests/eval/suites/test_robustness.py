from eval.samples import Sample
from eval.suites.robustness import changes, keywords, measured, swapped

SAMPLE = Sample("q-1", "IT補助金は、使えますか?", {"a": 2})


def _means(rank, intent):
    found = measured([SAMPLE], changes(), rank, intent, lambda done, total: None)
    return {m.name: m.scores[0].value for m in found}


def test_a_search_that_knows_only_the_exact_wording_loses_everything():
    means = _means(lambda text: ["a"] if text == SAMPLE.question else ["b"], lambda text: text)
    for way in changes():
        assert means[f"{way}/ndcg_drop"] == means[f"{way}/hit1_drop"] == 1
        assert means[f"{way}/same_top"] == means[f"{way}/same_intent"] == 0


def test_a_search_that_any_wording_reaches_loses_nothing():
    means = _means(lambda text: ["a"], lambda text: "policy")
    assert {means[f"{way}/ndcg_drop"] for way in changes()} == {0}
    assert {means[f"{way}/same_intent"] for way in changes()} == {1}


def test_each_way_types_the_question_otherwise():
    ways = changes()
    assert ways["width"]("IT補助") == "\uff29\uff34補助"
    assert ways["unpunctuated"](SAMPLE.question) == "IT補助金は使えますか"
    assert ways["kana"]("補助金") == "ほじょきん"
    assert keywords(SAMPLE.question) == "IT 補助金 使"
    assert swapped(SAMPLE.question) == swapped(SAMPLE.question) and sorted(swapped("補助")) == sorted("補助")
