import math
import random
from statistics import fmean

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_measures import RR, R, Success, nDCG

from eval.metrics import Metric, hit, judged, mean, ndcg, paired_difference, recall, reciprocal_rank, separation

RELEVANT = {"a": 2, "b": 1, "c": 1}


def test_ndcg_weighs_gain_linearly_and_by_rank():
    """The worked example: the helpful entry first, the answering one third, one missing."""
    gained = 1 / math.log2(2) + 2 / math.log2(4)
    ideal = 2 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg(["b", "x", "a"], RELEVANT) == pytest.approx(gained / ideal)


def test_perfect_order_scores_one_and_a_worse_order_less():
    """The answering entry first is the best order; swapping it down costs."""
    assert ndcg(["a", "b", "c"], RELEVANT) == pytest.approx(1.0)
    assert ndcg(["b", "a", "c"], RELEVANT) < 1.0


def test_what_stands_below_the_cut_does_not_count():
    """Only the first k entries are looked at."""
    ranked = ["x"] * 10 + ["a"]
    assert ndcg(ranked, RELEVANT, 10) == 0.0
    assert reciprocal_rank(ranked, RELEVANT, 10) == 0.0
    assert reciprocal_rank(ranked, RELEVANT, 11) == pytest.approx(1 / 11)
    assert recall(ranked, RELEVANT, 5) == 0.0
    assert hit(["x", "a"], RELEVANT, 1) == 0.0
    assert hit(["x", "a"], RELEVANT, 2) == 1.0


def test_recall_is_the_share_of_relevant_entries():
    """Two of three are among the first five."""
    assert recall(["x", "a", "y", "b", "z", "c"], RELEVANT, 5) == pytest.approx(2 / 3)


def test_reciprocal_rank_looks_at_the_first_relevant_entry():
    """The second place gives a half."""
    assert reciprocal_rank(["x", "c", "a"], RELEVANT) == 0.5


@pytest.mark.parametrize("metric", [ndcg, recall, reciprocal_rank, hit])
def test_nothing_found_or_nothing_relevant_scores_zero(metric):
    """Empty rankings and empty judgements are zero, not an error."""
    assert metric([], RELEVANT) == 0.0
    assert metric(["a"], {}) == 0.0
    assert metric(["a"], {"a": 0}) == 0.0


def test_scores_agree_with_ir_measures_on_random_rankings():
    """Two hundred random questions, each metric, one reference implementation."""
    chance = random.Random(7)
    ids = [f"d{i:02d}" for i in range(40)]
    qrels, run, ours = {}, {}, {"ndcg": {}, "recall": {}, "rr": {}, "hit": {}}
    for number in range(200):
        question = f"q{number}"
        relevant = {d: chance.choice([1, 1, 2]) for d in chance.sample(ids, chance.randint(1, 12))}
        ranked = chance.sample(ids, chance.randint(1, 30))
        qrels[question] = relevant
        run[question] = {d: float(len(ranked) - i) for i, d in enumerate(ranked)}
        ours["ndcg"][question] = ndcg(ranked, relevant, 10)
        ours["recall"][question] = recall(ranked, relevant, 5)
        ours["rr"][question] = reciprocal_rank(ranked, relevant, 10)
        ours["hit"][question] = hit(ranked, relevant, 1)
    measures = {"ndcg": nDCG @ 10, "recall": R @ 5, "rr": RR @ 10, "hit": Success @ 1}
    names = {str(measure): name for name, measure in measures.items()}
    checked = 0
    for row in ir_measures.iter_calc(list(measures.values()), qrels, run):
        assert ours[names[str(row.measure)]][row.query_id] == pytest.approx(row.value, abs=1e-6)
        checked += 1
    assert checked == 4 * 200


@given(
    st.permutations([f"d{i}" for i in range(12)]),
    st.dictionaries(st.sampled_from([f"d{i}" for i in range(12)]), st.integers(0, 2)),
)
@settings(max_examples=100, deadline=None)
def test_every_score_lies_between_zero_and_one(ranked, relevant):
    """No ranking scores outside 0–1."""
    for score in (ndcg(ranked, relevant), recall(ranked, relevant), reciprocal_rank(ranked, relevant)):
        assert 0.0 <= score <= 1.0 + 1e-12


def test_mean_of_no_sample_is_unknown():
    """Without samples there is no mean and no interval."""
    assert mean("ndcg@10", []) == Metric("ndcg@10", 0, None, None, None)


def test_interval_contains_the_mean_and_is_repeatable():
    """The seed is fixed: the same scores give the same interval."""
    scores = [random.Random(3).random() for _ in range(80)]
    first, again = mean("x", scores), mean("x", scores)
    assert first == again
    assert first.n == 80
    assert first.mean == pytest.approx(fmean(scores))
    assert first.low <= first.mean <= first.high


def test_interval_of_equal_scores_has_no_width():
    """When every sample scores the same nothing is uncertain."""
    metric = mean("x", [0.25] * 10)
    assert (metric.mean, metric.low, metric.high) == (0.25, 0.25, 0.25)


def test_interval_narrows_as_samples_grow():
    """Sixteen times the samples give about a quarter of the width."""
    chance = random.Random(11)
    few = mean("x", [chance.random() for _ in range(25)])
    many = mean("x", [chance.random() for _ in range(400)])
    assert (many.high - many.low) < 0.5 * (few.high - few.low)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
@settings(max_examples=30, deadline=None)
def test_interval_stays_within_the_scores(scores):
    """A percentile interval never leaves the range of what was measured."""
    metric = mean("x", scores)
    assert min(scores) - 1e-9 <= metric.low <= metric.high <= max(scores) + 1e-9


def test_paired_difference_is_narrower_than_the_parts():
    """Two systems that move together are told apart though their own intervals overlap."""
    chance = random.Random(5)
    theirs = [chance.uniform(0.1, 0.8) for _ in range(60)]
    ours = [score + 0.05 for score in theirs]
    margin = paired_difference("margin", ours, theirs)
    assert margin.mean == pytest.approx(0.05)
    assert margin.low > 0
    assert mean("ours", ours).low < mean("theirs", theirs).high


def test_paired_difference_refuses_unlike_samples():
    """Differences need the same questions on both sides."""
    with pytest.raises(ValueError):
        paired_difference("margin", [0.1, 0.2], [0.1])


def test_judged_is_the_share_of_what_somebody_looked_at():
    """Nothing found has nothing judged."""
    assert judged(["a", "b", "c", "d"], {"a", "d"}, k=4) == 0.5
    assert judged(["a", "b"], {"a"}, k=1) == 1.0
    assert judged([], {"a"}) == 0.0


def test_separation_is_the_chance_to_be_higher():
    """Ties count half; without one side there is none."""
    assert separation([3.0, 2.0], [1.0, 0.0]) == 1.0
    assert separation([1.0], [1.0]) == 0.5
    assert separation([], [1.0]) is separation([1.0], []) is None
