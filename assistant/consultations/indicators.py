"""What changed in 付加価値 for the firms whose consultations were closed; how many consultations there were is no score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from assistant.consultations.consultation import Consultation, Figure
from assistant.consultations.told import CheckIn, ReferralResult

NAMED = "付加価値"  # an indicator's name begins with it: 付加価値額(中小企業庁), 付加価値労働生産性


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure, by name and unit, over the ``n`` of ``closed`` consultations that have it before and after.

    ``lowest`` and ``highest`` are changes in ``unit``; ``rate`` is the median change as a share of what was before, over
    those that began above 0. Figures of other names, units or definitions are never added up.
    """

    name: str
    unit: str
    n: int
    closed: int
    before: Decimal
    after: Decimal
    change: Decimal
    lowest: Decimal
    highest: Decimal
    rate: Decimal | None


def indicators(closed: Sequence[Consultation], told: Sequence[CheckIn | ReferralResult]) -> list[Indicator]:
    """Return the indicators by name; a firm counts once for each, with its first number before and its last after."""
    pairs: dict[tuple[str, str], list[tuple[Decimal, Decimal]]] = {}
    for consultation in closed:
        in_time = [
            f for t in told if isinstance(t, CheckIn) and t.consultation_id == consultation.id for f in t.figures
        ]
        for key, pair in _ends([*in_time, *consultation.figures]).items():
            pairs.setdefault(key, []).append(pair)
    return [_indicator(*key, pairs[key], len(closed)) for key in sorted(pairs)]


def _ends(figures: Sequence[Figure]) -> Mapping[tuple[str, str], tuple[Decimal, Decimal]]:
    first: dict[tuple[str, str], Decimal] = {}
    last: dict[tuple[str, str], Decimal] = {}
    for figure in figures:
        key = (figure.name, figure.unit)
        if not figure.name.startswith(NAMED):
            continue
        if figure.before is not None:
            first.setdefault(key, figure.before)
        if figure.after is not None:
            last[key] = figure.after
    return {key: (before, last[key]) for key, before in first.items() if key in last}


def _indicator(name: str, unit: str, pairs: Sequence[tuple[Decimal, Decimal]], closed: int) -> Indicator:
    changes = [after - before for before, after in pairs]
    rates = [(after - before) / before for before, after in pairs if before > 0]
    return Indicator(
        name=name,
        unit=unit,
        n=len(pairs),
        closed=closed,
        before=median(b for b, _ in pairs),
        after=median(a for _, a in pairs),
        change=median(changes),
        lowest=min(changes),
        highest=max(changes),
        rate=round(median(rates), 4) if rates else None,
    )
