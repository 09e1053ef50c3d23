"""What an action is expected to do in money, where the numbers allow: the sum it rests on and the sentences of its result."""

from __future__ import annotations

import re

from assistant.plans.arithmetic.figures import Result
from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.drafting.sums import is_trial
from assistant.plans.plan import Said, Sum

_PRICE = re.compile(r"値上げ|申し入れ|新しい売値|値段を上げる")
_CASH = re.compile(r"残高|資金繰り表|借入の一覧|お金が持つ")
#: Words of an action → the kind of calculation that shows its effect, and the results that tell it. The first pattern that
#: an action's words match says what kinds may show it.
_EFFECTS: tuple[tuple[re.Pattern[str], tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
    (
        re.compile(r"賃上げ"),
        (
            (
                "labour",
                ("利益を減らさないために増やす", "労働分配率を保つために", "労働分配率", "付加価値労働生産性"),
            ),
        ),
    ),
    (
        _PRICE,
        (
            ("cost-rise", ("1個あたりの限界利益(額)を保つ値上げ率", "限界利益率を保つ値上げ率")),
            ("price-rise", ("値上げによる利益の増加", "値上げ後の利益", "値上げで減ってもよい販売数の割合")),
        ),
    ),
    (re.compile(r"値引"), (("discount", ("値引きを取り返すのに必要な販売数の増加", "余分に売る必要がある個数")),)),
    (
        _CASH,
        (("cash", ("資金が尽きる月", "不足する額")), ("runway", ("手元のお金がもつ月数",))),
    ),
    (
        re.compile(r"必要(?:な)?(?:客数|売上)|限界利益を(?:測|出)|落ちた所|原価の上限"),
        (
            ("target", ("目標利益達成売上高", "目標利益率達成売上高")),
            ("break-even", ("損益分岐点売上高", "損益分岐点販売数")),
        ),
    ),
)


class Effects:
    """Gives each sum to one action only, so that a plan does not say the same effect twice."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._given: set[str] = set()

    def of(self, text: str) -> tuple[str, tuple[Said, ...]]:
        """Return the id of the sum that an action's words call for and what it says, or nothing."""
        for one, names in self._fitting(text):
            if told := self.results(one.id, names):
                assumed = (Said(text=self._ground.say("effect.trial", label=one.label), by="guide"),)
                return one.id, (*(assumed if is_trial(one) else ()), *told)
        return "", ()

    def told(self, text: str) -> bool:
        """Tell whether numbers that the owner told, and no trial, show the effect of an action."""
        return any(not is_trial(one) for one, _ in self._fitting(text))

    def results(self, sum_id: str, names: tuple[str, ...]) -> tuple[Said, ...]:
        """Return what the named results of a sum say, and give the sum away."""
        self._given.add(sum_id)
        answers = self._ground.numbers.answers[sum_id]
        found = [a for name in names for a in answers if isinstance(a, Result) and a.name.startswith(name)]
        return tuple(Said(text=_told(a), by="computed") for a in {a.name: a for a in found}.values())

    def _fitting(self, text: str) -> list[tuple[Sum, tuple[str, ...]]]:
        kinds = next((kinds for words, kinds in _EFFECTS if words.search(text)), ())
        free = [s for s in self._ground.numbers.sums if s.id not in self._given and not s.label.startswith("「")]
        return [(one, names) for kind, names in kinds for one in free if one.kind == kind]


def _told(result: Result) -> str:
    shown = any(i.name != result.formula for i in result.inputs)  # 8% = 8% proves nothing
    worked = f"（{result.worked}）" if shown else ""
    return f"{result.name}は{result.text}です{worked}。{result.note}"
