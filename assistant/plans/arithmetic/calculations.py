"""The calculations that a set of premises calls for: each gives its results, or names the numbers that are still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.plans.arithmetic import breakeven, items, price, productivity
from assistant.plans.arithmetic import cash as cash_plan
from assistant.plans.arithmetic.figures import Answer, Input, NoAnswer
from assistant.plans.arithmetic.premises import NAMES, Premises

CASH_MONTHS = cash_plan.MOST_MONTHS
_TABLE_WORDS = ("売上高", "限界利益率", "固定費")


def margin(known: Premises) -> list[Answer]:
    """Return 限界利益率 as it follows from the other numbers."""
    if known.rate is None:
        return [_missing("限界利益率", known, "限界利益率")]
    return [*known.derived, *unit_margin(known)]


def unit_margin(known: Premises) -> list[Answer]:
    """Return what one piece leaves, and what an hour of work on it leaves."""
    price, cost, minutes = known.given.get("price"), known.unit_cost, known.given.get("minutes")
    if price is None or cost is None:
        return []
    return list(items.left_of_one(price, cost, minutes))


def safety(known: Premises) -> list[Answer]:
    """Return how far sales may fall, or name the number that is missing."""
    if known.sales is None or known.rate is None or known.fixed is None:
        return [_missing("安全余裕率", known, *_TABLE_WORDS)]
    return [
        breakeven.break_even(known.rate, known.fixed),
        breakeven.safety_margin(known.sales, known.rate, known.fixed),
    ]


def keep_price(known: Premises) -> list[Answer]:
    """Return the price at which a piece leaves as much as before its cost went up."""
    given, selling = known.given, known.given["price"]
    if "cost_before" in given and known.unit_cost is not None:
        return [price.price_to_keep_margin(selling, given["cost_before"], known.unit_cost)]
    if {"cost_rate_before", "variable_rate"} <= given.keys():
        before, after = given["cost_rate_before"], given["variable_rate"]
        return [price.price_to_keep_margin_at_rates(selling, before, after)]
    return []


def break_even(known: Premises) -> list[Answer]:
    """Return 損益分岐点 as sales, and as pieces, ratio and safety where the numbers allow."""
    if known.rate is None or known.fixed is None:
        return [_missing("損益分岐点売上高", known, "限界利益率", "固定費")]
    answers: list[Answer] = [breakeven.break_even(known.rate, known.fixed)]
    if known.unit_cost is not None:
        answers.append(breakeven.break_even_quantity(known.given["price"], known.unit_cost, known.fixed))
    if known.sales is not None:
        answers.append(breakeven.break_even_ratio(known.sales, known.rate, known.fixed))
        answers.append(breakeven.safety_margin(known.sales, known.rate, known.fixed))
    return answers


def target(known: Premises) -> list[Answer]:
    """Return the sales that a target profit or profit rate needs."""
    if known.rate is None or known.fixed is None:
        return [_missing("目標利益達成売上高", known, "限界利益率", "固定費")]
    answers: list[Answer] = []
    if not {"target", "target_rate"} & known.given.keys():
        return [NoAnswer(name="目標利益達成売上高", reason=_needs("目標利益"), missing=("目標利益",))]
    if "target" in known.given:
        answers.append(breakeven.target_sales(known.rate, known.fixed, known.given["target"]))
        if known.unit_cost is not None:
            selling, wanted = known.given["price"], known.given["target"]
            answers.append(breakeven.target_quantity(selling, known.unit_cost, known.fixed, wanted))
    if "target_rate" in known.given:
        answers.append(breakeven.target_rate_sales(known.rate, known.fixed, known.given["target_rate"]))
    return answers


def rise(known: Premises) -> list[Answer]:
    """Return what a price rise does."""
    if "rise" not in known.given and "quantity" in known.given:
        return [price.gain_by_pieces(known.given["rise_yen"], known.given["quantity"])]
    if "rise" not in known.given:
        return [NoAnswer(name="値上げの効果", reason=_needs("売価"), missing=("売価",))]
    rise, answers = known.given["rise"], list[Answer]()
    if known.rate is None:
        answers.append(_missing("値上げ後の限界利益率", known, "限界利益率"))
    else:
        answers.append(price.rate_after_rise(known.rate, rise))
        answers.append(price.volume_that_may_be_lost(known.rate, rise))
        if known.fixed is not None:
            answers.append(breakeven.break_even(known.rate, known.fixed))
            answers.append(price.break_even_after_rise(known.rate, known.fixed, rise))
    if known.sales is None:
        return [*answers, _missing("値上げによる利益の増加", known, "売上高")]
    answers.append(price.gain(known.sales, rise))
    if known.rate is not None and known.fixed is not None:
        lost = known.given.get("lost", Decimal(0))
        answers.append(breakeven.profit(known.sales, known.rate, known.fixed))
        answers.append(price.profit_after_rise(known.sales, known.rate, known.fixed, rise, lost))
    return answers


def cost_rise(known: Premises) -> list[Answer]:
    """Return the price rise that makes up for dearer material."""
    rise = known.given["cost_rise"]
    keep_rate = price.rise_to_keep_rate(rise)
    if known.rate is None:
        return [keep_rate, _missing("1個あたりの限界利益(額)を保つ値上げ率", known, "限界利益率")]
    return [price.rise_to_keep_margin(known.rate, rise), keep_rate]


def discount(known: Premises) -> list[Answer]:
    """Return how much more must be sold after a discount."""
    if "discount" not in known.given:
        return [NoAnswer(name="値引きの影響", reason=_needs("売価"), missing=("売価",))]
    discount = known.given["discount"]
    if known.rate is None:
        return [_missing("値引きを取り返すのに必要な販売数の増加", known, "限界利益率")]
    answers = [price.rate_after_discount(known.rate, discount), price.volume_needed(known.rate, discount)]
    if "quantity" in known.given:
        answers.append(price.pieces_needed(known.given["quantity"], known.rate, discount))
    return answers


def profit(known: Premises) -> list[Answer]:
    """Return the profit, and where it would be nil."""
    if known.sales is None and known.fixed is None and known.unit_cost is not None:
        return unit_margin(known)
    if known.sales is None or known.rate is None or known.fixed is None:
        return [_missing("利益", known, *_TABLE_WORDS)]
    return [
        breakeven.profit(known.sales, known.rate, known.fixed),
        breakeven.break_even(known.rate, known.fixed),
    ]


def labour(known: Premises) -> list[Answer]:
    """Return productivity, labour share and what a wage rise needs."""
    given, answers = known.given, list[Answer]()
    added, rise, labour = given.get("value_added"), given.get("wage_rise"), given.get("labour")
    if added is not None and "people" in given:
        answers.append(productivity.per_head(added, given["people"]))
    if added is not None and "hours" in given:
        answers.append(productivity.per_hour(added, given["hours"]))
    if added is not None and labour is not None:
        answers.append(productivity.labour_share(labour, added))
    if rise is not None and labour is not None:
        answers.append(productivity.rise_keeping_profit(labour, rise))
    if rise is not None and added is not None:
        answers.append(productivity.rise_keeping_share(added, rise))
    return answers or [
        NoAnswer(name="付加価値の計算", reason=_needs("人件費", "付加価値額"), missing=("人件費", "付加価値額"))
    ]


def added_value(known: Premises) -> list[Answer]:
    """Name the parts of 付加価値額 that are missing."""
    parts = {"operating": "営業利益", "depreciation": "減価償却費", "labour": "人件費"}
    lacking = tuple(name for key, name in parts.items() if key not in known.given)
    return [NoAnswer(name="付加価値額", reason=_needs(*lacking), missing=lacking)]


def cash(known: Premises) -> list[Answer]:
    """Return when cash runs out."""
    lacking = tuple(NAMES[k] for k in ("income", "outgo") if k not in known.given)
    if lacking:
        return [NoAnswer(name="資金が尽きる月", reason=_needs(*lacking), missing=lacking)]
    month = cash_plan.CashMonth(
        income=known.given["income"],
        outgo=known.given["outgo"],
        repayment=known.given.get("repayment", Decimal(0)),
    )
    plan = cash_plan.forecast(known.given["opening"], [month] * CASH_MONTHS)
    same = (f"入金、出金、返済は月の金額で、{CASH_MONTHS}か月のあいだ変わらないとみなしました。",)
    told = tuple(
        Input(name=NAMES[key], value=known.given.get(key, Decimal(0)))
        for key in ("opening", "income", "outgo", "repayment")
    )
    formula = f"現預金 + (入金 − 出金 − 返済) × {CASH_MONTHS}か月"
    last = replace(plan.balances[-1], formula=formula, inputs=told)
    return [with_assumptions(a, same) for a in (plan.runs_out, plan.short, last)]


def runway(known: Premises) -> list[Answer]:
    """Return how long cash lasts that shrinks by the same amount every month."""
    lacking = tuple(NAMES[k] for k in ("opening", "drain") if k not in known.given)
    if lacking:
        return [NoAnswer(name="手元のお金がもつ月数", reason=_needs(*lacking), missing=lacking)]
    return [cash_plan.runway(known.given["opening"], known.given["drain"])]


def _missing(name: str, known: Premises, *needed: str) -> NoAnswer:
    """Name those of the needed premises that the question does not tell."""
    told = {"売上高": known.sales, "限界利益率": known.rate, "固定費": known.fixed}
    lacking = tuple(n for n in needed if told[n] is None)
    return NoAnswer(name=name, reason=_needs(*lacking), missing=lacking)


def _needs(*names: str) -> str:
    hint = "限界利益率は、粗利率や原価率、または売上高と変動費でもかまいません。" if "限界利益率" in names else ""
    return f"計算には{'と'.join(names)}が必要です。金額には円や万円を付けて教えてください。{hint}"


def with_assumptions(answer: Answer, more: Sequence[str]) -> Answer:
    """Return a result with further sentences on what was taken for granted."""
    if isinstance(answer, NoAnswer):
        return answer
    return replace(answer, assumptions=tuple(dict.fromkeys((*answer.assumptions, *more))))
