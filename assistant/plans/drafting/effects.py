"""What an action is expected to do in money, where the numbers allow: the sum it rests on and the sentences of its result."""

from __future__ import annotations

import re

from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.drafting.sums import TRIED_RISE
from assistant.plans.figures import Result, said_of
from assistant.plans.plan import Said

#: Words of an action → the kind of calculation that shows its effect, and the results that tell it.
_EFFECTS: tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...] = (
    (
        re.compile(r"値上げ|申し入れ|新しい売値|値段を上げる"),
        "price-rise",
        ("値上げによる利益の増加", "値上げ後の利益", "値上げで減ってもよい販売数の割合"),
    ),
    (re.compile(r"値引"), "discount", ("値引きを取り返すのに必要な販売数の増加",)),
    (re.compile(r"残高|資金繰り表|借入の一覧"), "cash", ("資金が尽きる月", "不足する額")),
    (re.compile(r"残高|資金繰り表|借入の一覧|やめる線"), "runway", ("手元のお金がもつ月数",)),
    (re.compile(r"賃上げ"), "labour", ("利益を減らさない賃上げに必要な", "付加価値労働生産性", "労働分配率")),
    (re.compile(r"必要(?:な)?(?:客数|売上)"), "break-even", ("損益分岐点売上高", "損益分岐点販売数")),
)


class Effects:
    """Gives each sum to one action only, so that a plan does not say the same effect twice."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._given: set[str] = set()

    def of(self, text: str) -> tuple[str, tuple[Said, ...]]:
        """Return the id of the sum that an action's words call for and what it says, or nothing."""
        numbers = self._ground.numbers
        for words, kind, names in _EFFECTS:
            if not words.search(text):
                continue
            for one in numbers.sums:
                if one.kind == kind and one.id not in self._given and not one.label.startswith("「"):
                    told = self.results(one.id, names)
                    if told:
                        trial = one.label.startswith(TRIED_RISE)
                        assumed = (Said(text=self._ground.say("effect.trial", label=one.label), by="guide"),)
                        return one.id, (*(assumed if trial else ()), *told)
        return "", ()

    def results(self, sum_id: str, names: tuple[str, ...]) -> tuple[Said, ...]:
        """Return what the named results of a sum say, and give the sum away."""
        self._given.add(sum_id)
        answers = self._ground.numbers.answers[sum_id]
        found = [a for name in names for a in answers if isinstance(a, Result) and a.name.startswith(name)]
        return tuple(Said(text=f"{a.name}は{said_of(a)[0]}{a.note}", by="computed") for a in dict.fromkeys(found))
