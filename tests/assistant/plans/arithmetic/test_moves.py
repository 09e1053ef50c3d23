"""A number that becomes another is read as both, and only as what stands before it."""

from __future__ import annotations

import pytest

from assistant.plans.arithmetic.mentions import amounts_of
from assistant.plans.arithmetic.money import fold
from assistant.plans.arithmetic.moves import moves

READ: dict[str, list[tuple[str, int, int]]] = {
    "どら焼きを180円から200円に上げます": [("price", 180, 200)],
    "1,200円の定食を1,300円にすると": [("price", 1200, 1300)],
    "８５０円を８００円に値下げ": [("price", 850, 800)],
    "仕入れ値が300円から340円に上がった": [("cost", 300, 340)],
    "家賃を20万円から25万円に上げると言われた": [("", 200000, 250000)],
    "時給が1,000円から1,100円になる": [("", 1000, 1100)],
    "200円から180円に値上げ": [("", 200, 180)],
    "定価800円の商品を50円値上げ": [],
    "100円から200円くらい": [],
}


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_a_move_is_read_with_its_subject(text: str, expected: list[tuple[str, int, int]]) -> None:
    plain = fold(text)
    assert [(m.key, int(m.before), int(m.after)) for m in moves(plain, amounts_of(plain))] == expected
