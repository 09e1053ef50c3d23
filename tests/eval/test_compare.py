"""``python -m eval compare A B``: paired by question, adjusted by Holm, 1 where something got worse."""

import json

import pytest

from eval.__main__ import main
from eval.differences import differences


@pytest.fixture
def stored(tmp_path):
    """Write a results.json with one measure whose samples have the given values."""

    def write(name, values, **told):
        measure = {"samples": values, "kind": "mean", "better": "higher"} | told
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps({"suites": {"s": {"measures": {"m": measure}}}}), "utf-8")
        return str(path)

    return write


def _same(value, n=40):
    return {f"q-{i}": value for i in range(n)}


def test_worse_run_ends_with_one_and_names_the_measure_and_holm(stored, capsys):
    assert main(["compare", stored("a", _same(1.0)), stored("b", _same(0.5))]) == 1
    said = capsys.readouterr().out
    assert "s.m: -0.500" in said
    assert "Holm" in said
    assert "悪化" in said


def test_equal_runs_end_with_nought(stored, capsys):
    assert main(["compare", stored("a", _same(1.0)), stored("b", _same(1.0))]) == 0
    assert "悪化" not in capsys.readouterr().out


def test_less_is_better_where_the_measure_says_so(stored):
    assert main(["compare", stored("a", _same(1.0), better="lower"), stored("b", _same(0.5), better="lower")]) == 0
    assert main(["compare", stored("a", _same(0.5), better="lower"), stored("b", _same(1.0), better="lower")]) == 1


def test_runs_without_common_questions_have_nothing_to_compare(stored, capsys):
    assert main(["compare", stored("a", {"x": 1.0}), stored("b", {"y": 0.0})]) == 0
    assert "対象なし" in capsys.readouterr().out


def test_file_that_holds_no_results_is_one_sentence(stored, tmp_path, capsys):
    broken = tmp_path / "broken.json"
    broken.write_text('{"suites": {"s": {"measures": {"m": 3}}}}', "utf-8")
    for path in (broken, tmp_path / "nowhere.json"):
        assert main(["compare", str(path), stored("b", _same(1.0))]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_one_file_is_not_enough(stored, capsys):
    assert main(["compare", stored("a", _same(1.0))]) == 2
    assert "二つ" in capsys.readouterr().err


def test_samples_of_one_question_are_one_unit():
    def suites(value):
        samples = {f"q-1/{i}": value for i in range(500)}
        return {"s": {"measures": {"m": {"samples": samples, "kind": "mean", "better": "higher"}}}}

    (found,) = differences(suites(1.0), suites(0.0))
    assert found.change.n == 1
    assert not found.worse


def test_many_equal_measures_make_one_lucky_one_no_news():
    def suites(lucky):
        measures = {
            f"m{i}": {"samples": {f"q{j}": float((i + j) % 2) for j in range(12)}, "kind": "mean", "better": "higher"}
            for i in range(20)
        }
        measures["m0"]["samples"] |= dict.fromkeys([f"q{j}" for j in range(7)], lucky)
        return {"s": {"measures": measures}}

    assert not any(d.worse for d in differences(suites(1.0), suites(0.4)))


def test_one_measure_that_is_clearly_worse_shows_among_two_hundred_that_are_the_same():
    """p must be able to become small enough for Holm."""

    def suites(value):
        same = {f"q{j}": float(j % 2) for j in range(50)}
        measures = {f"m{i}": {"samples": same, "kind": "mean", "better": "higher"} for i in range(200)}
        measures["m0"] = measures["m0"] | {"samples": {f"q{j}": value if j < 20 else 1.0 for j in range(50)}}
        return {"s": {"measures": measures}}

    assert [d.change.name for d in differences(suites(1.0), suites(0.0)) if d.worse] == ["s.m0"]


def test_few_changed_questions_are_tested_exactly():
    """Five that all got worse: 2 of the 32 ways to flip their signs are as far from nought."""

    def suites(value):
        return {
            "s": {"measures": {"m": {"samples": dict.fromkeys("abcde", value), "kind": "mean", "better": "higher"}}}
        }

    (found,) = differences(suites(1.0), suites(0.0))
    assert found.p == 2 / 32
    assert not found.worse
