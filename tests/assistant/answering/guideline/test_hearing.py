"""Breaches in words that no list has are heard, beside the rules: with the bundled model's vectors only, and seldom in fair talk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.answering.grams import BUCKETS, grams
from assistant.answering.guideline.breaches import Breaches, load_breaches
from assistant.answering.guideline.check import violations
from assistant.answering.guideline.findings import CLAUSES
from assistant.answering.guideline.hearing import Hearing
from assistant.answering.guideline.wording import sentences
from eval import guideline
from eval.samples import DATASETS
from knowledge.search import KnowledgeBase


@pytest.fixture(scope="module")
def hearing(knowledge: KnowledgeBase) -> Hearing:
    """Hear with the starter knowledge's own vectors."""
    return Hearing(knowledge.meaning)


def told(hearing: Hearing, text: str) -> set[str]:
    return {clause for clause, _, _ in violations(sentences(text), hearing.broken)}


def test_weights_are_of_the_bundled_model(knowledge: KnowledgeBase) -> None:
    breaches = load_breaches()
    assert breaches.model == knowledge.projection.embedder.key
    assert breaches.vectors.shape == (len(CLAUSES), knowledge.projection.embedder.dimension)
    assert np.isfinite(breaches.grams).all() and np.isfinite(breaches.thresholds).all()


def test_breaches_that_no_rule_finds_are_heard_and_fair_ones_are_left_alone(hearing: Hearing) -> None:
    """Counted over a batch of another hand that neither rules nor weights have seen; exact figures: the data sheet."""
    fresh = [row for row in guideline.read_labelled(DATASETS / "guideline.jsonl") if row.half == "fresh"]
    bad, fair = ([row for row in fresh if row.bad is wanted] for wanted in (True, False))
    assert sum(row.clause in row.found() for row in bad) < len(bad) / 10
    assert sum(row.clause in row.found(hearing.broken) for row in bad) > len(bad) / 2
    assert sum(bool(row.found(hearing.broken)) for row in fair) <= len(fair) / 10


def test_what_is_quoted_is_somebody_elses(hearing: Hearing) -> None:
    said = "あなたに社長は荷が重いでしょうね。"
    assert told(hearing, said)
    assert told(hearing, f"「{said}」") == set()


def test_another_models_vectors_say_nothing(knowledge: KnowledgeBase) -> None:
    """Weights of one model would be noise on the vectors of another."""
    stored = load_breaches()
    foreign = Breaches("another-model", stored.vectors, stored.grams, stored.biases, stored.thresholds - 99)
    assert Hearing(knowledge.meaning, foreign).broken("あなたに社長は荷が重いでしょうね。") == ()


def test_text_without_words_breaks_nothing(hearing: Hearing) -> None:
    for text in ("", "。", "「」", "\u200b" * 9):
        assert hearing.broken(text) == ()


def test_runs_of_characters_have_the_same_numbers_everywhere() -> None:
    found = grams("あい")
    assert found.tolist() == sorted(set(found.tolist())) and len(found) <= 10  # 4 + 3 + 2 + 1 runs of ^あい$
    assert found.min() >= 0 and found.max() < BUCKETS


def test_broken_weights_are_no_weights(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    bad = np.zeros((1, 3))
    np.savez(path, model=np.array("m"), vectors=bad, grams=bad, biases=np.zeros(1), thresholds=np.zeros(1))
    with pytest.raises(ValueError, match="weights"):
        load_breaches(path)


def test_weights_are_written_as_they_are_read(tmp_path: Path) -> None:
    stored = load_breaches()
    stored.save(tmp_path / "w.npz")
    assert np.array_equal(load_breaches(tmp_path / "w.npz").grams, stored.grams)
