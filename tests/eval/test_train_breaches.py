"""What hears breaches is trained on many situations, and measured on situations that it has not seen."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.answering.guideline.findings import CLAUSES
from eval.breach_fit import Shaped, fitted, thresholds, unseen
from eval.breach_samples import BREACHES, FOLDS, Spoken, fair_knowledge, read_spoken
from eval.samples import DATASETS, DatasetError


@pytest.fixture(scope="module")
def written() -> list[Spoken]:
    return read_spoken(DATASETS / BREACHES)


def shaped(bad: list[str], fair: list[str]) -> Shaped:
    said = [Spoken("4-5", True, text, text) for text in bad] + [Spoken("4-5", False, text, text) for text in fair]
    return Shaped.of(said, [s.text for s in said], np.zeros((len(said), 2), np.float32))


def test_every_clause_has_many_breaches_and_fair_neighbours_in_many_situations(written: list[Spoken]) -> None:
    for clause in CLAUSES:
        own = [s for s in written if s.clause == clause]
        assert sum(s.bad for s in own) >= 60 and sum(not s.bad for s in own) >= 50, clause
        assert len({s.situation for s in own}) >= 20, clause
    assert len({s.text for s in written}) == len(written)


def test_no_text_is_one_that_the_check_is_measured_on(written: list[Spoken]) -> None:
    measured = {json.loads(line)["text"] for line in (DATASETS / "guideline.jsonl").read_text("utf-8").splitlines()}
    assert not measured & {s.text for s in written}


def test_a_situation_is_in_one_part_only(written: list[Spoken]) -> None:
    parts = {s.situation: s.fold for s in written}
    assert all(parts[s.situation] == s.fold for s in written)
    assert set(parts.values()) == set(range(FOLDS))


def test_bad_examples_of_the_guideline_are_not_called_fair() -> None:
    fair = {s.text for s in fair_knowledge()}
    assert len(fair) > 5_000
    assert not any("そこが甘いんです" in text for text in fair)


def test_wording_that_is_only_in_breaches_is_learnt() -> None:
    here = shaped(["必ず通ります"] * 3 + ["きっと通ります"] * 3, ["審査で決まります"] * 6)
    fit = fitted(here)
    scores = fit.scores(here.rows)[:, list(CLAUSES).index("4-5")]
    assert scores[:6].min() > scores[6:].max()


def test_thresholds_blame_no_more_fair_texts_than_the_budget(written: list[Spoken]) -> None:
    """Counted on the scores that they are chosen on."""
    some = written[::30]
    here = Shaped.of(some, [s.text for s in some], np.zeros((len(some), 2), np.float32))
    scores = unseen(here)
    blamed = np.any(scores >= thresholds(here, scores), axis=1)
    assert blamed[here.fair].mean() <= 0.03
    assert blamed[~here.fair].mean() > blamed[here.fair].mean()


def test_unusable_set_is_one_japanese_sentence(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "b-1", "clause": "99-9", "bad": true, "text": "x"}', "utf-8")
    with pytest.raises(DatasetError, match="調べられる条にありません"):
        read_spoken(path)
    with pytest.raises(DatasetError, match="読み取れません"):
        read_spoken(tmp_path / "none.jsonl")
