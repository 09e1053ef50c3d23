"""Conversations are held in memory, in bounds, and safe for many threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from assistant.answering import Answer
from assistant.answering.conversation import MAX_TURNS, Conversations


def answer(question: str) -> Answer:
    return Answer(
        question=question,
        role="co",
        intent="similar",
        judgement="answer",
        premises=(),
        blocks=(),
        sources=(),
        notices=(),
        searched={},
        as_of=date(2026, 11, 24),
    )


def test_unknown_id_begins_a_new_conversation_with_an_id_nobody_can_guess() -> None:
    """A client cannot choose its id, so that nobody can sit down in another's talk."""
    held = Conversations()
    first, second = held.get("mine"), held.get("mine")
    assert first.id != "mine" and first.id != second.id and len(first.id) >= 20
    assert held.get(first.id) is first
    assert held.find(second.id) is second
    assert held.find("mine") is None


def test_oldest_conversation_is_forgotten_first() -> None:
    """A conversation that is used stays."""
    held = Conversations(most=2)
    first, second = held.get(""), held.get("")
    held.get(first.id)
    held.get("")
    assert held.find(first.id) is first
    assert held.find(second.id) is None


def test_only_the_last_turns_are_kept() -> None:
    """A talk that never ends does not fill the memory."""
    held = Conversations()
    talk = held.get("")
    for n in range(MAX_TURNS + 5):
        held.add(talk, answer(f"質問{n}"), ("size:s5",))
    assert len(talk.answers) == MAX_TURNS
    assert talk.questions()[-1] == f"質問{MAX_TURNS + 4}"
    assert talk.removed == ("size:s5",)


def test_many_threads_lose_nothing() -> None:
    """Answers that come at once are all there."""
    held = Conversations()
    talk = held.get("")
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: held.add(talk, answer(str(n)), ()), range(40)))
    assert sorted(map(int, talk.questions())) == list(range(40))
