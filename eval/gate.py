"""The fast part of the suites: the same measurements on a fixed share of every data set, with bounds measured on that share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from eval.figures import Figure, figure
from eval.ran import Ran, run_suites
from eval.samples import DATASETS
from eval.suite import Setup
from eval.thresholds import Threshold, read_thresholds, unknown

BOUNDS = Path(__file__).parent / "gate.toml"
#: One in how many lines is kept; a file that is not named here is kept whole.
KEPT: Mapping[str, int] = {
    "abstention-controls.jsonl": 6,
    "calculations.jsonl": 4,
    "contrast.jsonl": 4,
    "guideline.jsonl": 4,
    "injection.jsonl": 20,
    "nuggets.jsonl": 8,
    "paraphrases.jsonl": 8,
    "plans.jsonl": 6,
    "privacy-dev.jsonl": 60,
    "privacy-questions.jsonl": 5,
    "privacy-test.jsonl": 12,
    "retrieval-hard.jsonl": 5,
    "retrieval-smoke.jsonl": 10,
    "unanswerable.jsonl": 6,
    "understanding.jsonl": 5,
    "robustness.jsonl": 6,
    "wording.jsonl": 20,
}
SUITES = (
    "retrieval",
    "contrast",
    "understanding",
    "citations",
    "numbers",
    "nuggets",
    "abstention",
    "freshness",
    "guideline",
    "tampering",
)
#: Slower, and each about one thing: the mutation check runs them where a defect says so.
SLOWER = ("privacy", "injection", "plans")


def share(folder: Path, source: Path = DATASETS) -> Path:
    """Write the fixed share of every data set into ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in source.glob("*.jsonl"):
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        kept = lines[:: KEPT.get(file.name, 1)]
        (folder / file.name).write_text("\n".join(kept) + "\n", encoding="utf-8")
    return folder


def run(setup: Setup, names: Sequence[str] = (*SUITES, *SLOWER)) -> list[Ran]:
    """Run the suites on the share; what they write goes under the setup's scratch directory."""
    return run_suites(names, replace(setup, datasets=share(setup.scratch / "share")), quiet=True)


def figures(ran: Sequence[Ran]) -> dict[str, dict[str, Figure]]:
    """Return the figures by suite and measure."""
    return {r.name: {m.name: figure(m) for m in r.result.measures} for r in ran if r.result}


def broken(ran: Sequence[Ran], bounds: Sequence[Threshold] | None = None) -> list[str]:
    """Return what does not hold: bounds that are not kept (``suite.measure: found``), and suites that could not run."""
    taken = read_thresholds(BOUNDS) if bounds is None else list(bounds)
    found = figures(ran)
    told = [f"{r.name}: {r.error}" for r in ran if r.error]
    told += [f"{name}: 項目がありません" for name in unknown(taken, found)]
    for bound in taken:
        got = found.get(bound.suite, {}).get(bound.measure)
        if got is not None and not bound.kept(got):
            value = getattr(got, bound.on)
            told.append(f"{bound.suite}.{bound.measure}: {'対象なし' if value is None else f'{value:.3f}'}")
    return told
