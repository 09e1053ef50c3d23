"""Products of one question are told apart by their names, and only prices and costs are read."""

from __future__ import annotations

import pytest

from assistant.plans.arithmetic import NoAnswer, Result, asked
from assistant.plans.arithmetic.compared import products


def test_what_one_piece_of_each_leaves_is_told() -> None:
    answers = asked("A定食は950円で材料380円、Bカレーは750円で材料210円。1食売って多く残るのはどちらですか")
    assert [(a.name, a.text, bool(a.note)) for a in answers if isinstance(a, Result)] == [
        ("A定食の1個あたりの限界利益", "570円", True),
        ("Bカレーの1個あたりの限界利益", "540円", False),
    ]


def test_products_of_one_name_are_not_compared() -> None:
    (answer,) = asked("パンは200円で原価80円、パンは300円で原価90円。どちらが残りますか")
    assert isinstance(answer, NoAnswer) and "同じ名前" in answer.reason


@pytest.mark.parametrize(
    "text", ["家賃は20万円で材料費5万円", "粗利率は30%で原価率は70%", "A案は100円、B案は200円", "パンは200円。原価80円"]
)
def test_other_amounts_are_no_products(text: str) -> None:
    assert products(text) == ()
