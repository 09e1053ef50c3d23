"""The papers show what was measured: the stored current result, and nothing else."""

import json

import pytest

from eval.__main__ import main
from eval.current import CURRENT, read_results, table, written
from eval.ran import Ran
from eval.readme import PAPERS, with_quality
from eval.report.results import results
from eval.samples import DatasetError
from eval.suite import Measure, Score, SuiteResult
from eval.suites import LONG
from eval.thresholds import Threshold, read_thresholds


@pytest.fixture
def stored(tmp_path):
    """A results.json with one measure that has a bound and one that has none."""
    scores = tuple(Score(sample=f"q-{i}", value=float(i != 0)) for i in range(10))
    measures = (Measure(name="m", label="測る", scores=scores), Measure(name="free", label="基準なし", scores=scores))
    ran = [Ran("retrieval", SuiteResult(suite="retrieval", measures=measures), 1.0)]
    bounds = [Threshold(suite="retrieval", measure="m", on="value", reason="わけ", at_least=0.8, aim=0.95)]
    path = tmp_path / "results.json"
    told = {"model": "", "whole": False, "today": "2026-11-21"}
    path.write_text(results(ran, bounds, told).as_json(), "utf-8")
    return path


@pytest.mark.parametrize(
    "paper", [p for p in PAPERS if "<!-- quality -->" in p.read_text("utf-8")], ids=lambda p: p.name
)
def test_papers_show_the_stored_result(paper):
    text = paper.read_text("utf-8")
    assert with_quality(text, paper) == text


def test_stored_result_is_short_and_can_be_read_again():
    assert CURRENT.stat().st_size < 400_000
    current = json.loads(CURRENT.read_text("utf-8"))
    assert len(current["gates"]) >= 10
    assert written(read_results(CURRENT)) == CURRENT.read_text("utf-8")


def test_stored_result_was_measured_under_the_bounds_that_stand():
    current = json.loads(CURRENT.read_text("utf-8"))
    told = {(g["suite"], g["measure"], g["at_least"], g["at_most"], g["on"]) for g in current["gates"]}
    asked = [b for b in read_thresholds() if b.suite not in LONG or b.suite in current["suites"]]
    assert told == {(b.suite, b.measure, b.at_least, b.at_most, b.on) for b in asked}


def test_every_bound_has_a_reason_and_an_aim_beyond_it():
    for bound in read_thresholds():
        assert bound.reason.endswith("。")
        if bound.aim is not None:
            assert bound.aim > bound.at_least if bound.at_least is not None else bound.aim < bound.at_most


def test_only_measures_with_a_bound_are_kept(stored):
    current = read_results(stored)
    assert list(current["suites"]["retrieval"]["measures"]) == ["m"]
    assert len(current["suites"]["retrieval"]["measures"]["m"]["samples"]) == 10


def test_table_tells_value_interval_n_bound_and_missed_aim(stored):
    english, japanese = (table(read_results(stored), told) for told in (False, True))
    assert "| `retrieval.m` | 0.900 | 0.700–1.000 | 10 | ≥ 0.8 | kept, aim 0.95 missed |" in english
    assert "検索: 測る | 0.900" in japanese
    assert "目標には届かない" in japanese


def test_table_tells_samples_newer_than_the_rules_apart(stored):
    results = json.loads(stored.read_text("utf-8"))
    fresh = {"n": 4, "value": 0.25, "low": 0.0, "high": 0.75}
    results["suites"]["retrieval"]["measures"]["m"]["slices"] = {
        "half": {"dev": fresh | {"value": 1.0}, "fresh": fresh}
    }
    stored.write_text(json.dumps(results), "utf-8")
    assert "0.900 (fresh samples 0.250, n=4)" in table(read_results(stored), japanese=False)
    assert "0.900 (新しい質問だけでは 0.250, n=4)" in table(read_results(stored), japanese=True)


def test_readme_shows_a_part_and_whatever_is_broken(stored):
    current = read_results(stored)
    (gate,) = current["gates"]
    for shown, kept, rows in ((True, True, 1), (False, True, 0), (False, False, 1)):
        told = table({**current, "gates": [{**gate, "shown": shown, "kept": kept}]}, japanese=False, whole=False)
        assert told.count("`retrieval.m`") == rows


def test_file_that_holds_no_results_is_one_sentence(tmp_path, capsys):
    broken = tmp_path / "broken.json"
    broken.write_text("{}", "utf-8")
    with pytest.raises(DatasetError):
        read_results(broken)
    assert main(["readme", "--results", str(broken)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
