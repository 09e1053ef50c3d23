"""Whether advice on selling to firms suits an owner: a shop or an inn sells to people."""

from __future__ import annotations

import re
from collections.abc import Collection

#: Trades (JSIC) that sell to people: retail, lodging, food, personal services, schools, care.
_TO_PEOPLE = frozenset(("56", "57", "58", "59", "60", "61", "75", "76", "77", "78", "79", "80", "82", "83", "85"))
_OF_FIRMS = re.compile(
    r"^企業が相手|^企業相手(?![^。]*。お客様が相手)|取引先を[0-9一]社|上位[0-9一]社|取引先の偏り|元請け|下請け|荷主|発注元"
)


def unsuited(text: str, trades: Collection[str]) -> bool:
    """Tell whether a text is for those who sell to firms while every trade that was named sells to people."""
    return bool(trades) and all(t in _TO_PEOPLE for t in trades) and bool(_OF_FIRMS.search(text))
