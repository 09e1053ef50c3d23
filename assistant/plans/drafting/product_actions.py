"""Actions that the owner's own products call for: stop what loses money, reprice, push, review; each names its products."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from assistant.plans.arithmetic.figures import shown
from assistant.plans.arithmetic.inputs import exact
from assistant.plans.arithmetic.items import ItemLine
from assistant.plans.drafting import working_days
from assistant.plans.drafting.effects import Effects
from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.drafting.steps import first_step_day
from assistant.plans.plan import Action, Said

_NAMED = 3  # products named in one action
_DUE = 30  # days
_SALES_PLAY = "playbook-sales"
_RISEN = ("値上げによる利益の増加", "値上げで減ってもよい販売数の割合")


@dataclass(frozen=True, slots=True)
class ProductAction:
    """What is to be done with which products; ``kind`` is stop, reprice, push or review."""

    kind: str
    lines: tuple[ItemLine, ...]

    @property
    def names(self) -> str:
        """Return the names of the products as they are read out."""
        return "、".join(f"「{line.item.name}」" for line in self.lines[:_NAMED]) + (
            "など" if len(self.lines) > _NAMED else ""
        )


def product_actions(ground: Ground) -> Iterator[ProductAction]:
    """Yield what the products call for, what loses money first; pushing needs something else to be weaker."""
    numbers = ground.numbers
    found = (
        ProductAction("stop", numbers.losing),
        ProductAction("reprice", numbers.chosen("値上げ候補")),
        ProductAction("push", numbers.chosen("伸ばす候補") if len(numbers.lines) > 1 else ()),
        ProductAction("review", numbers.chosen("見直す候補")),
    )
    yield from (one for one in found if one.lines)


def written(ground: Ground, one: ProductAction, effects: Effects, at: int, cause: str) -> Action:
    """Return the action; its id is given later."""
    due = working_days.on_or_after(ground.today + timedelta(days=_DUE))
    step = first_step_day(ground.today, at, due)
    sum_id, effect = _effect(ground, one, effects)
    return Action(
        id=f"product-{one.kind}",
        what=Said(text=ground.say(f"product.{one.kind}", names=one.names), by="computed"),
        why=tuple(Said(text=f"「{line.item.name}」: {line.reason}", by="computed") for line in one.lines[:_NAMED]),
        avoid=_avoid(ground, one),
        who=ground.say("who"),
        start=step,
        due=due,
        cost=ground.say("cost.time"),
        effect=effect,
        sum=sum_id,
        first_step=Said(text=ground.say(f"product.{one.kind}.first", name=one.lines[0].item.name), by="guide"),
        first_step_due=step,
        indicator=Said(text=ground.say("product.indicator", names=one.names), by="guide"),
        cause=cause,
    )


def _effect(ground: Ground, one: ProductAction, effects: Effects) -> tuple[str, tuple[Said, ...]]:
    if one.kind == "reprice" and (trial := ground.numbers.trial(one.lines[0])) is not None:
        assumed = Said(text=ground.say("effect.trial", label=trial.label), by="guide")
        return trial.id, (assumed, *effects.results(trial.id, _RISEN))
    key = f"product.{one.kind}.effect"
    return "", tuple(_computed(ground, key, line) for line in one.lines[:_NAMED])


@exact
def _computed(ground: Ground, key: str, line: ItemLine) -> Said:
    loss, of_ten = shown(-line.total.value, "円"), shown(line.margin.value * 10, "円")
    text = ground.say(
        key,
        name=line.item.name,
        margin=line.margin.text,
        total=line.total.text,
        loss=loss,
        ten=of_ten,
        cost=line.margin.inputs[1].text,
    )
    return Said(text=text, by="computed")


def _avoid(ground: Ground, one: ProductAction) -> Sequence[Said]:
    """Quote the warning that belongs to the kind of action."""
    about = ground.say(f"product.{one.kind}.avoid")
    entry = ground.lookup("playbook-margin" if one.kind == "stop" else "playbook-pricing")
    if entry is None or one.kind == "push":
        entry = ground.lookup(_SALES_PLAY)
    return ground.quotes.nearest(entry, "避けること", about) if entry else ()
