import pytest

from eval.differences import differences
from eval.figures import by_slice, failing, figure
from eval.samples import DatasetError
from eval.suite import Measure, Score
from eval.suites import SuiteError, load
from eval.thresholds import Threshold, read_thresholds, unknown


def _measure(values, **told):
    scores = tuple(
        Score(sample=str(i), value=v, slices={"role": "co" if i % 2 else "owner"}) for i, v in enumerate(values)
    )
    return Measure(name="m", label="測る", scores=scores, **told)


def test_events_never_seen_are_bounded_by_the_rule_of_three():
    found = figure(_measure([0.0] * 300, kind="events", better="lower"))
    assert (found.n, found.value, found.low, found.high) == (300, 0.0, 0.0, 0.01)


def test_what_always_held_is_known_no_better_than_its_number_of_samples():
    found = figure(_measure([1.0] * 60))
    assert (found.value, found.low, found.high) == (1.0, 0.95, 1.0)


def test_amount_that_is_always_the_same_is_no_event():
    assert figure(_measure([1.0] * 60, unit="語", better="lower")).low == 1.0


def test_measure_without_samples_has_no_value():
    assert figure(_measure([])).value is None


def test_quantile_lies_in_its_interval():
    found = figure(_measure([float(i) for i in range(101)], kind="quantile"))
    assert found.value == pytest.approx(95)
    assert found.low <= found.value <= found.high


def test_slices_are_measured_apart_and_failures_come_worst_first():
    measure = _measure([1.0, 0.5, 1.0, 0.0])
    assert by_slice(measure)["role"]["owner"].value == 1.0
    assert [s.value for s in failing(measure)] == [0.0, 0.5]


def test_threshold_keeps_its_edge_and_names_what_it_does_not_know(tmp_path):
    path = tmp_path / "t.toml"
    path.write_text('[s.m]\nat_most = 0.1\naim = 0.05\non = "value"\nreason = "理由"\n', "utf-8")
    (bound,) = read_thresholds(path)
    found = figure(_measure([0.0] * 9 + [1.0], kind="events", better="lower"))
    assert bound.kept(found)
    assert not bound.aimed(found)
    assert not bound.kept(figure(_measure([])))
    assert unknown([bound], {"s": {"other": found}}) == ["s.m"]


def test_threshold_with_two_bounds_is_refused(tmp_path):
    path = tmp_path / "t.toml"
    path.write_text('[s.m]\nat_most = 1\nat_least = 0\non = "value"\nreason = "理由"\n', "utf-8")
    with pytest.raises(DatasetError):
        read_thresholds(path)


def test_worse_run_is_told_and_an_equal_one_is_not():
    def suites(value):
        samples = {str(i): value for i in range(40)}
        return {"s": {"measures": {"m": {"samples": samples, "better": "higher", "kind": "mean"}}}}

    assert differences(suites(1.0), suites(0.5))[0].worse
    assert not differences(suites(1.0), suites(1.0))[0].worse


def test_unknown_suite_is_one_sentence():
    with pytest.raises(SuiteError, match="weather"):
        load("weather")


def test_bound_on_samples_that_are_not_here_is_kept_only_where_it_says_that_it_may_be_empty():
    empty = figure(_measure([]))
    for may_be_empty in (True, False):
        bound = Threshold(
            suite="s", measure="m", on="value", reason="r", at_least=0.5, aim=0.9, may_be_empty=may_be_empty
        )
        assert bound.kept(empty) is bound.aimed(empty) is may_be_empty
        assert not bound.kept(figure(_measure([0.0, 0.1])))
