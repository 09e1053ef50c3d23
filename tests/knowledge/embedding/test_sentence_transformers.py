"""The seam to sentence-transformers, with a small library in its place."""

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from knowledge.embedding import EmbeddingError
from knowledge.embedding.sentence_transformers import SentenceTransformersEmbedder


def test_family_prefixes_reach_the_model(library: SimpleNamespace) -> None:
    """Query and passage are read with the prefix of their kind."""
    embedder = SentenceTransformersEmbedder("cl-nagoya/ruri-v3-30m", library)
    library.model.read.clear()
    embedder.encode_query("採算")
    embedder.encode_passages(["採算", "求人"])
    assert library.model.read == ["検索クエリ: 採算", "検索文書: 採算", "検索文書: 求人"]


def test_prompts_of_an_unknown_model_are_used(library: SimpleNamespace) -> None:
    """A model of no known family brings its own prefixes."""
    library.prompts = {"query": "質問：", "document": "資料："}
    embedder = SentenceTransformersEmbedder("acme/model", library)
    library.model.read.clear()
    embedder.encode_query("採算")
    embedder.encode_passages(["採算"])
    assert library.model.read == ["質問：採算", "資料：採算"]


def test_nothing_is_cut_off_by_the_limit_of_the_model(library: SimpleNamespace) -> None:
    """A text over the model's limit is read in parts that together are the whole text."""
    embedder = SentenceTransformersEmbedder("BAAI/bge-m3", library)
    library.model.read.clear()
    text = "".join(chr(ord("あ") + i % 80) for i in range(1000))
    embedder.encode_query(text)
    assert "".join(library.model.read) == text


def test_model_without_a_limit_reads_the_text_at_once(library: SimpleNamespace) -> None:
    """Where a model names no limit, nothing is divided."""
    embedder = SentenceTransformersEmbedder("BAAI/bge-m3", library)
    library.model.max_seq_length = None
    library.model.read.clear()
    embedder.encode_query("求人" * 500)
    assert library.model.read == ["求人" * 500]


def test_missing_package_is_named() -> None:
    """Without the extra the message says what to install."""
    if importlib.util.find_spec("sentence_transformers") is not None:
        pytest.skip("the extra is installed here")
    with pytest.raises(EmbeddingError, match=r"「pip install sentence-transformers」を実行してください。"):
        SentenceTransformersEmbedder("BAAI/bge-m3")


def test_missing_model_is_named_and_not_downloaded(library: SimpleNamespace) -> None:
    """A model that is not on this machine is an error, not a download."""
    with pytest.raises(EmbeddingError, match=r"「missing/model」がこの機械に見つからない"):
        SentenceTransformersEmbedder("missing/model", library)


@pytest.mark.parametrize(("text", "message"), [("out of memory", "計算に失敗した"), ("no vector", "正しくない")])
def test_failing_model_is_our_error(library: SimpleNamespace, text: str, message: str) -> None:
    """What the library raises, or a vector that is none, becomes one sentence."""
    embedder = SentenceTransformersEmbedder("BAAI/bge-m3", library)
    with pytest.raises(EmbeddingError, match=message):
        embedder.encode_query(text)


def test_key_changes_with_the_weights_of_a_folder(library: SimpleNamespace, tmp_path: Path) -> None:
    """Vectors of a retrained model are never taken for those of the old one."""
    folder = tmp_path / "ruri-v3-ours"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"old")
    old = SentenceTransformersEmbedder(str(folder), library).key
    assert SentenceTransformersEmbedder(str(folder), library).key == old
    (folder / "model.safetensors").write_bytes(b"new")
    assert SentenceTransformersEmbedder(str(folder), library).key != old


def test_keys_of_models_differ(library: SimpleNamespace) -> None:
    """Two models with the same ending have keys of their own."""
    names = ["acme/" + "x" * 50, "umbrella/" + "x" * 50]
    one, other = (SentenceTransformersEmbedder(name, library).key for name in names)
    assert one != other
    assert max(len(one), len(other)) <= 60


def test_vector_is_the_mean_weighted_by_length(library: SimpleNamespace) -> None:
    """Of a divided text each part counts by its tokens."""
    embedder = SentenceTransformersEmbedder("BAAI/bge-m3", library)
    text = "採算の相談" * 25 + "求人"
    parts = [text[:63], text[63:]]
    rows, lengths = embedder.encode_passages(parts), [len(part) for part in parts]
    mean = np.average(rows, axis=0, weights=lengths)
    assert np.allclose(embedder.encode_query(text), mean / np.linalg.norm(mean), atol=1e-6)
