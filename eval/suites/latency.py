"""Suite: how long does an answer take, stage by stage; how many a second with one caller and with many; how much memory?"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.answer import ROLES, Answer, Question
from eval.hashes import sha256_of
from eval.samples import read_samples
from eval.suite import Measure, Score, Setup, SuiteResult, Table

FILE = "retrieval-smoke.jsonl"
QUESTIONS = 60
CALLERS = 16
STAGES = {"understand": "読み取り", "evidence": "検索", "write": "文章", "verify": "確かめ"}
_QUANTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
_LEAST = 4  # questions asked before the clock runs: what is loaded at the first use is told apart

Ask = Callable[[Question], Answer]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A question with the seconds of its answer: as a caller waited (``total``) and by stage."""

    sample: str
    question: Question
    intent: str
    total: float
    stages: dict[str, float]


def run(setup: Setup) -> SuiteResult:
    """Ask in turn, then as many callers at once ask the same questions again."""
    path = setup.datasets / FILE
    samples = read_samples(path)
    step = max(1, len(samples) // QUESTIONS)
    roles = tuple(ROLES)
    asked = [
        (s.id, Question(text=s.question, role=roles[n % len(roles)])) for n, s in enumerate(samples[::step][:QUESTIONS])
    ]
    before = os.getloadavg()
    for _, question in asked[:_LEAST]:
        setup.assistant.answer(question)
    alone, alone_seconds = timed(asked, setup.assistant.answer, 1, setup.progress)
    together, together_seconds = timed(asked, setup.assistant.answer, CALLERS, setup.progress)
    rows = (
        ("1", f"{len(alone) / alone_seconds:.1f}", _shown(alone, 0.5), _shown(alone, 0.95)),
        (str(CALLERS), f"{len(together) / together_seconds:.1f}", _shown(together, 0.5), _shown(together, 0.95)),
    )
    return SuiteResult(
        suite="latency",
        measures=(*measures(alone), *_measures("together", f"{CALLERS}人が同時に尋ねたとき", together)),
        tables=(
            Table(title="さばける数", columns=("同時に尋ねる人", "件/秒", "p50 ms", "p95 ms"), rows=rows),
            Table(title="メモリー(MB)", columns=("いま", "最大"), rows=((f"{_now_mb():.0f}", f"{_most_mb():.0f}"),)),
        ),
        data={FILE: sha256_of(path)},
        notes=(
            f"{os.cpu_count()} コア。測る前の負荷(1分平均)は {before[0]:.1f}、測ったあとは {os.getloadavg()[0]:.1f} でした。"
            "ほかの仕事で混んでいるコンピューターでは、遅く出ます。",
            "言語モデルを使わない、根拠だけの文章での時間です。",
        ),
    )


def timed(
    asked: Sequence[tuple[str, Question]],
    ask: Ask,
    callers: int,
    progress: Callable[[int, int], None],
    clock: Clock = time.perf_counter,
) -> tuple[list[Timed], float]:
    """Ask everything with so many callers at once; return the times by question, and the seconds for all of them."""

    def one(row: tuple[str, Question]) -> Timed:
        began = clock()
        answer = ask(row[1])
        stages = {name: answer.seconds.get(name, 0.0) for name in STAGES}
        return Timed(sample=row[0], question=row[1], intent=answer.intent, total=clock() - began, stages=stages)

    began, found = clock(), []
    with ThreadPoolExecutor(callers) as pool:
        for done, result in enumerate(pool.map(one, asked), 1):
            found.append(result)
            progress(done, len(asked))
    return found, clock() - began


def measures(found: Sequence[Timed]) -> tuple[Measure, ...]:
    """Return the quantiles of the whole wait, and of each stage the middle and the slow ones."""
    stages = tuple(
        _quantile(f"{stage}_{name}", f"{label}({name})", [_score(t, t.stages[stage]) for t in found], q)
        for stage, label in STAGES.items()
        for name, q in _QUANTILES.items()
    )
    return (*_measures("total", "全体", found), *stages)


def _measures(name: str, label: str, found: Sequence[Timed]) -> tuple[Measure, ...]:
    scores = [_score(t, t.total) for t in found]
    return tuple(_quantile(f"{name}_{part}", f"{label}({part})", scores, q) for part, q in _QUANTILES.items())


def _quantile(name: str, label: str, scores: Sequence[Score], q: float) -> Measure:
    return Measure(name=name, label=label, scores=tuple(scores), better="lower", kind="quantile", unit="ms", quantile=q)


def _score(of: Timed, seconds: float) -> Score:
    slices = {"role": of.question.role, "intent": of.intent}
    why = "、".join(f"{STAGES[name]} {1000 * s:.0f} ms" for name, s in of.stages.items())
    return Score(sample=of.sample, value=1000 * seconds, slices=slices, question=of.question.text, why=why)


def _shown(found: Sequence[Timed], q: float) -> str:
    ordered = sorted(t.total for t in found)
    return f"{1000 * ordered[min(len(ordered) - 1, int(q * len(ordered)))]:.0f}"


def _now_mb() -> float:
    """Return the resident memory now; where the system does not tell, the most there ever was."""
    told = Path("/proc/self/statm")
    if not told.exists():
        return _most_mb()
    return int(told.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _most_mb() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if os.uname().sysname == "Darwin" else 2**10)
