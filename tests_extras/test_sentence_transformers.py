"""The seam to sentence-transformers with the real library and a real Japanese model."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import Embedder, EmbeddingError, load_embedder
from knowledge.embedding.embedder import Vectors
from knowledge.search import KnowledgeBase

DATA = Path(__file__).parents[1] / "tests" / "knowledge" / "embedding" / "data"
TEXTS = (DATA / "reference_texts.txt").read_text(encoding="utf-8").splitlines()
SHORT = [text for text in TEXTS if len(text) < 500]  # longer ones are cut at other places than by the bundled engine


def cosines(one: Vectors, other: Vectors) -> Vectors:
    return np.sum(one * other, axis=-1)


def rows(vectors: Vectors) -> Vectors:
    """Leave out the texts that the two engines cut at different places."""
    return vectors[[text in SHORT for text in TEXTS]]


@pytest.fixture(scope="session")
def bundled() -> Embedder:
    return load_embedder()


def test_vectors_are_those_of_the_original_engine(embedder: Embedder) -> None:
    """The same weights in float32: a cosine of 0.999 or more to the reference, as passages and as queries."""
    with np.load(DATA / "reference_vectors.npz") as reference:
        passages = cosines(embedder.encode_passages(SHORT), rows(reference["passages"]))
        queries = cosines(np.stack([embedder.encode_query(t) for t in SHORT]), rows(reference["queries"]))
    print(f"cosine to the reference: passages {passages.mean():.5f} (least {passages.min():.5f}),", end=" ")
    print(f"queries {queries.mean():.5f} (least {queries.min():.5f}), n = {len(SHORT)}")
    assert min(passages.min(), queries.min()) >= 0.999


def test_the_bundled_engine_is_near(embedder: Embedder, bundled: Embedder) -> None:
    """What 8-bit arithmetic costs the default: a cosine of 0.995 at least, 0.998 on average."""
    found = cosines(embedder.encode_passages(SHORT), bundled.encode_passages(SHORT))
    print(f"cosine to the bundled engine: {found.mean():.5f} (least {found.min():.5f}), n = {len(SHORT)}")
    assert found.min() >= 0.995
    assert found.mean() >= 0.998


def test_its_prompts_are_read(folder: Path) -> None:
    """A folder whose name belongs to no family brings its own prefixes; one that names e5 gets the family's: they agree."""
    plain = folder.with_name("ours")
    plain.symlink_to(folder)
    one, other = (load_embedder(f"sentence-transformers:{path}") for path in (folder, plain))
    assert one.key != other.key
    assert np.array_equal(one.encode_query("採算"), other.encode_query("採算"))


def test_a_folder_without_a_model_is_one_sentence(tmp_path: Path) -> None:
    """The library's own error is not shown."""
    with pytest.raises(EmbeddingError, match="この機械に見つからない"):
        load_embedder(f"sentence-transformers:{tmp_path}")


def test_knowledge_goes_over_to_it(tmp_path: Path, folder: Path, bundled: Embedder) -> None:
    """Indexes of the bundled model serve until those of the real model are complete, and give the same first answer."""
    from ingest import pipeline
    from knowledge.corpus_check import CORPUS

    before = KnowledgeBase(tmp_path, bundled)
    pipeline.run(sorted((CORPUS / "cases").glob("*.md"))[:12], before.catalog, before.update)
    first = before.search("値上げを言い出せない")[0]
    before.close()
    after = KnowledgeBase(tmp_path, load_embedder(f"sentence-transformers:{folder}"))
    assert after.search("値上げを言い出せない")[0] == first
    assert after.update().setting == f"sentence-transformers:{folder}"
    again = after.search("値上げを言い出せない")[0]
    after.close()
    assert again.entry == first.entry
    assert again.cosine == pytest.approx(first.cosine, abs=0.02)
