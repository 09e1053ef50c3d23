"""Suite: does search find what answers? nDCG@10 of the hybrid, what it gains on each leg, and more by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval import retrieval
from eval.case_slices import case_slices
from eval.hashes import sha256_of
from eval.metrics import hit, recall
from eval.retrieval_result import RetrievalResult
from eval.samples import Sample, read_samples
from eval.suite import Measure, Score, Setup, SuiteResult, Table
from knowledge.entries import Entry

OWN = ("retrieval-smoke.jsonl", "retrieval-hard.jsonl")
HALF = 0.5  # below: most of what answers is missing from the first ten


def run(setup: Setup) -> SuiteResult:
    """Ask the own questions of every leg, with the premises that are read from them."""
    files = [setup.datasets / name for name in OWN]
    samples = {s.id: s for path in files for s in read_samples(path)}
    found = retrieval.run("own", list(samples.values()), setup.knowledge, True, setup.progress)
    asked = [samples[i] for i in found.ids]
    known = {entry.id: entry for entry in setup.knowledge.catalog.entries()}

    def scores(values: Sequence[float]) -> tuple[Score, ...]:
        return tuple(
            _score(sample, value, ranked, known)
            for sample, value, ranked in zip(asked, values, found.ranked, strict=True)
        )

    hybrid = found.legs["hybrid"].per_sample
    text = found.legs["hybrid-text"].per_sample  # like the single legs, it is asked without premises
    gains = [
        Measure(
            name=f"hybrid_minus_{leg}",
            label=f"併用から{told}だけを引いた差(nDCG@10、前提は使わない)",
            scores=scores([a - b for a, b in zip(text, found.legs[leg].per_sample, strict=True)]),
            enough=0.0,
        )
        for leg, told in (("dense", "意味の検索"), ("lexical", "言葉の検索"))
    ]
    pairs = list(zip(found.ranked, asked, strict=True))
    measures = (
        Measure(name="ndcg_10", label="検索の質(nDCG@10)", scores=scores(hybrid), enough=HALF),
        Measure(
            name="recall_5",
            label="答えになる知識のうち、上位 5 件に入った割合",
            scores=scores([recall(ranked, s.relevant) for ranked, s in pairs]),
            enough=HALF,
        ),
        Measure(
            name="hit_1",
            label="最上位が答えになる知識である割合",
            scores=scores([hit(ranked, s.relevant) for ranked, s in pairs]),
        ),
        *gains,
        Measure(
            name="premises_gain",
            label="読み取った前提を使うことによる差(nDCG@10)",
            scores=scores([a - b for a, b in zip(hybrid, text, strict=True)]),
            enough=0.0,
        ),
    )
    return SuiteResult(
        suite="retrieval",
        measures=measures,
        tables=(_legs(found),),
        data={path.name: sha256_of(path) for path in files},
        notes=(
            "nDCG@10 は、答えになる知識が上位 10 件にどれだけ早く並ぶかを 0〜1 で表します。1 が最良です。",
            "調べていない知識が上位に来ても誤りと数えるので、値は実際より低めに出ます。",
        ),
    )


def _score(sample: Sample, value: float, ranked: Sequence[str], known: Mapping[str, Entry]) -> Score:
    wanted = [i for i, grade in sample.relevant.items() if grade == max(sample.relevant.values())]
    lost = [i for i in wanted if i not in ranked[:5]]

    def titles(ids: Sequence[str]) -> str:
        return "、".join(known[i].title if i in known else i for i in ids)

    return Score(
        sample=sample.id,
        value=value,
        slices={
            "kind": sample.slice,
            "role": sample.role,
            "half": sample.half,
            **case_slices(known[i] for i in wanted if i in known),
        },
        question=sample.question,
        answer=f"見つけた順: {titles(ranked[:5])}",
        why=f"上位 5 件にないもの: {titles(lost) or 'なし(順番が下)'}",
    )


def _legs(found: RetrievalResult) -> Table:
    names = [m.name for m in found.legs["hybrid"].metrics]
    rows = [
        (leg, *("–" if m.mean is None else f"{m.mean:.3f} ({m.low:.3f}〜{m.high:.3f})" for m in result.metrics))
        for leg, result in found.legs.items()
    ]
    return Table(title=f"検索の方法ごと({found.samples} 問)", columns=("方法", *names), rows=tuple(rows))
