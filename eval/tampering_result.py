"""What the tampering suite found: every falsified sentence that was tried, and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from eval.metrics import Metric


@dataclass(frozen=True, slots=True)
class Try:
    """A sentence that was checked: falsified in a ``way`` (``passed``: it came out as supported), or honest (way "")."""

    id: str
    way: str
    passed: bool
    text: str
    quote: str
    question: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Escaped:
    """A falsified sentence that came out as supported, or an honest one that did not."""

    kind: str
    status: str
    reason: str
    text: str
    quote: str


@dataclass(frozen=True, slots=True)
class TamperingResult:
    """Shares with intervals; ``escaped`` lists every falsified sentence that passed, ``refused`` every honest one that did not."""

    answers: int
    metrics: tuple[Metric, ...]
    escaped: tuple[Escaped, ...]
    refused: tuple[Escaped, ...]
    milliseconds: Mapping[str, float]
    tries: tuple[Try, ...] = ()

    @property
    def sound(self) -> bool:
        """Tell whether no falsified quotation passed and at least 97 % of the untouched sentences stayed."""
        by_name = {m.name: m for m in self.metrics}
        return by_name["quoted/falsified passed"].mean == 0 and (by_name["quoted/untouched kept"].mean or 0) >= 0.97

    def as_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "answers": self.answers,
            "metrics": [asdict(m) for m in self.metrics],
            "escaped": [asdict(e) for e in self.escaped],
            "refused": [asdict(r) for r in self.refused],
            "milliseconds": dict(self.milliseconds),
        }

    def as_text(self) -> str:
        """Return a table for a terminal."""
        lines = [f"改ざんした回答: {self.answers} 件", "", "| 見たもの | n | 割合 | 95% 区間 |", "|---|---|---|---|"]
        lines += [f"| {m.name} | {m.n} | {m.mean:.3f} | {m.low:.3f}–{m.high:.3f} |" for m in self.metrics if m.n]
        lines += ["", "検証の計算時間(CPU ミリ秒): " + "、".join(f"{k} {v:.2f}" for k, v in self.milliseconds.items())]
        for heading, found in (("通り抜けた改ざん:", self.escaped), ("認められなかった正しい文:", self.refused)):
            lines += [
                "",
                heading,
                *(f"- [{e.kind}] {e.text}" + (f"({e.reason})" if e.reason else "") for e in found[:20]),
            ]
        return "\n".join(lines)
