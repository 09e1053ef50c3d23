"""The figures that the papers show: a small part of a results.json, kept beside the code and usable as a baseline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.report.numbers import bound, interval, number, verdict
from eval.samples import DatasetError
from eval.suites import SUITES, title_of

CURRENT = Path(__file__).parent / "baselines" / "current.json"
_MOST_SAMPLES = 1_000  # of a measure; those of more are left out, so that the file stays small
_ABOUT = ("git", "corpus", "model", "whole", "today", "cores", "seconds")
_KEPT = ("label", "better", "kind", "unit", "n", "value", "low", "high", "samples")


def shortened(results: Mapping[str, Any]) -> dict[str, Any]:
    """Return the measures that have bounds, without slices and tables; raise DatasetError for what is no results.json."""
    try:
        bounded = {(g["suite"], g["measure"]) for g in results["gates"]}
        suites = {
            name: {
                "seconds": suite["seconds"],
                "measures": {m: _short(v) for m, v in suite["measures"].items() if (name, m) in bounded},
            }
            for name, suite in results["suites"].items()
            if not suite.get("error")
        }
        about = {key: results["about"][key] for key in _ABOUT if key in results["about"]}
        return {"about": about, "suites": suites, "gates": list(results["gates"])}
    except (KeyError, TypeError, AttributeError) as error:
        raise DatasetError("results.json の形をしていません。") from error


def _short(measure: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: measure[key] for key in _KEPT}
    if fresh := measure.get("fresh") or measure.get("slices", {}).get("half", {}).get("fresh"):
        kept["fresh"] = dict(fresh)  # of samples that are newer than the rules: what to believe
    return kept if kept["n"] <= _MOST_SAMPLES else {**kept, "samples": {}}


def read_results(path: Path) -> dict[str, Any]:
    """Read a results.json or what was shortened of one; raise DatasetError when it cannot be used."""
    try:
        return shortened(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise DatasetError(f"{path} から、結果を読み取れません。") from error


def written(current: Mapping[str, Any]) -> str:
    """Return the file's text: one line a measure."""
    return json.dumps(current, ensure_ascii=False, separators=(",", ":")).replace('"label"', '\n"label"') + "\n"


def table(current: Mapping[str, Any], japanese: bool, whole: bool = True) -> str:
    """Return the bounds as a table in the order of the suites; not ``whole``: those that a README shows, and the broken ones."""
    about = current["about"]
    taken = [g for g in current["gates"] if whole or g["shown"] or not g["kept"]]
    gates = sorted(taken, key=lambda g: list(SUITES).index(g["suite"]) if g["suite"] in SUITES else 99)
    if japanese:
        lines = [
            f"| {about['today']} の測定(CPU {about['cores']} コア、{about['seconds']:.0f} 秒) | 値 | 95% 区間 | n | 基準 | 判定 |",
            "|---|---|---|---|---|---|",
        ]
    else:
        lines = [
            f"| measured {about['today']} ({about['cores']} cores, {about['seconds']:.0f} s) | value | 95 % interval | n | bound | |",
            "|---|---|---|---|---|---|",
        ]
    for gate in gates:
        measure = current["suites"][gate["suite"]]["measures"][gate["measure"]]
        lines.append(f"| {' | '.join(_row(gate, measure, japanese))} |")
    return "\n".join(lines)


def _row(gate: Mapping[str, Any], measure: Mapping[str, Any], japanese: bool) -> tuple[str, ...]:
    unit = measure["unit"]
    fresh = measure.get("fresh")
    told = f"{number(fresh['value'], unit)}, n={fresh['n']}" if fresh else ""
    figures: tuple[str, ...] = (
        number(measure["value"], unit)
        + (f" ({'新しい質問だけでは' if japanese else 'fresh samples'} {told})" if told else ""),
        interval(measure).replace(" 〜 ", "–"),
        str(measure["n"]),
    )
    if japanese:
        name = f"{title_of(gate['suite']).japanese}: {measure['label']}"
        return (name, *figures, bound(gate, unit), verdict(gate))
    sign, edge = ("≥", gate["at_least"]) if gate["at_least"] is not None else ("≤", gate["at_most"])
    told = "**broken**" if not gate["kept"] else "kept" if gate["aimed"] else f"kept, aim {gate['aim']:g} missed"
    on = "" if gate["on"] == "value" else f" ({gate['on']})"
    figures = tuple("–" if f == "対象なし" else f for f in figures)
    return (f"`{gate['suite']}.{gate['measure']}`", *figures, f"{sign} {edge:g}{unit and ' '}{unit}{on}", told)
