"""The cause tree: what the owner sees, what they think is behind it, what their numbers show, and what sources say of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.drafting.ground.theme import troubles
from assistant.plans.plan import Cause, Said
from knowledge import taxonomy

SEEN = "cause-1"
_MOST_OWN, _MOST_FOUND = 3, 2
_LONGEST_OWN = 200  # characters of the owner's words that stand in the tree
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_DIGITS = re.compile(r"\d[\d,.]*(?:万?円|人(?!当)|個|%|件|回(?!目)|分|時間)")
#: What tells a cause; what breaks it down; what holds for a profit only; what no owner can change, and what they do.
_TELLS = re.compile(
    r"原因|理由|問題|なら(?:ば)?、|より小さければ|(?:続き|増え|減り|止まってい)ます。$|段階です|候補です"
)
_SPLITS = re.compile(r"(?:に|を)分け(?:ます|て?、)|つに分け")
_PROFITS = re.compile(r"利益は出ている|黒字で")
_FORMULA = re.compile(r"[「」][^「」]*[÷×−＋][^「」]*[「」]")
_OUTSIDE = re.compile(
    r"景気|人口|コロナ|天候|天気|近くに|近所に|競合|ライバル|大手|円安|物価|値上がり|高騰|時代|客層|町が"
)
_OWN_DOING = re.compile(
    r"て(?:い)?(?:ない|ません|なかった)|せず|ずに|ままに|まま(?:だ|で|に)|できな|やらな|しな[いか]|わからな|知らな"
)
_ANCHOR = "原因の見分け方"
_MONEY = frozenset(("margin", "pricing", "sales", "cash", "turnaround"))
#: Of shared words: from which a sentence speaks of the same, one of another trade does, and any surely does.
_RELATED, _OF_OTHERS, _SURE = 0.03, 0.06, 0.15


def causes_of(ground: Ground) -> tuple[Cause, ...]:
    """Return the tree under what was told; without a worry its branches stand alone. One branch is the essential one."""
    own = _own(ground)
    shown = _shown(ground)
    branches = [*shown, *_joined(ground, own, _found(ground, shown, own))]
    essential = _essential(ground, branches)
    branches = _with_cases(ground, branches, essential)
    if not ground.told.worry.strip():
        return tuple(branches)
    seen = Said(text=_short(ground.told.worry), by="owner")
    return (Cause(id=SEEN, said=seen, because=tuple(branches), essential=not branches),)


def walk(causes: Sequence[Cause]) -> Iterator[Cause]:
    """Yield every branch, a parent before its children."""
    for cause in causes:
        yield cause
        yield from walk(cause.because)


def _own(ground: Ground) -> list[Cause]:
    told = [s.strip() for s in _SENTENCE.findall(ground.told.own_reasons) if s.strip(" 。")]
    texts = list(dict.fromkeys(_short(text) for text in told))
    return [Cause(id=f"own-{n}", said=Said(text=text, by="owner")) for n, text in enumerate(texts[:_MOST_OWN], 1)]


def _shown(ground: Ground) -> list[Cause]:
    """Return what the numbers show to be wrong; products that lose money first."""
    numbers = ground.numbers
    losing = numbers.reason("作るほど赤字")
    said = [losing] if losing else []
    for line in numbers.losing[:2]:
        price, cost = (i.text for i in line.margin.inputs)
        said.append(ground.say("cause.losing", name=line.item.name, price=price, cost=cost))
    profit = numbers.result("利益", "profit")
    if profit and profit[1].value < 0:
        said.append(ground.say("cause.loss", worked=profit[1].worked))
    if (out := numbers.result("資金が尽きる月")) is not None:
        said.append(ground.say("cause.runs-out", month=out[1].text))
    if (months := numbers.result("手元のお金がもつ月数")) is not None:
        said.append(ground.say("cause.runway", worked=months[1].worked))
    weak = () if said else (*numbers.chosen("値上げ候補"), *numbers.chosen("見直す候補"))
    said += [ground.say("cause.weak", name=line.item.name, reason=line.reason) for line in weak[:1]]
    return [Cause(id=f"shown-{n}", said=Said(text=text, by="computed")) for n, text in enumerate(said, 1)]


def _found(ground: Ground, shown: Sequence[Cause], own: Sequence[Cause]) -> list[Cause]:
    """Return what the playbooks tell of the cause: how it is broken down, and beneath it what is nearest to the words."""
    if ground.evidence is None and not ground.numbers.sums:
        return []
    about = "\n".join((ground.text, *(c.said.text for c in shown)))
    found = list[Cause]()
    for n, play in enumerate(ground.plays[:2], 1):
        split = ground.quotes.nearest(play, _ANCHOR, about, fits=_splits, least_words=_RELATED if n > 1 else 0.0)
        most = _MOST_FOUND if n == 1 else 1
        rate = functools.partial(_tells, lossy=not _PROFITS.search(ground.text))
        near = ground.quotes.nearest(play, _ANCHOR, about, most, rate, _RELATED, _condition)
        if n == 1 and ground.evidence is not None and not (near or split or own or shown):
            near = ground.quotes.nearest(play, _ANCHOR, about, fits=rate, compared=_condition)
        below = tuple(Cause(id=f"found-{n}-{m}", said=said) for m, said in enumerate(near, 1))
        found += [Cause(id=f"found-{n}", said=split[0], because=below)] if split else below
    return found


def _joined(ground: Ground, own: list[Cause], found: list[Cause]) -> list[Cause]:
    """Put what a source says beneath the owner's reason that it speaks of; what speaks of none stands beside them."""
    beneath: dict[str, list[Cause]] = {cause.id: [] for cause in own}
    apart = list[Cause]()
    for cause in found:
        words = [(max(ground.meaning.words(one.said.text)(c.said.text) for c in walk([cause])), one.id) for one in own]
        best = max(words, default=(0.0, ""))
        (beneath[best[1]] if best[0] > 0 else apart).append(cause)
    return [*(one.model_copy(update={"because": tuple(beneath[one.id])}) for one in own), *apart]


