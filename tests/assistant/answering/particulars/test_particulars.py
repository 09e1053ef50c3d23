"""A question for a particular that no source holds is told from one for advice or for a fact that the documents hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.answering import Question
from assistant.answering.grams import BUCKETS
from assistant.answering.particulars import KINDS, Kinds, Particulars, asking, load_kinds
from assistant.api.service import Service
from knowledge.search import KnowledgeBase
from prompts import load

#: Written after the training, for this file alone: what is asked for → its kind.
ASKED = {
    "来月の電気代は何円になりますか": "forecast",
    "来年の春に客は何人来ますか": "forecast",
    "裏のパン屋の社長は年にいくら稼いでいるのですか": "private",
    "会長の自宅の電話番号を教えてください": "private",
    "日本に時計の修理屋は何軒ありますか": "statistics",
    "国内で一番売れている羊かんの店はどこですか": "statistics",
}
ANSWERABLE = (
    "電気代が上がりました。何円値上げすればよいですか",
    "パン屋です。一日にいくら売れば採算が合いますか",
    "持続化補助金の上限はいくらですか",
    "後継者がいません。誰に相談すればよいですか",
    "交付決定の前に発注してもよいですか",
    "新人にいつから面談を任せればよいですか",
)


@pytest.fixture(scope="module")
def particulars(knowledge: KnowledgeBase) -> Particulars:
    return Particulars(knowledge.meaning)


def test_weights_are_of_the_bundled_model(knowledge: KnowledgeBase) -> None:
    kinds = load_kinds()
    assert kinds.model == knowledge.projection.embedder.key
    assert kinds.vectors.shape == (1 + len(KINDS), knowledge.projection.embedder.dimension)
    assert kinds.likely < kinds.sure


def test_particulars_are_heard_and_their_neighbours_are_not(particulars: Particulars) -> None:
    """Exact figures over many: ``python -m eval.train_particulars --measure``."""
    heard = {text: particulars.of(text) for text in ASKED}
    right = [text for text, found in heard.items() if found and found.kind == ASKED[text]]
    assert len(right) >= len(ASKED) - 2, heard
    assert [particulars.of(text) for text in ANSWERABLE] == [None] * len(ANSWERABLE)


def test_another_models_vectors_say_nothing(knowledge: KnowledgeBase) -> None:
    rows = 1 + len(KINDS)
    always = np.full(rows, 9.0, np.float32)
    other = Kinds("another", np.ones((rows, 384), np.float32), np.ones((rows, BUCKETS), np.float32), always, 0.0, 1.0)
    assert Particulars(knowledge.meaning, other).of("来年の最低賃金は何円ですか") is None


def test_sure_particular_is_not_answered_but_said_to_be_missing(service: Service) -> None:
    """The sentence stands first, and the way to a person after it."""
    answer = service.assistant.answer(Question(text="会長の自宅の電話番号を教えてください", role="co"))
    assert answer.judgement == "nothing"
    assert answer.blocks[0].sentences[0].text == load("evidence").say("particular.private")
    assert any(block.entry_id == "institution-yorozu" for block in answer.blocks)


@pytest.mark.parametrize("text", ANSWERABLE)
def test_answerable_neighbour_gets_its_answer(service: Service, text: str) -> None:
    said = [s.text for s in service.assistant.answer(Question(text=text, role="co")).sentences()]
    assert not {t for key, t in load("evidence").texts.items() if key.startswith("particular.")} & set(said)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("豆腐屋です。客が減りました。何から始めればいいですか。よろしくお願いします。", "何から始めればいいですか。"),
        ("豆腐屋です。客が減りました", "客が減りました"),
        ("客は何人？その理由が分かりません", "客は何人？"),
        ("豆腐", "豆腐"),
        ("", ""),
    ],
)
def test_the_sentence_that_asks_is_read(text: str, asked: str) -> None:
    assert asking(text) == asked


def test_long_sentence_is_read_in_bounds() -> None:
    assert len(asking("あ" * 5_000 + "か")) == 120


def test_broken_weights_are_no_weights(tmp_path: Path) -> None:
    kinds = load_kinds()
    Kinds(kinds.model, kinds.vectors[1:], kinds.grams, kinds.biases, 0.0, 1.0).save(tmp_path / "weights.npz")
    with pytest.raises(ValueError, match="weights"):
        load_kinds(tmp_path / "weights.npz")
