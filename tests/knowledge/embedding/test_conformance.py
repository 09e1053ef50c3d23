"""What every embedder promises, checked on each of them."""

import random
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.embedding import Embedder

TEXTS = [
    "売上は伸びているのに手元にお金が残らない。",
    "値上げを伝えると常連が離れるのではないかと心配だ。",
    "後継者がいないので、事業を譲ることも考えている。",
    "求人を出しても応募が来ない。" * 30,
    "短い。",
    "",
]
NASTY = [
    "",
    " \t\n",
    "\x00",
    "相談\x00事例",
    "\ud800",
    "採\udfff算",
    "\u200b\u200c\u200d\ufeff",
    "\ufdfa" * 100,
    "ｶﾌﾞｼｷｶﾞｲｼｬ",
    "か\u3099" * 20,
    "\u3099\u0301\u20dd",
    "\U000e0041\U000e0042",
    "👩‍👩‍👧‍👦" * 10,
    "\U0010ffff\ufffe",
    "<s></s><pad><unk><mask>",
    "▁▁▁",
]
any_character = st.characters(exclude_categories=())
any_text = st.lists(st.text(any_character, max_size=12) | st.sampled_from(NASTY), max_size=4).map("".join)


def unit(vectors: np.ndarray) -> bool:
    lengths = np.linalg.norm(vectors, axis=-1)
    return vectors.dtype == np.float32 and bool(np.isfinite(vectors).all()) and np.allclose(lengths, 1, atol=1e-5)


@settings(max_examples=40, deadline=None)
@given(text=any_text)
def test_any_text_becomes_a_unit_vector(embedder: Embedder, text: str) -> None:
    """Whatever a user types is finite and has length 1, as a query and as a passage."""
    assert unit(embedder.encode_query(text))
    assert unit(embedder.encode_passages([text]))


def test_hostile_texts_become_unit_vectors(embedder: Embedder) -> None:
    """Texts known to break tokenizers and engines are embedded like any other."""
    vectors = embedder.encode_passages(NASTY)
    assert vectors.shape == (len(NASTY), embedder.dimension)
    assert unit(vectors)


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.sampled_from("がぎぐばぱゔガギパéüabc株 "), max_size=20))
def test_decomposed_and_composed_text_are_the_same(embedder: Embedder, text: str) -> None:
    """A file name from macOS (NFD) and the same word typed elsewhere (NFC) have one vector."""
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert np.array_equal(embedder.encode_query(composed), embedder.encode_query(decomposed))


def test_half_width_kana_equal_full_width_kana(embedder: Embedder) -> None:
    """Half-width kana, as old business systems print them, are read as ordinary kana."""
    assert np.array_equal(embedder.encode_query("ﾊﾟﾝﾔ ｶﾞｯﾂ"), embedder.encode_query("パンヤ ガッツ"))


def test_control_characters_equal_spaces(embedder: Embedder) -> None:
    """A NUL does not cut a text short."""
    assert np.array_equal(embedder.encode_query("採算\x00の相談"), embedder.encode_query("採算 の相談"))


def test_long_text_is_read_to_its_end(embedder: Embedder) -> None:
    """Of two texts of 20,000 characters that differ in the last sentence, each has a vector of its own."""
    sentence = "原価を下げ、単価を上げ、資金繰りを月ごとに確かめた。"
    body = sentence * (20_000 // len(sentence))
    one, other = embedder.encode_passages([body + "黒字になった。", body + "廃業した。"])
    assert not np.array_equal(one, other)
    assert one @ other > 0.9


def test_vector_does_not_depend_on_neighbours_or_order(embedder: Embedder) -> None:
    """Each row is bit for bit what the text alone gives, wherever it stands in the list."""
    alone = [embedder.encode_passages([text])[0] for text in TEXTS]
    order = list(range(len(TEXTS)))
    random.Random(0).shuffle(order)
    for vector, i in zip(embedder.encode_passages([TEXTS[i] for i in order]), order, strict=True):
        assert np.array_equal(vector, alone[i])


def test_vector_does_not_depend_on_the_thread(embedder: Embedder) -> None:
    """Eight threads at once get bit for bit what one thread gets."""
    queries = [embedder.encode_query(text) for text in TEXTS]
    passages = embedder.encode_passages(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        together = [(pool.submit(embedder.encode_passages, TEXTS), text) for text in TEXTS[:2]]
        asked = list(pool.map(embedder.encode_query, TEXTS * 2))
        assert all(np.array_equal(job.result(), passages) for job, _ in together)
    assert all(np.array_equal(vector, queries[i % len(TEXTS)]) for i, vector in enumerate(asked))


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    """An empty list is embedded as an empty array of the right width."""
    assert embedder.encode_passages([]).shape == (0, embedder.dimension)


def test_langchain_methods_give_the_same_vectors(embedder: Embedder) -> None:
    """What LangChain calls returns lists of the very same numbers."""
    assert embedder.embed_documents(TEXTS[:2]) == embedder.encode_passages(TEXTS[:2]).tolist()
    assert embedder.embed_query(TEXTS[0]) == embedder.encode_query(TEXTS[0]).tolist()
    assert embedder.encode_query(TEXTS[0]).shape == (embedder.dimension,)


def test_key_is_safe_for_file_and_collection_names(embedder: Embedder) -> None:
    """A key has small letters, digits and inner hyphens, and at most 60 characters."""
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?", embedder.key)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("手元のお金が足りず、支払いが苦しい", 0),
        ("人手が足りないので求人を出したい", 1),
        ("後継者がいない会社を誰かに譲りたい", 2),
        ("原料の値上がりで値上げを考えている", 3),
        ("ホームページから問い合わせを増やしたい", 4),
    ],
)
def test_question_finds_its_passage(embedder: Embedder, question: str, answer: int) -> None:
    """Among ten passages the one that answers a question is nearest to it."""
    passages = [
        "資金繰りが苦しく、月末の支払いに追われていた。手元のお金を厚くした。",
        "求人の書き方を変えたところ、応募が来て人手が足りるようになった。",
        "後継者がいないため、隣町の会社に店を譲ることにした。",
        "原料の値上がりを受け、常連に手紙で値上げを伝えた。",
        "ホームページの写真を撮り直し、問い合わせが月に十件に増えた。",
        "新しい機械を入れ、加工にかかる時間を半分にした。",
        "商店街の祭りに合わせて、限定の弁当を売り出した。",
        "海外の商談会に出展し、初めて輸出の契約を結んだ。",
        "従業員と面談を重ね、残業の多い部署の仕事を分け直した。",
        "商標を登録し、模倣品を扱う店に取り下げを求めた。",
    ]
    similarities = embedder.encode_passages(passages) @ embedder.encode_query(question)
    assert similarities.argmax() == answer
