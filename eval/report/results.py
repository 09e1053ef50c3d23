"""results.json and failures.jsonl: every figure with its scores by sample, and every sample that fell short."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from eval.figures import by_slice, failing, figure
from eval.metrics import RESAMPLES, SEED
from eval.ran import Ran
from eval.suite import Measure
from eval.thresholds import Threshold
from knowledge.corpus_check import CORPUS

_PACKAGES = ("chromadb", "ginza", "numpy", "onnxruntime", "spacy", "sudachidict-core", "sudachipy", "tantivy")


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that results.json holds."""

    about: dict[str, Any]
    suites: dict[str, Any]
    gates: list[dict[str, Any]]

    def as_json(self) -> str:
        """Return the file's text: one line, as most of it is scores by sample."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")) + "\n"


def results(ran: Sequence[Ran], bounds: Sequence[Threshold], settings: Mapping[str, Any]) -> Results:
    """Gather the figures and what the bounds of the suites that ran say to them; ``settings`` is what was asked for."""
    about = {
        "git": version(),
        "corpus": _corpus(),
        **settings,
        "seed": SEED,
        "resamples": RESAMPLES,
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in _PACKAGES},
        "embedding": os.environ.get("YOROZU_EMBEDDING", "bundled"),
        "seconds": round(sum(r.seconds for r in ran), 1),
    }
    measures = {(r.name, m.name): m for r in ran if r.result for m in r.result.measures}
    gates = []
    for bound in bounds:
        if measure := measures.get((bound.suite, bound.measure)):
            found = figure(measure)
            gates.append(
                asdict(bound)
                | {"found": getattr(found, bound.on), "kept": bound.kept(found), "aimed": bound.aimed(found)}
            )
    return Results(about, {r.name: _suite(r) for r in ran}, gates)


def failures(ran: Sequence[Ran]) -> Iterator[str]:
    """Return one JSON line for every sample that fell short."""
    for r in ran:
        for measure in r.result.measures if r.result else ():
            for score in failing(measure):
                row = {"suite": r.name, "measure": measure.name, **asdict(score)}
                yield json.dumps(row, ensure_ascii=False) + "\n"


def _suite(ran: Ran) -> dict[str, Any]:
    if ran.result is None:
        return {"error": ran.error, "seconds": round(ran.seconds, 1), "measures": {}}
    return {
        "seconds": round(ran.seconds, 1),
        "data": dict(ran.result.data),
        "notes": list(ran.result.notes),
        "tables": [asdict(t) for t in ran.result.tables],
        "measures": {m.name: _measure(m) for m in ran.result.measures},
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "label": measure.label,
        "better": measure.better,
        "kind": measure.kind,
        "unit": measure.unit,
        **asdict(figure(measure)),
        "slices": {k: {n: asdict(f) for n, f in found.items()} for k, found in by_slice(measure).items()},
        "samples": {s.sample: round(s.value, 4) for s in measure.scores},
    }


def _corpus() -> str:
    found = hashlib.sha256()
    for file in sorted(CORPUS.rglob("*.md")):
        found.update(file.relative_to(CORPUS).as_posix().encode() + file.read_bytes())
    return found.hexdigest()


def version() -> str:
    """Return the commit, with + where files differ from it; "" outside a checkout."""
    commit = _told("rev-parse", "HEAD")
    return f"{commit}+" if commit and _told("status", "--porcelain") else commit


def _told(*words: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            ["git", *words],  # noqa: S607
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
