from __future__ import annotations

import numpy as np

from eval.labelled import Passage, Span
from eval.train_names import train
from ingest.anonymise.recogniser import GinzaRecogniser

NAMED = ["カフェみなもの豆", "花屋みなもの棚", "宿みなもの湯", "みなもの味噌", "パン屋みなもの朝"]
PLAIN = ["売上を毎月見る。", "在庫を半分に減らす。", "粗利は3割である。", "値上げは来春にする。"]


def test_training_is_repeatable_and_tells_marked_names_from_plain_words() -> None:
    passages = [
        Passage(f"pv-{n:03d}", text, (Span(text.index("みなも"), text.index("みなも") + 3, "firm"),))
        for n, text in enumerate(NAMED, 1)
    ]
    reader = GinzaRecogniser(tagger=lambda: None)
    tagger, again = train(passages, PLAIN, reader), train(passages, PLAIN, reader)
    assert np.array_equal(tagger.named.steps, again.named.steps)
    named, plain = (
        tagger.likelihoods(folded.text, read)[0] for folded, read in reader.read(["食堂みなもの皿", "客数を毎月見る。"])
    )
    assert named[2:5].min() > 0.5
    assert plain.max() < 0.1
