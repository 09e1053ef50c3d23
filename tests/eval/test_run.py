"""The command as an evaluator calls it: one suite on the starter knowledge, compared with a better run that never was."""

import json
from types import SimpleNamespace

import pytest

from eval.__main__ import main
from eval.samples import DATASETS


@pytest.fixture(scope="module")
def written(starter_data, tmp_path_factory):
    """Run the guideline suite against a baseline in which nothing was ever missed."""
    folder = tmp_path_factory.mktemp("run")
    rows = [json.loads(line) for line in (DATASETS / "guideline.jsonl").read_text("utf-8").splitlines()]
    measure = {"samples": {r["id"]: 0.0 for r in rows if r["bad"]}, "kind": "events", "better": "lower"}
    baseline = folder / "baseline.json"
    baseline.write_text(json.dumps({"suites": {"guideline": {"measures": {"missed": measure}}}}), "utf-8")
    out = folder / "report"
    status = main(["guideline", "--data", str(starter_data), "--out", str(out), "--baseline", str(baseline)])
    return SimpleNamespace(status=status, out=out)


def test_run_that_is_worse_than_its_baseline_ends_with_one(written):
    assert written.status == 1
    assert "悪化" in (written.out / "index.html").read_text("utf-8")


def test_results_tell_how_they_came_about(written):
    kept = json.loads((written.out / "results.json").read_text("utf-8"))
    about = kept["about"]
    assert {"git", "corpus", "packages", "seed", "cores", "seconds", "today", "model", "whole"} <= about.keys()
    assert set(kept["suites"]["guideline"]["data"]) == {"guideline.jsonl", "retrieval-smoke.jsonl"}


def test_every_figure_has_n_interval_slices_and_scores_by_sample(written):
    measures = json.loads((written.out / "results.json").read_text("utf-8"))["suites"]["guideline"]["measures"]
    for measure in measures.values():
        assert measure["low"] <= measure["value"] <= measure["high"]
        assert len(measure["samples"]) == measure["n"]
        assert measure["slices"]


def test_every_failure_can_be_read(written):
    rows = [json.loads(line) for line in (written.out / "failures.jsonl").read_text("utf-8").splitlines()]
    assert rows
    assert all(row["question"] and row["answer"] and row["why"] for row in rows)


def test_nothing_of_this_machine_stands_in_the_report(written):
    for name in ("index.html", "results.json", "failures.jsonl"):
        assert str(written.out.parent) not in (written.out / name).read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["guideline", "--baseline", "nowhere.json"], "nowhere.json"),
        (["guideline", "--model", "no-provider"], "提供元:モデル名"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(arguments, told, tmp_path, capsys):
    assert main([*arguments, "--out", str(tmp_path / "out"), "--data", str(tmp_path / "data")]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert "Traceback" not in said
