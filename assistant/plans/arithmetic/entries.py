"""Which entry of the knowledge explains the formula of a result."""

from __future__ import annotations

#: How the name of a result begins → the entry; the first that fits holds.
_ENTRIES: tuple[tuple[str, str], ...] = (
    ("目標利益", "formula-target-profit"),
    ("値上げ", "formula-price-rise"),
    ("値引き", "formula-discount"),
    ("余分に売る", "formula-discount"),
    ("1個あたりの限界利益(額)を保つ", "formula-cost-rise"),
    ("限界利益率を保つ", "formula-cost-rise"),
    ("損益分岐点", "formula-break-even"),
    ("安全余裕率", "formula-break-even"),
    ("限界利益", "formula-marginal-profit"),
    ("利益を減らさない", "formula-labour-productivity"),
    ("労働分配率", "formula-labour-productivity"),
    ("付加価値労働生産性", "formula-labour-productivity"),
    ("付加価値額", "formula-added-value"),
    ("利益", "formula-marginal-profit"),
    ("手元のお金がもつ", "formula-cash-runway"),
    ("資金が尽きる", "formula-cash-runway"),
    ("不足する額", "formula-cash-runway"),
    ("1時間あたりの限界利益", "formula-item-margin"),
)


def entry_of(name: str) -> str:
    """Return the id of the entry that explains a result, "" where none does."""
    return next((entry_id for start, entry_id in _ENTRIES if name.startswith(start)), "")
