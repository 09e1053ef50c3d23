"""Decides, before anything is written, what the answer is to be: care, a refusal, a question back, or an answer.

The ladder: words that hint at death come first, whatever else is asked; then what is not a hub's to answer; then what the
evidence can carry (judging/strength.py), one rung less where the question turns on a thing that no entry speaks of or seems to
ask for a particular that no source holds (particulars/), and nothing where it surely does; and what the question takes for
granted wrongly is said before all else.
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
    ``unspoken`` are things of the question that no entry speaks of: they are named before the answer. ``particular``: of which kind
    (forecast, private, statistics, own, elsewhere) that is which is asked for and no source holds, "" when it may be held.
    """

    verdict: str
    wrong_premises: tuple[WrongPremise, ...] = ()
    reason: str = ""
    care: str = ""
    caution: bool = False
    unspoken: tuple[str, ...] = ()
    particular: str = ""


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
    wrong = wrong_premises(understood.text, evidence.stated, today, evidence.schemes)
    strength = evidence_strength(understood, evidence)
    corrected = "".join(w.claimed for w in wrong)
    unspoken = tuple(thing for thing in evidence.unspoken if thing not in corrected)
    asked_for = None if wrong else evidence.particular
    particular = asked_for.kind if asked_for and not unspoken else ""  # naming the things says it better
    if asked_for and asked_for.sure:
        return Judgement("nothing", care=care, unspoken=unspoken, particular=particular)
    lacking = bool(unspoken or particular)
    if strength < (CAVEAT if lacking else NOTHING) and not wrong and not evidence.own_work:
        held_back = "ask" if speaks_of_business(understood) else "nothing"
        return Judgement(held_back, care=care, unspoken=unspoken, particular=particular)
    verdict = "answer" if strength >= CAVEAT and not lacking else "caveat"
    return Judgement(verdict, wrong, care=care, caution=caution, unspoken=unspoken, particular=particular)
