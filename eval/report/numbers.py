"""Figures as a reader sees them: three places or an amount with its unit, and 対象なし for the empty set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EMPTY = "対象なし"


def number(value: float | None, unit: str = "") -> str:
    """Return a share with three places, or an amount with its unit."""
    if value is None:
        return EMPTY
    if not unit:
        return f"{value:.3f}"
    places = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{places}f} {unit}"


def interval(found: Mapping[str, Any]) -> str:
    """Return the interval of a figure, a dash for the empty set."""
    if found["value"] is None:
        return "–"
    return f"{number(found['low'], found.get('unit', ''))} 〜 {number(found['high'], found.get('unit', ''))}"


_EDGES = {"value": "", "low": "(区間の下限)", "high": "(区間の上限)"}


def bound(gate: Mapping[str, Any], unit: str = "") -> str:
    """Return a bound in words."""
    least = gate["at_least"] is not None
    edge = gate["at_least"] if least else gate["at_most"]
    return f"{edge:g}{unit and ' '}{unit} {'以上' if least else '以下'}{_EDGES[gate['on']]}"


def verdict(gate: Mapping[str, Any]) -> str:
    """Return what is to be said of a bound: kept, kept but short of the aim, broken."""
    if not gate["kept"]:
        return "満たさない"
    return "満たす" if gate["aimed"] else "満たす(目標には届かない)"
