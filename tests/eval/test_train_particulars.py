"""The set has both sides of each situation, and the training learns what only particulars have."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.answering.particulars import KINDS, asking
from eval.breach_fit import unseen
from eval.particulars import FAIR, FOLDS, Asked, read_ordinary, read_particulars
from eval.samples import DATASETS, DatasetError
from eval.train_particulars import limits, shape, trained


@pytest.fixture(scope="module")
def written() -> list[Asked]:
    return read_particulars()


def test_both_sides_are_many_and_stand_beside_each_other(written: list[Asked]) -> None:
    assert sum(a.bad for a in written) >= 260 and sum(not a.bad for a in written) >= 260
    assert len({a.question for a in written}) == len(written) == len({a.id for a in written})
    assert {a.kind for a in written} == {*KINDS, FAIR} and {a.role for a in written} == {"co", "cco", "owner"}
    by_situation = {s: [a for a in written if a.situation == s] for s in {a.situation for a in written}}
    assert len(by_situation) >= 90
    assert sum(any(a.bad for a in own) and any(not a.bad for a in own) for own in by_situation.values()) >= 90


def test_a_situation_is_in_one_half_and_one_fold(written: list[Asked]) -> None:
    for part in ("half", "fold"):
        parts = {a.situation: getattr(a, part) for a in written}
        assert all(parts[a.situation] == getattr(a, part) for a in written)
    assert {a.half for a in written} == {"dev", "test"} and {a.fold for a in written} == set(range(FOLDS))


def test_no_question_is_one_of_another_set(written: list[Asked]) -> None:
    others = {a.question for a in read_ordinary()}
    unanswerable = (DATASETS / "unanswerable.jsonl").read_text("utf-8").splitlines()
    others |= {json.loads(line)["question"] for line in unanswerable}
    assert not others & {a.question for a in written}


def test_other_sets_are_ordinary_and_in_both_halves() -> None:
    others = read_ordinary()
    assert len(others) > 1_000 and not any(a.bad or a.situation for a in others)
    assert {a.half for a in others if a.counted} == {"dev", "test"}


def test_what_only_particulars_have_is_learnt_with_its_kind() -> None:
    ends = {"forecast": "来年は何円になりますか", "private": "社長の住所はどこですか", FAIR: "どう値上げしますか"}
    asked = [
        Asked(f"{n}", kind, "co", f"{trade}です。{end}", f"{n}", counted=kind == FAIR)
        for kind, end in ends.items()
        for n, trade in enumerate(("豆腐屋", "花屋", "大工", "農家", "旅館", "理容室", "酒屋", "工場"))
    ]
    shaped = shape(asked, np.zeros((len(asked), 2), np.float32))
    scores = unseen(shaped)[:, 0]
    likely, sure = limits(asked, scores)
    kinds = trained(shaped, "model", likely, sure)
    nowhere = np.zeros(2, np.float32)
    told = kinds.scores(asking("魚屋です。社長の住所はどこですか"), nowhere)
    assert told[0] > sure and KINDS[int(told[1:].argmax())] == "private"
    assert kinds.scores(asking("魚屋です。どう値上げしますか"), nowhere)[0] < told[0]


def test_unusable_set_is_one_japanese_sentence(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "pa-1", "kind": "x", "role": "co", "question": "q", "situation": "s"}', "utf-8")
    with pytest.raises(DatasetError, match="種類か役割は使えません"):
        read_particulars(path)
    path.write_text('{"id": "pa-1"}', "utf-8")
    with pytest.raises(DatasetError, match="1 行目が読めません"):
        read_particulars(path)
    with pytest.raises(DatasetError, match="読み取れません"):
        read_particulars(tmp_path / "none.jsonl")
