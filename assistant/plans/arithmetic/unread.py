"""The amounts of a question that no calculation reads: they are told, and a supposed change among them withholds the results."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.plans.arithmetic.calculations import with_assumptions
from assistant.plans.arithmetic.figures import Answer, NoAnswer, Result
from assistant.plans.arithmetic.mentions import unlabelled

_SUPPOSED = re.compile(
    r"(?:の[^0-9、。,?]{1,8}を(?:足|加え|雇|増や|払)|(?:を)?(?:足|加え)|(?:円?(?:ほど|くらい|だけ|も|ずつ|に|へ)?)(?:増|減|上げ|上が|下げ|下が|落|削|カット|伸|引き|値上|値下)|(?:に|へ)(?:なっ|なる|する|し))[^、。?]{0,5}?(?:[ただ]ら|[れせけめえべげ]ば|[るすうくむつぶぐ]と|場合|なら)"
)
_SHOWN, _TAIL = 4, 10  # amounts, characters before each


def told(plain: str, answers: Sequence[Answer]) -> list[Answer]:
    """Return the answers with what was left out of them; only that, where a change is supposed which cannot be read."""
    if not any(isinstance(answer, Result) for answer in answers):
        return list(answers)
    left = unlabelled(plain)
    if not left:
        return list(answers)
    names = "、".join(f"「{_named(plain, amount)}」" for amount in left[:_SHOWN])
    if any(_SUPPOSED.match(plain, amount.end()) for amount in left):
        reason = f"{names}の変化は読み取れないので、計算していません。変わったあとの数字で教えてください。"
        return [NoAnswer(name="計算", reason=reason)]
    return [with_assumptions(a, [f"{names}は、計算に入れていません。"]) for a in answers]


def _named(plain: str, amount: re.Match[str]) -> str:
    words = re.search(r"[^0-9、。,?円%]*$", plain[max(0, amount.start() - _TAIL) : amount.start()])
    return (words[0].removeprefix("から") if words else "") + amount[0]
