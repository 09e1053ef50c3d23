import pytest

from eval import retrieval
from eval.samples import Sample, read_beir
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

    def measure(kind):
        beir = read_beir(write_beir())
        knowledge = kind(tmp_path / kind.__name__, HashingEmbedder())
        try:
            ids = {document: entry for entry, document in retrieval.load_beir(beir, knowledge).items()}
            samples = [Sample(s.id, s.question, {ids[d]: g for d, g in s.relevant.items()}) for s in beir.samples]
            return retrieval.run(beir.name, samples, knowledge, False)
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
