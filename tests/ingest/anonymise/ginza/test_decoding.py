from __future__ import annotations

from typing import Any

import pytest

from ingest.anonymise.ginza.decoding import decoder_of
from ingest.anonymise.ginza.model import GinzaModel

SENTENCES = [
    "佐藤太郎さんと株式会社みどりの鈴木花子部長が、2024年3月に静岡県富士市で会った。",
    "林",
    " 空白 から始まる文 ",
    "7月、COは廃業と譲渡で手元に残る額を並べた表をつくり、社長は「譲れるなら社員を困らせずに済む」と口にした。",
    "ISO 9001の更新審査まで半年、月58件の問い合わせを12人で受けている。",
    "トヨタとソニーと京都大学と日本銀行と東京タワー",
]


@pytest.fixture(scope="module")
def model() -> GinzaModel:
    return GinzaModel()


def test_names_are_those_of_spacys_own_search(model: GinzaModel) -> None:
    language: Any = model._language
    docs = [model.split(sentence) for sentence in SENTENCES]
    for doc, names in zip(docs, model.names(docs), strict=True):
        recogniser = language.get_pipe("ner")
        recogniser.set_annotations([doc], recogniser.predict([doc]))
        assert [(n.start, n.end, n.label) for n in names] == [(e.start_char, e.end_char, e.label_) for e in doc.ents]
    assert sum(map(len, model.names(docs))) >= 15


def test_the_order_and_the_company_of_sentences_change_nothing(model: GinzaModel) -> None:
    docs = [model.split(sentence) for sentence in SENTENCES]
    together = model.names(docs)
    assert model.names(docs[::-1]) == together[::-1]
    assert [model.names([doc])[0] for doc in docs] == together
    assert model.names([]) == []
    assert model.names([model.split("")]) == [[]]


def test_a_recogniser_built_in_another_way_is_refused(model: GinzaModel) -> None:
    recogniser: Any = model._language.get_pipe("ner")
    assert decoder_of(recogniser).outside.count("O") == 1
    recogniser.model.attrs["unseen_classes"].add(1)
    try:
        with pytest.raises(ValueError, match="unseen"):
            decoder_of(recogniser)
    finally:
        recogniser.model.attrs["unseen_classes"].clear()
