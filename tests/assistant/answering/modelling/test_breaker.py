"""After failures in a row the model is left alone, then tried once."""

from __future__ import annotations

import pytest

from assistant.answering.modelling.breaker import Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(clock: Clock) -> Breaker:
    """A breaker that has just opened, for 60 seconds."""
    breaker = Breaker(3, 60, clock)
    for _ in range(3):
        assert breaker.admits()
        breaker.failed()
    return breaker


def test_it_opens_after_failures_in_a_row_only() -> None:
    """A success in between begins the count anew."""
    breaker = Breaker(3, 60)
    for report in (breaker.failed, breaker.failed, breaker.closed, breaker.failed, breaker.failed):
        assert breaker.admits()
        report()
    assert breaker.admits()
    breaker.failed()
    assert not breaker.admits()


def test_it_stays_open_for_its_time_then_lets_one_in(opened: Breaker, clock: Clock) -> None:
    """The probe is alone until it reports."""
    clock.now += 59.9
    assert not opened.admits()
    clock.now += 0.2
    assert opened.admits() and not opened.admits()


def test_the_probe_decides(opened: Breaker, clock: Clock) -> None:
    """A failure opens it again for the whole time; a success closes it."""
    clock.now += 61
    assert opened.admits()
    opened.failed()
    clock.now += 59
    assert not opened.admits()
    clock.now += 2
    assert opened.admits()
    opened.closed()
    assert all(opened.admits() for _ in range(5))


def test_a_probe_that_learns_nothing_leaves_the_place_to_the_next(opened: Breaker, clock: Clock) -> None:
    """A reader who closed the page must not keep the model locked out for ever."""
    clock.now += 61
    assert opened.admits()
    opened.left()
    assert opened.admits()
