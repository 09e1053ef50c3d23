"""Finds the counts of a question: pieces and visits with their period, people, hours, days of business, minutes of work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.plans.arithmetic.money import numeral

#: What goods are counted in.
GOODS = "個|本|枚|食|杯|皿|袋|箱|セット|丁|玉|缶|パック|冊|着|足|束|鉢|切れ|泊|斤|瓶|匹|尾"
_COUNT = r"(?<![0-9,.〇一二三四五六七八九十百千万])(?!1[^0-9,万])([0-9][0-9,]{0,9}万?|[二三四五六七八九十百千][〇一二三四五六七八九十百千]{1,7})"
_PIECES = re.compile(rf"{_COUNT}(?:{GOODS})(?!(?:入|あた|当た|で[0-9]|[0-9]|目|セット))")
_VISITS = re.compile(
    rf"{_COUNT}(?:人|名|組|台|回|件)(?:ほど|くらい|ぐらい)?(?:の|が|を)?(?:お?客|来|利用|予約|施術|販売|売|注文|受注)"
)
_DAYS = re.compile(
    r"(?<![0-9,./])([0-9]{1,2})日(?:ほど|くらい|ぐらい)?の?(?:営業|開け|間?開店|稼働|働)|月に?([0-9]{1,2})日(?=[、。,で])|営業日数?(?:は|が)?(?:月に?)?([0-9]{1,2})日"
)
EVERY_DAY = re.compile(
    r"(?:(?<![0-9])[1一]日|毎日|(?<![0-9月曜一休祝土平末])日)(?:に|の売り?上げ?(?:は|が)?|平均)?(?:約|およそ|だいたい|大体|平均)?$"
)
_A_PERIOD = re.compile(
    r"(?:(毎月|月々|月間|月|[1一][かヶケカ]月)|(毎年|年間|年))(?:に|で|の?販売数?(?:は|が)?)?(?:約|およそ|だいたい|大体|平均)?$"
)
_MINUTES = re.compile(
    r"(?:作業|手間|制作|製作|製造|施術|調理|加工|修理|仕込み|所要|仕上げ|縫製|作る)(?:の?時間)?(?:に|が|は|の)?(?:[1一](?:個|本|枚|台|着|足|回))?(?:に|で)?(?:約|およそ|だいたい)?([0-9]{1,3}(?:\.[0-9])?)(時間半?|分)"
)
_PEOPLE = re.compile(r"(?:従業員|社員|スタッフ)(?:数)?(?:は|が)?([0-9]{1,5})(?:人|名)")
_HOURS = re.compile(r"(?:総?労働時間)(?:は|が)?([0-9][0-9,]{0,9})時間")
_LOOK = 24  # characters before a count in which its period is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A labelled count; ``period`` is 月, 年 or unsaid, and a count of one day has a key of its own."""

    key: str
    value: Decimal
    word: str
    period: str = ""


def counts(plain: str) -> Iterator[Count]:
    """Yield the counts of a folded text; PlanInputError where one of them does not read as a number."""
    for pattern, of_itself in ((_PIECES, True), (_VISITS, False)):
        for match in pattern.finditer(plain):
            before = plain[max(0, match.start() - _LOOK) : match.start()]
            daily, told = EVERY_DAY.search(before), _A_PERIOD.search(before)
            if of_itself or daily or told:
                key = "daily_quantity" if daily and not told else "quantity"
                period = ("月" if told[1] else "年") if told else ""
                yield Count(key=key, value=_count(match[1]), word=match[0], period=period)
    for key, pattern in (("people", _PEOPLE), ("hours", _HOURS), ("days", _DAYS)):
        for match in pattern.finditer(plain):
            yield Count(key=key, value=_count(match[match.lastindex or 1]), word=match[0])
    for match in _MINUTES.finditer(plain):
        yield Count(key="minutes", value=_minutes(match), word=match[0])


def _minutes(found: re.Match[str]) -> Decimal:
    hours = found[2].startswith("時間")
    return Decimal(found[1]) * (60 if hours else 1) + (30 if found[2] == "時間半" else 0)


def _count(text: str) -> Decimal:
    return numeral(text, text)
