"""The cause tree: what the owner sees, what they think is behind it, what their numbers show, and what sources say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.plans.drafting.ground import Ground
from assistant.plans.plan import Cause, Said
from knowledge.contrast import BAD, GOOD

SEEN = "cause-1"
_MOST_OWN, _MOST_FOUND = 3, 2
_LONGEST_OWN = 200  # characters of the owner's words that stand in the tree
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
#: A worked example of a playbook (固定費40万円と生活費25万円…) explains a sum and is no cause.
_EXAMPLE = re.compile(r"\d[\d,.]*(?:万?円|人|個|%|件|回|分|時間)?")
_FIT = 0.12  # share of the owner's words from which a sentence counts as speaking of the same


def causes_of(ground: Ground) -> tuple[Cause, ...]:
    """Return the tree under what was told; without a worry its branches stand alone. One branch is the essential one."""
    branches = [*_own(ground), *_shown(ground), *_found(ground)]
    essential = _essential(branches)
    branches = [b.model_copy(update={"essential": b.id == essential}) for b in _with_cases(ground, branches, essential)]
    if not ground.told.worry.strip():
        return tuple(branches)
    seen = Said(text=_short(ground.told.worry), by="owner")
    return (Cause(id=SEEN, said=seen, because=tuple(branches), essential=not branches),)


def walk(causes: tuple[Cause, ...]) -> Iterator[Cause]:
    """Yield every branch, a parent before its children."""
    for cause in causes:
        yield cause
        yield from walk(cause.because)


def _own(ground: Ground) -> list[Cause]:
    told = [s.strip() for s in _SENTENCE.findall(ground.told.own_reasons) if s.strip(" 。")]
    return [
        Cause(id=f"own-{n}", said=Said(text=_short(text), by="owner")) for n, text in enumerate(told[:_MOST_OWN], 1)
    ]


def _shown(ground: Ground) -> list[Cause]:
    """Return what the numbers show to be wrong."""
    said = list[str]()
    losing = [line for line in ground.numbers.lines if line.margin.value <= 0]
    for line in losing[:2]:
        said.append(
            ground.say(
                "cause.losing", name=line.item.name, price=line.margin.inputs[0].text, cost=line.margin.inputs[1].text
            )
        )
    profit = ground.numbers.result("利益", "profit")
    if profit and profit[1].value < 0:
        said.append(ground.say("cause.loss", worked=profit[1].worked))
    if (out := ground.numbers.result("資金が尽きる月")) is not None:
        said.append(ground.say("cause.runs-out", month=out[1].text))
    if (months := ground.numbers.result("手元のお金がもつ月数")) is not None:
        said.append(ground.say("cause.runway", worked=months[1].worked))
    if reason := ground.numbers.reason("作るほど赤字"):
        said.append(reason)
    return [Cause(id=f"shown-{n}", said=Said(text=text, by="computed")) for n, text in enumerate(said, 1)]


def _found(ground: Ground) -> list[Cause]:
    """Return the sentences of the playbooks that tell this cause apart from others, those nearest to the owner's words."""
    if not ground.text:
        return []
    score = ground.quotes.likeness(ground.text)
    said = list[Said]()
    for play in ground.plays[:2]:
        most = _MOST_FOUND if play is ground.plays[0] else 1
        said += ground.quotes.nearest(play, "原因の見分け方", lambda text: 0.0 if _example(text) else score(text), most)
    return [Cause(id=f"found-{n}", said=one) for n, one in enumerate(said, 1)]


def _essential(branches: list[Cause]) -> str:
    """Return the id of the branch to work on: what the numbers show, else what a source says first, else the owner's first."""
    for start in ("shown-", "found-", "own-"):
        found = next((b.id for b in branches if b.id.startswith(start)), "")
        if found:
            return found
    return ""


def _with_cases(ground: Ground, branches: list[Cause], essential: str) -> Iterator[Cause]:
    """Yield the branches; beneath the essential one stands what lay behind the same worry in the nearest cases."""
    score = ground.quotes.likeness(ground.text)
    cases = [*ground.cases(GOOD)[:1], *ground.cases(BAD)[:1]] if ground.text else []
    found = [said for case in cases for said in ground.quotes.nearest(case, "本質的課題", score)]
    behind = tuple(Cause(id=f"case-{n}", said=said) for n, said in enumerate(found, 1))
    for branch in branches:
        yield branch.model_copy(update={"because": behind}) if branch.id == essential else branch


def _example(text: str) -> bool:
    return len(_EXAMPLE.findall(text)) >= 2


def _short(text: str) -> str:
    """Return the first sentences of the owner's words within a readable length."""
    text = text.strip()
    if len(text) <= _LONGEST_OWN:
        return text
    kept = ""
    for sentence in _SENTENCE.findall(text):
        if len(kept) + len(sentence) > _LONGEST_OWN:
            break
        kept += sentence
    return kept.strip() or text[:_LONGEST_OWN]
