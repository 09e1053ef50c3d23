"""The bounds that a run must keep, each with its reason, and what a run's figures say to them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eval.figures import Figure
from eval.samples import DatasetError

THRESHOLDS = Path(__file__).parent / "thresholds.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One bound on ``suite.measure``: at least or at most, on the value or an edge of its interval; ``shown`` in the README.

    ``may_be_empty``: its samples are no part of the project and may not be here; without any, the bound is kept.
    """

    suite: str
    measure: str
    on: Literal["value", "low", "high"]
    reason: str
    at_least: float | None = None
    at_most: float | None = None
    aim: float | None = None
    shown: bool = False
    may_be_empty: bool = False

    def kept(self, figure: Figure) -> bool:
        """Tell whether the figure keeps the bound; one without samples does not unless it may be empty."""
        if not figure.n:
            return self.may_be_empty
        return self._within(getattr(figure, self.on), self.at_least, self.at_most)

    def aimed(self, figure: Figure) -> bool:
        """Tell whether the aim, where there is one, is reached."""
        if self.aim is None:
            return True
        if not figure.n:
            return self.may_be_empty
        higher = self.at_least is not None
        return self._within(getattr(figure, self.on), self.aim if higher else None, None if higher else self.aim)

    @staticmethod
    def _within(found: float | None, least: float | None, most: float | None) -> bool:
        return found is not None and (least is None or found >= least) and (most is None or found <= most)


def read_thresholds(path: Path = THRESHOLDS) -> list[Threshold]:
    """Read the bounds; raise DatasetError for a file that cannot be used."""
    try:
        suites = tomllib.loads(path.read_text(encoding="utf-8"))
        found = [Threshold(suite=s, measure=m, **row) for s, rows in suites.items() for m, row in rows.items()]
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise DatasetError(f"{path} を読み取れません。") from error
    for bound in found:
        if (bound.at_least is None) == (bound.at_most is None) or bound.on not in ("value", "low", "high"):
            raise DatasetError(f"{path} の {bound.suite}.{bound.measure} の書き方が正しくありません。")
    return found


def unknown(bounds: list[Threshold], figures: Mapping[str, Mapping[str, Figure]]) -> list[str]:
    """Return the bounds on measures that a suite which ran does not have."""
    return [f"{b.suite}.{b.measure}" for b in bounds if b.suite in figures and b.measure not in figures[b.suite]]
