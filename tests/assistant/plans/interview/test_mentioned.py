"""Numbers in an owner's own sentences: taken where they are sure, left alone where they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.plans.arithmetic.kinds import read_as, written
from assistant.plans.arithmetic.premises import NAMES
from assistant.plans.intake import Intake
from assistant.plans.interview.mentioned import mentioned, period_of


@pytest.mark.parametrize(
    ("told", "numbers"),
    [
        (Intake(worry="固定費は80万円、原価率は4割です。"), {"fixed": "80万円", "variable_rate": "40%"}),
        (Intake(worry="儲かりません。", own_reasons="月の固定費350万円が重い。"), {"fixed": "350万円"}),
        (Intake(wish="利益を50万円残したい"), {"target": "50万円"}),
        (Intake(wish="売上高1000万円にしたい"), {}),  # a wish is no fact
        (Intake(worry="売上が3割減りました。"), {}),
        (Intake(worry="固定費は80万円です。固定費は90万円です。"), {}),
        (Intake(worry="固定費は80万円です。", numbers={"fixed": "70万円"}), {}),
        (Intake(worry="年商2400万円、月の固定費80万円です。"), {"sales": "2,400万円", "fixed": "960万円"}),
        (Intake(worry="年商2400万円です。", period="月"), {"sales": "200万円"}),
    ],
)
def test_numbers_are_read_out_of_sentences(told: Intake, numbers: dict[str, str]) -> None:
    assert mentioned(told) == numbers


def test_the_period_is_the_one_that_was_told() -> None:
    assert period_of(Intake(worry="月の固定費350万円", period="年")) == "年"
    assert period_of(Intake(worry="月の固定費350万円")) == "月"
    assert period_of(Intake(worry="困っています")) == ""


@given(st.text(max_size=300))
def test_whatever_is_told_a_number_that_is_taken_reads_again(text: str) -> None:
    for key, amount in mentioned(Intake(worry=text)).items():
        assert read_as(written(key), NAMES[key], amount) is not None
