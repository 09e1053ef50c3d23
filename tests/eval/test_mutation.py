"""The suites see what is broken: one defect for each suite of the fast share; ``python -m eval mutation`` tries them all."""

from datetime import date

import pytest

from assistant.answering import Assistant
from eval import gate
from eval.figures import figure
from eval.mutation.defect import Defect
from eval.mutation.defects import DEFECTS
from eval.suite import Setup
from eval.suites import mutation
from eval.thresholds import read_thresholds
from knowledge.search import KnowledgeBase

TODAY = date(2026, 11, 24)
CHOSEN = (
    "keywords-off",
    "contrast-one-sided",
    "premises-unread",
    "citations-invented",
    "numbers-altered",
    "answers-cut-short",
    "refusals-off",
    "expiry-unmarked",
    "guideline-off",
    "verifier-off",
)


@pytest.fixture(scope="module")
def setup(starter_data, bundled_embedder, tmp_path_factory):
    knowledge = KnowledgeBase(starter_data, bundled_embedder)
    yield Setup(
        knowledge=knowledge,
        assistant=Assistant(knowledge, lambda: TODAY),
        data=starter_data,
        scratch=tmp_path_factory.mktemp("scratch"),
        today=TODAY,
    )
    knowledge.close()


def test_one_defect_is_chosen_for_every_suite_of_the_fast_share():
    assert [DEFECTS[name].seen_by[0] for name in CHOSEN] == list(gate.SUITES)


@pytest.mark.parametrize("name", CHOSEN)
def test_a_defect_turns_a_bound_red(setup, name):
    with DEFECTS[name].switched_on():
        seen = mutation.look(setup, DEFECTS[name].seen_by[:1])
    assert seen.told and not seen.died


def test_a_defect_that_breaks_nothing_or_kills_the_suite_is_told_as_uncaught(setup):
    def raising(_original):
        def violations(_sentences, _broken=None):
            raise RuntimeError("broken")

        return violations

    harmless = Defect(name="harmless", label="何も壊さない", changes=(), seen_by=("guideline",))
    deadly = Defect(
        name="deadly", label="測定が止まる", changes=(("eval.guideline.violations", raising),), seen_by=("guideline",)
    )
    result = mutation.run(setup, {d.name: d for d in (harmless, DEFECTS["guideline-off"], deadly)})
    caught, sound = result.measures
    assert [s.value for s in caught.scores] == [0, 1, 0]
    assert "broken" in caught.scores[2].why
    assert figure(sound).value == 1
    bounds = {b.measure: b for b in read_thresholds() if b.suite == "mutation"}
    assert not bounds["caught"].kept(figure(caught)) and bounds["sound"].kept(figure(sound))
    assert [row[1 + list(result.tables[0].columns[1:]).index("guideline")] for row in result.tables[0].rows][0::2] == [
        "0",
        "–",
    ]
