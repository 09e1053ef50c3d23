from dataclasses import replace
from datetime import date

from assistant.answering.answer import Answer
from eval.fingerprints import fingerprint, fingerprints
from eval.suites.consistency import same

ANSWER = Answer(
    question="値上げの事例",
    role="co",
    intent="similar",
    judgement="",
    premises=(),
    blocks=(),
    sources=(),
    notices=(),
    searched={},
    as_of=date(2026, 11, 24),
)


class Wavering:
    """An assistant that never answers twice alike."""

    def __init__(self):
        self.asked = 0

    def answer(self, question):
        self.asked += 1
        return replace(ANSWER, question=question.text, notices=(str(self.asked),))


class Steady:
    def answer(self, question):
        return replace(ANSWER, question=question.text)


def _share(assistant):
    asked = ["値上げ", "資金繰り"]
    measure = same("again", "", ["a", "b"], asked, fingerprints(assistant, asked), fingerprints(assistant, asked))
    return [score.value for score in measure.scores]


def test_an_assistant_that_wavers_scores_nothing():
    assert _share(Wavering()) == [0.0, 0.0]
    assert _share(Steady()) == [1.0, 1.0]


def test_only_the_time_that_an_answer_took_may_differ():
    assert fingerprint(replace(ANSWER, seconds={"write": 1.5})) == fingerprint(ANSWER)
    assert fingerprint(replace(ANSWER, notices=("合成事例です。",))) != fingerprint(ANSWER)
