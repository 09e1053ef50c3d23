"""The page opens from disk by itself, escapes what it shows, and says the empty set in words."""

import re

import pytest

from eval.differences import differences
from eval.ran import Ran
from eval.report import plots
from eval.report.page import page
from eval.report.results import failures, results
from eval.suite import Measure, Score, SuiteResult, Table
from eval.thresholds import Threshold

SETTINGS = {"model": "", "whole": False, "today": "2026-11-21"}


def _ran(values, **told):
    scores = tuple(
        Score(sample=f"q-{i}", value=v, slices={"role": "co" if i % 2 else "owner"}, question=f"<b>問{i}", why="わけ")
        for i, v in enumerate(values)
    )
    measures = (Measure(name="m", label="測る", scores=scores, **told), Measure(name="empty", label="空", scores=()))
    tables = (Table(title="混同", columns=("正解", "a", "b"), rows=(("a", "3", "1"), ("b", "0", "4")), plot="heat"),)
    return [Ran("retrieval", SuiteResult(suite="retrieval", measures=measures, tables=tables, notes=("限界",)), 1.0)]


def _bound(**told):
    return Threshold(suite="retrieval", measure="m", on="value", reason="わけがある", **told)


@pytest.fixture
def shown():
    ran = _ran([1.0, 0.0, 0.5, 1.0])
    return page(ran, results(ran, [_bound(at_least=0.5, aim=0.9)], SETTINGS))


def test_page_loads_and_runs_nothing(shown):
    assert "<script" not in shown
    assert not re.search(r"(?:src|href)=\"(?!#)", shown)
    assert not re.search(r"https?:|@import|url\((?!#)", shown)


def test_questions_are_escaped_and_worst_cases_are_told_with_why(shown):
    assert "&lt;b&gt;問1" in shown
    assert "<b>問" not in shown
    assert "わけ" in shown


def test_empty_measure_is_told_in_words(shown):
    assert "対象なし" in shown


def test_bound_that_is_kept_but_misses_its_aim_is_told(shown):
    assert "満たす(目標には届かない)" in shown


def test_slice_that_a_good_mean_hides_is_named():
    ran = _ran([0.0 if i % 2 and i < 60 else 1.0 for i in range(200)])
    found = results(ran, [_bound(at_least=0.8)], SETTINGS)
    assert found.gates[0]["kept"]
    weak = page(ran, found).partition('id="weak"')[2].partition("<h2")[0]
    assert "コーディネーター" in weak
    assert "事業者" not in weak


def test_report_without_bounds_says_so():
    ran = _ran([1.0, 0.0])
    told = page(ran, results(ran, [], SETTINGS))
    assert "基準はありません" in told
    assert 'id="thresholds"' not in told


def test_every_plot_stands_beside_a_table(shown):
    assert shown.count("<svg") == 2
    assert shown.count("<figure") == shown.count("<svg") <= shown.count("<table")


def test_suite_that_failed_is_told_and_the_others_stand(shown):
    ran = [*_ran([1.0]), Ran("latency", None, 0.1, "latency は途中で止まりました。")]
    text = page(ran, results(ran, [], SETTINGS))
    assert "測れませんでした: latency は途中で止まりました。" in text
    assert "測る" in text


def test_comparison_says_holm_and_worse():
    before, after = (results(_ran([v] * 40), [], SETTINGS).suites for v in (1.0, 0.0))
    ran = _ran([0.0] * 40)
    text = page(ran, results(ran, [], SETTINGS), differences(before, after))
    assert "Holm" in text
    assert "悪化" in text


def test_failures_hold_every_sample_that_fell_short():
    lines = list(failures(_ran([1.0, 0.0, 0.5])))
    assert len(lines) == 2


def test_text_of_a_plot_stays_text_and_colours_follow_the_page():
    drawn = plots.intervals([("項目", 0.5, 0.4, 0.6)], [0.45])
    assert "項目</text>" in drawn
    assert "var(--mark)" in drawn
    assert "#333333" not in drawn


@pytest.mark.parametrize(
    "drawn",
    [
        plots.bars(["a"], [1.0]),
        plots.line("x", "y", [(0.0, 0.0), (1.0, 1.0)]),
        plots.heat(["a"], ["b", "c"], [[0.0, 2.0]]),
    ],
    ids=["bars", "line", "heat"],
)
def test_every_kind_of_plot_is_one_drawing(drawn):
    assert drawn.startswith("<svg")
    assert drawn.rstrip().endswith("</svg>")
