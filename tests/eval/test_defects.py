"""A defect breaks what it says for as long as it is on, and nothing afterwards."""

from pkgutil import resolve_name

import pytest

from eval import gate
from eval.mutation.defects import DEFECTS


def test_there_are_many_and_each_has_a_name_of_its_own():
    assert len(DEFECTS) >= 25
    assert len({d.label for d in DEFECTS.values()}) == len(DEFECTS)


@pytest.mark.parametrize("defect", DEFECTS.values(), ids=lambda d: d.name)
def test_defect_is_on_within_its_context_alone(defect):
    before = [resolve_name(target) for target, _ in defect.changes]
    with defect.switched_on():
        during = [resolve_name(target) for target, _ in defect.changes]
    after = [resolve_name(target) for target, _ in defect.changes]
    assert all(a is not b for a, b in zip(before, during, strict=True))
    assert before == after


def test_every_suite_of_the_fast_share_has_a_defect_that_it_has_to_see_and_every_defect_a_suite():
    assert all(d.seen_by for d in DEFECTS.values())
    assert {name for d in DEFECTS.values() for name in d.seen_by} == {*gate.SUITES, *gate.SLOWER}
