"""Which picture shows the results of a calculation best, if any does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.charts.drawing import Chart
from assistant.charts.pictures import break_even_chart, cash_chart, price_rise_chart
from assistant.plans.arithmetic.cash import MOST_MONTHS
from assistant.plans.arithmetic.figures import Answer, Result
from assistant.plans.arithmetic.inputs import exact


@exact
def chart_of(answers: Sequence[Answer]) -> Chart | None:
    """Return the picture of what was asked: what a rise adds, cash by month, or the break-even point."""
    results = {a.name: a for a in answers if isinstance(a, Result)}
    return _rise(results) or _cash(results) or _break_even(results)


def _rise(results: Mapping[str, Result]) -> Chart | None:
    found = _inputs(results, "値上げ後の利益")
    if not found or "販売数の減少率" in found:
        return None
    return price_rise_chart(found["売上高"], found["限界利益率"], found["固定費"], found["値上げ率"])


def _cash(results: Mapping[str, Result]) -> Chart | None:
    lasting = _inputs(results, "手元のお金がもつ月数")
    if lasting:
        opening, change = lasting["現預金"], -lasting["毎月の減少額"]
    elif last := results.get(f"{MOST_MONTHS}か月目の月末残高"):
        found = _inputs(results, last.name)
        change = found["入金"] - found["出金"] - found["返済"]
        opening = last.value - MOST_MONTHS * change
    else:
        return None
    return cash_chart([opening + change * month for month in range(1, MOST_MONTHS + 1)])


def _break_even(results: Mapping[str, Result]) -> Chart | None:
    found = _inputs(results, "損益分岐点売上高")
    if not found:
        return None
    sales = _inputs(results, "損益分岐点比率").get("売上高") or _inputs(results, "利益").get("売上高")
    return break_even_chart(found["限界利益率"], found["固定費"], sales)


def _inputs(results: Mapping[str, Result], name: str) -> dict[str, Decimal]:
    return {i.name: i.value for i in results[name].inputs} if name in results else {}
