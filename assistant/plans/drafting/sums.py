"""The calculations that an intake's numbers allow: each as a ``Sum`` of the plan, worked out once to see that it can be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.plans.arithmetic.figures import Answer, NoAnswer, Result
from assistant.plans.arithmetic.inputs import PlanInputError, exact, not_negative
from assistant.plans.arithmetic.items import ItemLine, item_lines
from assistant.plans.arithmetic.kinds import KINDS, calculated, read_as, written
from assistant.plans.arithmetic.money import read_yen, write_yen
from assistant.plans.arithmetic.premises import NAMES
from assistant.plans.intake import Intake, ProductLine
from assistant.plans.interview.lines import items_of
from assistant.plans.plan import Sum

#: Price rises to show what one would do, where the owner names none: the first, unless only the second ends a loss.
TRIED_RISE, TRIED_HIGHER = "5%", "10%"
_TRIED = "値上げした場合"
ONLY = "お書きの品"  # what the one product is called whose name was not told
_RATES = ("rate", "variable_rate", "variable", "margin")


@dataclass(frozen=True, slots=True)
class Numbers:
    """``answers`` by the id of each sum; ``lines`` the products by what they earn; ``unread`` sentences on what did not read."""

    sums: tuple[Sum, ...] = ()
    answers: Mapping[str, Sequence[Answer]] = field(default_factory=dict)
    lines: tuple[ItemLine, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def losing(self) -> tuple[ItemLine, ...]:
        """Return the products of which every piece sold loses money."""
        return tuple(line for line in self.lines if line.margin.value <= 0)

    def chosen(self, suggestion: str) -> tuple[ItemLine, ...]:
        """Return the products that the arithmetic suggests this for, those that lose money left out."""
        return tuple(line for line in self.lines if line.suggestion == suggestion and line.margin.value > 0)

    def without_trials(self, but: Collection[str]) -> Numbers:
        """Return the same without the price rises that are only tried, but for those of these ids."""
        return replace(self, sums=tuple(s for s in self.sums if s.id in but or not is_trial(s)))

    def trial(self, line: ItemLine) -> Sum | None:
        """Return the trial price rise of a product."""
        return next((s for s in self.sums if s.label == trial_label(line)), None)

    def result(self, name: str, kind: str = "") -> tuple[str, Result] | None:
        """Return the sum's id and the first result of this name (of a sum of this kind), or None."""
        for one in self.sums:
            for answer in self.answers[one.id]:
                if answer.name == name and isinstance(answer, Result) and kind in ("", one.kind):
                    return one.id, answer
        return None

    def reason(self, text: str) -> str:
        """Return the plainest finding without a number whose reason has these words, or ""."""
        found = (a.reason for answers in self.answers.values() for a in answers if isinstance(a, NoAnswer))
        return min((reason for reason in found if text in reason), key=len, default="")


def numbers_of(told: Intake, try_rise: bool) -> Numbers:
    """Work out what the intake allows; ``try_rise`` adds a trial price rise where the owner names none."""
    sums, answers = list[Sum](), dict[str, list[Answer]]()
    lines, of_lines = lines_of(told)
    given, unread = _read(told)
    for kind, label, inputs in (*_wanted(told, given, try_rise), *_of_lines(lines, try_rise)):
        one = Sum(id=f"sum-{len(sums) + 1}", kind=kind, label=label, inputs=dict(inputs))
        try:
            found = calculated(kind, inputs)
        except PlanInputError as error:
            unread.append(str(error))
            continue
        if any(isinstance(a, Result) or not a.missing for a in found):
            sums.append(one)
            answers[one.id] = found
    return Numbers(tuple(sums), answers, lines, tuple(dict.fromkeys((*of_lines, *unread))))


def trial_label(line: ItemLine) -> str:
    """Return what the trial price rise of a product is called."""
    return f"「{line.item.name}」を{TRIED_RISE}{_TRIED}"


def is_trial(one: Sum) -> bool:
    """Tell whether a sum tries a price rise that nobody named."""
    return one.kind == "price-rise" and _TRIED in one.label


