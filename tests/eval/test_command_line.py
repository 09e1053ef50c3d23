import json
import re

import pytest

from eval.__main__ import main


@pytest.fixture(autouse=True)
def _small_embedder(monkeypatch):
    monkeypatch.setenv("YOROZU_EMBEDDING", "hashing")


def test_beir_folder_is_measured_as_json(write_beir, capsys):
    """The shape that other programs read: legs, each with its metrics."""
    assert main(["retrieval", "--beir", str(write_beir()), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert set(result["legs"]) == {"dense", "lexical", "hybrid"}
    for leg in result["legs"].values():
        assert 0.0 <= leg["recall@5"] <= 1.0
        low, high = leg["intervals"]["ndcg@10"]
        assert 0.0 <= low <= leg["ndcg@10"] <= high <= 1.0
        assert leg["n"] == 6


def test_table_is_printed_and_results_are_written(write_beir, tmp_path, capsys):
    """Without --json a person reads a table; --out keeps the same figures."""
    assert main(["retrieval", "--beir", str(write_beir()), "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    kept = json.loads((tmp_path / "out" / "results.json").read_text("utf-8"))
    assert "6 問" in printed
    for leg, values in kept["legs"].items():
        assert f"| {leg} | {values['ndcg@10']:.3f} " in printed


def test_missing_folder_is_one_japanese_sentence(tmp_path, capsys):
    """A wrong path ends with status 2 and says what could not be opened."""
    assert main(["retrieval", "--beir", str(tmp_path / "nowhere")]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    sentence = shown.err.splitlines()[-1]  # a progress bar may stand above it
    assert re.fullmatch(r"\S*nowhere/corpus\.jsonl を開けません。", sentence)
    assert "Traceback" not in shown.err


def test_missing_folder_is_an_error_object_with_json(tmp_path, capsys):
    """A program gets the same sentence as JSON."""
    assert main(["retrieval", "--beir", str(tmp_path / "nowhere"), "--json"]) == 2
    assert "を開けません。" in json.loads(capsys.readouterr().err)["error"]


def test_unknown_embedder_is_one_japanese_sentence(write_beir, monkeypatch, capsys):
    """A wrong setting is told in words."""
    monkeypatch.setenv("YOROZU_EMBEDDING", "no-such-model")
    assert main(["retrieval", "--beir", str(write_beir())]) == 2
    assert "no-such-model" in capsys.readouterr().err


def test_unknown_suite_is_refused(capsys):
    """The command names the suites it knows."""
    with pytest.raises(SystemExit) as stopped:
        main(["weather"])
    assert stopped.value.code == 2
    assert "retrieval" in capsys.readouterr().err