def _essential(ground: Ground, branches: Sequence[Cause]) -> str:
    """Return the branch to work on: a product sold at a loss; else what the owner names and can change; else what a source says.

    The one who drafts does not know the firm: a person moves the mark where they know better.
    """
    every = list(walk(branches))
    if ground.numbers.losing or ground.numbers.reason("作るほど赤字"):
        return next(c.id for c in every if c.id.startswith("shown-"))
    own = [c.id for c in every if c.said.by == "owner"]
    workable = [c.id for c in every if c.said.by == "owner" and not _beyond(c.said.text) and _of_theme(ground, c)]
    if "margin" in troubles(ground.numbers) or (ground.evidence is None and ground.numbers.lines):
        workable += [c.id for c in every if c.id.startswith("shown-")]
    words = ground.meaning.words(ground.text)
    sourced = [c for c in every if c.said.by == "source"]
    surest = max(sourced, key=lambda c: words(c.said.text), default=None)
    best = [surest.id] if surest and words(surest.said.text) >= _SURE else [c.id for c in sourced]
    return next(iter((*workable, *best, *own, *(c.id for c in every))), "")


def _with_cases(ground: Ground, branches: Sequence[Cause], essential: str) -> list[Cause]:
    """Mark the essential branch; beneath it stands what lay behind the same worry in the nearest cases."""
    about = f"{ground.text}\n" + "".join(c.said.text for c in walk(branches) if c.id == essential)
    behind = tuple(_behind(ground, about)) if essential else ()

    def marked(cause: Cause) -> Cause:
        below = tuple(marked(c) for c in cause.because)
        if cause.id == essential:
            return cause.model_copy(update={"essential": True, "because": (*below, *behind)})
        return cause.model_copy(update={"because": below})

    return [marked(branch) for branch in branches]


def _behind(ground: Ground, about: str) -> Iterator[Cause]:
    """Yield what lay behind the worry in a near case of each side, under a sentence that says whose it is."""
    for n, case in enumerate((*ground.good[:1], *ground.bad[:1]), 1):
        same = ground.of_trade(case) and case.topics[0] == ground.theme
        found = ground.quotes.nearest(case, "本質的課題", about, least_words=_RELATED if same else _OF_OTHERS)
        below = tuple(Cause(id=f"case-{n}-{m}", said=one) for m, one in enumerate(found, 1))
        if below:
            outcome = ground.say(f"outcome.{case.outcome}")
            text = ground.say("example.behind", outcome=outcome, title=case.title)
            yield Cause(id=f"case-{n}", said=Said(text=text, by="guide"), because=below)


def _splits(text: str) -> float:
    return 0.0 if _SPLITS.search(text) and len(_DIGITS.findall(text)) < 2 else -2.0


def _tells(text: str, lossy: bool) -> float:
    """Rate how much a sentence tells of a cause; worked examples and instructions tell nothing of it.

    What holds where there is a profit is ruled out (``lossy``) unless the owner tells of one.
    """
    if _example(text) or not _TELLS.search(text) or _SPLITS.search(text) or (lossy and _PROFITS.search(text)):
        return -2.0
    return 0.02 if "原因" in text or "理由" in text else 0.0


def _example(text: str) -> bool:
    return len(_DIGITS.findall(text)) >= 2 or bool(_FORMULA.search(text))


def _beyond(text: str) -> bool:
    """Tell whether a reason lies beyond what the owner can change, and names nothing that they do or leave undone."""
    return bool(_OUTSIDE.search(text)) and not _OWN_DOING.search(text)


def _of_theme(ground: Ground, cause: Cause) -> bool:
    """Tell whether a reason names the plan's theme, or none, or money as the plan does: too few hands explain no loss."""
    named = {m.code for m in taxonomy.mentions(cause.said.text) if m.field == "topics"}
    return not named or ground.theme in named or (ground.theme in _MONEY and not named.isdisjoint(_MONEY))


def _condition(text: str) -> str:
    """Return the part of a sentence that says when it holds."""
    return re.split(r"なら(?:ば)?、|より小さければ、|ときは、?", text)[0]


def _short(text: str) -> str:
    """Return the first sentences of the owner's words within a readable length."""
    text = text.strip()
    if len(text) <= _LONGEST_OWN:
        return text
    kept = ""
    for sentence in _SENTENCE.findall(text):
        if len(kept) + len(sentence) > _LONGEST_OWN or sentence in kept:
            break
        kept += sentence
    return kept.strip() or text[:_LONGEST_OWN]
