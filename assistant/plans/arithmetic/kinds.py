"""The calculations that can be asked for by name, with the numbers that each of them takes; amounts come in as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.plans.arithmetic import calculations
from assistant.plans.arithmetic.calculations import with_assumptions
from assistant.plans.arithmetic.figures import Answer
from assistant.plans.arithmetic.inputs import PlanInputError, echo, exact, not_negative
from assistant.plans.arithmetic.mentions import Mention
from assistant.plans.arithmetic.money import fold, numeral, read_ratio, read_yen
from assistant.plans.arithmetic.premises import NAMES, Premises, premises

#: How a number is written: an amount with its unit, a share, or a plain count (100, 100個).
EXAMPLES: Mapping[str, str] = {"円": "350万円", "割合": "5%", "数": "100"}
_RATIOS = ("variable_rate", "rate", "target_rate", "rise", "discount", "cost_rise", "wage_rise", "lost")
_COUNTS = ("quantity", "people", "hours")
#: What may stand around a count: 約100個, ３人ほど.
_AROUND_COUNT = re.compile(r"^(?:約|およそ|だいたい)|[個人名本枚食杯皿箱袋台件時間]{0,2}(?:ほど|くらい|ぐらい|程度)?$")
_LONGEST_COUNT = 20  # characters
_RATE_FROM = ("rate", "variable_rate", "variable", "margin", "price", "quantity")


@dataclass(frozen=True, slots=True)
class Kind:
    """A calculation: its code, what it is called, the inputs without which it cannot be, the others, and the calculation."""

    code: str
    label: str
    needed: tuple[str, ...]
    others: tuple[str, ...]
    run: Callable[[Premises], list[Answer]]


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("break-even", "損益分岐点", ("fixed",), ("sales", *_RATE_FROM), calculations.break_even),
        Kind("profit", "利益", ("fixed",), ("sales", *_RATE_FROM), calculations.profit),
        Kind(
            "target",
            "目標利益に必要な売上",
            ("fixed",),
            ("target", "target_rate", "sales", *_RATE_FROM),
            calculations.target,
        ),
        Kind("price-rise", "値上げの効果", ("rise",), ("sales", "fixed", "lost", *_RATE_FROM), calculations.rise),
        Kind("cost-rise", "原価上昇の転嫁", ("cost_rise",), ("sales", *_RATE_FROM), calculations.cost_rise),
        Kind("discount", "値引きの影響", ("discount",), ("sales", *_RATE_FROM), calculations.discount),
        Kind(
            "labour",
            "付加価値と賃上げ",
            (),
            ("value_added", "labour", "people", "hours", "wage_rise"),
            calculations.labour,
        ),
        Kind("cash", "資金繰り(毎月同じ金額)", ("opening", "income", "outgo"), ("repayment",), calculations.cash),
        Kind("runway", "手元のお金がもつ月数", ("opening", "drain"), (), calculations.runway),
    )
}


def written(key: str) -> str:
    """Return how an input is written: 円, 割合 or 数."""
    return "割合" if key in _RATIOS else "数" if key in _COUNTS else "円"


@exact
def calculated(code: str, inputs: Mapping[str, str]) -> list[Answer]:
    """Return the answers of a kind; PlanInputError for an unknown kind or input, a number that does not read, or a missing one."""
    kind = KINDS.get(code)
    if kind is None:
        raise PlanInputError(f"計算の種類{echo(code)}は使えません。使えるもの: {'、'.join(KINDS)}")
    unknown = [name for name in inputs if name not in (*kind.needed, *kind.others)]
    if unknown:
        takes = "、".join(dict.fromkeys((*kind.needed, *kind.others)))
        raise PlanInputError(f"{kind.label}の計算に、項目{echo(unknown[0])}は使えません。使えるもの: {takes}")
    missing = [NAMES[name] for name in kind.needed if not inputs.get(name, "").strip()]
    if missing:
        raise PlanInputError(f"{kind.label}の計算には、{'と'.join(missing)}が必要です。")
    known = premises([_told(name, text) for name, text in inputs.items() if text.strip()])
    return [with_assumptions(a, known.assumptions) for a in _once([*known.derived, *kind.run(known)])]


def _told(key: str, text: str) -> Mention:
    return Mention(key=key, value=read_as(written(key), NAMES[key], text), word=NAMES[key])


def read_as(how: str, name: str, text: str) -> Decimal:
    """Return a number written as 円, 割合 or 数; the sentence of a refusal begins with ``name``."""
    read = {"円": read_yen, "割合": read_ratio, "数": _count}[how]
    try:
        return read(text)
    except PlanInputError as error:
        raise PlanInputError(f"{name}: {error}") from error


def _count(text: str) -> Decimal:
    plain = _AROUND_COUNT.sub("", fold(text))
    try:
        found = numeral(plain, text) if 0 < len(plain) <= _LONGEST_COUNT else None
    except PlanInputError:
        found = None
    if found is None:
        raise PlanInputError(f"{echo(text)}は数として読み取れません。100のように入力してください。")
    return not_negative("数", found)


def _once(answers: Sequence[Answer]) -> list[Answer]:
    """Keep the first answer of each name."""
    return list({a.name: a for a in reversed(answers)}.values())[::-1]