def _read(told: Intake) -> tuple[dict[str, str], list[str]]:
    """Return the numbers that can be meant, and a sentence on each that cannot."""
    given, unread = dict[str, str](), list[str]()
    for key, text in told.numbers.items():
        if text.strip() and key in NAMES:
            try:
                value = read_as(written(key), NAMES[key], text)
                if key != "margin":
                    not_negative(NAMES[key], value)
                given[key] = text
            except PlanInputError as error:
                unread.append(str(error))
    return given, unread


def lines_of(told: Intake) -> tuple[tuple[ItemLine, ...], tuple[str, ...]]:
    """Return the products by what they earn, and a sentence on each that does not read.

    Where no product was told, the one whose price and cost the numbers tell is one, if each piece of it loses money.
    """
    items, unread = items_of(told.lines or _of_numbers(told))
    try:
        return (item_lines(items) if items else ()), unread
    except PlanInputError as error:
        return (), (*unread, str(error))


def _of_numbers(told: Intake) -> tuple[ProductLine, ...]:
    price, cost, count = (told.numbers.get(key, "") for key in ("price", "variable", "quantity"))
    try:
        if not (price and cost and count) or read_yen(cost) < read_yen(price):
            return ()
    except PlanInputError:
        return ()
    return (ProductLine(name=ONLY, price=price, variable_cost=cost, quantity=count),)


def _wanted(told: Intake, given: Mapping[str, str], try_rise: bool) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Yield kind, label and inputs of every calculation that the numbers may carry."""
    rate = any(key in given for key in _RATES) or {"price", "variable"} <= given.keys()
    of = f"({told.period}の金額)" if told.period else ""
    if "fixed" in given and rate:
        yield _sum("break-even", of, given)
        if "sales" in given or {"price", "quantity"} <= given.keys():
            yield _sum("profit", of, given)
        if {"target", "target_rate"} & given.keys():
            yield _sum("target", of, given)
    if rate and "discount" in given:
        yield _sum("discount", of, given)
    if "cost_rise" in given:
        yield _sum("cost-rise", of, given)
    if "rise" in given:
        yield _sum("price-rise", of, given)
    elif rate and try_rise:
        rise = _tried(given)
        yield "price-rise", f"{rise}{_TRIED}{of}", _inputs("price-rise", {**given, "rise": rise})
    if {"opening", "income", "outgo"} <= given.keys():
        yield _sum("cash", "", given)
    if {"opening", "drain"} <= given.keys():
        yield _sum("runway", "", given)
    if "value_added" in given or ("labour" in given and "wage_rise" in given):
        yield _sum("labour", of, given)


def _tried(given: Mapping[str, str]) -> str:
    after = {}
    for rise in (TRIED_RISE, TRIED_HIGHER):
        try:
            found = calculated("price-rise", _inputs("price-rise", {**given, "rise": rise}))
        except PlanInputError:
            return TRIED_RISE
        after[rise] = next((a.value for a in found if isinstance(a, Result) and a.name == "値上げ後の利益"), 0)
    return TRIED_HIGHER if after[TRIED_RISE] < 0 <= after[TRIED_HIGHER] else TRIED_RISE


def _of_lines(lines: Sequence[ItemLine], try_rise: bool) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Yield a trial price rise for each product whose price is worth looking at."""
    for line in lines:
        if try_rise and line.suggestion == "値上げ候補" and line.margin.value > 0:
            yield "price-rise", trial_label(line), _of_line(line)


@exact
def _of_line(line: ItemLine) -> dict[str, str]:
    return {
        "price": write_yen(line.item.price),
        "variable": write_yen(line.item.variable_cost),
        "quantity": f"{line.item.quantity:f}",
        "rise": TRIED_RISE,
    }


def _sum(kind: str, of: str, given: Mapping[str, str]) -> tuple[str, str, Mapping[str, str]]:
    return kind, f"{KINDS[kind].label}{of}", _inputs(kind, given)


def _inputs(kind: str, given: Mapping[str, str]) -> dict[str, str]:
    takes = (*KINDS[kind].needed, *KINDS[kind].others)
    return {key: given[key] for key in takes if key in given}
