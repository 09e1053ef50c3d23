"""The suite's own rule of support, on single sentences and on all that were labelled by hand."""

import pytest

from eval.entailment import lacks, reliability
from eval.tampering import read_paraphrases

SOURCE = "店主は3か月で残業を月20時間減らし、その前に妻と値上げを決めた。"


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("店主は値上げを決めたあと、3か月で残業を月20時間増やした。", "逆"),
        ("店主は3年で残業を月20時間減らした。", "3年"),
        ("店主は3か月で残業を月30時間減らした。", "30時間"),
        ("税理士は3か月で残業を月20時間減らした。", "税理士"),
        ("店主は3か月で残業を月20時間減らさなかった。", "打ち消し"),
        ("客席と照明を新調し、写真を撮り直した。", "重なり"),
    ],
)
def test_a_falsified_sentence_lacks_support_and_the_reason_is_told(sentence, why):
    assert why in lacks(sentence, [SOURCE])


@pytest.mark.parametrize("sentence", [SOURCE, "残業は３か月で月20時間減りました。", "値上げは妻と決めた。"])
def test_an_honest_sentence_is_carried(sentence):
    assert lacks(sentence, [SOURCE]) == ""


def test_the_rule_is_mostly_right_on_sentences_that_were_labelled_by_hand():
    rows = read_paraphrases()
    twins = [(kind, text, row.quote) for row in rows for kind, text in row.tampered]
    found = reliability([*(("", row.text, row.quote) for row in rows), *twins])
    kept, honest = found.pop("")
    refused, false = (sum(column) for column in zip(*found.values(), strict=True))
    assert kept / honest >= 0.88 and refused / false >= 0.65
