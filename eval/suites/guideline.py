"""Suite: does the guideline check catch what breaks a clause and leave the rest alone; and what is left in own answers?"""

from __future__ import annotations

from collections import Counter

from assistant.answering import Answer, Question
from assistant.answering.guideline.findings import CLAUSES, DONE
from assistant.answering.guideline.hearing import Hearing
from eval import guideline
from eval.hashes import sha256_of
from eval.samples import Sample, read_samples
from eval.suite import Measure, Score, Setup, SuiteResult, Table

LABELLED, QUESTIONS = "guideline.jsonl", "retrieval-smoke.jsonl"
EVERY = 3  # of the questions that are answered, unless the whole is asked for
_EXCERPT = 300


def run(setup: Setup) -> SuiteResult:
    """Check every labelled text, then the system's own answers."""
    labelled = guideline.read_labelled(setup.datasets / LABELLED)
    samples = read_samples(setup.datasets / QUESTIONS)[:: 1 if setup.whole else EVERY]
    heard = Hearing(setup.knowledge.meaning).broken
    rows = [(row, row.found(heard)) for row in labelled]
    own, done = [], Counter[str]()
    for number, sample in enumerate(samples, 1):
        answer = setup.assistant.answer(Question(text=sample.question, role=sample.role))
        own.append(_own(sample, answer))
        done.update(f"{f.clause} {f.done}" for f in answer.findings)
        setup.progress(number, len(samples))
    return SuiteResult(
        suite="guideline",
        measures=(
            Measure(
                name="missed",
                label="指針に反する文の見落とし",
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
            Measure(
                name="own_broken",
                label="自分の回答に、指針に反する文が残った割合",
                scores=tuple(own),
                better="lower",
                kind="events",
            ),
        ),
        tables=(_done(done, len(samples)),),
        data={name: sha256_of(setup.datasets / name) for name in (LABELLED, QUESTIONS)},
        notes=("自分の回答は、同じ確かめの規則で調べています。規則の見落としは「見落とし」の値を見てください。",),
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


def _own(sample: Sample, answer: Answer) -> Score:
    """Return 1 for an answer that shows a sentence which breaks a clause: marked, as it could be neither mended nor left out."""
    left = [f for f in answer.findings if f.done == "flagged"]
    return Score(
        sample=sample.id,
        value=float(bool(left)),
        slices={"role": sample.role, "intent": answer.intent},
        question=sample.question,
        answer="".join(s.text for s in answer.sentences())[:_EXCERPT],
        why="、".join(f"{f.reason}: {f.sentence}" for f in left),
    )


def _done(done: Counter[str], answers: int) -> Table:
    rows = []
    for key, times in sorted(done.items()):
        clause, what = key.split()
        rows.append((clause, CLAUSES[clause], DONE[what], str(times)))
    return Table(
        title=f"自分の回答 {answers} 件で、確かめがしたこと",
        columns=("条", "内容", "したこと", "回数"),
        rows=tuple(rows),
    )
