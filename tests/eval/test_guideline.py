import json

import pytest

from assistant.answering.guideline.findings import CLAUSES
from eval import guideline
from eval.guideline import Labelled
from eval.samples import DATASETS, DatasetError


@pytest.fixture(scope="module")
def labelled():
    return guideline.read_labelled(DATASETS / "guideline.jsonl")


def test_set_is_large_and_half_fair_for_every_clause(labelled):
    assert len(labelled) >= 240
    for clause in CLAUSES:
        own = [item.bad for item in labelled if item.clause == clause]
        assert len(own) >= 20 and sum(own) * 2 == len(own), clause
    assert len({item.text for item in labelled}) == len({item.id for item in labelled}) == len(labelled)


def test_no_fair_text_that_the_rules_have_seen_is_blamed(labelled):
    """A check that cries wolf is switched off."""
    assert [item.id for item in labelled if not item.bad and item.half != "fresh" and item.found()] == []


def test_metrics_count_what_is_caught_and_what_is_blamed():
    items = [
        Labelled("g-001", "4-5", True, "採択はほぼ確実です。"),
        Labelled("g-002", "4-5", True, "よい天気です。"),
        Labelled("g-003", "4-5", False, "採択は審査で決まります。"),
    ]
    found = guideline.run(items)
    means = {m.name: m for half in guideline.HALVES for m in found.metrics[half] if m.n and m.name == "recall"}
    assert sum(m.n for half in guideline.HALVES for m in found.metrics[half] if m.name == "recall") == 2
    assert means and [m["id"] for m in found.mistakes] == ["g-002"]
    json.dumps(found.as_json())
    assert "recall" in found.as_text()


def test_unknown_clause_is_one_japanese_sentence(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "g-001", "clause": "99-9", "bad": true, "text": "x"}', "utf-8")
    with pytest.raises(DatasetError, match="調べられる条にありません"):
        guideline.read_labelled(path)
    with pytest.raises(DatasetError, match="読み取れません"):
        guideline.read_labelled(tmp_path / "none.jsonl")
