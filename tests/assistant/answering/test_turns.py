"""Turns are few at once, in order, and never lost."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.answering.turns import Turns


def test_never_more_at_once_than_told_and_everyone_gets_in() -> None:
    turns, inside, most, lock = Turns(2), 0, 0, threading.Lock()

    def work(_n: int) -> None:
        nonlocal inside, most
        with turns.taken():
            with lock:
                inside += 1
                most = max(most, inside)
            time.sleep(0.002)
            with lock:
                inside -= 1

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(work, range(60)))
    assert (inside, most) == (0, 2)


def test_who_came_first_is_let_in_first() -> None:
    turns, came, let_in = Turns(1), [], []

    def work(n: int) -> None:
        with turns.taken():
            let_in.append(n)

    with turns.taken():
        waiting = []
        for n in range(6):
            came.append(n)
            waiting.append(threading.Thread(target=work, args=(n,)))
            waiting[-1].start()
            while len(turns._waiting) <= n:
                time.sleep(0.001)
    for thread in waiting:
        thread.join()
    assert let_in == came


def test_an_error_hands_the_turn_on() -> None:
    turns = Turns(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="no"), turns.taken():
            raise ValueError("no")
    with turns.taken():
        assert turns._free == 0
    assert turns._free == 1


def test_no_turns_at_all_are_refused() -> None:
    with pytest.raises(ValueError, match="0 at once"):
        Turns(0)
