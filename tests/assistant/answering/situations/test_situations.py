"""Which clause a difficulty of the office is about, told by what the situation is and not by the words of the question."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.answering import Question
from assistant.answering.situations import Clauses, Situations, load_clauses
from assistant.answering.situations.told import told
from assistant.api.service import Service
from eval.situations import Situation, read_situations
from eval.train_situations import clauses_of
from knowledge.entries import Guideline
from knowledge.search import KnowledgeBase

_EVERY = 3  # of the situations: each answer takes a tenth of a second


@pytest.fixture(scope="module")
def situations(knowledge: KnowledgeBase) -> Situations:
    """Read with the starter knowledge's own vectors."""
    return Situations(knowledge.meaning)


def unseen() -> list[Situation]:
    return [s for s in read_situations() if s.kind != "taught" and s.half == "test"]


def test_weights_are_of_the_bundled_model_and_name_clauses_that_there_are(knowledge: KnowledgeBase) -> None:
    clauses = load_clauses()
    assert clauses.model == knowledge.projection.embedder.key
    assert clauses.weights.shape == (len(clauses.names), knowledge.projection.embedder.dimension)
    for name in clauses.names:
        entry_id, _, clause = name.partition("#")
        guideline = knowledge.catalog.get(entry_id)
        assert isinstance(guideline, Guideline) and guideline.clause(clause).behaviour


def test_another_models_vectors_say_nothing(knowledge: KnowledgeBase) -> None:
    one = Clauses(
        "another", ("a#1",), np.ones((1, 384), np.float32), np.zeros(1, np.float32), np.ones(384, np.float32), 9.0
    )
    reader = Situations(knowledge.meaning, one)
    assert reader.fit("苦情の電話がありました") == {} and not reader.of_own_work("苦情の電話がありました")


def test_right_clause_is_among_the_two_shown_for_most_situations_that_were_never_taught(service: Service) -> None:
    """Exact figures over all of them: ``python -m eval.train_situations --measure``."""
    asked = unseen()[::_EVERY]
    shown = [
        clauses_of(service.assistant.answer(Question(text=s.question, role=s.role, intent="mentor"))) for s in asked
    ]
    right = sum(bool(set(found[:2]) & set(s.clauses)) for s, found in zip(asked, shown, strict=True))
    assert right >= 0.5 * len(asked)


def test_an_advisers_own_difficulty_is_told_from_a_clients_business(situations: Situations) -> None:
    own = [s.question for s in unseen()]
    assert sum(map(situations.of_own_work, own)) >= 0.6 * len(own)
    business = (
        "印刷会社の社長がAIを使った新しい仕事を探しています。似た事例はありますか",
        "和菓子店で原材料が上がり、値上げした例を知りたい",
        "ものづくり補助金の上限額はいくらですか",
        "従業員8人の板金工場、後継者がいない。承継の進め方",
        "明日の天気を教えてください",
    )
    assert not any(map(situations.of_own_work, business))


@pytest.mark.parametrize(
    ("told_of", "clause"),
    [
        ("パンフレットを渡すだけの相談になっています", "2-5"),
        ("支援先を専門機関へつなぎましたが、その後を一度も確かめていません", "5-4"),
        ("担当者に見下されたと、相談者から怒りの電話が入りました", "7-1"),
        ("面談で社長の話をさえぎってばかりいます", "1-1"),
    ],
)
def test_the_first_two_clauses_are_about_what_happened(service: Service, told_of: str, clause: str) -> None:
    """In other words than those that were taught; the words that only ask what to do choose no clause."""
    for role in ("co", "cco"):
        answer = service.assistant.answer(Question(text=told_of, role=role))
        assert answer.intent == "mentor" and clause in clauses_of(answer)[:2]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("若い担当が一人で抱え込みます。どう育てればよいですか", "若い担当が一人で抱え込みます。"),
        ("社長が怒って帰ってしまったのですが、何と言えばよいでしょう", "社長が怒って帰ってしまったのですが、"),
        ("どう育てればよいですか", "どう育てればよいですか"),
        ("", ""),
    ],
)
def test_what_only_asks_is_left_out_where_something_is_told(text: str, left: str) -> None:
    assert told(text) == left


def test_an_own_difficulty_is_answered_though_few_of_its_words_are_known(service: Service) -> None:
    """The guideline is always to the point there; who says nothing at all is still asked back."""
    answer = service.assistant.answer(
        Question(text="信金の方が隣に座りましたが、手持ちぶさたにしています", role="cco", intent="mentor")
    )
    assert answer.judgement in ("answer", "caveat") and clauses_of(answer)
    assert service.assistant.answer(Question(text="どうしたらいいですか", role="cco")).judgement == "ask"


def test_broken_weights_are_no_weights(tmp_path: Path) -> None:
    clauses = load_clauses()
    broken = Clauses(clauses.model, clauses.names[:-1], clauses.weights, clauses.biases, clauses.own, clauses.own_bias)
    broken.save(tmp_path / "weights.npz")
    with pytest.raises(ValueError, match="weights for"):
        load_clauses(tmp_path / "weights.npz")
