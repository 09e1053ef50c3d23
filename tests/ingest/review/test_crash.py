"""Stopped at any step: no case is lost, none is published twice or against its decision, no original is left behind."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from ingest.review import Edits

if TYPE_CHECKING:
    from conftest import Desk, Held

FIRST, SECOND = "確認 一子", "確認 二郎"


class Stop(BaseException):
    """The power fails; nobody catches it."""


class Fuse:
    """Counts the steps that reach the disk and stops before or after the chosen one."""

    def __init__(self, at: int, after: bool) -> None:
        self._left, self._after, self.blown = at, after, False

    def step(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*given: Any, **named: Any) -> Any:
            if self.blown:
                raise Stop
            self._left -= 1
            if self._left == 0:
                self.blown = True
                if self._after:
                    act(*given, **named)
                raise Stop
            return act(*given, **named)

        return stepped


class Fused:
    """A collaborator whose writing methods go through the fuse."""

    def __init__(self, inner: Any, fuse: Fuse, writing: tuple[str, ...]) -> None:
        self._inner, self._fuse, self._writing = inner, fuse, writing

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return self._fuse.step(found) if name in self._writing else found


ROWS = ("expect_item", "add", "change", "undo", "forget_item")


def fused(make_desk: Callable[..., Desk], fuse: Fuse, **options: Any) -> Desk:
    return make_desk(
        quarantine=lambda q: Fused(q, fuse, ("put", "erase")),
        reviews=lambda r: Fused(r, fuse, ROWS),
        publish=fuse.step,
        **options,
    )


def settled(desk: Desk) -> None:
    """After recovery every file has a row, every row a file, and only what waits has either."""
    assert not desk.queue.check()
    assert sorted(desk.quarantine.ids()) == sorted(r.item for r in desk.queue.waiting())


STEPS = pytest.mark.parametrize("after", [False, True], ids=["before", "after"])


def every_stop(act: Callable[[Fuse], None]) -> int:
    """Run ``act`` with a fuse that blows at step 1, 2, … until it runs to its end; return how many steps there were."""
    for at in range(1, 40):
        fuse = Fuse(at, after=False)
        act(fuse)
        if not fuse.blown:
            return at - 1
    raise AssertionError("it never ends")


@STEPS
@pytest.mark.parametrize("at", range(1, 6))
def test_hold_stopped_at_any_step_is_done_by_the_next_import(
    make_desk: Callable[..., Desk], held: Callable[..., Held], at: int, after: bool
) -> None:
    """The file does not count as read yet, so it comes again; then exactly one case waits."""
    case = held()
    with contextlib.suppress(Stop):
        fused(make_desk, Fuse(at, after)).hold(case)
    desk = make_desk()
    desk.queue.recover()
    settled(desk)
    desk.hold(case)
    assert [r.entry_id for r in desk.queue.waiting()] == ["case-h-01"] and desk.queue.item(desk.queue.waiting()[0].id)
    settled(desk)


@STEPS
@pytest.mark.parametrize("at", range(1, 7))
def test_replacement_stopped_at_any_step_keeps_the_old_or_has_the_new(
    make_desk: Callable[..., Desk], held: Callable[..., Held], at: int, after: bool
) -> None:
    """Text and approvals always belong together."""
    first = make_desk()
    first.decide(first.hold(held("古い話をした。")), FIRST)
    with contextlib.suppress(Stop):
        fused(make_desk, Fuse(at, after)).hold(held("新しい話をした。"))
    desk = make_desk()
    desk.queue.recover()
    settled(desk)
    review = desk.queue.waiting()[0]
    old = "古い話をした。" in desk.queue.item(review.id).original.body
    assert bool(review.approvals()) == old
    desk.hold(held("新しい話をした。"))
    assert "新しい話をした。" in desk.queue.item(review.id).original.body
    settled(desk)


@STEPS
@pytest.mark.parametrize("action", ["accept", "edit", "reject"])
@pytest.mark.parametrize("at", range(1, 10))
def test_decision_stopped_at_any_step_is_carried_out_or_was_never_taken(
    make_desk: Callable[..., Desk], held: Callable[..., Held], at: int, action: str, after: bool
) -> None:
    """After the restart the case waits untouched, or is decided, published at most as decided, and its original gone."""
    review_id = make_desk(needed=1).hold(held())
    edits = Edits({2: "昔ながらの菓子"}) if action == "edit" else None
    stopped = fused(make_desk, Fuse(at, after), needed=1)
    with contextlib.suppress(Stop):
        stopped.decide(review_id, FIRST, action, edits=edits)
    desk = make_desk(needed=1)
    desk.queue.recover()
    settled(desk)
    review = desk.queue.review(review_id)
    if review.state == "waiting":
        assert review.decisions == () and desk.catalog.get("case-h-01") is None
        review = desk.decide(review_id, FIRST, action, edits=edits)
    assert review.state == ("rejected" if action == "reject" else "accepted") and len(review.decisions) == 1
    entry = desk.catalog.get("case-h-01")
    if action == "reject":
        assert entry is None
    else:
        assert entry and ("昔ながらの菓子" in entry.body) == (action == "edit")
        assert desk.catalog.version_of("case-h-01") == 1  # publishing again changed nothing
    assert desk.quarantine.ids() == []
    settled(desk)


@STEPS
@pytest.mark.parametrize("at", range(1, 7))
def test_first_of_two_decisions_stopped_at_any_step_publishes_nothing(
    make_desk: Callable[..., Desk], held: Callable[..., Held], at: int, after: bool
) -> None:
    """An edited text and its approval are kept together or not at all."""
    review_id = make_desk().hold(held())
    with contextlib.suppress(Stop):
        fused(make_desk, Fuse(at, after)).decide(review_id, FIRST, "edit", edits=Edits({2: "昔ながらの菓子"}))
    desk = make_desk()
    desk.queue.recover()
    settled(desk)
    review = desk.queue.review(review_id)
    edited = "昔ながらの菓子" in desk.queue.item(review_id).proposed.body
    assert (review.state, len(review.approvals())) == (("approved-once", 1) if edited else ("waiting", 0))
    assert desk.catalog.get("case-h-01") is None


@STEPS
@pytest.mark.parametrize("at", range(1, 5))
def test_withdrawal_stopped_at_any_step_is_finished_later(
    make_desk: Callable[..., Desk], held: Callable[..., Held], at: int, after: bool
) -> None:
    """The next import withdraws what is still there."""
    case = held()
    make_desk().hold(case)
    with contextlib.suppress(Stop):
        fused(make_desk, Fuse(at, after)).queue.withdraw(case.source)
    desk = make_desk()
    desk.queue.recover()
    settled(desk)
    desk.queue.withdraw(case.source)
    assert desk.queue.waiting() == [] and desk.quarantine.ids() == []


def test_the_steps_tried_above_are_all_there_are(make_desk: Callable[..., Desk], held: Callable[..., Held]) -> None:
    """A step added later must be tried too."""

    def deciding(fuse: Fuse) -> None:
        desk = make_desk(needed=1)
        desk.queue.recover()
        for review in desk.queue.waiting():
            desk.decide(review.id, FIRST, "reject")
        case = held(f"{id(fuse)}の話をした。")
        review_id = desk.hold(case)
        with contextlib.suppress(Stop):
            fused(make_desk, fuse, needed=1).decide(review_id, FIRST, "edit", edits=Edits({2: "昔ながらの菓子"}))

    assert every_stop(deciding) <= 9
