"""``python -m eval compare A B``: per measure, the paired difference of two runs on the questions that both have."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.figures import question_of
from eval.metrics import RESAMPLES, SEED, Metric, paired_difference
from eval.samples import DatasetError

_EXACT = 12  # changed questions: all 4,096 ways to flip their signs are tried
_FINEST = 40_000  # draws: p must be able to fall below 5 % after Holm over some hundreds of measures
_ENOUGH = 20  # draws beyond what was found: p is not small, more would not change what is told


@dataclass(frozen=True, slots=True)
class Difference:
    """B − A by question with interval; ``p`` of a sign-flip test, adjusted by Holm over all measures; ``worse`` at 5 %."""

    change: Metric
    p: float
    worse: bool

    def told(self) -> str:
        """Return the difference in one line."""
        m = self.change
        return f"{m.name}: {m.mean:+.3f} ({m.low:+.3f} 〜 {m.high:+.3f}、n={m.n}、Holm 補正後 p={self.p:.3f})"


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Compare every measure that both runs have, percentiles apart: their samples' mean is not what they tell."""
    raw: list[tuple[Metric, float, bool]] = []
    for suite, found in after.items():
        for name, measure in found["measures"].items():
            earlier = before.get(suite, {}).get("measures", {}).get(name, {}).get("samples", {})
            if measure["kind"] != "quantile" and (both := _by_question(measure["samples"], earlier)):
                ours, theirs = [now for now, _ in both], [then for _, then in both]
                change = paired_difference(f"{suite}.{name}", ours, theirs)
                down = (change.mean or 0) < 0 if measure["better"] == "higher" else (change.mean or 0) > 0
                raw.append((change, _p(np.asarray(ours) - np.asarray(theirs)), down))
    order = sorted(range(len(raw)), key=lambda i: raw[i][1])
    adjusted, highest = [0.0] * len(raw), 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, raw[i][1] * (len(raw) - rank)))
        adjusted[i] = highest
    return [Difference(change, p, down and p < 0.05) for (change, _, down), p in zip(raw, adjusted, strict=True)]


def read_suites(path: Path) -> dict[str, Any]:
    """Return the suites of a results.json or of a report's folder; raise DatasetError when it holds none."""
    file = path / "results.json" if path.is_dir() else path
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        suites: dict[str, Any] = _of_one_suite(stored) if "per_sample" in stored else stored["suites"]
        for suite in suites.values():
            for measure in suite["measures"].values():
                dict(measure["samples"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(f"{file} から、結果を読み取れません。") from error
    return suites


def _of_one_suite(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return what ``retrieval --json`` stored in the shape of a report's suites."""
    measure = {"samples": stored["per_sample"], "kind": "mean", "better": "higher"}
    return {"retrieval": {"measures": {"ndcg_10": measure}}}


def main(arguments: list[str]) -> int:
    """Print the differences; 1 when a measure is worse, 2 when a file cannot be read."""
    if len(arguments) != 2:
        sys.stderr.write("python -m eval compare A B のように、結果を二つ指定してください。\n")
        return 2
    try:
        found = differences(*(read_suites(Path(a)) for a in arguments))
    except DatasetError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for d in found:
        sys.stdout.write(d.told() + (" 悪化\n" if d.worse else "\n"))
    if not found:
        sys.stdout.write("対象なし: 両方にある項目がありません。\n")
    return int(any(d.worse for d in found))


def _by_question(now: Mapping[str, float], then: Mapping[str, float]) -> list[tuple[float, float]]:
    """Return each question's mean now and then over the samples that both have: one question is one unit."""
    groups: dict[str, list[tuple[float, float]]] = {}
    for sample in now.keys() & then.keys():
        groups.setdefault(question_of(sample), []).append((now[sample], then[sample]))
    return [
        (sum(a for a, _ in rows) / len(rows), sum(b for _, b in rows) / len(rows)) for _, rows in sorted(groups.items())
    ]


def _p(values: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    """Return p of the two-sided sign-flip test: exact for few changed questions, else drawn, finer where it is small."""
    changed = values[values != 0]
    found = abs(changed.sum()) - 1e-12
    if len(changed) <= _EXACT:
        signs = 1 - 2 * ((np.arange(2 ** len(changed))[:, None] >> np.arange(len(changed))) & 1)
        return float((np.abs(signs @ changed) >= found).mean())
    drawn = np.random.default_rng(SEED)
    beyond = times = 0
    while times < _FINEST and (times < RESAMPLES or beyond < _ENOUGH):
        signs = drawn.integers(0, 2, (RESAMPLES, len(changed)), dtype=np.int8) * 2 - 1
        beyond += int((np.abs(signs @ changed) >= found).sum())
        times += RESAMPLES
    return (1 + beyond) / (1 + times)
