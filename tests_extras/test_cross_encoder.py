"""The optional second stage with the real library: a tiny model with random weights, from a folder."""

from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification

from knowledge.embedding import Embedder, EmbeddingError, load_embedder
from knowledge.embedding.e5s1 import E5S1
from knowledge.embedding.weights import find_weights
from knowledge.rescoring import CrossEncoderRescorer
from knowledge.search import KnowledgeBase
from tests_extras.sentence_transformers_folder import fast_tokenizer


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(20261121)
    source = E5S1(find_weights())
    place = tmp_path_factory.mktemp("models") / "tiny-cross-encoder"
    config = BertConfig(
        vocab_size=source.vocabulary.mask + 1,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=512,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(place)
    fast_tokenizer(source.vocabulary, source.shape.positions).save_pretrained(place)
    return place


def test_a_model_from_a_folder_rates_pairs(model: Path) -> None:
    """One finite number each, whatever the batch; text of any length; nothing for nothing."""
    rescorer = CrossEncoderRescorer(str(model))
    passages = ["値上げの手紙を書いた。", "求人の書き方を変えた。" * 300, ""]
    rated = rescorer.rate("値上げを伝えたい", passages)
    assert len(set(rated)) == 3
    assert rescorer.rate("値上げを伝えたい", passages[:1]) == pytest.approx(rated[:1], abs=1e-4)
    assert rescorer.rate("値上げを伝えたい", []) == []


def test_a_missing_model_is_one_sentence(tmp_path: Path) -> None:
    """The library's own error is not shown."""
    with pytest.raises(EmbeddingError, match="読み込めません"):
        CrossEncoderRescorer(str(tmp_path / "nothing"))


def test_search_is_reordered_by_it(tmp_path: Path, model: Path) -> None:
    """The same entries come back, in the order that the model gives their best passages."""
    from ingest import pipeline
    from knowledge.corpus_check import CORPUS

    embedder: Embedder = load_embedder("hashing")
    rescorer = CrossEncoderRescorer(str(model))
    plain = KnowledgeBase(tmp_path, embedder)
    pipeline.run(sorted((CORPUS / "cases").glob("*.md"))[:8], plain.catalog, plain.update)
    before = plain.search("値上げを言い出せない")
    plain.close()
    base = KnowledgeBase(tmp_path, embedder, rescorer=rescorer)
    after = base.search("値上げを言い出せない")
    base.close()
    assert {hit.entry.id for hit in after} == {hit.entry.id for hit in before}
    assert [hit.entry.id for hit in after] != [hit.entry.id for hit in before]
