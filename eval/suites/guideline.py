"""The guideline check as measures: bad texts caught, good ones left alone, by clause."""

from __future__ import annotations

from assistant.answering.guideline.findings import CLAUSES
from eval import guideline
from eval.hashes import sha256_of
from eval.suite import Measure, Score, Setup, SuiteResult


def run(setup: Setup) -> SuiteResult:
    """Check every labelled text."""
    path = setup.datasets / "guideline.jsonl"
    rows = []
    for done, row in enumerate(labelled := guideline.read_labelled(path), 1):
        rows.append((row, row.found()))
        setup.progress(done, len(labelled))
    return SuiteResult(
        suite="guideline",
        measures=(
            Measure(
                name="missed",
                label="ガイドラインに反する文の見落とし",
                scores=tuple(_score(r, found, r.clause not in found) for r, found in rows if r.bad),
                better="lower",
                kind="events",
            ),
            Measure(
                name="false_alarms",
                label="問題のない文を問題とした割合",
                scores=tuple(_score(r, found, bool(found)) for r, found in rows if not r.bad),
                better="lower",
                kind="events",
            ),
        ),
        data={path.name: sha256_of(path)},
    )


def _score(row: guideline.Labelled, found: set[str], wrong: bool) -> Score:
    return Score(
        sample=row.id,
        value=float(wrong),
        slices={"clause": row.clause, "half": row.half},
        question=f"この文は {row.clause}({CLAUSES[row.clause]})に反するか",
        answer=row.text,
        why=f"正解は「{'反する' if row.bad else '反しない'}」。見つけた条: {'、'.join(sorted(found)) or 'なし'}",
    )
