"""Finds what goes from one number to another: 「180円から200円に上げる」, 「原価率が38%から42%に」, 「1,200円の定食を1,300円に」."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.plans.arithmetic.money import read_ratio, read_yen

#: What is no price of the shop's own, where it stands before an amount that moves.
NO_PRICE = re.compile(
    r"家賃|地代|時給|賃金|日給|月給|給料|給与|賞与|人件費|工賃|外注|経費|固定費|売り?上げ?|月商|年商|日商|利益|粗利|手数料|送料|運賃|燃料|電気|光熱|ガス"
    r"|保険|返済|融資|借入|予算|目標|金利|税|補助|助成|限度|預金|現金|在庫|広告|リース|入金|出金|支払|残高|小遣い|役員|年収|手取り"
)
_COST = re.compile(
    r"(?:原価|仕入れ?(?:値|価格|原価)?|(?:原?材料|食材|資材|原料|包材|部品)(?:費|代|価格)?)(?:が|は|も|の|を)?(?:1.)?$"
)
_COST_RATE = re.compile(r"(?:変動費率?|(?:売上|製造|仕入れ?)?原価率?|仕入れ?率|原?材料費率?)(?:が|は|も|を)?$")
_BETWEEN = re.compile(r"(?:から|→|を)|の([^0-9、。,]{1,12})を")
_TO = re.compile(
    r"(?:に|へ)(?:値上げ|値下げ|引き?上げ|引き?下げ|上げ|下げ|改定|変え|変更|する|すると|すれば|した|し(?:て|よう|たい|ます)|上が|下が|なっ|なり|なる|増え)"
)
_UP, _DOWN = re.compile(r"値上|引き?上|上|増"), re.compile(r"値下|引き?下|下|減")
_LOOK = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A number that becomes another: ``key`` is price, cost (円 of one piece), cost_rate, or "" where it is of no use here."""

    key: str
    before: Decimal
    after: Decimal
    spans: tuple[int, int]  # starts of the two numbers


def moves(plain: str, amounts: Sequence[re.Match[str]]) -> tuple[Move, ...]:
    """Return the moves among the amounts of a folded text, each match of which has the groups ratio and yen."""
    found = []
    for one, other in itertools.pairwise(amounts):
        between = _BETWEEN.fullmatch(plain, one.end(), other.start()) if other.start() - one.end() < _LOOK else None
        if (
            between is None
            or bool(one["ratio"]) != bool(other["ratio"])
            or not (between[0] == "→" or _TO.match(plain, other.end()))
        ):
            continue
        subject = re.split("[、。,?]", plain[max(0, one.start() - _LOOK) : one.start()])[-1]
        read = read_ratio if one["ratio"] else read_yen
        before, after = read(one[0]), read(other[0])
        against = _UP.match(plain, other.end() + 1) if after < before else _DOWN.match(plain, other.end() + 1)
        found.append(
            Move(
                key="" if against else _key(subject, between[1] or "", ratio=bool(one["ratio"])),
                before=before,
                after=after,
                spans=(one.start(), other.start()),
            )
        )
    return tuple(found)


def _key(subject: str, noun: str, *, ratio: bool) -> str:
    if ratio:
        return "cost_rate" if _COST_RATE.search(subject) else ""
    if _COST.search(subject):
        return "cost"
    return "" if NO_PRICE.search(subject + noun) or _COST.search(noun) else "price"
