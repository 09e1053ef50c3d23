"""Defects of what is decided before anything is written, and of the guideline check after it."""

from __future__ import annotations

from typing import Any

from assistant.answering.judge import Judgement
from eval.mutation.defect import Defect

_JUDGE = "assistant.answering.assistant.judge"


def _always(verdict: str) -> Any:
    """Decide the same whatever was found; what a premise is wrong in is still told."""

    def broken(original: Any) -> Any:
        def judge(understood: Any, evidence: Any, today: Any = None) -> Judgement:
            found = original(understood, evidence, today)
            return Judgement(verdict, found.wrong_premises, care=found.care)

        return judge

    return broken


def _nothing(_original: Any) -> Any:
    return lambda *_given, **_named: ()


def _never(_original: Any) -> Any:
    return lambda *_given, **_named: False


JUDGING = (
    Defect(
        name="refusals-off",
        label="答えのない質問にも答える",
        changes=((_JUDGE, _always("answer")),),
        seen_by=("abstention",),
    ),
    Defect(
        name="refuses-all", label="どの質問も断る", changes=((_JUDGE, _always("nothing")),), seen_by=("abstention",)
    ),
    Defect(
        name="corrections-off",
        label="質問の前提の誤りを正さない",
        changes=(("assistant.answering.judge.wrong_premises", _nothing),),
        seen_by=("abstention",),
    ),
    Defect(
        name="care-off",
        label="命に関わる言葉に気づかない",
        changes=(
            ("assistant.answering.judging.scope.danger", _never),
            ("assistant.answering.judging.scope.worn", _never),
        ),
        seen_by=("abstention",),
    ),
    Defect(
        name="guideline-off",
        label="行動指針に照らした確かめをしない",
        changes=(
            ("assistant.answering.guideline.check.broken", _nothing),
            ("assistant.answering.guideline.check.lacking", _nothing),
        ),
        seen_by=("guideline",),
    ),
)
