"""What the retrieval suite found: values, JSON, and the table for a terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.metrics import Metric
from eval.samples import DatasetError


@dataclass(frozen=True, slots=True)
class LegResult:
    """One leg over all samples; ``per_sample`` holds nDCG@10 in the order of the samples."""

    metrics: tuple[Metric, ...]
    per_sample: tuple[float, ...]
    empty: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Part:
    """A half or a slice: nDCG@10 by leg."""

    name: str
    legs: Mapping[str, Metric]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalResult:
    """All legs over the questions with an answer (``ids``).

    ``margin``: the hybrid's nDCG@10 minus the best single leg's; ``change``: minus an earlier hybrid's; both per sample, with
    interval. ``separation``: the chance that an answerable question has a higher best cosine than one of the ``nothing``
    questions that nothing answers. ``ranked``: the entries that the hybrid found, by question.
    """

    dataset: str
    ids: tuple[str, ...]
    entries: int
    legs: Mapping[str, LegResult]
    parts: tuple[Part, ...]
    margin: Metric
    change: Metric
    nothing: int
    separation: float | None
    worst: tuple[dict[str, Any], ...]
    ranked: tuple[tuple[str, ...], ...] = ()

    @property
    def samples(self) -> int:
        """Return the number of questions with an answer."""
        return len(self.ids)

    def as_json(self) -> dict[str, Any]:
        """Return ``{"legs": {leg: {"ndcg@10": …}}}`` with n and intervals, parts, differences, and every question's score."""
        legs: dict[str, Any] = {}
        for name, leg in self.legs.items():
            legs[name] = {m.name: m.mean for m in leg.metrics}
            legs[name]["intervals"] = {m.name: [m.low, m.high] for m in leg.metrics}
            legs[name]["n"] = self.samples
            legs[name]["empty"] = leg.empty
            legs[name]["seconds"] = round(leg.seconds, 2)
        return {
            "dataset": self.dataset,
            "samples": self.samples,
            "entries": self.entries,
            "legs": legs,
            "parts": {p.name: {leg: asdict(metric) for leg, metric in p.legs.items()} for p in self.parts},
            "hybrid_minus_best_leg": asdict(self.margin),
            "hybrid_minus_baseline": asdict(self.change),
            "nothing": {"n": self.nothing, "separation": self.separation},
            "worst": list(self.worst),
            "per_sample": dict(zip(self.ids, (round(s, 4) for s in self.legs["hybrid"].per_sample), strict=True)),
        }

    def as_text(self) -> str:
        """Return the tables for a terminal: mean and 95 % interval."""
        names = [m.name for m in self.legs["hybrid"].metrics]
        lines = [f"{self.dataset}: {self.samples} 問、{self.entries} 件の知識", ""]
        lines += [f"| leg | {' | '.join(names)} | 空の結果 |", "|---" * (len(names) + 2) + "|"]
        for name, leg in self.legs.items():
            lines.append(f"| {name} | {' | '.join(map(_cell, leg.metrics))} | {leg.empty} |")
        if self.parts:
            lines += ["", f"| ndcg@10 | 問 | {' | '.join(self.legs)} |", "|---" * (len(self.legs) + 2) + "|"]
            for part in self.parts:
                cells = " | ".join(_cell(part.legs[leg]) for leg in self.legs)
                lines.append(f"| {part.name} | {part.legs['hybrid'].n} | {cells} |")
        lines.append("")
        lines += [
            f"{m.name}: {m.mean:+.3f} (95% 区間 {m.low:+.3f} 〜 {m.high:+.3f}、{m.n} 問)"
            for m in (self.margin, self.change)
            if m.mean is not None
        ]
        if self.separation is not None:
            lines.append(f"答えのない質問 {self.nothing} 問: 答えのある質問のほうが近い割合 {self.separation:.3f}")
        lines += ["", "うまく見つからなかった質問:"]
        lines += [f"- {w['question'][:120]}(nDCG {w['ndcg@10']})" for w in self.worst[:5]]
        return "\n".join(lines)


def read_baseline(path: Path) -> dict[str, float]:
    """Return an earlier hybrid's nDCG@10 by question id from a ``results.json``; raise DatasetError when it holds none."""
    try:
        scores = json.loads(path.read_text(encoding="utf-8"))["per_sample"]
        return {str(i): float(score) for i, score in scores.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(f"{path} から、前回の結果(per_sample)を読み取れません。") from error


def _cell(metric: Metric) -> str:
    return "–" if metric.mean is None else f"{metric.mean:.3f} ({metric.low:.3f}–{metric.high:.3f})"
