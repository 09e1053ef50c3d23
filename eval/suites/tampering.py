"""Suite: does a falsified sentence ever come out as supported, and does an honest one stay so?"""

from __future__ import annotations

from eval import tampering
from eval.hashes import sha256_of
from eval.liar import lies
from eval.samples import read_samples
from eval.suite import Measure, Score, Setup, SuiteResult
from eval.tampering_result import Try

QUESTIONS, PARAPHRASES = "retrieval-smoke.jsonl", "paraphrases.jsonl"
EVERY = 5  # of the questions that the lying writer answers, unless the whole is asked for


def run(setup: Setup) -> SuiteResult:
    """Falsify answers in every way, check hand-written paraphrases with their falsified twins, and let a liar write."""
    samples = read_samples(setup.datasets / QUESTIONS)
    paraphrases = tampering.read_paraphrases(setup.datasets / PARAPHRASES)
    each = 200 if setup.whole else tampering.EACH_WAY
    found = tampering.run(samples, paraphrases, setup.knowledge, each, setup.progress)
    quoted = [t for t in found.tries if t.way and not t.way.startswith("worded/")]
    worded = [t for t in found.tries if t.way.startswith("worded/")]
    honest = [t for t in found.tries if not t.way]
    told = lies(setup, samples[:: 1 if setup.whole else EVERY])
    return SuiteResult(
        suite="tampering",
        measures=(
            Measure(
                name="quoted_passed",
                label="引用した文を偽りに変えても「確認済」になった割合",
                scores=tuple(_score(t, float(t.passed)) for t in quoted),
                better="lower",
                kind="events",
            ),
            Measure(
                name="worded_passed",
                label="言い換えた文を偽りに変えても「言い換え」になった割合",
                scores=tuple(_score(t, float(t.passed)) for t in worded),
                better="lower",
                kind="events",
            ),
            Measure(
                name="honest_kept",
                label="正しい言い換えが、そのまま認められた割合",
                scores=tuple(_score(t, float(t.passed)) for t in honest),
            ),
            Measure(
                name="lies_to_owner",
                label="うそを混ぜる書き手の文が、事業者に示された割合",
                scores=tuple(told["owner"]),
                better="lower",
                kind="events",
            ),
            Measure(
                name="lies_unmarked",
                label="うそを混ぜる書き手の文が、支援者に「根拠未確認」の印なしで示された割合",
                scores=tuple(told["adviser"]),
                better="lower",
                kind="events",
            ),
        ),
        data={name: sha256_of(setup.datasets / name) for name in (QUESTIONS, PARAPHRASES)},
        notes=("偽りの作り方は規則と人の手によるもので、言語モデルのうそのすべてではありません。",),
    )


def _score(tried: Try, value: float) -> Score:
    return Score(
        sample=tried.id,
        value=value,
        slices={"way": tried.way},
        question=tried.question or f"原文: {tried.quote}",
        answer=tried.text,
        why=tried.reason or (f"原文は「{tried.quote}」です。" if tried.way else ""),
    )
