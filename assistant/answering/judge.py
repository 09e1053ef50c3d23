"""Decides, before anything is written, what the answer is to be: care, a refusal, a question back, or an answer.

The ladder: words that hint at death come first, whatever else is asked; then what is not a hub's to answer; then what the
evidence can carry (judging/strength.py); and what the question takes for granted wrongly is said before all else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.answering.evidence import Evidence
from assistant.answering.judging import scope
from assistant.answering.judging.missing import speaks_of_business, tells_nothing
from assistant.answering.judging.premises import WrongPremise, wrong_premises
from assistant.answering.judging.strength import CAVEAT, NOTHING, evidence_strength
from assistant.answering.understand import Understood

VERDICTS = ("answer", "caveat", "ask", "nothing", "decline", "care")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the answer is to be.

    ``verdict``: answer, caveat (say that the evidence is thin), ask (say what is missing), nothing (offer a person), decline
    (not a hub's matter; ``reason`` says why) or care (words hint at death: nothing else is said). ``care`` is danger or worn
    when words of that kind are answered first. ``caution``: what is asked for may be unlawful; that is said before the answer.
    """

    verdict: str
    wrong_premises: tuple[WrongPremise, ...] = ()
    reason: str = ""
    care: str = ""
    caution: bool = False


def judge(understood: Understood, evidence: Evidence, today: date | None = None) -> Judgement:
    """Weigh a question and the evidence found for it."""
    if scope.danger(understood.text):
        if understood.question.role == "owner" or not evidence.clauses:
            return Judgement("care", care="danger")
        return Judgement("answer", care="danger")
    outside = scope.outside(understood.text)
    if outside:
        return Judgement("decline", reason=outside)
    care = "worn" if scope.worn(understood.text) or "distress" in evidence.undertone else ""
    caution = "illegal" in evidence.undertone
    if tells_nothing(understood):
        return Judgement("ask", care=care)
    hits = [*evidence.cases, *evidence.clauses, *evidence.policies, *evidence.playbooks]
    if not hits:
        return Judgement("nothing", care=care)
    wrong = wrong_premises(understood.text, evidence.stated, today)
    strength = evidence_strength(understood, evidence)
    if strength < NOTHING and not wrong:
        return Judgement("ask" if speaks_of_business(understood) else "nothing", care=care)
    return Judgement("answer" if strength >= CAVEAT else "caveat", wrong, care=care, caution=caution)
