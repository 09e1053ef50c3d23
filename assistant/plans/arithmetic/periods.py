"""Months and years: amounts of both are brought to one, and it is said which period a number was taken to be of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.plans.arithmetic.mentions import Mention

FLOWS: Mapping[str, str] = {
    "sales": "売上高",
    "variable": "変動費",
    "margin": "限界利益",
    "fixed": "固定費",
    "target": "目標利益",
    "labour": "人件費",
    "rent": "家賃",
    "utilities": "光熱費",
    "lease": "リース料",
    "wages": "給料",
    "value_added": "付加価値額",
    "operating": "営業利益",
    "depreciation": "減価償却費",
    "quantity": "販売数",
}
_OF_A_MONTH = r"(?:毎月|月々|月間|月|1[かヶケカ]月|ひと月)"
_OF_A_YEAR = r"(?:毎年|年間|年|1年)"
_FIGURE = r"(?:利益|儲け|もうけ|黒字|赤字|売り?上げ?|粗利|損益分岐)"
_ASKED = {
    "月": re.compile(
        rf"月(?:に(?:すると|直すと|ならすと)|換算)|{_OF_A_MONTH}の?{_FIGURE}(?!高?[はがも]?(?:約)?[0-9])|{_OF_A_MONTH}(?:に|で|あたり)?(?:は)?(?:いくら|どれだけ|どのくらい|何)"
    ),
    "年": re.compile(
        rf"年(?:間)?(?:に(?:すると|直すと|ならすと)|換算)|{_OF_A_YEAR}の?{_FIGURE}(?!高?[はがも]?(?:約)?[0-9])|{_OF_A_YEAR}(?:に|で|あたり)?(?:は)?(?:いくら|どれだけ|どのくらい|何)"
    ),
}


def period_asked(plain: str) -> str:
    """Return 月 or 年 where a folded question asks for a number of that period, else an empty text."""
    asked = [name for name, words in _ASKED.items() if words.search(plain)]
    return asked[0] if len(asked) == 1 else ""


def in_one_period(found: Sequence[Mention], wanted: str = "") -> tuple[list[Mention], tuple[str, ...]]:
    """Return the numbers in one period and sentences on what was done; what tells no period is of that of the sales."""
    per_piece = any(m.key == "price" for m in found) and not any(m.key == "sales" for m in found)
    flows = [m for m in found if m.key in FLOWS and not (per_piece and m.key == "variable")]
    told = {m.period for m in flows if m.period}
    if not told:
        return list(found), ()
    default = next((m.period for m in flows if m.key == "sales" and m.period), "年" if len(told) > 1 else min(told))
    to = wanted or ("年" if len(told) > 1 else default)
    unsaid = dict.fromkeys(FLOWS[m.key] for m in flows if not m.period)
    notes: tuple[str, ...] = (
        (f"期間の書かれていない{'、'.join(unsaid)}は、{default}の数字とみなしました。",) if unsaid else ()
    )
    if any((m.period or default) != to for m in flows):
        notes += (
            ("月の金額は12倍して、1年分にそろえました。",)
            if to == "年"
            else ("年の金額は12で割って、月の金額にそろえました。",)
        )
    return [_moved(m, default, to) if any(m is f for f in flows) else m for m in found], notes


def _moved(mention: Mention, default: str, to: str) -> Mention:
    period = mention.period or default
    if period == to:
        return mention
    return replace(mention, value=mention.value * 12 if to == "年" else mention.value / 12, period=to)
