"""Knowledge made up for benchmarks is knowledge to the program: indexed without embedding, searched, sound."""

from pathlib import Path

from eval.bench import made_up, ours
from knowledge.embedding.embedder import Vectors
from knowledge.embedding.fake import HashingEmbedder
from knowledge.search import KnowledgeBase


class OnlyQueries(HashingEmbedder):
    """Refuses to embed passages once it is told to."""

    done = False

    def encode_passages(self, texts: list[str]) -> Vectors:  # type: ignore[override]
        assert not self.done
        return super().encode_passages(texts)


def test_made_up_cases_are_indexed_without_embedding(tmp_path: Path) -> None:
    """Their vectors are the means of their sentences', and each is found by its own words."""
    embedder = OnlyQueries(64)
    pool = made_up.pool(embedder, 120)
    embedder.done = True
    base = KnowledgeBase(tmp_path, embedder)
    made_up.fill(base.catalog, embedder, pool, 90)
    assert base.update().passages == 90
    assert base.catalog.damaged_vectors() == 0
    case = base.catalog.get("made-0000003")
    assert case is not None
    text = base.catalog.passages([case.id])[case.id][4].text
    assert base.search(text)[0].entry == case
    base.close()


def test_this_stack_returns_the_passages_asked_for(tmp_path: Path) -> None:
    """As a system under test it is asked for passages, not for documents."""
    embedder = HashingEmbedder(256)
    pool = made_up.pool(embedder, 120)
    passages = [(f"p{n}", text) for n, (text, _) in enumerate(made_up.texts(pool, 50))]
    system = ours.SYSTEMS["yorozu"](embedder, tmp_path)
    system.ingest(passages)
    assert system.search(passages[33][1])[0] == "p33"
