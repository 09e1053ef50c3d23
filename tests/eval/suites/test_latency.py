from dataclasses import replace
from datetime import date
from itertools import count
from threading import Lock

from assistant.answering.answer import Answer, Question
from eval.figures import figure
from eval.suite import no_progress
from eval.suites.latency import measures, timed

ASKED = [(f"q-{n}", Question(text=f"質問{n}")) for n in range(40)]
ANSWER = Answer(
    question="",
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


class Clock:
    """Each look at it takes a second; an answer adds what it is told to."""

    def __init__(self):
        self.now, self.lock = 0.0, Lock()

    def __call__(self):
        with self.lock:
            self.now += 1
            return self.now


def _figures(slow_every=0, wait=0.0):
    clock, asked = Clock(), count(1)

    def ask(question):
        slow = wait if slow_every and next(asked) % slow_every == 0 else 0.0
        clock.now += slow
        return replace(ANSWER, seconds={"evidence": 0.25 + slow})

    found, seconds = timed(ASKED, ask, 1, no_progress, clock)
    return {m.name: figure(m).value for m in measures(found)}, seconds


def test_the_wait_is_told_in_milliseconds_for_each_stage():
    quick, seconds = _figures()
    assert quick["total_p50"] == quick["total_p99"] == 1000
    assert quick["evidence_p50"] == 250 and quick["verify_p50"] == 0
    assert seconds == 2 * len(ASKED) + 1


def test_a_system_that_is_slow_now_and_then_shows_it_in_the_slow_quantiles():
    slow, _ = _figures(slow_every=10, wait=60.0)
    assert slow["total_p50"] == 1000
    assert slow["total_p95"] > 30_000 and slow["evidence_p99"] > 30_000


def test_every_caller_gets_an_answer_of_its_own_question():
    found, _ = timed(ASKED, lambda q: replace(ANSWER, intent=q.text), 16, no_progress)
    assert [t.intent for t in found] == [q.text for _, q in ASKED]
