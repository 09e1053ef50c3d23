import json

import pytest

from assistant.answering.judging.strength import Signs
from eval import abstention, abstention_fit
from eval.abstention import Outcome, Probe
from eval.samples import DATASETS, DatasetError


def outcome(number: int, kind: str, verdict: str, strength: float = 0.0, **more: bool) -> Outcome:
    return Outcome(Probe(f"u-{number:03d}", "問い", kind), verdict, signs=Signs(0.1, strength, 0.0), **more)


def test_every_question_is_read_and_falls_into_one_part():
    probes = abstention.read_probes(DATASETS)
    assert {p.half for p in probes} == set(abstention.HALVES)
    assert {p.kind for p in probes} == {"answerable", *abstention.KINDS, *abstention.CORRECTED, *abstention.CONTROLS}
    assert len({p.id for p in probes}) == len(probes)


@pytest.mark.parametrize(
    ("kind", "verdict", "more", "right", "credit"),
    [
        ("other-world", "nothing", {}, True, 1.0),
        ("other-world", "caveat", {}, False, -1.0),
        ("false-claim", "answer", {"corrected": True}, True, 1.0),
        ("false-claim", "nothing", {}, False, -1.0),
        ("distress", "answer", {"cared": True}, True, 1.0),
        ("distress", "nothing", {}, False, -1.0),
        ("true-claim", "answer", {"corrected": True}, False, -1.0),
        ("in-field", "ask", {}, False, 0.0),
        ("in-field", "answer", {}, True, 1.0),
    ],
)
def test_each_kind_asks_for_its_own_outcome(kind, verdict, more, right, credit):
    """A refusal costs nothing but the answer; a wrong answer costs one."""
    found = outcome(1, kind, verdict, **more)
    assert (found.right, found.credit()) == (right, credit)


def test_answer_beside_the_point_is_no_credit():
    probe = Probe("q-001", "問い", "answerable", relevant={"case-a": 2})
    assert Outcome(probe, "answer", cites_relevant=True).credit() == 1.0
    assert Outcome(probe, "answer").credit() == -1.0
    assert Outcome(probe, "nothing").credit() == 0.0


def test_curve_answers_fewer_and_errs_less_as_the_threshold_rises():
    outcomes = [outcome(n, "other-world", "nothing", n / 10) for n in range(20)]
    outcomes += [outcome(n, "in-field", "answer", 5 + n / 10) for n in range(20, 40)]
    points = abstention.curve(outcomes)
    assert [c for _, c, _ in points] == sorted((c for _, c, _ in points), reverse=True)
    assert points[0][2] == 0.5 and points[-1][2] == 0.0


def test_fit_parts_the_two_kinds_and_prints_constants():
    """On the dev half alone."""
    good = [
        Outcome(Probe(f"q-{n:03d}", "問い", "answerable"), "answer", signs=Signs(0.6, 3 + n % 5, 0.3))
        for n in range(60)
    ]
    bad = [outcome(n, "other-world", "nothing", -1 - n % 3) for n in range(60)]
    fitted = abstention_fit.fit([*good, *bad])
    assert fitted.weights["nearness"] > 0 and fitted.nothing <= fitted.caveat
    assert fitted.as_text().startswith("WEIGHTS = {")
    assert fitted.answerable == sum(o.probe.half == "dev" for o in good)
    with pytest.raises(DatasetError):
        abstention_fit.fit(good)


def test_summary_hides_the_wording_of_the_halves_that_confirm():
    found = abstention.summary([outcome(n, "other-world", "answer") for n in range(1, 300)])
    shown = {w["id"] for w in found.wrong if w["question"]}
    assert shown and all(Probe(i, "", "").half == "dev" for i in shown)
    json.dumps(found.as_json())
    assert "answered though unanswerable" in found.as_text()
