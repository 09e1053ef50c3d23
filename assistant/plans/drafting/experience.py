"""What others learnt of the same: a near success to follow and a near failure to avoid, each case told once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.plan import Said
from knowledge.contrast import GOOD
from knowledge.entries import Case

_NEAR = 2  # cases of each side that are looked at
#: Of shared words: from which experience speaks of an action, where it is of the same trade, theme, or of neither.
_OF_TRADE, _OF_THEME, _ELSEWHERE = 0.04, 0.06, 0.1
_AT_ALL = 0.03
_LOST = re.compile(r"減っ|落ち|下がっ|赤字|失っ|閉じ|閉め|撤退|辞め|離れ|尽き|断られ|移っ|倒産|廃業")


class Experience:
    """Quotes cases beneath a sentence that says whose experience they are."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._told: set[str] = set()

    def success(self, about: str) -> tuple[Said, ...]:
        """Return what a near success teaches of the same, or where it parted from others; nothing where none does."""
        for case in self._fresh(self._ground.good):
            if found := self._ground.quotes.nearest(case, "学び", about, least_words=self._least(case)):
                return self._of_case(case, found)
            if parted := self._ground.quotes.fork(case, about, self._least(case)):
                return self._of_case(case, parted, "parted")
        return ()

    def failure(self, about: str) -> tuple[Said, ...]:
        """Return where a near failure parted from success, or how one of the same trade ended."""
        for case in self._fresh(self._ground.bad):
            if parted := self._ground.quotes.fork(case, about, self._least(case)):
                return self._of_case(case, parted)
            if self._ground.of_trade(case) and (
                ended := self._ground.quotes.nearest(case, "結果", about, fits=_lost, least_words=_OF_TRADE)
            ):
                return self._of_case(case, ended, "ended")
        return ()

    def failure_of_theme(self, about: str) -> tuple[Said, ...]:
        """Return where a near failure of the plan's own theme parted from success, if it speaks of ``about`` at all."""
        for case in self._fresh(self._ground.bad):
            if self._ground.theme in case.topics and (parted := self._ground.quotes.fork(case, about, _AT_ALL)):
                return self._of_case(case, parted)
        return ()

    def _fresh(self, cases: Sequence[Case]) -> list[Case]:
        return [case for case in cases[:_NEAR] if case.id not in self._told]

    def _least(self, case: Case) -> float:
        if self._ground.of_trade(case):
            return _OF_TRADE
        return _OF_THEME if case.topics[0] == self._ground.theme else _ELSEWHERE

    def _of_case(self, case: Case, said: tuple[Said, ...], key: str = "") -> tuple[Said, ...]:
        self._told.add(case.id)
        key = key or ("learnt" if case.outcome in GOOD else "parted")
        outcome = self._ground.say(f"outcome.{case.outcome}")
        return (Said(text=self._ground.say(f"example.{key}", outcome=outcome, title=case.title), by="guide"), *said)


def _lost(text: str) -> float:
    return 0.0 if _LOST.search(text) else -2.0
