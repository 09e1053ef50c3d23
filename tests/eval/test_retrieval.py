import json
from dataclasses import replace

import pytest

from eval import retrieval
from eval.retrieval_result import read_baseline
from eval.samples import DatasetError, Sample, read_beir
from knowledge.embedding.fake import HashingEmbedder
from knowledge.search import KnowledgeBase


class Reversed(KnowledgeBase):
    """A search broken on purpose: the worst of everything first."""

    def search(self, text, limit=10, **rest):
        """Return what was found, the wrong way round."""
        return super().search(text, limit=50, **rest)[::-1][:limit]


class Headless(KnowledgeBase):
    """A search broken on purpose: the best entry is lost."""

    def search(self, text, limit=10, **rest):
        """Return all but the first."""
        return super().search(text, limit=limit + 1, **rest)[1:]


class Silent(KnowledgeBase):
    """A search that finds nothing."""

    def search(self, text, **rest):
        """Return nothing."""
        return []


@pytest.fixture
def measured(write_beir, tmp_path):
    """Return a function that measures a kind of search on the small folder."""

    def measure(kind, premises=False, baseline=None, extra=()):
        beir = read_beir(write_beir())
        knowledge = kind(tmp_path / kind.__name__, HashingEmbedder())
        try:
            ids = {document: entry for entry, document in retrieval.load_beir(beir, knowledge).items()}
            samples = [
                Sample(s.id, s.question, {ids[d]: g for d, g in s.relevant.items()}, "odd", half="dev")
                for s in beir.samples
            ]
            samples += [replace(s, relevant={}) for s in extra]
            return retrieval.run(beir.name, samples, knowledge, premises, baseline=baseline)
        finally:
            knowledge.close()

    return measure


def score(result, leg="hybrid", metric="ndcg@10"):
    return result.as_json()["legs"][leg][metric]


def test_questions_in_the_words_of_their_documents_are_found_first(measured):
    """The easy folder is solved by every leg."""
    result = measured(KnowledgeBase)
    assert (result.samples, result.entries) == (6, 6)
    for leg in ("dense", "lexical", "hybrid"):
        assert score(result, leg) > 0.9, leg
        assert score(result, leg, "recall@5") == 1.0, leg


@pytest.mark.parametrize("broken", [Reversed, Headless, Silent])
def test_broken_search_scores_lower_in_every_leg(measured, broken):
    """The figures are worth something only if a fault moves them."""
    good, bad = measured(KnowledgeBase), measured(broken)
    for leg in ("dense", "lexical", "hybrid"):
        assert score(bad, leg) < score(good, leg) - 0.1, leg
        assert score(bad, leg, "hit@1") < score(good, leg, "hit@1"), leg


def test_recall_falls_when_the_only_answer_is_lost(measured):
    """Each question has one answer and it stands first; without it nothing is recalled."""
    assert score(measured(KnowledgeBase), metric="recall@5") == 1.0
    assert score(measured(Headless), metric="recall@5") == 0.0


def test_searches_that_find_nothing_are_counted(measured):
    """An empty result is told apart from a wrong one."""
    result = measured(Silent).as_json()
    assert result["legs"]["hybrid"]["empty"] == 6
    assert result["legs"]["hybrid"]["ndcg@10"] == 0.0


def test_worst_questions_come_first_with_what_was_found(measured):
    """A curator sees the question, what was wanted and what came instead."""
    worst = measured(Reversed).as_json()["worst"]
    scores = [row["ndcg@10"] for row in worst]
    assert scores == sorted(scores)
    assert worst[0]["question"]
    assert not set(worst[0]["relevant"]) & set(worst[0]["found"][:1])


def test_progress_ends_at_the_whole(write_beir, tmp_path):
    """Every question of every leg is reported."""
    seen = []
    beir = read_beir(write_beir())
    knowledge = KnowledgeBase(tmp_path / "kb", HashingEmbedder())
    try:
        retrieval.load_beir(beir, knowledge)
        retrieval.run("small", beir.samples, knowledge, False, lambda done, total: seen.append((done, total)))
    finally:
        knowledge.close()
    assert seen[-1] == (18, 18)
    assert [done for done, _ in seen] == list(range(1, 19))


def test_run_over_no_sample_has_no_mean(tmp_path):
    """An empty set is an explicit unknown, not a zero."""
    knowledge = KnowledgeBase(tmp_path / "kb", HashingEmbedder())
    try:
        result = retrieval.run("empty", [], knowledge, True).as_json()
    finally:
        knowledge.close()
    assert result["samples"] == 0
    assert result["legs"]["hybrid"]["ndcg@10"] is None
    assert result["hybrid_minus_best_leg"]["mean"] is None


def test_halves_and_slices_are_measured_apart_and_premises_left_out_once(measured):
    """Each part has every leg; with premises the hybrid is shown without them too."""
    result = measured(KnowledgeBase, premises=True)
    assert [part.name for part in result.parts] == ["dev", "odd"]
    assert set(result.legs) == {"dense", "lexical", "hybrid", "hybrid-text"}
    assert all(set(part.legs) == set(result.legs) and part.legs["hybrid"].n == 6 for part in result.parts)
    assert "hybrid-text" not in measured(KnowledgeBase).legs
    shown = result.as_text()
    assert "| dev | 6 |" in shown and "| hybrid-text |" in shown


def test_a_result_is_compared_with_an_earlier_one_by_question(measured, tmp_path):
    """What an earlier run wrote is read back; against itself nothing changed, and a fault is seen."""
    good = measured(KnowledgeBase)
    path = tmp_path / "results.json"
    path.write_text(json.dumps(good.as_json()), encoding="utf-8")
    before = read_baseline(path)
    assert set(before) == {f"q{n}" for n in range(1, 7)}
    assert measured(KnowledgeBase, baseline=before).change.mean == pytest.approx(0, abs=1e-4)
    worse = measured(Headless, baseline=before).change
    assert worse.high < 0 and worse.n == 6
    assert "hybrid-baseline" in measured(Headless, baseline=before).as_text()
    assert good.change.mean is None
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(DatasetError, match="per_sample"):
        read_baseline(path)


def test_questions_that_nothing_answers_are_measured_apart(measured):
    """They count in no mean; that they lie farther off is a figure of its own."""
    strangers = [Sample("z1", "zzz qqq", {}), Sample("z2", "0000", {})]
    result = measured(KnowledgeBase, extra=strangers)
    assert (result.samples, result.nothing) == (6, 2)
    assert result.separation == 1.0
    assert "答えのない質問 2 問" in result.as_text()
    assert measured(KnowledgeBase).separation is None
