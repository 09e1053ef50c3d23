"""Planted names and numbers: a rule-blind assistant is caught, and spellings do not hide what is left."""

from eval.echoes import ASKED, PLANTED, _filled, _folded


def test_every_planted_value_differs_from_turn_to_turn():
    for kind, _, values in PLANTED:
        for place, template in enumerate(values):
            if "{" in template:
                assert len({_filled(template, kind, turn, place) for turn in range(5)}) == 5


def test_another_spelling_is_the_same_value():
    assert _folded("０９０－４００１-7701") == _folded("090-4001-7701").replace("-", "")


def test_questions_themselves_hold_nothing_that_is_planted():
    for kind, _, values in PLANTED:
        for place, template in enumerate(values):
            value = _folded(_filled(template, kind, 0, place))
            assert all(value not in _folded(text) for text in ASKED)
