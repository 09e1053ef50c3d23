"""The measures of a hub: what its own questions get today, and what became of the advice that was given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.answering import Answer, Question
from eval.figures import question_of
from eval.hubs.own import Feedback, Own, OwnQuestion
from eval.metrics import recall
from eval.report.labels import kind_label, value_label
from eval.suite import Measure, Score, Setup, SuiteResult

_EXCERPT = 400
_SLICED = ("industry", "owner_type", "size", "topics")
_NOTES = (
    "拠点の相談の言葉を、今の仕組みに尋ね直しました。当時の回答ではありません。",
    "行動や紹介の結果は、助言の良し悪しだけで決まるものではありません。拠点どうしの比べ合いには使わないでください。",
)
Asked = tuple[OwnQuestion, Answer]


def quality(setup: Setup, own: Own) -> SuiteResult:
    """Ask the questions anew, each for its hub and in its role."""
    asked: list[Asked] = []
    for done, q in enumerate(own.questions, 1):
        asked.append((q, setup.assistant.answer(Question(text=q.question, role=q.role, hub=q.hub))))
        setup.progress(done, len(own.questions))
    return SuiteResult(suite="hubs", measures=measured(asked, own.feedback), notes=_NOTES)


def measured(asked: Sequence[Asked], feedback: Sequence[Feedback]) -> tuple[Measure, ...]:
    """Return the measures; those that nothing speaks to are empty."""
    return (
        _of("substance", "出典のある文で答えられた割合", asked, _substance),
        _of("checked", "確かめられない文が一つもない回答の割合", asked, _checked),
        _of("guideline", "行動指針に反する文が残らなかった回答の割合", asked, _guideline),
        _of("premises", "相談員が付けた業種・論点などを、言葉から読み取れた割合", asked, _premises),
        _of("found", "答えになると分かっている知識が、出典に入った割合", asked, _found),
        _of("helped", "尋ねた人の評価(役に立った 1、少し 0.5、いいえ 0)", asked, _helped),
        _came("carried_out", "行動の結果(できた 1、途中 0.5、できなかった 0)", feedback, "action"),
        _came("reached", "紹介の結果(つながった 1、断られた 0)", feedback, "referral"),
    )


def without_texts(result: SuiteResult, names: Mapping[str, str]) -> SuiteResult:
    """Return the result for a report over many hubs: no question, answer or reason leaves its hub; ``names``: sample → name."""
    measures = tuple(
        replace(
            m,
            scores=tuple(
                replace(s, sample=names[question_of(s.sample)], question="", answer="", why="") for s in m.scores
            ),
        )
        for m in result.measures
    )
    return replace(result, measures=measures)


def _of(
    name: str, label: str, asked: Sequence[Asked], judge: Callable[[OwnQuestion, Answer], tuple[float, str] | None]
) -> Measure:
    scores = []
    for q, answer in asked:
        if (said := judge(q, answer)) is not None:
            value, why = said
            told = "".join(s.text for block in answer.blocks for s in block.all_sentences())[:_EXCERPT]
            slices = {**_slices(q.hub, q.facets), "role": q.role, "intent": answer.intent, "outcome": q.outcome}
            scores.append(Score(sample=q.id, value=value, slices=slices, question=q.question, answer=told, why=why))
    return Measure(name=name, label=label, scores=tuple(scores))


def _came(name: str, label: str, feedback: Sequence[Feedback], kind: str) -> Measure:
    scores = tuple(
        Score(
            sample=f.id, value=f.value, slices=_slices(f.hub, f.facets), question=f.what, why=f.why or "理由は記録なし"
        )
        for f in feedback
        if f.kind == kind
    )
    return Measure(name=name, label=label, scores=scores)


def _slices(hub: str, facets: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {"hub": hub, **{name: facets[name][0] for name in _SLICED if facets.get(name)}}


def _substance(_: OwnQuestion, answer: Answer) -> tuple[float, str]:
    cited = any(s.citations for block in answer.blocks for s in block.all_sentences())
    return float(cited), "" if cited else "出典のある文がありません。"


def _checked(_: OwnQuestion, answer: Answer) -> tuple[float, str]:
    bad = [s.text for block in answer.blocks for s in block.all_sentences() if s.status == "unverified"]
    return float(not bad), f"確かめられない文: {bad[0]}" if bad else ""


def _guideline(_: OwnQuestion, answer: Answer) -> tuple[float, str]:
    left = [f for f in answer.findings if f.done == "flagged"]
    return float(not left), f"{left[0].clause}: {left[0].sentence}" if left else ""


def _premises(q: OwnQuestion, answer: Answer) -> tuple[float, str] | None:
    wanted = {(name, code) for name, codes in q.facets.items() for code in codes}
    if not wanted:
        return None
    missed = sorted(wanted - {(p.field, p.code) for p in answer.premises})
    labels = "、".join(f"{kind_label(name)} {value_label(name, code)}" for name, code in missed)
    return 1 - len(missed) / len(wanted), f"読み取れなかったもの: {labels}" if missed else ""


def _found(q: OwnQuestion, answer: Answer) -> tuple[float, str] | None:
    if not q.relevant:
        return None
    sources = [s.entry_id for s in answer.sources]
    return recall(
        sources, q.relevant, len(sources)
    ), f"出典にない: {'、'.join(sorted(q.relevant.keys() - set(sources)))}"


def _helped(q: OwnQuestion, _: Answer) -> tuple[float, str] | None:
    return None if q.helped is None else (q.helped, q.why)
